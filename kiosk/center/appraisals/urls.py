"""Addresses: for phones and screens, and for who holds an appraisal."""

from __future__ import annotations

from django.urls import path

from kiosk.center.appraisals import phone, views

urlpatterns = [
    path("b/cast", phone.taken, name="ballot-cast"),
    path("b/vote/<str:key>", phone.vote, name="ballot"),
    path("desk/appraisals/", views.sessions, name="desk-appraisals"),
    path("desk/appraisals/new", views.new, name="desk-appraisal-new"),
    path("desk/appraisals/<str:key>", views.session, name="desk-appraisal"),
    path("desk/appraisals/<str:key>/codes", views.codes, name="desk-appraisal-codes"),
    path("desk/appraisals/<str:key>/publish", views.publish, name="desk-appraisal-publish"),
    path("desk/appraisals/<str:key>/end", views.finish, name="desk-appraisal-end"),
]
