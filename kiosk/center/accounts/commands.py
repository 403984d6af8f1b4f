"""What ``kiosk staff`` does, in words for the county's technician."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from django.utils import timezone

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import DivisionError
from kiosk.center.accounts.models import Staff
from kiosk.center.accounts.people import StaffError, add_staff, new_password
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current


def run(options: argparse.Namespace) -> Iterator[str]:
    """Do one act; the lines to print.  Raises StaffError."""
    rules = current(beijing_day(timezone.now()))
    if options.act == "list":
        for each in Staff.objects.all():
            left = "" if each.is_active else "（停用）"
            place = unit_name(each.place, rules)
            yield f"{each.username}\t{each.name}\t{place}\t{each.kind.chinese}{left}"
        yield f"共 {Staff.objects.count()} 人。"
        return
    if not options.username:
        raise StaffError(f"请写登录名，例如：kiosk staff {options.act} liuhe1")
    if options.act == "password":
        found = Staff.objects.filter(username=options.username).first()
        if found is None:
            raise StaffError(f"没有登录名是“{options.username}”的人。kiosk staff list 列出所有人。")
        yield f"{found.name} 的新密码：{new_password(found, by=None)}"
    else:
        try:
            unit = options.unit or rules.office(options.division).unit
        except DivisionError as error:
            raise StaffError(f"请用 --division 写明12位区划代码：{error}，没有改动。") from error
        person, password = add_staff(
            username=options.username,
            name=options.name,
            post=options.post,
            division=options.division,
            unit=unit,
            rules=rules,
            auditor=options.auditor,
        )
        yield f"已加入 {person.name}（{unit_name(person.place, rules)}，{person.kind.chinese}）。"
        yield f"登录名 {person.username}，第一次的密码：{password}"
    yield "密码只显示这一次，登录后会要求换成自己的。"
