"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Feedback."""

    name = "kiosk.center.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "诉求"
