"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WritingConfig(AppConfig):
    """Working copies of clerks and the files that they brought."""

    name = "kiosk.center.writing"
    label = "writing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "填写"
