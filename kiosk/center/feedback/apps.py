"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """The resident's phone."""

    name = "kiosk.center.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "手机反映"
