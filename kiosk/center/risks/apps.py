"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """Warnings."""

    name = "kiosk.center.risks"
    label = "risks"
    verbose_name = "三资预警"
