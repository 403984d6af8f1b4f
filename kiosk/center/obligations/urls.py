"""Addresses of what is due."""

from __future__ import annotations

from django.urls import path

from kiosk.center.obligations import first, navigation

urlpatterns = [
    path("due/", first.first_page, name="desk-due"),
    path("home/", navigation.home, name="desk-home"),
    path("me/", navigation.own, name="desk-me"),
]
