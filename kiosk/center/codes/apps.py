"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """What codes are about."""

    name = "kiosk.center.codes"
    label = "codes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "二维码"
