# ruff: noqa: D100, D101, RUF012 - written by Django

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DraftPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(db_index=True, max_length=64)),
                ("data", models.BinaryField()),
                ("made_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division", models.CharField(max_length=12)),
                ("item", models.CharField(blank=True, default="", max_length=80)),
                ("unit", models.CharField(blank=True, default="", max_length=50)),
                ("word", models.CharField(max_length=10)),
                ("points", models.DecimalField(decimal_places=2, max_digits=4)),
                ("at_screen", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("source", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["division", "item"], name="ratings_by_subject")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("hour", models.IntegerField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "hour"), name="one_tally_an_hour")
                ],
            },
        ),
    ]
