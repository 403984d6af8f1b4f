"""Addresses of the posters, below the staff's desk."""

from __future__ import annotations

from django.urls import re_path

from kiosk.center.posters import views

urlpatterns = [
    re_path(r"^$", views.posters, name="posters"),
    re_path(r"^(?P<division>[0-9]{12})-(?P<size>A3|A4)\.pdf$", views.poster, name="poster"),
]
