"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Urgent notices from the desk."""

    name = "kiosk.center.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "紧急通知"
