"""Stable addresses of what is public: they stand on posters, in feeds and in people's chats."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.site.estate import own
from kiosk.center.site.files import picture, small_file
from kiosk.center.site.services import services
from kiosk.center.site.views import front, item, old_version
from kiosk.center.site.village import (
    atom,
    cases,
    division,
    due,
    json_feed,
    listing,
    search,
)

urlpatterns = [
    path("", front, name="front"),
    path("i/<str:item>", item, name="site-item"),
    path("i/<str:item>/old/<int:number>", old_version, name="site-old"),
    path("v/<str:code>", division, name="site-division"),
    path("v/<str:code>/find", search, name="site-search"),
    path("v/<str:code>/due", due, name="site-due"),
    path("v/<str:code>/services", services, name="site-services"),
    path("v/<str:code>/own", own, name="site-own"),
    path("v/<str:code>/cases", cases, name="site-cases"),
    path("v/<str:code>/feed.atom", atom, name="site-atom"),
    path("v/<str:code>/feed.json", json_feed, name="site-json"),
    path("v/<str:code>/<str:affairs>", listing, name="site-list"),
    re_path(r"^b/(?P<digest>[0-9a-f]{64})$", picture, name="site-picture"),
    path("s/<str:name>", small_file, name="site-file"),
]
