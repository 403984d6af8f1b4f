"""Addresses for phones, and of the sheets of those who serve."""

from __future__ import annotations

from django.urls import path

from kiosk.center.errands.register import register
from kiosk.center.errands.sheet import bids, contacts, day_sheet
from kiosk.center.errands.views import serve

urlpatterns = [
    path("a/<str:token>", serve, name="serve"),
    path("desk/bookings", day_sheet, name="desk-bookings"),
    path("desk/bookings/contacts", contacts, name="desk-bookings-contacts"),
    path("desk/bids", bids, name="desk-bids"),
    path("desk/errands", register, name="desk-errands"),
    path("desk/errands.xlsx", register, {"kind": "xlsx"}, name="desk-errands-xlsx"),
]
