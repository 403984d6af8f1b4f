# ruff: noqa: D101, RUF012 - written by Django
"""What is on record of one thing is found without reading the whole log: before each signing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_audit"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["about", "person"], name="audit_by_subject"),
        ),
    ]
