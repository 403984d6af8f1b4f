"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The public pages."""

    name = "kiosk.center.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "手机网页"
