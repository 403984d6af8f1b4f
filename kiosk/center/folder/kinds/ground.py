"""What the reader of a kind is given, and what the way back gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import NamedTuple

from kiosk.affairs.deadline import BEIJING
from kiosk.affairs.disclosure import Block
from kiosk.affairs.media import Media
from kiosk.center.folder.kinds.rows import Row, Rows
from kiosk.center.folder.kinds.values import Facts
from kiosk.center.folder.problems import Pen


class Ground(NamedTuple):
    """One item: its card, its rows (None where the sheet cannot be read), its body.

    ``latest`` is the day on which this version becomes public, and nothing that happened lies
    after it.  ``errands`` are the codes of matters that a village office runs for somebody, None
    where nobody knows them.
    """

    facts: Facts
    rows: Rows | None
    pen: Pen
    latest: date | None
    body: tuple[Block, ...] = ()
    text: str = ""
    text_row: int = 1
    errands: Mapping[str, str] | None = None

    def each(self) -> Iterator[Row]:
        """Every row of the sheet."""
        yield from self.rows or ()

    def happened(self, name: str) -> date | None:
        """A day of the card that cannot lie after the day of publication."""
        day = self.facts.day(name)
        if day is not None and self.latest is not None and day > self.latest:
            self.facts.mark(name, f"{name} {day} 在公开日期 {self.latest} 之后")
        return day


class Filled(NamedTuple):
    """A document as a clerk would have filled it in: the card by key, rows by column.

    Pictures are named by their digests.  ``parts`` are the lines below the headings of a body.
    """

    facts: dict[str, str]
    rows: tuple[dict[str, str], ...] = ()
    parts: Mapping[str, str] = MappingProxyType({})


def filled(**facts: object) -> dict[str, str]:
    """What is there as texts, without what is empty."""
    return {name: text for name, value in facts.items() if (text := written(value))}


def written(value: object) -> str:
    """A value as a clerk writes it; empty for nothing."""
    match value:
        case None | False:
            return ""
        case True:
            return "是"
        case datetime():
            return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def yuan(fen: int | None) -> str:
    """An amount in yuan as a box holds it; empty for nothing, 0 only where it was written."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


def hundredths(quantity: int) -> str:
    """A quantity as a box holds it; empty for 0."""
    whole, rest = divmod(quantity, 100)
    return (f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)) if quantity else ""


def words(names: Iterable[str]) -> str:
    """Several words in one box."""
    return "、".join(names)


def lines(texts: Iterable[str]) -> str:
    """Several lines in one box."""
    return "\n".join(texts)


def digests(pictures: Iterable[Media]) -> str:
    """Pictures by the names under which the desk keeps them."""
    return "、".join(picture.digest for picture in pictures)
