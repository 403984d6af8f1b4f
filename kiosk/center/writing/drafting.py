"""From what is typed to what is sent: the draft, or what must be mended first and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Block, Content, Document, Excuse, Nothing, Prose, Scan
from kiosk.affairs.due_rule import Audience
from kiosk.affairs.exposure import exposed
from kiosk.affairs.media import Media
from kiosk.center.folder.card import Card
from kiosk.center.folder.days import check_days
from kiosk.center.folder.initials import initials_of
from kiosk.center.folder.markdown import Picture
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.resolution import read_resolution
from kiosk.center.folder.text import TITLE_LIMIT
from kiosk.center.folder.yamltext import Entry
from kiosk.center.sheets.fault import Fault, text_faults
from kiosk.center.sheets.ledger import SumCheck, check_ledger
from kiosk.center.sheets.marks import blocks_of
from kiosk.center.sheets.table import check_table
from kiosk.center.writing.declared import check, form_of
from kiosk.center.writing.pictures import file_of
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import ResolutionForm, Typed, marked_body
from kiosk.feed.draft import Draft

_STATEMENT = 500
FACTS = {
    "会议": "meeting",
    "开会日期": "day",
    "地点": "place",
    "主持": "chair",
    "应到": "expected",
    "实到": "present",
}
"""The keys of a folder's card and the fields of the forms that stand for them."""


class Built(msgspec.Struct, frozen=True):
    """What came of it: ``draft`` is None while ``faults`` that stop it are left."""

    draft: Draft | None
    faults: tuple[Fault, ...]
    checks: tuple[SumCheck, ...] = ()
    notes: tuple[str, ...] = ()


def build(subject: Subject, typed: Typed) -> Built:
    """Check everything that is typed."""
    return _Builder(subject, typed).build()


