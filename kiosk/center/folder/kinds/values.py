"""The values of declared fields, typed; whatever is wrong with one is marked where it stands."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from kiosk.affairs.deadline import BEIJING
from kiosk.affairs.media import Media
from kiosk.affairs.money import MoneyError, parse_yuan
from kiosk.center.folder.card import Card
from kiosk.center.folder.kinds.field import Field, Holds
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Value, is_empty, plain_number, show
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.text import check_length, nearest, parse_day

T = TypeVar("T")
SEPARATORS = re.compile(r"[、,，;；\s]+")
_WORD_SEPARATORS = re.compile(r"[、,，;；]+")
_TIME = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?|[点时](?:(\d{1,2})分?|(半))?)")
_QUANTITY = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?")
_FIRST_YEAR = 1949
_DAY_MINUTES = 24 * 60
_SPAN = re.compile(r"\s*[-—–－~～至到]+\s*")
_PHONE = re.compile(r"\d{3,}")
_YES = frozenset(["是", "yes", "true", "√", "对", "有"])
_NO = frozenset(["", "否", "no", "false", "×"])
_LISTED = frozenset({Holds.WORDS, Holds.PICTURES, Holds.LINK})
_DAY_FORM = "请写成 2026-10-12 这样，并核对有没有这一天"


class Values(ABC):
    """One value a field, by the field's name.

    A missing value that is needed is marked; what cannot be read is marked and counts as missing.
    """

    def __init__(self, fields: Iterable[Field], pen: Pen, shelf: Shelf, links: Links) -> None:
        self._fields = {field.name: field for field in fields}
        self._pen = pen
        self._shelf = shelf
        self._links = links

    @abstractmethod
    def raw(self, name: str) -> Value:
        """What stands there, untouched; an empty text where nothing does."""

    @abstractmethod
    def place(self, name: str) -> tuple[int | None, str]:
        """The row and the column under which a mistake in it is marked."""

    @abstractmethod
    def missing(self, name: str) -> str:
        """The sentence for a needed value that is not there."""

    def mark(self, name: str, message: str) -> None:
        """Mark a mistake in a field."""
        row, column = self.place(name)
        self._pen.mark(message, row=row, column=column)

    def has(self, name: str) -> bool:
        """Whether anything is written there."""
        return not is_empty(self.raw(name))

    def _value(self, name: str) -> Value | None:
        """What is written; None, with a mark where it is needed, if nothing is."""
        value = self.raw(name)
        if not is_empty(value):
            return value
        if self._fields[name].needed:
            self.mark(name, self.missing(name))
        return None

    def text(self, name: str) -> str:
        """A text on one line."""
        field = self._fields[name]
        text = show(self.raw(name))
        if field.needed and is_empty(text):
            self.mark(name, self.missing(name))
            return ""
        row, column = self.place(name)
        check_length(text, field.limit, self._pen, row=row, column=column)
        if text and field.holds is Holds.PHONE and not _PHONE.search(_narrow(text)):
            self.mark(name, f"“{text}”不是电话；请写办公电话，例如 0990-5551201")
        return text

    def day(self, name: str) -> date | None:
        """A day."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        found = parse_day(show(value))
        if found is None:
            self.mark(name, f"“{show(value)}”不是日期，{_DAY_FORM}")
        return found

    def moment(self, name: str) -> datetime | None:
        """A day and the time of the clock, as Beijing has it; in UTC."""
        value = self._value(name)
        if value is None:
            return None
        day, _, clock = _narrow(show(value)).partition(" ")
        found, at = parse_day(day), read_time(clock.strip())
        if found is None or at is None or found.year < _FIRST_YEAR:
            self.mark(
                name, f"“{show(value)}”不是几月几日几点；请写成 2026-12-08 17:00 这样，并核对"
            )
            return None
        return datetime.combine(found, at, BEIJING).astimezone(UTC)

    def time(self, name: str) -> time | None:
        """A time of the day."""
        value = self._value(name)
        if value is None:
            return None
        found = read_time(value)
        if found is None:
            self.mark(name, f"“{show(value)}”不是几点几分；请写成 08:30 这样，按 24 小时写")
        return found

    def yuan(self, name: str) -> int | None:
        """An amount in fen, never below 0."""
        value = self._value(name)
        if value is None:
            return None
        try:
            found = parse_yuan(value)
        except MoneyError:
            found = -1
        if found < 0:
            self.mark(
                name, f"“{show(value)}”不是金额；请只写数字，单位是元，最多两位小数，不能是负数"
            )
            return None
        return found

    def count(self, name: str) -> int | None:
        """A whole number from 0."""
        value = self._value(name)
        if value is None:
            return None
        text = _narrow(show(value))
        if not re.fullmatch(r"\d{1,6}", text):
            self.mark(name, f"“{show(value)}”应当是整数")
            return None
        return int(text)

    def quantity(self, name: str) -> int:
        """Hundredths of a unit; 0 where nothing is written."""
        value = self._value(name)
        if value is None:
            return 0
        number = isinstance(value, int | float) and not isinstance(value, bool)
        text = plain_number(Decimal(repr(value))) if number else _narrow(show(value))
        found = _QUANTITY.fullmatch(text)
        if found is None:
            self.mark(name, f"“{show(value)}”不是数量；请只写数字，最多两位小数，单位写在“单位”里")
            return 0
        return int(Decimal(found[1].replace(",", "") + (found[2] or "")) * 100)

    def measured(self) -> tuple[int, str]:
        """数量 and 单位, neither without the other."""
        before = len(self._pen)
        quantity, unit = self.quantity("数量"), self.text("单位")
        if len(self._pen) == before and quantity and not unit:
            self.mark("单位", "写了数量，没有写单位；请写 亩、平方米、间、台 这样的单位")
        elif len(self._pen) == before and unit and not quantity:
            self.mark("数量", f"写了单位“{unit}”，没有写数量")
        return quantity, unit

    def choice(self, name: str, choices: Mapping[str, T]) -> T | None:
        """One of the words that a field takes."""
        value = self._value(name)
        if value is None:
            return None
        return self._chosen(name, show(value), choices)

    def choices(self, name: str, choices: Mapping[str, T]) -> tuple[T, ...]:
        """Several of the words, each once."""
        found = (self._chosen(name, word, choices) for word in self.words(name))
        return tuple(dict.fromkeys(each for each in found if each is not None))

    def _chosen(self, name: str, word: str, choices: Mapping[str, T]) -> T | None:
        found = choices.get(word)
        if found is None:
            begun = next((choice for choice in choices if choice.startswith(word)), None)
            hint = f"，是不是“{begun}”？" if begun else nearest(word, choices) or "；"
            self.mark(name, f"不认识“{word}”{hint}这里可以写：{'、'.join(choices)}")
        return found

    def yes(self, name: str) -> bool:
        """Whether the clerk wrote 是."""
        word = show(self.raw(name)).lower()
        if word not in _YES | _NO and not is_empty(word):
            self.mark(name, f"“{word}”请写 是，不是就空着")
        return word in _YES

    def words(self, name: str) -> tuple[str, ...]:
        """Several words, parted by 、, each once."""
        value = self._value(name)
        if value is None:
            return ()
        field = self._fields[name]
        found = tuple(
            dict.fromkeys(w.strip() for w in _WORD_SEPARATORS.split(show(value)) if w.strip())
        )
        row, column = self.place(name)
        for word in found:
            check_length(word, field.limit, self._pen, row=row, column=column)
        return found

    def link(self, name: str) -> str:
        """The id of one other item; empty where none is named."""
        value = self._value(name)
        if value is None:
            return ""
        row, column = self.place(name)
        found = self._links.read(show(value), self._pen, row=row, column=column)
        if len(found) > 1:
            self.mark(name, f"这里只写一件的编号，写了 {len(found)} 件")
        return found[0] if found else ""

    def pictures(self, name: str, alt: str) -> tuple[Media, ...]:
        """The pictures that are named, with the words that stand for them."""
        value = self._value(name)
        if value is None:
            return ()
        row, column = self.place(name)
        folder = self._fields[name].folder
        found: list[Media] = []
        for file in filter(None, SEPARATORS.split(show(value))):
            found += self._shelf.pictures(
                file, alt, self._pen, folder=folder, row=row, column=column
            )
        return tuple(found)

    def picture(self, name: str, alt: str) -> Media | None:
        """The one picture that is named."""
        found = self.pictures(name, alt)
        if len(found) > 1:
            self.mark(name, f"这里只放一张照片，写了 {len(found)} 张")
        return found[0] if found else None


