"""Files that came with the form: a sheet, a .docx, photos of vouchers, pages, pictures."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec
from django.core.files.base import File
from django.utils import timezone

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.media import Media
from kiosk.affairs.period import Cycle, parse_period
from kiosk.center.accounts.access import StaffRequest
from kiosk.center.sheets import rows
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import LedgerForm
from kiosk.center.sheets.reading import Reading
from kiosk.center.writing import photos, uploads
from kiosk.center.writing.pictures import read_pictures
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import Typed, new_figure

_MOST_VOUCHERS = 12
_MOST_PAGES = 60
_MOST_FIGURES = 30


class Brought(NamedTuple):
    """The form with the files in it; ``asks`` is an upload about which something must be asked."""

    typed: Typed
    words: list[str]
    asks: int | None = None


def bring(request: StaffRequest, subject: Subject, typed: Typed) -> Brought:
    """Take in every file of a request.

    Raises SheetError, PictureError or SealError with a Chinese sentence.
    """
    words: list[str] = []
    asks = None
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            if (file.size or 0) > uploads.MOST_BYTES:
                most = uploads.MOST_BYTES // 2**20
                raise SheetError(f"“{_name(file)}”超过 {most} MB，请先缩小。填好的没有丢。")
            if name == "sheet":
                typed, said, asks = _sheet(request, subject, typed, file)
                words.append(said)
            elif name == "word":
                typed = _word(request, subject, typed, file)
                words.append("Word 里的文字已经放在下面的正文里，请看一遍")
            else:
                typed = _picture(typed, name, file)
                words.append(f"“{_name(file)}”已经加上了")
    return Brought(typed, [w for w in words if w], asks)


def _name(file: File[bytes]) -> str:
    return PurePosixPath((file.name or "照片").replace("\\", "/")).name


def _sheet(
    request: StaffRequest, subject: Subject, typed: Typed, file: File[bytes]
) -> tuple[Typed, str, int | None]:
    name = _name(file)
    if PurePosixPath(name).suffix.lower() not in uploads.SHEETS:
        raise SheetError(f"“{name}”不是 Excel 表格（.xlsx 或 .xls）。填好的没有丢。")
    upload = uploads.keep(request.user, subject, name, file.read(), timezone.now())
    try:
        reading = uploads.read_sheet(subject, typed, upload)
    except SheetError as error:
        raise SheetError(f"“{name}”：{error}。填好的没有丢。") from error
    pending = msgspec.structs.replace(
        typed, upload=upload.pk, sheet=reading.name, sheets=reading.names
    )
    if reading.form is None:
        return pending, "", upload.pk
    return uploads.take_in(typed, upload, reading), told(reading), None


def told(reading: Reading) -> str:
    """What was read, in one sentence."""
    form = reading.form
    count = len(form.lines) if isinstance(form, LedgerForm) else len(form.rows if form else ())
    unit = "笔" if isinstance(form, LedgerForm) else "行"
    which = f"“{reading.name}”里" if len(reading.names) > 1 else "表里"
    return f"从{which}读进来 {count} {unit}，请往下看核对的结果"


def _word(request: StaffRequest, subject: Subject, typed: Typed, file: File[bytes]) -> Typed:
    upload = uploads.keep(request.user, subject, _name(file), file.read(), timezone.now())
    try:
        return uploads.take_in_word(typed, upload)
    except SheetError as error:
        raise SheetError(f"“{upload.name}”{error}。填好的没有丢。") from error


def _picture(typed: Typed, field: str, file: File[bytes]) -> Typed:
    """A photo into its place: ``photo-3`` belongs to the fourth line."""
    name = _name(file)
    kind, _, number = field.partition("-")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    if kind == "photo" and at < len(typed.ledger.lines):
        alt = f"凭证：{typed.ledger.lines[at].summary}"[:100]
    elif (place := photos.place_of(typed, field)) is not None:
        return photos.put(typed, place, file.read(), name)
    elif kind == "named":
        return photos.put_by_name(typed, file.read(), name)
    elif kind == "pages":
        alt = f"{typed.title or '扫描件'} {PurePosixPath(name).stem}"[:100]
    elif kind == "figure":
        alt = "插图"
    else:
        return typed
    found = read_pictures(file.read(), name, alt, _room(typed, kind, at))
    pictures = typed.pictures | {m.digest: m for m in found}
    typed = msgspec.structs.replace(typed, pictures=pictures)
    return _placed(typed, kind, at, found)


def _room(typed: Typed, kind: str, at: int) -> int:
    """How many more pictures go into a place."""
    match kind:
        case "photo":
            return _MOST_VOUCHERS - len(typed.ledger.lines[at].vouchers)
        case "pages":
            return _MOST_PAGES - len(typed.pages)
        case _:
            return _MOST_FIGURES - len(typed.figures)


def _placed(typed: Typed, kind: str, at: int, found: list[Media]) -> Typed:
    digests = tuple(m.digest for m in found)
    match kind:
        case "photo":
            lines = list(typed.ledger.lines)
            both = tuple(dict.fromkeys((*lines[at].vouchers, *digests)))
            lines[at] = msgspec.structs.replace(lines[at], vouchers=both)
            ledger = msgspec.structs.replace(typed.ledger, lines=tuple(lines))
            return msgspec.structs.replace(typed, ledger=ledger)
        case "pages":
            pages = tuple(dict.fromkeys((*typed.pages, *digests)))
            return msgspec.structs.replace(typed, pages=pages, cleared=False)
        case _:
            figures, body = dict(typed.figures), typed.body.rstrip()
            for digest in digests:
                name = new_figure(figures)
                figures[name] = digest
                body = f"{body}\n【{name}】".lstrip()
            return msgspec.structs.replace(typed, figures=figures, body=body)


def without_figure(typed: Typed, number: int) -> Typed:
    """The text without one of its pictures."""
    names = list(typed.figures)
    if number >= len(names):
        return typed
    gone = names[number]
    return msgspec.structs.replace(
        typed,
        figures={n: d for n, d in typed.figures.items() if n != gone},
        captions={n: c for n, c in typed.captions.items() if n != gone},
        body=typed.body.replace(f"【{gone}】", "").strip(),
    )


def without_pictures(typed: Typed, number: int) -> Typed:
    """One line without its photos."""
    if typed.kind is Kind.LEDGER and number < len(typed.ledger.lines):
        lines = list(typed.ledger.lines)
        lines[number] = msgspec.structs.replace(lines[number], vouchers=())
        ledger = msgspec.structs.replace(typed.ledger, lines=tuple(lines))
        return msgspec.structs.replace(typed, ledger=ledger)
    place = photos.place_of(typed, f"rowphoto-{number}")
    if place is not None:
        return photos.cleared(typed, place)
    return typed


def outside(typed: Typed, subject: Subject) -> int:
    """How many lines of a ledger lie in other periods, while some lie in this one."""
    period = subject.period
    if typed.kind is not Kind.LEDGER or period.cycle in {Cycle.STANDING, Cycle.AT_ONCE}:
        return 0
    first, last = period.first.isoformat(), period.last.isoformat()
    dated = [x.day for x in typed.ledger.lines if len(x.day) == 10]
    inside = sum(1 for day in dated if first <= day <= last)
    return len(dated) - inside if inside else 0


def only_period(typed: Typed, period: str) -> Typed:
    """A ledger with the lines of its own period alone."""
    return msgspec.structs.replace(
        typed, ledger=rows.only_period(typed.ledger, parse_period(period))
    )
