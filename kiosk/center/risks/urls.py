"""Addresses of the staff's pages about warnings."""

from __future__ import annotations

from django.urls import path

from kiosk.center.risks.views import warnings

urlpatterns = [path("", warnings, name="desk-risks")]
