"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """What is due."""

    name = "kiosk.center.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "应公开事项"
