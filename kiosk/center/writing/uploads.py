"""Files that clerks bring: sealed as they came, and read into the form."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from collections.abc import Mapping as Mapped
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec
from django.db import transaction
from django.http import HttpRequest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.media import Media
from kiosk.center.accounts.models import Staff
from kiosk.center.audit.log import record
from kiosk.center.sheets.declared import read_declared
from kiosk.center.sheets.docx import read_docx
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import LedgerForm, TableForm
from kiosk.center.sheets.mapping import Mapping
from kiosk.center.sheets.reading import Reading, read_file
from kiosk.center.sheets.words import Meaning
from kiosk.center.writing import photos, sealing
from kiosk.center.writing.declared import form_of
from kiosk.center.writing.models import Remembered, Upload
from kiosk.center.writing.pictures import PictureError, read_pictures
from kiosk.center.writing.subject import Subject
from kiosk.center.writing.typed import Typed, new_figure

MOST_BYTES = 30 * 2**20
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
SHEETS = frozenset({".xlsx", ".xls", ".et"})
"""WPS writes .et in the form of an old .xls."""
_ZIP = b"PK"


def keep(staff: Staff, subject: Subject, name: str, data: bytes, now: datetime) -> Upload:
    """Seal a file and note who brought it; SheetError if it is too large."""
    plain = PurePosixPath(name.replace("\\", "/")).name[:200] or "文件"
    if len(data) > MOST_BYTES:
        raise SheetError(f"“{plain}”超过 {MOST_BYTES // 2**20} MB，请先压缩。什么也没有改动。")
    upload = Upload(
        key=subject.key,
        division=subject.division.code,
        name=plain,
        size=len(data),
        file=sealing.keep(data),
        at=now,
        by=staff,
    )
    upload.save(force_insert=True)
    return upload


def look(staff: Staff, upload: Upload, request: HttpRequest) -> bytes:
    """The bytes of an upload for somebody's eyes; that they looked is on record."""
    data = sealing.read(str(upload.file))
    with transaction.atomic():
        record(
            "upload.look",
            f"{upload.key} {upload.name}",
            by=staff,
            facts={"upload": upload.pk, "size": upload.size},
            request=request,
            division=upload.division,
        )
    return data


def read_sheet(
    subject: Subject,
    typed: Typed,
    upload: Upload,
    *,
    name: str | None = None,
    answers: Mapped[int, Meaning] | None = None,
) -> Reading:
    """Read a sheet by what this village said before; SheetError where nothing helps."""
    form = form_of(typed.kind)
    if form is not None:
        with _opened(upload) as path:
            return read_declared(path, form, name)
    remembered = [
        msgspec.json.decode(each.mapping, type=Mapping)
        for each in Remembered.objects.filter(
            division=subject.division.code, code=subject.item.code
        )
    ]
    with _opened(upload) as path:
        plain = read_file(path, subject.period, ledger=typed.kind is Kind.LEDGER, name=name)
        known = next((m for m in remembered if m.signature == plain.proposal.signature), None)
        if known is None and answers is None:
            return plain
        return read_file(
            path,
            subject.period,
            ledger=typed.kind is Kind.LEDGER,
            name=plain.name,
            remembered=known,
            answers=answers,
        )


def remember(staff: Staff, subject: Subject, mapping: Mapping, now: datetime) -> None:
    """Keep the answers for the next sheet with the same heads."""
    Remembered.objects.update_or_create(
        division=subject.division.code,
        code=subject.item.code,
        signature=mapping.signature,
        defaults={
            "scope": subject.division.scope,
            "mapping": msgspec.json.encode(mapping).decode(),
            "at": now,
            "by": staff,
        },
    )


def take_in(typed: Typed, upload: Upload, reading: Reading) -> Typed:
    """The form as the sheet has it; vouchers that were photographed already stay by their row."""
    more = {"upload": upload.pk, "sheet": reading.name, "sheets": reading.names}
    match reading.form:
        case LedgerForm() as form:
            vouchers = {(x.day, x.summary, x.paid): x.vouchers for x in typed.ledger.lines}
            lines = tuple(
                msgspec.structs.replace(x, vouchers=vouchers.get((x.day, x.summary, x.paid), ()))
                for x in form.lines
            )
            found = msgspec.structs.replace(form, lines=lines)
            return msgspec.structs.replace(typed, ledger=found, **more)
        case TableForm() as form:
            return msgspec.structs.replace(typed, table=photos.kept(typed, form), **more)
        case None:
            return typed


def take_in_word(typed: Typed, upload: Upload) -> Typed:
    """The words and pictures of a .docx below what is typed already.

    Raises SheetError, PictureError.
    """
    with _opened(upload) as path:
        word = read_docx(path)
    pictures: dict[str, Media] = dict(typed.pictures)
    figures, captions = dict(typed.figures), dict(typed.captions)
    names: dict[str, str] = {}
    for name, data in word.pictures.items():
        try:
            (page, *_) = read_pictures(data, name, "插图")
        except PictureError:
            continue  # a drawing that no screen can show
        names[name] = own = new_figure(figures)
        pictures[page.digest], figures[own] = page, page.digest

    def place(found: re.Match[str]) -> str:
        own = names.get(found[2])
        if own is None:
            return ""
        captions[own] = found[1]
        return f"【{own}】"

    text = _PICTURE.sub(place, word.text)
    body = f"{typed.body.rstrip()}\n{text}" if typed.body.strip() else text
    return msgspec.structs.replace(
        typed,
        body="\n".join(line for line in body.split("\n") if line.strip()),
        pictures=pictures,
        figures=figures,
        captions=captions,
        upload=upload.pk,
    )


@contextmanager
def _opened(upload: Upload) -> Iterator[Path]:
    """The file for a reader that wants one, gone when it has read."""
    with tempfile.TemporaryDirectory() as folder:
        data = sealing.read(str(upload.file))
        ending = PurePosixPath(str(upload.name)).suffix.lower()
        if ending in SHEETS:  # programs export the new form under the old name; the bytes decide
            ending = ".xlsx" if data.startswith(_ZIP) else ".xls"
        path = Path(folder) / f"file{ending}"
        path.write_bytes(data)
        yield path
