# ruff: noqa: D100, D101, RUF012 - written by Django

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("scope", models.CharField(db_index=True, max_length=12)),
                ("username", models.CharField(max_length=40, unique=True, verbose_name="登录名")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("village", "村（社区）工作人员"),
                            ("township", "乡镇（街道）单位"),
                            ("discipline", "纪检"),
                            ("county", "县里主管"),
                            ("auditor", "审计（只看）"),
                        ],
                        max_length=12,
                        verbose_name="角色",
                    ),
                ),
                ("division", models.CharField(max_length=12, verbose_name="区划")),
                ("unit", models.CharField(max_length=30, verbose_name="单位")),
                ("is_active", models.BooleanField(default=True, verbose_name="在岗")),
                ("must_change", models.BooleanField(default=True, verbose_name="首次登录要改密码")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("scope", "unit", "username"),
            },
        ),
    ]
