"""联系人: the people of an office, its hours, whom to call when it is closed."""

from __future__ import annotations

from itertools import pairwise

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.people import Contact, Hours, People
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, filled, lines, words
from kiosk.center.folder.kinds.rows import Row
from kiosk.center.folder.kinds.values import read_time, spans

FORM = Form(
    kind=Kind.PEOPLE,
    sheet="联系人",
    unit="人",
    item="B2",
    title="柳河村便民服务站联系人",
    body="（可以写一两句，也可以不写。照片放进“照片”文件夹，表里只写文件名。不要写手机号。）",
    keys=(
        Field("地点", limit=SENTENCE, example="村部一楼"),
        Field(
            "办公时间",
            Holds.LINES,
            needed=True,
            hint="一天里从几点到几点",
            example="08:30-12:00，14:30-17:30",
        ),
        Field("办公电话", Holds.PHONE, needed=True, example="0990-5551201"),
        Field("下班找谁", example="值班干部"),
        Field("下班电话", Holds.PHONE, hint="值班室的电话，不是手机", example="0990-5551200"),
    ),
    columns=(
        Field("姓名", needed=True, limit=20, width=12),
        Field("职务", needed=True, width=20),
        Field("管什么", also="分管 负责什么", limit=SENTENCE, width=30),
        Field("办公电话", Holds.PHONE, also="电话", width=18, example="0990-5551201"),
        Field("不在时找谁", also="AB岗 B岗", width=14, hint="写另一个人的姓名"),
        Field(
            "办哪几类",
            Holds.WORDS,
            width=26,
            hint="办事指南的类别，几样用顿号隔开",
            example="户籍证件、社会救助",
        ),
        Field("照片", Holds.PICTURES, width=18, folder="照片"),
    ),
)


def read(ground: Ground) -> People:
    """The people; what is wrong with their cards is marked."""
    facts = ground.facts
    people: list[Contact] = []
    for row in ground.each():
        contact = _contact(row)
        if contact.name and any(each.name == contact.name for each in people):
            row.mark("姓名", f"“{contact.name}”写了两次；同名的请加上区别，例如 赵＊兰（一组）")
        people.append(contact)
    after, after_phone = facts.text("下班找谁"), facts.text("下班电话")
    if after and not after_phone:
        facts.mark("下班找谁", "写了下班找谁，还要写“下班电话”")
    return People(
        people=tuple(people),
        hours=_hours(ground),
        place=facts.text("地点"),
        phone=facts.text("办公电话"),
        after_hours=after,
        after_phone=after_phone,
    )


def _contact(row: Row) -> Contact:
    name, substitute = row.text("姓名"), row.text("不在时找谁")
    if name and name == substitute:
        row.mark("不在时找谁", "写的还是本人，请写另一个人")
    return Contact(
        name=name,
        post=row.text("职务"),
        duties=row.text("管什么"),
        phone=row.text("办公电话"),
        substitute=substitute,
        matters=row.words("办哪几类"),
        photo=row.picture("照片", f"{name}的照片"),
    )


def _hours(ground: Ground) -> tuple[Hours, ...]:
    found: list[Hours] = []
    for text, row in ground.facts.lines("办公时间", ",，、；;"):
        first, last = spans(text)
        start, end = read_time(first), read_time(last)
        if start is None or end is None:
            said = f"“{text}”不是从几点到几点，请写成 08:30-12:00 这样"
            ground.facts.mark_line("办公时间", row, said)
        elif end <= start:
            said = f"“{text}”的结束不比开始晚；按 24 小时写，下午两点半是 14:30"
            ground.facts.mark_line("办公时间", row, said)
        else:
            found.append(Hours(start, end))
    for before, after in pairwise(sorted(found, key=lambda hours: hours.start)):
        if after.start < before.end:
            ground.facts.mark("办公时间", f"{before} 和 {after} 有重叠")
    return tuple(found)


def fill(people: People) -> Filled:
    """The card and the rows of the people."""
    facts = filled(
        地点=people.place,
        办公时间=lines(f"{h.start:%H:%M}-{h.end:%H:%M}" for h in people.hours),
        办公电话=people.phone,
        下班找谁=people.after_hours,
        下班电话=people.after_phone,
    )
    rows = (
        filled(
            姓名=p.name,
            职务=p.post,
            管什么=p.duties,
            办公电话=p.phone,
            不在时找谁=p.substitute,
            办哪几类=words(p.matters),
            照片=p.photo.digest if p.photo is not None else "",
        )
        for p in people.people
    )
    return Filled(facts, tuple(rows))
