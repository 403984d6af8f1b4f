"""Addresses for phones.  ``T`` is a capital so that a code needs no small letters."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.codes.views import scanned, typed
from kiosk.center.feedback.progress import calendar, more, progress, rate_case, verdict, withdraw
from kiosk.center.feedback.rating import rating
from kiosk.center.feedback.views import form

urlpatterns = [
    re_path(r"^[Tt]/(?P<token>[A-Za-z2-7]{1,64})$", scanned, name="code"),
    path("n", typed, name="code-number"),
    path("n/<str:number>", typed, name="code-number-typed"),
    path("f/<str:token>", form, name="feedback-form"),
    path("r/<str:token>", rating, name="feedback-rate"),
    path("p", progress, name="feedback-progress"),
    path("p/verdict", verdict, name="feedback-verdict"),
    path("p/more", more, name="feedback-clarify"),
    path("p/cancel", withdraw, name="feedback-cancel"),
    path("p/calendar", calendar, name="feedback-calendar"),
    path("p/rate", rate_case, name="feedback-rate-case"),
]
