"""关联: what one item or one ledger row says of others, and whether those are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import nearest

MOST = 12
"""Links of one item or one row; more is a list for nobody."""
_SEPARATORS = re.compile(r"[、,，;；\s]+")
_FULL = re.compile(r"\d{12}-")


class Link(NamedTuple):
    """A named id and where a clerk wrote it."""

    target: str
    written: str
    file: str
    row: int | None
    column: str


class Links:
    """Collects the links of one item; ``division`` is put before ids that have none."""

    def __init__(self, division: str) -> None:
        self._division = division
        self.found: list[Link] = []

    def read(
        self, text: str, pen: Pen, *, row: int | None, column: str = "关联"
    ) -> tuple[str, ...]:
        """The ids in a cell or a line of the card: ``C2-2026-03-16、F7-2026-09-30``."""
        ids: dict[str, None] = {}
        for written in filter(None, _SEPARATORS.split(text)):
            plain = written.upper()
            target = plain if _FULL.match(plain) else f"{self._division}-{plain}"
            ids[target] = None
            self.found.append(Link(target, written, pen.file, row, column))
        if len(ids) > MOST:
            pen.mark(f"关联了 {len(ids)} 件，最多 {MOST} 件", row=row, column=column)
        return tuple(ids)


def check_links(links: Iterable[tuple[str, Link]], known: Collection[str], pen: Pen) -> None:
    """Mark every link to nothing or to the item itself; the pairs are an item's id and a link."""
    for own, link in links:
        here = pen.on(link.file)
        if link.target == own:
            here.mark(f"“{link.written}”就是这一件自己", row=link.row, column=link.column)
        elif link.target not in known:
            short = [
                name.partition("-")[2]
                for name in known
                if name != own and name[:12] == link.target[:12]
            ]
            here.mark(
                f"关联的“{link.written}”不在这个文件夹里；请写那一件的编号，"
                f"例如 C2-2026-03-16（目录-期间，第二件再加 -2）"
                f"{nearest(link.target.partition('-')[2], short)}",
                row=link.row,
                column=link.column,
            )
