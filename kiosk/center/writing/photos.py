"""Photos of declared kinds: into the row they belong to, the box of the card, or by their name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec

from kiosk.center.folder.kinds import Form, Holds
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import TableForm
from kiosk.center.writing.declared import form_of, names_of
from kiosk.center.writing.pictures import read_pictures
from kiosk.center.writing.typed import DIGEST, Typed

MOST = 12
"""Photos of one row, or of a card."""
_WORDS = 2
"""Cells at the start of a row that tell it from others."""


class Place(NamedTuple):
    """A box that holds photos: a key of the card, or a cell by row and column (from 0)."""

    key: str = ""
    row: int = 0
    column: int = 0


def column_of(form: Form, typed: Typed) -> int | None:
    """The column of a kind's rows in which its photos stand."""
    for field in form.columns:
        if field.holds is Holds.PICTURES and field.name in typed.table.columns:
            return typed.table.columns.index(field.name)
    return None


def place_of(typed: Typed, field: str) -> Place | None:
    """Where the file of an input goes: ``factphoto-照片``, ``rowphoto-3``; None if nowhere."""
    form = form_of(typed.kind)
    kind, _, which = field.partition("-")
    if form is None:
        return None
    if kind == "factphoto":
        known = any(key.name == which and key.holds is Holds.PICTURES for key in form.keys)
        return Place(key=which) if known else None
    column = column_of(form, typed)
    if kind != "rowphoto" or column is None or not (which.isascii() and which.isdigit()):
        return None
    return Place(row=int(which), column=column) if int(which) < len(typed.table.rows) else None


def put(typed: Typed, place: Place, data: bytes, name: str) -> Typed:
    """A photo more in its place; a file name that waited there for one makes room for it.

    Raises PictureError.
    """
    there = tuple(n for n in names_of(_at(typed, place)) if DIGEST.fullmatch(n))
    found = read_pictures(data, name, "照片", MOST - len(there))
    pictures = typed.pictures | {media.digest: media for media in found}
    typed = msgspec.structs.replace(typed, pictures=pictures)
    return _with(typed, place, tuple(dict.fromkeys((*there, *(m.digest for m in found)))))


def put_by_name(typed: Typed, data: bytes, name: str) -> Typed:
    """A photo wherever a box names its file; SheetError if none does, PictureError."""
    waiting = [place for place in _places(typed) if _waits(typed, place, name)]
    if not waiting:
        raise SheetError(f"表里没有写“{name}”这个文件名，不知道放在哪一行；请在那一行传")
    (media, *_) = read_pictures(data, name, "照片")
    typed = msgspec.structs.replace(typed, pictures=typed.pictures | {media.digest: media})
    for place in waiting:
        names = [media.digest if _same(n, name) else n for n in names_of(_at(typed, place))]
        typed = _with(typed, place, tuple(dict.fromkeys(names)))
    return typed


def cleared(typed: Typed, place: Place) -> Typed:
    """The form without the photos of one place."""
    return _with(typed, place, ())


def kept(typed: Typed, table: TableForm) -> TableForm:
    """A newly read sheet with the photos that its rows, told by their first words, had before."""
    form = form_of(typed.kind)
    column = column_of(form, typed) if form is not None else None
    if column is None or table.columns != typed.table.columns:
        return table
    before = {row[:_WORDS]: row[column] for row in typed.table.rows if DIGEST.search(row[column])}
    rows = tuple(
        (*row[:column], before.get(row[:_WORDS], row[column]), *row[column + 1 :])
        for row in table.rows
    )
    return msgspec.structs.replace(table, rows=rows)


def without_fact(typed: Typed, number: int) -> Typed:
    """The form without the photos of one key of the card, counted from 0."""
    form = form_of(typed.kind)
    if form is None or number >= len(form.keys) or form.keys[number].holds is not Holds.PICTURES:
        return typed
    return cleared(typed, Place(key=form.keys[number].name))


def waiting(typed: Typed) -> int:
    """How many photos are named whose files are not here yet."""
    cells = (_at(typed, place) for place in _places(typed))
    return sum(1 for cell in cells for name in names_of(cell) if not DIGEST.fullmatch(name))


def _places(typed: Typed) -> list[Place]:
    form = form_of(typed.kind)
    if form is None:
        return []
    found = [Place(key=key.name) for key in form.keys if key.holds is Holds.PICTURES]
    column = column_of(form, typed)
    if column is not None:
        found += [Place(row=row, column=column) for row in range(len(typed.table.rows))]
    return found


def _at(typed: Typed, place: Place) -> str:
    if place.key:
        return typed.facts.get(place.key, "")
    return typed.table.rows[place.row][place.column]


def _with(typed: Typed, place: Place, names: tuple[str, ...]) -> Typed:
    text = "、".join(names)
    if place.key:
        return msgspec.structs.replace(typed, facts=typed.facts | {place.key: text})
    rows = list(typed.table.rows)
    row = list(rows[place.row])
    row[place.column] = text
    rows[place.row] = tuple(row)
    table = msgspec.structs.replace(typed.table, rows=tuple(rows))
    return msgspec.structs.replace(typed, table=table)


def _waits(typed: Typed, place: Place, name: str) -> bool:
    return any(_same(each, name) for each in names_of(_at(typed, place)))


def _same(written: str, name: str) -> bool:
    """Whether a clerk wrote this file's name: without its folder, and whatever its ending is.

    A phone that sends 塘.heic as 塘.jpg means the same photo.
    """
    wrote, file = PurePosixPath(written.casefold()), PurePosixPath(name.casefold())
    return file.stem in {wrote.name, wrote.stem}
