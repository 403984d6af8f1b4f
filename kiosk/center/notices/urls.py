"""Addresses of urgent notices."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.notices import views

_KEY = r"^(?P<key>[0-9]{12}-NOTICE-[0-9-]{10,14})"

urlpatterns = [
    path("", views.notices, name="desk-notices"),
    path("new", views.new, name="desk-notice-new"),
    re_path(rf"{_KEY}/(?P<act>review|end)$", views.settle, name="desk-notice-settle"),
]
