"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "kiosk.center.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "操作记录"

    def ready(self) -> None:
        """Listen for log-ins."""
        from kiosk.center.audit import logins  # noqa: F401 - connects its receivers
