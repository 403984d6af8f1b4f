"""The form of a declared kind (`kiosk.center.folder.kinds`): its card by key, its rows by column.

What is typed is turned into a card and a sheet again and read by the folder's own reader, so
that a clerk at the desk is told what a clerk with a folder is told, beside the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Block, Document
from kiosk.affairs.holdings import Contract, Register
from kiosk.affairs.sort import Sort
from kiosk.affairs.weekly import WeeklyReport
from kiosk.center.cases.rules import RulesError, current
from kiosk.center.folder.card import Card
from kiosk.center.folder.kinds import FORMS, READERS, Field, Form, Ground, Holds
from kiosk.center.folder.kinds.rows import Rows
from kiosk.center.folder.kinds.values import SEPARATORS, Facts
from kiosk.center.folder.links import Link, Links
from kiosk.center.folder.media import Converted
from kiosk.center.folder.problems import Pen, Problem
from kiosk.center.folder.sheet import Sheet, Value
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.text import check_text, nearest
from kiosk.center.folder.yamltext import Entry
from kiosk.center.sheets.fault import Fault
from kiosk.center.sheets.form import TableForm
from kiosk.center.writing.pictures import file_of
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import DIGEST, Typed

_CARD, _SHEET = "card", "sheet"
_LINED = frozenset({Holds.LINES})


class Checked(NamedTuple):
    """The document, None while something must be mended, and what is wrong."""

    document: Document | None
    faults: tuple[Fault, ...]


def form_of(kind: Kind) -> Form | None:
    """What a kind asks for; None for kinds with a form of their own."""
    return FORMS.get(kind)


def boxes_of(form: Form) -> tuple[Field, ...]:
    """Every field outside the sheet: the card's keys and the lists of the body."""
    return (*form.keys, *form.parts)


def empty_rows(form: Form) -> TableForm:
    """A sheet with one empty row; without any where the kind has no sheet."""
    columns = tuple(field.name for field in form.columns)
    return TableForm(columns=columns, rows=(("",) * len(columns),) if columns else ())


def reopened(kind: Kind, document: Document) -> tuple[dict[str, str], TableForm]:
    """The boxes and the rows of a document."""
    form, _, fill = READERS[kind]
    found = fill(document)
    columns = tuple(field.name for field in form.columns)
    rows = tuple(tuple(row.get(name, "") for name in columns) for row in found.rows)
    return {**found.facts, **found.parts}, TableForm(columns=columns, rows=rows)


def names_of(cell: str) -> tuple[str, ...]:
    """The pictures that a box names: digests of those that are here, file names of others."""
    return tuple(filter(None, SEPARATORS.split(cell)))


def errands(subject: Subject) -> Mapping[str, str] | None:
    """The matters that a village office runs for somebody, by code; None if nobody knows."""
    try:
        rules = current(subject.today)
    except (RulesError, LookupError, OSError):
        return None
    return {matter.code: matter.name for matter in rules.matters_of(Sort.ERRAND)} or None


def check(subject: Subject, typed: Typed, body: tuple[Block, ...]) -> Checked:
    """Read the form as a card and a sheet would be read."""
    form, read, _ = READERS[typed.kind]
    pen = Pen(_CARD)
    links, own = Links(subject.division.code), _shelf(typed)
    for field in boxes_of(form):
        check_text(typed.facts.get(field.name, ""), pen, column=field.name)
    lines = [n for n, row in enumerate(typed.table.rows) if any(cell.strip() for cell in row)]
    rows = None
    if form.columns and lines:
        sheet = Sheet([list(typed.table.columns), *(_cells(form, typed, n) for n in lines)], [])
        rows = Rows(form, sheet, pen.on(_SHEET), own, links)
    elif form.columns:
        pen.on(_SHEET).mark(f"还没有写“{form.sheet}”，至少一{form.unit}")
    text = _body_text(form, typed)
    document = read(
        Ground(
            facts=Facts(Card(_entries(form, typed), pen), form.keys, pen, own, links),
            rows=rows,
            pen=pen,
            latest=subject.today,
            body=body,
            text=text,
            errands=errands(subject),
        )
    )
    place = _Place(form, typed, lines)
    faults = [place.fault(mark) for mark in pen.marks]
    faults += _beside(subject, document)
    faults += [fault for link in links.found for fault in _links_nowhere(subject, link, place)]
    return Checked(None if any(f.stop for f in faults) else document, tuple(faults))


