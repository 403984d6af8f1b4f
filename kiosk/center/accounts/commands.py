"""What ``kiosk staff`` does, in words for the county's technician."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import timezone

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import DivisionError
from kiosk.center.accounts.models import Staff
from kiosk.center.accounts.people import StaffError, add_staff, new_password
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.center.factor.keeping import grouped, hand_out, take_away
from kiosk.center.factor.models import Authenticator
from kiosk.center.fleet.chronicle import FEED_ERRORS
from kiosk.center.posting import PostError, county_in

_ONCE = "密码只显示这一次，登录后会要求换成自己的。"


def run(options: argparse.Namespace) -> Iterator[str]:
    """Do one act; the lines to print.  Raises StaffError."""
    if options.act == "list":
        yield from _list()
        return
    if not options.username:
        raise StaffError(f"请写登录名，例如：kiosk staff {options.act} liuhe1")
    if options.act == "add":
        yield from _add(options)
        return
    found = Staff.objects.filter(username=options.username).first()
    if found is None:
        raise StaffError(f"没有登录名是“{options.username}”的人。kiosk staff list 列出所有人。")
    yield from _TO_SOMEONE[options.act](found)


def _list() -> Iterator[str]:
    rules = current(beijing_day(timezone.now()))
    for each in Staff.objects.all():
        left = "" if each.is_active else "（停用）"
        place = unit_name(each.place, rules)
        yield f"{each.username}\t{each.name}\t{place}\t{each.kind.chinese}{left}"
    yield f"共 {Staff.objects.count()} 人。"


def _add(options: argparse.Namespace) -> Iterator[str]:
    rules = current(beijing_day(timezone.now()))
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
    yield _ONCE


def _password(person: Staff) -> Iterator[str]:
    yield f"{person.name} 的新密码：{new_password(person, by=None)}"
    yield _ONCE


def _codes(person: Staff) -> Iterator[str]:
    yield f"{person.name} 的一次性码，每个只能用一次，只显示这一次："
    for code in hand_out(person, by=None):
        yield f"  {grouped(code)}"


def _unbind(person: Staff) -> Iterator[str]:
    take_away(person, by=None)
    yield f"{person.name} 的动态码取消了，下次登录重新绑定。"


def _code(person: Staff) -> Iterator[str]:
    """The code that the person's app would show, where all is made up."""
    try:
        sample = county_in(settings.FEED).sample
    except (PostError, *FEED_ERRORS):
        sample = False
    if not sample:
        raise StaffError("只有示例县能这样看动态码；真的县里，动态码只在本人手机上。")
    device = Authenticator.objects.filter(user=person, confirmed=True).first()
    if device is None:
        raise StaffError(f"{person.name} 没有绑定手机，登录时不用动态码或者要先绑定。")
    yield device.usable_code()


_TO_SOMEONE: dict[str, Callable[[Staff], Iterator[str]]] = {
    "password": _password,
    "codes": _codes,
    "unbind": _unbind,
    "code": _code,
}
