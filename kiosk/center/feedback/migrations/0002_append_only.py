"""A rating cannot be changed or deleted, whoever holds the database."""

from __future__ import annotations

from django.db import migrations

from kiosk.center.appendonly import append_only


class Migration(migrations.Migration):
    """Triggers, in the words of SQLite and of PostgreSQL."""

    dependencies = (("feedback", "0001_feedback"),)
    operations = (append_only("feedback_rating"),)
