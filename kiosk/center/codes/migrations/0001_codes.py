# ruff: noqa: D100, D101, RUF012 - written by Django

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("digest", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("number", models.CharField(db_index=True, max_length=8)),
                ("division", models.CharField(max_length=12)),
                ("item", models.CharField(blank=True, db_index=True, default="", max_length=80)),
            ],
        ),
    ]
