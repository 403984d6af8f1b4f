"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Open311Config(AppConfig):
    """The open interface."""

    name = "kiosk.center.open311"
    label = "open311"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "开放接口"
