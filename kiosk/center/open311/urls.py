"""Addresses of the open interface."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.open311 import views

_FORM = r"\.(?P<form>json|xml)$"

urlpatterns = [
    re_path(rf"^discovery{_FORM}", views.discovery, name="open311-discovery"),
    re_path(rf"^v2/services{_FORM}", views.services, name="open311-services"),
    re_path(rf"^v2/services/(?P<code>[^/]+){_FORM}", views.definition, name="open311-definition"),
    re_path(rf"^v2/requests{_FORM}", views.requests, name="open311-requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]+){_FORM}", views.single, name="open311-request"),
    re_path(rf"^v2/tokens/(?P<token>[^/]+){_FORM}", views.token, name="open311-token"),
    path("v2/openapi.json", views.openapi, name="open311-openapi"),
]
