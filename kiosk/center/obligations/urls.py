"""Addresses of what is due."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.obligations import first, navigation, overview, remind

_PLACE = r"^overview/(?P<division>[0-9]{12})"
_ITEM = r"^overview/items/(?P<catalogue>[^/]{1,40})/(?P<item>[A-Za-z0-9]{1,20})"
_XLSX = {"kind": "xlsx"}

urlpatterns = [
    path("due/", first.first_page, name="desk-due"),
    path("home/", navigation.home, name="desk-home"),
    path("me/", navigation.own, name="desk-me"),
    path("overview/", overview.overview, name="desk-overview"),
    path("overview/remind", remind.remind_page, name="desk-overview-remind"),
    path("overview/items/", overview.items, name="desk-overview-items"),
    path("overview/items.xlsx", overview.items, _XLSX, name="desk-overview-items-xlsx"),
    re_path(rf"{_ITEM}/$", overview.item, name="desk-overview-item"),
    re_path(rf"{_ITEM}\.xlsx$", overview.item, _XLSX, name="desk-overview-item-xlsx"),
    re_path(rf"{_PLACE}/$", overview.place, name="desk-overview-place"),
    re_path(rf"{_PLACE}\.xlsx$", overview.place, _XLSX, name="desk-overview-place-xlsx"),
]
