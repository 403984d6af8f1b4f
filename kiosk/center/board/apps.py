"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Disclosures under review and in public."""

    name = "kiosk.center.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "公开内容"
