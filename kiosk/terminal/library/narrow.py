"""What to list: the filter that all questions to the library share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.posted import CASES


class Filter(TypedDict, total=False):
    """What to list.  Anything left out, or None, does not narrow.

    ``divisions`` are 12-digit codes; ``year`` and ``month`` those of the last day of the
    period, or of publishing for what is standing; ``since`` the first day of publishing as ISO
    date; ``least`` the least amount in fen that must occur in it; ``kind`` that of the document,
    ``but`` kinds to leave out.
    """

    divisions: Sequence[str] | None
    affairs: Affairs | None
    class_code: str | None
    item: str | None
    kind: Kind | None
    but: Sequence[Kind]
    year: int | None
    month: int | None
    since: str | None
    least: int | None


def is_narrow(narrow: Filter) -> bool:
    """Whether it leaves out most of what a board shows."""
    keys = ("affairs", "class_code", "item", "kind", "year", "since", "least")
    return any(narrow.get(key) for key in keys)


def where(narrow: Filter, amount: str = "entry.amount") -> tuple[list[str], list[Any]]:
    """The conditions on the table ``entry`` and their values; ``amount`` is what is compared."""
    terms: list[str] = []
    values: list[Any] = []
    for column in ("affairs", "class_code", "item", "kind", "year", "month"):
        value = narrow.get(column)
        if value is not None:
            terms.append(f"entry.{column} = ?")
            values.append(value.value if isinstance(value, Affairs | Kind) else value)
    if narrow.get("item") is None:
        terms.append("entry.item != ?")  # the case board has a screen of its own
        values.append(CASES.code)
    if but := narrow.get("but"):
        terms.append(f"entry.kind NOT IN ({', '.join('?' for _ in but)})")
        values.extend(kind.value for kind in but)
    if since := narrow.get("since"):
        terms.append("entry.published >= ?")
        values.append(since)
    if least := narrow.get("least"):
        terms.append(f"{amount} >= ?")
        values.append(least)
    divisions = narrow.get("divisions")
    if divisions is not None:
        terms.append(f"entry.division IN ({', '.join('?' for _ in divisions)})")
        values.extend(divisions)
    return terms, values
