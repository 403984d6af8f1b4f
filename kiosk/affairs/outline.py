"""A document as headed lists of facts and rows, in words: for searching, reviewing and printing.

The kinds whose sheets and cards are parts of a form are told here once; screens and pages that
want more than words have readers of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kiosk.affairs.appraisal import Appraisal, Ballot, Promise, points_text
from kiosk.affairs.disclosure import Document
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.holdings import Contract, Holding, Register, Tender
from kiosk.affairs.media import Media
from kiosk.affairs.money import format_yuan
from kiosk.affairs.people import People, Timetable
from kiosk.affairs.policy import Policy
from kiosk.affairs.risk import PublicRisk, RiskBoard
from kiosk.affairs.weekly import WeeklyReport


class Told(NamedTuple):
    """One row in words, with the pictures that belong to it."""

    cells: tuple[str, ...]
    pictures: tuple[Media, ...] = ()


class Section(NamedTuple):
    """Rows under a name; ``heads`` is empty where each row is a name and a value."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Told, ...]


def outline(document: Document) -> list[Section]:  # noqa: C901, PLR0911 - one case a kind
    """The sections of a document in reading order; none for kinds that are told elsewhere."""
    match document:
        case ServiceGuide() as guide:
            return _guide(guide)
        case People() as people:
            return _people(people)
        case Timetable() as timetable:
            return _timetable(timetable)
        case Register(holdings=holdings):
            return _register(holdings)
        case Contract() as contract:
            return _contract(contract)
        case Tender() as tender:
            return _tender(tender)
        case Policy() as policy:
            return _policy(policy)
        case Appraisal() as appraisal:
            return _appraisal(appraisal)
        case Ballot(candidates=candidates, questions=questions):
            asked = tuple(Told((question,)) for question in questions)
            named = tuple(Told((each.name, each.post)) for each in candidates)
            return [Section("评什么", (), asked), Section("评谁", (), named)]
        case WeeklyReport() as report:
            return [
                _facts("这一周", report.figures),
                *(
                    Section(name, (), tuple(Told((line,)) for line in lines))
                    for name, lines in (
                        ("办了什么", report.done),
                        ("正在办", report.doing),
                        ("下周", report.coming),
                    )
                    if lines
                ),
            ]
        case RiskBoard(risks=risks):
            return _risks(risks)
        case _:
            return []


def words(document: Document) -> Iterable[str]:
    """Every piece of text of the outline, in reading order."""
    for section in outline(document):
        for row in section.rows:
            yield from (cell for cell in row.cells if cell)
            yield from (media.alt for media in row.pictures)


def _facts(name: str, pairs: Iterable[tuple[str, str]]) -> Section:
    return Section(name, (), tuple(Told((key, value)) for key, value in pairs if value))


def _yuan(fen: int) -> str:
    return format_yuan(fen) if fen else ""


def _guide(guide: ServiceGuide) -> list[Section]:
    facts = (
        ("哪一类", guide.group),
        ("谁能办", guide.who),
        ("承诺几天", guide.promise),
        ("法定时限", guide.limit),
        ("收费", guide.fee),
        ("办成什么样", guide.result),
        ("在哪里办", guide.place),
        ("什么时候", guide.hours),
        ("找谁", guide.post),
        ("办公电话", guide.phone),
        ("依据", "；".join(guide.basis)),
    )
    steps = tuple(Told((s.name, s.who, s.time, s.note)) for s in guide.steps)
    papers = tuple(
        Told((p.name, p.copies, p.source, p.only_if, p.note), p.samples) for p in guide.papers
    )
    asked = tuple(Told(pair) for pair in guide.asked)
    return [
        _facts("六公开", facts),
        Section("步骤", ("步骤", "谁来做", "要多久", "说明"), steps),
        *(
            [Section("材料", ("材料", "几份", "从哪里来", "什么情况要", "说明"), papers)]
            if papers
            else []
        ),
        *([Section("常问的", ("问", "答"), asked)] if asked else []),
    ]


def _people(people: People) -> list[Section]:
    facts = (
        ("地址", people.place),
        ("办公时间", "、".join(str(h) for h in people.hours)),
        ("办公电话", people.phone),
        ("下班以后找谁", people.after_hours),
        ("下班以后的电话", people.after_phone),
    )
    heads = ("姓名", "职务", "管什么", "办公电话", "不在时找谁")
    rows = tuple(
        Told(
            (p.name, p.post, p.duties, p.phone, p.substitute),
            (p.photo,) if p.photo is not None else (),
        )
        for p in people.people
    )
    return [_facts("办公", facts), Section("人员", heads, rows)]


def _timetable(timetable: Timetable) -> list[Section]:
    heads = ("哪天", "几点", "谁", "在哪里", "做什么", "电话")
    rows = tuple(Told((s.when, s.hours, s.who, s.place, s.what, s.phone)) for s in timetable.slots)
    facts = (("联系人", timetable.contact), ("电话", timetable.phone))
    return [Section(timetable.use.chinese, heads, rows), _facts("有事问谁", facts)]


