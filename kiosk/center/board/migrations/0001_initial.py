# ruff: noqa: D100, D101, RUF012 - written by Django

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kiosk.center.appendonly import append_only
from kiosk.center.board import triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absorbed",
            fields=[
                ("scope", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("key", models.CharField(max_length=90, unique=True)),
                ("division", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=20)),
                ("affairs", models.CharField(max_length=12)),
                ("period", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("publish", "公开"), ("withdraw", "撤下"), ("notice", "紧急通知")],
                        max_length=8,
                    ),
                ),
                ("details", models.TextField(default="{}")),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="LiveChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[("approve", "审核通过"), ("file", "备案"), ("back", "退回")],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[("desk", "网页"), ("folder", "文件夹")], max_length=6
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
                ("face", models.BinaryField()),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("gate", models.TextField(default="[]")),
                ("needs", models.PositiveSmallIntegerField()),
                ("publish_on", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("notice_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等审核"),
                            ("returned", "被退回"),
                            ("abandoned", "不再送审"),
                            ("approved", "审核通过，等公开"),
                            ("live", "已公开"),
                            ("replaced", "已被新版本代替"),
                            ("withdrawn", "已撤下"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("waits_role", models.CharField(blank=True, default="", max_length=12)),
                ("waits_scope", models.CharField(blank=True, default="", max_length=12)),
                ("waits_unit", models.CharField(blank=True, default="", max_length=30)),
                ("released_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Live",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="live",
                        serialize=False,
                        to="board.item",
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["scope", "code", "period"], name="items_by_place"),
        ),
        migrations.AddField(
            model_name="job",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="board.item",
            ),
        ),
        migrations.AddField(
            model_name="livechange",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="board.item"
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="board.item",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="refused_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="board.item",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="board.version",
            ),
        ),
        migrations.AddField(
            model_name="livechange",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="board.version",
            ),
        ),
        migrations.AddField(
            model_name="live",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="board.version"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["done_at", "next_at"], name="jobs_to_do"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="two_people_withdraw",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at__isnull", True), ("refused_at__isnull", True)),
                fields=("item",),
                name="one_removal_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["state", "waits_role", "waits_scope"], name="versions_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("item", "number"), name="one_version_of_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "approved"))),
                fields=("item",),
                name="one_version_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", "folder"), ("needs__gte", 2), _connector="OR"),
                name="two_signatures_at_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "folder"), ("author__isnull", False), _connector="OR"
                ),
                name="somebody_wrote_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("version", "staff"), name="a_person_signs_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("version", "step"), name="a_step_is_signed_once"
            ),
        ),
        append_only("board_item", "board_signature", "board_livechange"),
        triggers.install(),
    ]
