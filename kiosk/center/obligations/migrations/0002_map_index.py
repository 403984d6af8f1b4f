# ruff: noqa: RUF012 - written by Django
"""The map and the list of items are counted from an index alone."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables."""

    dependencies = [
        ("obligations", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="obligation",
            name="obligations_map",
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["owed", "due", "scope", "affairs", "state", "days_late"],
                name="obligations_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["owed", "due", "catalogue", "item", "scope", "state", "days_late"],
                name="obligations_by_item",
            ),
        ),
    ]
