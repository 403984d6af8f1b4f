"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of staff."""

    name = "kiosk.center.desk"
    label = "desk"
    verbose_name = "办理"
