"""Addresses of the clerk's pages."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.writing import looking, sending, views, wizard

_PLACE = r"^(?P<division>[0-9]{12})/(?P<code>[A-Z][A-Z0-9-]{0,19})/(?P<period>[0-9A-Za-z-]{4,10})/"

urlpatterns = [
    path("", views.index, name="write-index"),
    re_path(rf"{_PLACE}$", views.item, name="write"),
    re_path(rf"{_PLACE}save$", views.save, name="write-save"),
    re_path(rf"{_PLACE}none$", views.none, name="write-none"),
    re_path(rf"{_PLACE}excuse$", views.excuse, name="write-excuse"),
    re_path(rf"{_PLACE}columns$", wizard.columns, name="write-columns"),
    re_path(rf"{_PLACE}raw/(?P<pk>[0-9]{{1,12}})$", wizard.raw, name="write-raw"),
    re_path(rf"{_PLACE}picture/(?P<digest>[0-9a-f]{{64}})$", looking.picture, name="write-picture"),
    re_path(rf"{_PLACE}look$", looking.look, name="write-look"),
    re_path(
        rf"{_PLACE}look/(?P<digest>[0-9a-f]{{64}})/(?P<number>[0-9]{{1,2}})$",
        looking.drawn,
        name="write-drawn",
    ),
    re_path(rf"{_PLACE}phone$", looking.phone, name="write-phone"),
    re_path(rf"{_PLACE}send$", sending.send, name="write-send"),
    re_path(rf"{_PLACE}recall$", sending.recall, name="write-recall"),
    re_path(rf"{_PLACE}drop$", sending.drop, name="write-drop"),
]
