"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """Appraisals."""

    name = "kiosk.center.appraisals"
    label = "appraisals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "民主评议"
