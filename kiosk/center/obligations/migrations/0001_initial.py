# ruff: noqa: RUF012 - written by Django
"""Obligations, from what they were derived, and reminders; the last cannot be changed."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kiosk.center.appendonly import append_only


class Migration(migrations.Migration):
    """Tables and triggers."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Derived",
            fields=[
                ("division", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("mark", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("division", models.CharField(max_length=12)),
                ("catalogue", models.CharField(max_length=40)),
                ("item", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                (
                    "affairs",
                    models.CharField(
                        choices=[("party", "党务"), ("government", "政务"), ("village", "村务")],
                        max_length=12,
                    ),
                ),
                ("period", models.CharField(max_length=12)),
                ("label", models.CharField(max_length=40)),
                ("due", models.DateField()),
                ("grace_until", models.DateField()),
                ("certain", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("fulfilled", "已公开"),
                            ("due", "待公开"),
                            ("overdue", "逾期"),
                            ("excused", "免公开"),
                        ],
                        max_length=10,
                    ),
                ),
                ("days_late", models.PositiveIntegerField(default=0)),
                ("fulfilled_by", models.CharField(blank=True, max_length=80)),
                ("fulfilled_on", models.DateField(blank=True, null=True)),
                ("owed", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("due", "item"),
                "indexes": [
                    models.Index(
                        fields=["owed", "due", "scope", "state", "days_late"],
                        name="obligations_map",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division", "item", "period"), name="one_obligation_a_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="obligations.obligation",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(fields=("obligation", "day"), name="one_reminder_a_day")
                ],
            },
        ),
        append_only("obligations_reminder"),
    ]