class _Place:
    """Where on the form a mark belongs."""

    def __init__(self, form: Form, typed: Typed, lines: list[int]) -> None:
        self._form = form
        self._table = typed.table
        self._lines = lines
        self._names = {field.name for field in boxes_of(form)}

    def fault(self, mark: Problem, *, stop: bool = True) -> Fault:
        """A mark of the reader's as the form says it."""
        message = _plainer(mark.message)
        column = mark.column or ""
        if mark.file != _SHEET:
            known = column in self._names
            field = f"fact-{column}" if known else "body"
            return Fault(message=message, field=field, column=column or "正文", stop=stop)
        at = mark.row - 2 if mark.row is not None else -1
        if not 0 <= at < len(self._lines):
            return Fault(message=message, field="rows", column=self._form.sheet, stop=stop)
        line = self._lines[at]
        columns = self._table.columns
        number = self._table.numbers[line] if line < len(self._table.numbers) else None
        return Fault(
            message=message,
            row=number,
            column=column,
            line=line,
            field=str(columns.index(column)) if column in columns else "",
            stop=stop,
        )


def _links_nowhere(subject: Subject, link: Link, place: _Place) -> Iterator[Fault]:
    """A link to itself stops; one to what is not public yet is only said: it may be under way."""
    said = ""
    if link.target == subject.key:
        said = f"“{link.written}”就是这一件自己"
    elif not subject.shows(link.target):
        said = f"“{link.written}”现在还没有公开，屏上点不开；请核对编号"
    if said:
        mark = Problem(link.file, link.row, link.column, said)
        yield place.fault(mark, stop=link.target == subject.key)


def _beside(subject: Subject, document: Document | None) -> Iterator[Fault]:
    """What contradicts another item that is public: a week told twice, a code of no register."""
    match document:
        case WeeklyReport(first=first, last=last):
            for opened in subject.beside(Kind.REPORT):
                other = opened.content.document if opened.content is not None else None
                if isinstance(other, WeeklyReport) and first <= other.last and other.first <= last:
                    said = f"这一周和已经公开的《{opened.disclosure.title}》有重叠"
                    said += f"（{other.first} 至 {other.last}）"
                    yield Fault(message=said, field="fact-从", column="从")
        case Contract(holdings=codes) if codes:
            documents = [o.content.document for o in subject.beside(Kind.REGISTER) if o.content]
            known = {
                h.code for each in documents if isinstance(each, Register) for h in each.holdings
            }
            for code in codes if known else ():
                if code not in known:
                    said = f"台账里没有编号“{code}”{nearest(code, known)}"
                    yield Fault(message=said, field="fact-台账编号", column="台账编号")


def _entries(form: Form, typed: Typed) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for key in form.keys:
        text = typed.facts.get(key.name, "").strip()
        if not text:
            continue
        if key.holds in _LINED:
            lines = [" ".join(line.split()) for line in text.split("\n")]
            listed = [Entry(line, n) for n, line in enumerate(lines, 1) if line]
            found[key.name] = Entry(listed, 0)
        else:
            found[key.name] = Entry(_named(key, " ".join(text.split())), 0)
    return found


def _cells(form: Form, typed: Typed, line: int) -> list[Value]:
    fields = {field.name: field for field in form.columns}
    row = zip(typed.table.columns, typed.table.rows[line], strict=False)
    return [_named(fields.get(name), cell) for name, cell in row]


def _named(field: Field | None, text: str) -> str:
    """Pictures under the short names by which the shelf below knows them."""
    if field is None or field.holds is not Holds.PICTURES:
        return text
    return "、".join(_short(n) if DIGEST.fullmatch(n) else n for n in names_of(text))


def _short(digest: str) -> str:
    """A name for a picture: a letter first, for digits alone may look like somebody's number."""
    return f"p{digest[:16]}"


def _shelf(typed: Typed) -> Shelf:
    files: dict[str, Path] = {}
    converted: dict[Path, Converted] = {}
    cells = (*typed.facts.values(), *(cell for row in typed.table.rows for cell in row))
    for digest in {name for cell in cells for name in names_of(cell) if name in typed.pictures}:
        path = file_of(digest)
        if path is not None:
            files[f"{_short(digest)}.webp"] = path
            page = typed.pictures[digest]
            converted[path] = Converted(pages=(page,), blobs={digest: path})
    return Shelf(files, converted)


def _body_text(form: Form, typed: Typed) -> str:
    """The body as a folder has it: below the heading of each part its lines."""
    if not form.parts:
        return typed.body
    found: list[str] = []
    for part in form.parts:
        lines = [" ".join(x.split()) for x in typed.facts.get(part.name, "").split("\n")]
        found += [f"## {part.name}", *(f"- {re.sub(r'^[-*•·] *', '', x)}" for x in lines if x)]
    return "\n".join(found)


def _plainer(message: str) -> str:
    """A reader's sentence without the folder."""
    for old, new in _PLAINER:
        message = message.replace(old, new)
    return message


_PLAINER = (
    ("卡片里缺", "还没有填"),
    ("文件夹里没有这个文件", "还没有传这张照片"),
    ("正文里缺“## 办了什么”，下面每行写一件，以 - 开头", "还没有写办了什么，至少一件"),
    ("请写进 说明.md 的正文", "请写在下面的说明里"),
)
