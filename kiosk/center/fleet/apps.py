"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """Terminals of the county."""

    name = "kiosk.center.fleet"
    label = "fleet"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "终端"
