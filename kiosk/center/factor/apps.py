"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FactorConfig(AppConfig):
    """Second factors of staff."""

    name = "kiosk.center.factor"
    label = "factor"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "动态码"
