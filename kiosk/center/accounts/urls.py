"""Addresses of log-in and people."""

from __future__ import annotations

from django.urls import path, re_path

from kiosk.center.accounts import views

urlpatterns = [
    path("login", views.LogIn.as_view(), name="staff-login"),
    path("logout", views.LogOut.as_view(), name="staff-logout"),
    path("password", views.OwnPassword.as_view(), name="staff-password"),
    path("people", views.people, name="staff-people"),
    re_path(
        r"^people/(?P<username>[^/]{1,40})/(?P<change>password|leave|back|codes|unbind)$",
        views.person,
        name="staff-person",
    ),
]
