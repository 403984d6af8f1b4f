"""时间表: who is where on which days, at which hours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.people import Slot, Timetable, Use
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, filled
from kiosk.center.folder.kinds.rows import Row
from kiosk.center.folder.kinds.values import spans
from kiosk.center.folder.sheet import is_empty, show
from kiosk.center.folder.text import parse_day

_USES = {use.chinese: use for use in Use}
_NAMES = "一二三四五六日"
_EVERY = tuple(range(1, 8))
_WEEK = re.compile(r"每?(?:周|星期|礼拜)(.+)")
_MONTH = re.compile(r"每个?月(.+)")
_SEPARATORS = re.compile(r"[、,;和及]")
_LIKE_A_DAY = re.compile(r"\d{4}\D+\d{1,2}\D+\d{1,2}日?")
_FORMS = "请写成 2026-11-30、每周一、三、每天，或者 每月5日、20日"

FORM = Form(
    kind=Kind.TIMETABLE,
    sheet="时间表",
    item="G2",
    title="2026年12月值班表",
    body="（可以写一两句，也可以不写。不要写手机号。）",
    keys=(
        Field("用途", Holds.CHOICE, needed=True, choices=tuple(_USES)),
        Field("联系人", hint="有事问谁"),
        Field("联系电话", Holds.PHONE, example="0990-5551201"),
    ),
    columns=(
        Field("哪天", needed=True, also="日期 时间", width=18, hint=_FORMS, example="每周一、三"),
        Field("开始", Holds.TIME, needed=True, also="开始时间 几点开始", width=10, example="08:30"),
        Field("结束", Holds.TIME, needed=True, also="结束时间 几点结束", width=10, example="17:30"),
        Field("谁", also="姓名 值班人", width=14),
        Field("在哪里", also="地点", limit=SENTENCE, width=22),
        Field("做什么", also="内容 事项", limit=SENTENCE, width=26),
        Field(
            "电话",
            Holds.PHONE,
            also="办公电话 值班电话",
            width=18,
            example="0990-5551201",
            aside=True,
        ),
        Field("不在时找谁", also="AB岗 B岗", width=14, aside=True),
        Field("名额", Holds.COUNT, width=8, hint="每次最多约几个人；不用预约就空着", aside=True),
        Field("放假也办", Holds.YES, width=10, hint="放假也照样的写 是，否则空着", aside=True),
        Field("视频", Holds.YES, width=8, hint="用县里视频室的写 是", aside=True),
    ),
)


class Days(NamedTuple):
    """When a line holds: exactly one of the three."""

    day: date | None = None
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()


class DaysError(ValueError):
    """The words say no days.  The message is a Chinese sentence."""


def read(ground: Ground) -> Timetable | None:
    """The timetable; None, with a mark, if nobody knows what it is for."""
    facts = ground.facts
    use = facts.choice("用途", _USES)
    slots = [slot for row in ground.each() if (slot := _slot(row)) is not None]
    contact, phone = facts.text("联系人"), facts.text("联系电话")
    if use is None:
        return None
    return Timetable(use=use, slots=tuple(slots), contact=contact, phone=phone)


def _slot(row: Row) -> Slot | None:
    days, start, end = _days(row), row.time("开始"), row.time("结束")
    if start is not None and end is not None and end <= start:
        row.mark(
            "结束",
            f"结束 {end:%H:%M} 不比开始 {start:%H:%M} 晚；过了半夜的请分成两行，前一行写到 23:59",
        )
    who, place, what = row.text("谁"), row.text("在哪里"), row.text("做什么")
    if not (who or place or what):
        row.mark("谁", "没有写谁、在哪里、做什么，至少写一样")
    slot = Slot(
        start=start or datetime.min.time(),
        end=end or datetime.min.time(),
        who=who,
        place=place,
        what=what,
        phone=row.text("电话"),
        substitute=row.text("不在时找谁"),
        day=days.day if days else None,
        weekdays=days.weekdays if days else (),
        month_days=days.month_days if days else (),
        holidays=row.yes("放假也办"),
        seats=row.count("名额") or 0,
        room=row.yes("视频"),
    )
    return slot if days and start is not None and end is not None else None


def _days(row: Row) -> Days | None:
    value = row.raw("哪天")
    if is_empty(value):
        row.mark("哪天", row.missing("哪天"))
        return None
    if isinstance(value, datetime):
        return Days(day=value.date())
    if isinstance(value, date):
        return Days(day=value)
    try:
        return read_days(show(value))
    except DaysError as error:
        row.mark("哪天", str(error))
        return None


def read_days(text: str) -> Days:
    """The days that a clerk means; DaysError if there are none such."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    day = parse_day(plain)
    if day is not None:
        return Days(day=day)
    if plain in {"每天", "天天", "每日"}:
        return Days(weekdays=_EVERY)
    if _LIKE_A_DAY.fullmatch(plain):
        raise DaysError(f"没有“{text}”这一天，请核对")
    if found := _WEEK.fullmatch(plain):
        return Days(weekdays=_numbers(text, found[1], _weekday))
    if found := _MONTH.fullmatch(plain):
        return Days(month_days=_numbers(text, found[1], _month_day))
    raise DaysError(f"“{text}”看不出是哪天；{_FORMS}")


def _numbers(text: str, listed: str, number: Callable[[str], int | None]) -> tuple[int, ...]:
    """Several days or stretches of days, in order, each once."""
    found: set[int] = set()
    for piece in filter(None, _SEPARATORS.split(listed)):
        first, last = spans(piece)
        start = number(first)
        end = number(last) if last else start
        if start is None or end is None:
            raise DaysError(f"“{text}”里没有“{piece}”这样的日子；{_FORMS}")
        if end < start:
            raise DaysError(f"“{text}”里“{piece}”前后颠倒了")
        found |= set(range(start, end + 1))
    return tuple(sorted(found))


def _weekday(word: str) -> int | None:
    plain = re.sub(r"^(?:周|星期|礼拜)", "", word).replace("天", "日").replace("7", "日")
    if plain.isdecimal() and len(plain) == 1 and 1 <= int(plain) <= 6:
        return int(plain)
    return _NAMES.index(plain) + 1 if len(plain) == 1 and plain in _NAMES else None


def _month_day(word: str) -> int | None:
    plain = word.rstrip("日号")
    return int(plain) if plain.isdecimal() and len(plain) < 3 and 1 <= int(plain) <= 31 else None


def fill(timetable: Timetable) -> Filled:
    """The card and the rows of a timetable."""
    facts = filled(用途=timetable.use.chinese, 联系人=timetable.contact, 联系电话=timetable.phone)
    rows = (
        filled(
            哪天=s.day or s.when,
            开始=s.start,
            结束=s.end,
            谁=s.who,
            在哪里=s.place,
            做什么=s.what,
            电话=s.phone,
            不在时找谁=s.substitute,
            名额=s.seats or "",
            放假也办=s.holidays,
            视频=s.room,
        )
        for s in timetable.slots
    )
    return Filled(facts, tuple(rows))
