# ruff: noqa: D100, D101, RUF012 - written by Django

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kiosk.center.cases.sealedtext


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseCounter",
            fields=[
                ("month", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("number", models.CharField(max_length=14, unique=True)),
                ("nonce", models.CharField(max_length=64, unique=True)),
                ("code", models.CharField(max_length=64)),
                ("division", models.CharField(max_length=12)),
                ("item", models.CharField(blank=True, default="", max_length=80)),
                ("about", models.CharField(blank=True, default="", max_length=300)),
                ("matter", models.CharField(max_length=30)),
                ("matter_name", models.CharField(max_length=60)),
                ("words", kiosk.center.cases.sealedtext.SealedText()),
                ("said", models.TextField()),
                ("named", models.TextField(blank=True, default="")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("screen", "公开栏扫码"),
                            ("poster", "海报扫码"),
                            ("phone", "电话"),
                            ("paper", "来信来访"),
                            ("open311", "开放接口"),
                        ],
                        max_length=8,
                    ),
                ),
                ("terminal", models.CharField(blank=True, default="", max_length=32)),
                ("at_screen", models.BooleanField(default=False)),
                ("suspicious", models.BooleanField(default=False)),
                ("confidential", models.BooleanField(default=False)),
                ("about_cadres", models.BooleanField(default=False)),
                ("outcome_only", models.BooleanField(default=False)),
                ("contact", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "等待核对"),
                            ("received", "已收到"),
                            ("refused", "不归这里办"),
                            ("accepted", "已受理"),
                            ("assigned", "正在办"),
                            ("clarifying", "等您补充说明"),
                            ("answered", "已答复，等您评价"),
                            ("closed", "已办结"),
                            ("reopened", "没解决，重新办"),
                            ("merged", "和另一件一起办"),
                        ],
                        max_length=10,
                    ),
                ),
                ("unit", models.CharField(max_length=50)),
                ("overseer", models.CharField(blank=True, default="", max_length=50)),
                ("raised", models.PositiveSmallIntegerField(default=0)),
                ("rounds", models.PositiveSmallIntegerField(default=1)),
                ("clock", models.CharField(max_length=30)),
                ("days", models.PositiveSmallIntegerField()),
                ("extended", models.PositiveSmallIntegerField(default=0)),
                ("yellow", models.PositiveSmallIntegerField()),
                ("orange", models.PositiveSmallIntegerField()),
                ("counted_from", models.DateField()),
                ("pauses", models.JSONField(default=list)),
                ("asked_on", models.DateField(null=True)),
                ("due", models.DateField()),
                ("due_certain", models.BooleanField(default=True)),
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField(db_index=True)),
                ("answered_on", models.DateField(null=True)),
                ("first_answered_on", models.DateField(null=True)),
                ("first_due", models.DateField()),
                ("summary", models.TextField(blank=True, default="")),
                ("answer", kiosk.center.cases.sealedtext.SealedText(blank=True, default="")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("solved", "解决了"), ("half", "解决了一半"), ("not", "没解决")],
                        default="",
                        max_length=6,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due", "number"),
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("file", "收到"),
                            ("release", "核对过，转去办理"),
                            ("accept", "受理"),
                            ("refuse", "不予受理"),
                            ("reroute", "转给别的单位"),
                            ("assign", "交给专人办"),
                            ("ask", "请反映人补充说明"),
                            ("clarify", "补充了说明"),
                            ("extend", "延长期限"),
                            ("answer", "答复"),
                            ("judge", "反映人评价"),
                            ("call", "电话回访"),
                            ("close", "办结"),
                            ("merge", "并入另一件"),
                            ("raise", "超期，报上一级督办"),
                            ("recount", "新的放假安排公布，重新计算期限"),
                            ("look", "查看了联系方式"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=10)),
                ("unit", models.CharField(max_length=50)),
                ("words", kiosk.center.cases.sealedtext.SealedText(blank=True, default="")),
                ("facts", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CasePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=20)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="cases.case",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="cases.caseevent",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "state"], name="cases_by_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "due"], name="cases_by_due"),
        ),
    ]
