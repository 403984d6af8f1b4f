# ruff: noqa: D100, D101, RUF012 - written by Django

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Terminal",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("code", models.CharField(db_index=True, max_length=9)),
                ("division", models.CharField(db_index=True, max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "等待接受"),
                            ("accepted", "已接受"),
                            ("revoked", "已停用"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0)),
                ("takedowns", models.BigIntegerField(default=0)),
                ("version", models.CharField(blank=True, default="", max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("division", "code"),
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("item", models.CharField(db_index=True, max_length=80)),
                ("version", models.BigIntegerField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField(blank=True, null=True)),
                ("title", models.CharField(blank=True, default="", max_length=300)),
                ("published", models.DateField(blank=True, null=True)),
                ("notice_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("item", "first"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "item", "version", "first"), name="one_appearance"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("version", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("issued", models.DateTimeField()),
                ("role", models.BigIntegerField()),
            ],
            options={
                "ordering": ("scope", "version"),
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "version"), name="one_feed_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="TakedownAck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=80)),
                ("version", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "terminal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledged",
                        to="fleet.terminal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("terminal", "item", "version"), name="one_acknowledgement"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Showing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("scopes", models.JSONField()),
                ("takedowns", models.BigIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("certain", models.BooleanField(default=True)),
                (
                    "terminal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="showings",
                        to="fleet.terminal",
                    ),
                ),
            ],
            options={
                "ordering": ("since",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("terminal", "number"), name="one_showing_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="forwards"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("first_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=1)),
                ("body", models.JSONField()),
                (
                    "terminal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heartbeats",
                        to="fleet.terminal",
                    ),
                ),
            ],
            options={
                "ordering": ("-day",),
                "constraints": [
                    models.UniqueConstraint(fields=("terminal", "day"), name="one_heartbeat_a_day")
                ],
            },
        ),
    ]