class _Builder:
    def __init__(self, subject: Subject, typed: Typed) -> None:
        self._subject = subject
        self._typed = typed
        self._faults: list[Fault] = []
        self._checks: tuple[SumCheck, ...] = ()
        self._notes: tuple[str, ...] = ()

    def build(self) -> Built:
        self._check_plain()
        body = self._body()
        document = self._document(body)
        draft = None
        if document is not None and not any(f.stop for f in self._faults):
            draft = self._draft(document, body)
            self._check_exposed(draft)
        if any(f.stop for f in self._faults):
            draft = None
        return Built(draft, tuple(self._faults), self._checks, self._notes)

    def _mark(self, field: str, message: str, *, column: str = "", line: int | None = None) -> None:
        self._faults.append(Fault(message=message, field=field, column=column, line=line))

    def _check_plain(self) -> None:
        typed = self._typed
        if not typed.title.strip():
            self._mark("title", "还没有写标题", column="标题")
        for message in text_faults(typed.title, TITLE_LIMIT):
            self._mark("title", message, column="标题")
        if typed.correcting and not typed.correction.strip():
            self._mark("correction", "更正要写明原因，群众会看到", column="更正原因")
        for message in text_faults(typed.correction, 200):
            self._mark("correction", message, column="更正原因")
        days = typed.notice_days.strip()
        if days and not (days.isascii() and days.isdigit() and 1 <= int(days) <= 3_660):
            self._mark("notice_days", "公示天数请写整数，没有要求可以不填", column="公示天数")
        pen = Pen("")
        subject = self._subject
        check_days(
            Card({}, pen), subject.item, typed.kind, subject.period, subject.today, subject.today
        )
        for mark in pen.marks:
            self._mark("period", mark.message, column="期间")

    def _document(self, body: tuple[Block, ...]) -> Document | None:  # noqa: PLR0911 - a door for each kind
        typed = self._typed
        match typed.kind:
            case Kind.LEDGER:
                checked = check_ledger(
                    typed.ledger,
                    self._subject.period,
                    self._subject.previous_closing(),
                    typed.pictures,
                )
                self._faults += checked.faults
                self._checks, self._notes = checked.checks, checked.notes
                return checked.ledger
            case Kind.TABLE:
                found = check_table(typed.table)
                self._faults += found.faults
                return found.table
            case Kind.RESOLUTION:
                return self._resolution(typed.resolution)
            case Kind.SCAN:
                return self._scan()
            case Kind.NOTHING:
                return self._nothing()
            case Kind.EXCUSE:
                return self._excuse()
            case Kind.PROSE:
                if not typed.body.strip():
                    self._mark("body", "正文还是空的", column="正文")
                return Prose()
            case _ if form_of(typed.kind) is not None:
                found_there = check(self._subject, typed, body)
                self._faults += found_there.faults
                return found_there.document
            case _:
                self._mark("", f"“{typed.kind.chinese}”不在这里填")
                return None

    def _nothing(self) -> Nothing:
        text = " ".join(self._typed.statement.split())
        if not text:
            self._mark("statement", "请写一句话，例如：本月没有发生临时救助。", column="说明")
        for message in text_faults(text, _STATEMENT):
            self._mark("statement", message, column="说明")
        return Nothing(text)

    def _excuse(self) -> Excuse | None:
        text = " ".join(self._typed.statement.split())
        if not text:
            self._mark("statement", "请写明为什么这一期不公开，群众会看到", column="原因")
        for message in text_faults(text, _STATEMENT):
            self._mark("statement", message, column="原因")
        above = self._subject.granted_by
        if not above:
            self._mark("", "这个单位的内容不能申请免公开")
            return None
        return Excuse(text, above)

    def _scan(self) -> Scan | None:
        typed = self._typed
        pages = tuple(typed.pictures[d] for d in typed.pages if d in typed.pictures)
        if not pages:
            self._mark("pages", "还没有照片或 PDF", column="照片")
        if not typed.cleared:
            self._mark(
                "cleared",
                "请先一页一页看过，没有身份证号、银行卡号、手机号，再打上勾",
                column="看过了",
            )
        return Scan(pages=pages) if pages else None

    def _resolution(self, form: ResolutionForm) -> Document | None:
        pen = Pen("")
        motions = []
        for line, motion in enumerate(form.motions):
            values = (motion.text, motion.agreed, motion.opposed, motion.abstained, motion.passed)
            if not any(v.strip() for v in values):
                continue
            cells = zip(("事项", "同意", "反对", "弃权", "结果"), values, strict=True)
            motions.append(
                Entry({k: Entry(" ".join(v.split()), line) for k, v in cells if v.strip()}, line)
            )
        entries = self._entries(form, "会议", "开会日期", "地点", "主持", "应到", "实到")
        if motions:
            entries["表决"] = Entry(motions, 0)
        if not form.motions or not motions:
            self._mark("motions", "还没有写表决的事项，至少一件", column="表决")
        found = read_resolution(Card(entries, pen), pen)
        for mark in pen.marks:
            if mark.message.startswith("决议里缺"):
                continue
            field = FACTS.get(mark.column or "")
            number = mark.row or 0
            self._mark(
                field or "motions",
                _plainer(mark.message),
                column=(mark.column or "") if field else f"第{number + 1}件事",
                line=None if field else number,
            )
        return found

    @staticmethod
    def _entries(form: ResolutionForm, *keys: str) -> dict[str, Entry]:
        return {key: Entry(getattr(form, FACTS[key]).strip(), 0) for key in keys}

    def _body(self) -> tuple[Block, ...]:
        typed = self._typed
        form = form_of(typed.kind)
        bodiless = typed.kind in {Kind.NOTHING, Kind.EXCUSE} or (form is not None and form.parts)
        if bodiless or not typed.body.strip():
            return ()
        pen = Pen("")
        for line in typed.body.split("\n"):
            for message in text_faults(line, 5_000):
                pen.mark(f"“{line.strip()[:10]}……”这一段{message}")
        blocks = blocks_of(marked_body(typed), pen, self._figure(pen))
        for mark in pen.marks:
            self._mark("body", mark.message, column="正文")
        return blocks

    def _figure(self, pen: Pen) -> Picture:
        def find(source: str, alt: str, row: int) -> Media | None:
            media = self._typed.pictures.get(self._typed.figures.get(source, ""))
            if media is None:
                pen.mark(f"没有叫“{source}”的照片；请在下面加照片", row=row)
                return None
            for message in text_faults(alt, 120):
                pen.mark(f"【{source}】的说明{message}", row=row)
            return msgspec.structs.replace(media, alt=alt or "插图")

        return find

    def _draft(self, document: Document, body: tuple[Block, ...]) -> Draft:
        typed, subject = self._typed, self._subject
        title = " ".join(typed.title.split())
        face = msgspec.structs.replace(
            subject.face(typed.kind, title),
            initials=initials_of(title),
            correction=typed.correction.strip() if typed.correcting else "",
            corrected=subject.today if typed.correcting else None,
            published=self._first_day(),
            related=typed.related,
        )
        content = Content(
            document=document,
            body=body,
            recording=typed.recording if typed.recording is not None else msgspec.UNSET,
        )
        return Draft(disclosure=face, content=content, blobs=self._blobs(content))

    def _first_day(self) -> date:
        opened = self._subject.public() if self._typed.correcting else None
        return opened.disclosure.published if opened is not None else self._subject.today

    def _blobs(self, content: Content) -> Mapping[str, Path]:
        found = {}
        for media in content.media():
            path = file_of(media.digest)
            if path is None:
                self._mark("pages", f"图片“{media.alt}”不见了，请再传一次", column="照片")
            else:
                found[media.digest] = path
        return found

    def _check_exposed(self, draft: Draft) -> None:
        rule = self._subject.rule()
        members = rule is not None and rule.audience is Audience.MEMBERS
        for sentence in exposed(self._subject.county, draft.disclosure, draft.content):
            self._mark("members" if members else "masks", sentence)


def _plainer(message: str) -> str:
    """A folder reader's sentence without the folder."""
    return message.replace("卡片里缺", "还没有填").replace("请写进 说明.md", "请写在下面的说明里")


def placed(faults: tuple[Fault, ...], field: str, line: int | None = None) -> Iterator[Fault]:
    """The faults of one box of the form."""
    return (f for f in faults if f.field == field and f.line == line)
