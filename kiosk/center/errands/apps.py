"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    """Errands, bookings, bids."""

    name = "kiosk.center.errands"
    label = "errands"
    verbose_name = "代办与预约"
