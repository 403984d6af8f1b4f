# ruff: noqa: D100, D101, RUF012 - written by Django

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="staff",
            name="role",
            field=models.CharField(
                choices=[
                    ("village", "村（社区）工作人员"),
                    ("committee", "村务监督委员会"),
                    ("party", "党务审批人"),
                    ("township", "乡镇（街道）单位"),
                    ("leader", "签发领导"),
                    ("discipline", "纪检"),
                    ("county", "县里主管"),
                    ("auditor", "审计（只看）"),
                ],
                max_length=12,
                verbose_name="角色",
            ),
        ),
    ]
