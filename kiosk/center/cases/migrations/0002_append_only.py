"""The history of a case cannot be changed or deleted."""

from __future__ import annotations

from django.db import migrations

from kiosk.center.appendonly import append_only


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = (("cases", "0001_initial"),)
    operations = (append_only("cases_caseevent", "cases_casephoto"),)