class Facts(Values):
    """The values on a card."""

    def __init__(
        self, card: Card, fields: Iterable[Field], pen: Pen, shelf: Shelf, links: Links
    ) -> None:
        super().__init__(fields, pen, shelf, links)
        self._card = card

    def raw(self, name: str) -> Value:
        """The text behind a key; a list where names may stand is as good as one line."""
        if self._fields[name].holds in _LISTED:
            return "、".join(text for text, _ in self._card.lines(name))
        return self._card.text(name, limit=1 << 20)

    def place(self, name: str) -> tuple[int | None, str]:
        """The line of the key."""
        return self._card.row(name), name

    def missing(self, name: str) -> str:
        """As a card says it."""
        return f"卡片里缺“{name}”"

    def lines(self, name: str, split: str = "") -> list[tuple[str, int]]:
        """One text a line, with the row it stands on; ``split`` are signs that part a line."""
        found: list[tuple[str, int]] = []
        for text, row in self._card.lines(name):
            pieces = re.split(f"[{split}]", text) if split else [text]
            found += [(piece.strip(), row) for piece in pieces if piece.strip()]
        if not found and self._fields[name].needed:
            self.mark(name, self.missing(name))
        for text, row in found:
            check_length(text, self._fields[name].limit, self._pen, row=row, column=name)
        return found

    def texts(self, name: str, split: str = "") -> tuple[str, ...]:
        """The lines without their rows."""
        return tuple(text for text, _ in self.lines(name, split))

    def mark_line(self, name: str, row: int, message: str) -> None:
        """Mark a mistake in one line of a list."""
        self._pen.mark(message, row=row, column=name)


def read_time(value: Value) -> time | None:  # noqa: PLR0911 - one line a type
    """A time of the day as a sheet keeps it or a clerk writes it: 8:30, 8点半, 8时30分."""
    match value:
        case datetime():
            return value.time().replace(second=0, microsecond=0)
        case time():
            return value.replace(second=0, microsecond=0)
        case bool():
            return None
        case timedelta() if timedelta() <= value < timedelta(days=1):
            return _clock(round(value.total_seconds()) // 60)
        case int() | float() if 0 < value < 1:
            return _clock(round(value * _DAY_MINUTES))
        case str():
            found = _TIME.fullmatch(_narrow(value).strip())
            if found is None:
                return None
            minute = 30 if found[4] else int(found[2] or found[3] or 0)
            return time(int(found[1]), minute) if int(found[1]) < 24 and minute < 60 else None
    return None


def _clock(minutes: int) -> time | None:
    return time(*divmod(minutes, 60)) if minutes < _DAY_MINUTES else None


def spans(text: str) -> tuple[str, str]:
    """A stretch (一至五, 08:30-12:00) as its two ends; the second is empty where there is one."""
    first, _, last = _SPAN.sub("~", _narrow(text), count=1).partition("~")
    return first.strip(), last.strip()


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
