"""Kinds that are declared: one module each with its `Form`, its reader and the way back.

``READERS`` is all that the folder reader, the templates and the desk know of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Document
from kiosk.center.folder import card as cards
from kiosk.center.folder.kinds import (
    appraisal,
    contract,
    guide,
    people,
    policy,
    project,
    register,
    report,
    tender,
    timetable,
)
from kiosk.center.folder.kinds.field import Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground

__all__ = [
    "FORMS",
    "KNOWN",
    "READERS",
    "Field",
    "Filled",
    "Form",
    "Ground",
    "Holds",
    "own_keys",
    "owners",
]


class Reader(NamedTuple):
    """A kind's declaration, what reads it, and what writes it back."""

    form: Form
    read: Callable[[Ground], Document | None]
    fill: Callable[[Any], Filled]


READERS = {
    each.FORM.kind: Reader(each.FORM, each.read, each.fill)
    for each in (
        guide,
        people,
        timetable,
        register,
        contract,
        tender,
        policy,
        project,
        appraisal,
        report,
    )
}
FORMS = {kind: reader.form for kind, reader in READERS.items()}
_OWN = {
    Kind.RESOLUTION: cards.RESOLUTION,
    Kind.EXCUSE: cards.EXCUSE,
    **{kind: frozenset(key.name for key in form.keys) for kind, form in FORMS.items()},
}
KNOWN = cards.KNOWN.union(*_OWN.values())
"""Every key that a card of any kind may have."""


def own_keys(kind: Kind) -> frozenset[str]:
    """The keys of a kind's cards that are not those of all cards."""
    return _OWN.get(kind, frozenset())


def owners(key: str) -> str:
    """The kinds whose cards have a key: “决议”“评议”."""
    return "".join(f"“{kind.chinese}”" for kind, keys in _OWN.items() if key in keys)
