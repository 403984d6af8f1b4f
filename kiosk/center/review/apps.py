"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Pages only: what they show lives in the board."""

    name = "kiosk.center.review"
    label = "review"
    verbose_name = "审核"
