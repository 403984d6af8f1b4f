"""Addresses of the staff's pages."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.desk import entry, papers, sheets, supervision, views

_NUMBER = r"^case/(?P<number>[0-9]{9,14})"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("new", entry.entry, name="desk-entry"),
    path("list.xlsx", sheets.export, name="desk-export"),
    path("register", sheets.register, name="desk-register"),
    path("supervision", supervision.supervision, name="desk-supervision"),
    path("month", sheets.month, name="desk-month"),
    path("month.xlsx", sheets.month, {"kind": "xlsx"}, name="desk-month-xlsx"),
    re_path(rf"{_NUMBER}$", views.case_page, name="desk-case"),
    re_path(rf"{_NUMBER}/contact$", views.contact, name="desk-contact"),
    re_path(rf"{_NUMBER}/slip$", papers.slip, name="desk-slip"),
    re_path(rf"{_NUMBER}/photo/(?P<digest>[0-9a-f]{{64}})$", views.photo, name="desk-photo"),
    re_path(rf"{_NUMBER}/do/(?P<act>[a-z-]+)$", views.act_on, name="desk-act"),
]
