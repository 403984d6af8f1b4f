"""Addresses of the second factor."""

from __future__ import annotations

from django.urls import path

from kiosk.center.factor import views

urlpatterns = [
    path("code", views.code, name="staff-code"),
    path("factor", views.begin, name="staff-factor"),
    path("factor/scan", views.scan, name="staff-scan"),
]
