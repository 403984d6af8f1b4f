# ruff: noqa: D100, D101, RUF012 - written by Django

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="case",
            name="held_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="slot",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(
            model_name="case",
            name="sort",
            field=models.CharField(
                choices=[
                    ("feedback", "反映"),
                    ("errand", "代办"),
                    ("booking", "预约"),
                    ("bid", "意向登记"),
                    ("warning", "预警"),
                ],
                default="feedback",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="visit",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.CharField(
                choices=[
                    ("screen", "公开栏扫码"),
                    ("poster", "海报扫码"),
                    ("phone", "电话"),
                    ("paper", "来信来访"),
                    ("open311", "开放接口"),
                    ("rule", "预警规则"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
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
                    ("cancelled", "已取消"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="act",
            field=models.CharField(
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
                    ("cancel", "取消"),
                    ("lapse", "时间已过，自动结束"),
                    ("confirm", "县里核实，公开"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["item", "slot"], name="cases_by_slot"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["sort", "scope"], name="cases_by_sort"),
        ),
    ]
