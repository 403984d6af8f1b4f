"""What a kind asks for, said once: its card's keys, its sheet's columns, its body's headings.

The folder reader, the templates and the desk's forms all follow these declarations.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kiosk.affairs.catalogue import Kind
from kiosk.center.folder.text import SHORT_LIMIT

SENTENCE = 200
"""Characters of a field that holds a sentence."""
LONG = 400
"""Characters of a field that explains something; a cell of a sheet takes no more than 500."""


class Holds(StrEnum):
    """What a field holds: how it is read, which box it gets, how a sheet formats its column.

    WORDS are several on one line, parted by 、; LINES one a line (a list of the card); LINK is
    the id of one other item; PICTURES are names of files beside the card.
    """

    TEXT = "text"
    DAY = "day"
    TIME = "time"
    MOMENT = "moment"
    YUAN = "yuan"
    COUNT = "count"
    QUANTITY = "quantity"
    CHOICE = "choice"
    YES = "yes"
    PHONE = "phone"
    WORDS = "words"
    LINES = "lines"
    LINK = "link"
    PICTURES = "pictures"


class Field(NamedTuple):
    """One thing to fill in: a key of the card, or a column of the sheet.

    ``also`` are other heads (or parts of one) that clerks write over a column, parted by blanks;
    ``choices`` the only words it takes; ``hint`` says what belongs there, ``example`` how it is
    written, both for people; ``folder`` is where its pictures lie; on the desk what is ``aside``
    stands behind one tap.
    """

    name: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    limit: int = SHORT_LIMIT
    also: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    width: int = 16
    folder: str = ""
    aside: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """Every head that stands for it, its own name first."""
        return (self.name, *self.also.split())


class Form(NamedTuple):
    """Everything that one kind asks for.

    ``sheet`` names the sheet, '' where there is none; ``unit`` is what a clerk calls one of its
    rows.  ``parts`` are the headings of a body that is lists and nothing else.  ``item``,
    ``title`` and ``body`` are what the template offers.
    """

    kind: Kind
    keys: tuple[Field, ...]
    columns: tuple[Field, ...] = ()
    sheet: str = ""
    unit: str = "行"
    parts: tuple[Field, ...] = ()
    item: str = ""
    title: str = ""
    body: str = ""

    def key(self, name: str) -> Field:
        """The key of that name; KeyError."""
        return _named(self.keys, name)

    def column(self, name: str) -> Field:
        """The column of that name; KeyError."""
        return _named(self.columns, name)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which its pictures lie, each once."""
        return tuple(dict.fromkeys(f.folder for f in (*self.keys, *self.columns) if f.folder))


def _named(fields: tuple[Field, ...], name: str) -> Field:
    for field in fields:
        if field.name == name:
            return field
    raise KeyError(name)
