# ruff: noqa: D100, D101, RUF012 - written by Django

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("key", models.CharField(max_length=20, unique=True)),
                ("division", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=60)),
                ("questions", models.JSONField()),
                ("candidates", models.JSONField()),
                ("eligible", models.PositiveIntegerField()),
                ("opens", models.DateTimeField()),
                ("closes", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("candidate", models.PositiveSmallIntegerField()),
                ("question", models.PositiveSmallIntegerField()),
                ("points", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="appraisals.session",
                    ),
                ),
            ],
            options={
                "ordering": ("candidate", "question", "-points"),
            },
        ),
        migrations.CreateModel(
            name="VotingCode",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("used", models.BooleanField(default=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="appraisals.session",
                    ),
                ),
            ],
            options={
                "ordering": ("digest",),
            },
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))), name="closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(
                fields=("session", "candidate", "question", "points"), name="one_counter_each"
            ),
        ),
    ]