def _contract(contract: Contract) -> list[Section]:
    facts = (
        ("合同编号", contract.number),
        ("租的是什么", contract.subject),
        ("类别", contract.group.chinese),
        ("数量", contract.amount),
        ("谁租的", contract.tenant),
        ("年租金（元）", _yuan(contract.rent)),
        ("从哪天", str(contract.begins)),
        ("到哪天", str(contract.ends)),
        ("怎么定的", contract.manner),
    )
    heads = ("应收日期", "应收（元）", "实收日期", "实收（元）", "备注")
    rows = tuple(
        Told((str(i.due), _yuan(i.amount), str(i.paid_on or ""), _yuan(i.paid), i.note))
        for i in contract.installments
    )
    return [_facts("合同", facts), Section("租金", heads, rows), *_photos(contract.photos)]


def _tender(tender: Tender) -> list[Section]:
    facts = (
        ("标的", tender.subject),
        ("类别", tender.group.chinese),
        ("数量", tender.amount),
        ("底价", f"{format_yuan(tender.floor)} {tender.per}"),
        ("期限", tender.term),
        ("保证金（元）", _yuan(tender.deposit)),
        ("怎么交易", tender.manner),
        ("截止（北京时间）", _moment(tender)),
        ("地点", tender.place),
        ("电话", tender.phone),
    )
    found = [_facts("产权交易", facts)]
    if tender.conditions:
        found.append(Section("条件", (), tuple(Told((c,)) for c in tender.conditions)))
    result = tender.result
    if result is not None:
        found.append(
            _facts(
                "结果",
                (
                    ("哪天", str(result.day)),
                    ("结果", "成交" if result.dealt else "没有成交"),
                    ("几家报名", str(result.bidders) if result.bidders else ""),
                    ("成交价", f"{format_yuan(result.price)} {tender.per}" if result.price else ""),
                    ("成交人", result.winner),
                    ("说明", result.note),
                ),
            )
        )
    return [*found, *_photos(tender.photos)]


def _moment(tender: Tender) -> str:
    from kiosk.affairs.deadline import BEIJING

    return f"{tender.deadline.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _policy(policy: Policy) -> list[Section]:
    facts = (
        ("发文单位", policy.issuer),
        ("文号", policy.number),
        ("发布", str(policy.issued)),
        ("施行", str(policy.in_force or "")),
        ("废止", str(policy.repealed or "")),
        ("由什么代替", policy.replaced_by),
        ("跟谁有关", policy.whom),
    )
    changes = tuple(Told((change,)) for change in policy.changes)
    return [
        *([Section("跟您有关的变化", (), changes)] if changes else []),
        _facts("文件", facts),
    ]


def _appraisal(appraisal: Appraisal) -> list[Section]:
    came = (
        ("日期", str(appraisal.day)),
        ("应到", f"{appraisal.eligible} 人"),
        ("到会", f"{appraisal.present} 人"),
        ("投票", f"{appraisal.voted} 人"),
    )
    rows = []
    for each in appraisal.appraised:
        for tally in each.tallies:
            counts = "，".join(f"{word}{count}票" for word, count in tally.words)
            rows.append(
                Told((each.name, each.post, tally.question, points_text(tally.average), counts))
            )
    heads = ("姓名或单位", "职务", "评什么", "平均分", "票数")
    return [
        _facts("会议", came),
        Section("结果", heads, tuple(rows)),
        *_promises("去年的承诺", appraisal.last_promises),
        *_promises("今年的承诺", appraisal.promises),
    ]


def _register(holdings: tuple[Holding, ...]) -> list[Section]:
    heads = ("编号", "名称", "类别", "数量", "原值（元）", "用途", "在哪里", "备注")
    rows = []
    for each in holdings:
        what = (each.code, each.name, each.group.chinese, each.amount, _yuan(each.value))
        rows.append(Told((*what, each.usage.chinese, each.place, each.note), each.photos))
    return [Section("资产资源", heads, tuple(rows))]


def _risks(risks: tuple[PublicRisk, ...]) -> list[Section]:
    heads = ("编号", "看到什么", "从哪天起", "谁来办", "办得怎样")
    rows = tuple(
        Told((r.number, r.said, str(r.since), r.unit, f"{r.state} {r.answer}".strip()))
        for r in risks
    )
    return [Section("三资预警", heads, rows)]


def _promises(name: str, promises: tuple[Promise, ...]) -> list[Section]:
    heads = ("谁", "承诺什么", "到哪天", "兑现", "说明")
    rows = tuple(Told((p.by, p.text, str(p.until or ""), p.kept.chinese, p.note)) for p in promises)
    return [Section(name, heads, rows)] if rows else []


def _photos(photos: tuple[Media, ...]) -> list[Section]:
    rows = tuple(Told((photo.alt,), (photo,)) for photo in photos)
    return [Section("照片", (), rows)] if rows else []
