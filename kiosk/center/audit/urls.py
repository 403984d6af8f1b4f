"""The address of the audit log."""

from __future__ import annotations

from django.urls import path

from kiosk.center.audit import views

urlpatterns = [path("", views.audit, name="desk-audit")]
