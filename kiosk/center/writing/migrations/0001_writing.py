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
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("key", models.CharField(db_index=True, max_length=90)),
                ("division", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("file", models.CharField(max_length=32, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
            name="Remembered",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("division", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=20)),
                ("signature", models.CharField(max_length=64)),
                ("mapping", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division", "code", "signature"),
                        name="one_answer_for_the_same_heads",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("division", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=20)),
                ("period", models.CharField(max_length=20)),
                ("serial", models.PositiveSmallIntegerField(default=1)),
                ("typed", models.TextField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "updated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-updated_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division", "code", "period", "serial"),
                        name="one_working_copy_of_an_item",
                    )
                ],
            },
        ),
    ]
