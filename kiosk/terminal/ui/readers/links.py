"""关联: what a document belongs with, both ways, each a touch away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kiosk.terminal.library import Reference, Shelved
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

Opens = Callable[[Shelved, int | None], None]
"""Opens a disclosure, at a row of its ledger if one is named."""


class Link(NamedTuple):
    """Another disclosure; ``number`` and ``what`` are set where a row of its ledger is meant."""

    shelved: Shelved
    number: int | None = None
    what: str = ""


def links_to(board: Stage, ids: Iterable[str]) -> list[Link]:
    """The disclosures with these ids that are on view."""
    found = (board.desk.library.get(id_) for id_ in dict.fromkeys(ids))
    return [Link(shelved) for shelved in found if shelved is not None]


def links_from(references: Iterable[Reference]) -> list[Link]:
    """What names a disclosure."""
    return [Link(r.shelved, r.number, r.summary) for r in references]


def link_pieces(
    board: Stage, heading: str, links: Sequence[Link], width: float, opens: Opens
) -> list[Piece]:
    """A heading and a row a link; nothing at all where there is none."""
    if not links:
        return []
    theme = board.kit.theme
    head = board.kit.words(heading, theme.strong)
    found = [piece(head, width, gap=theme.gap, keep=True)]
    gap = theme.tiny
    for link in links:
        found.append(piece(_row(board, link, opens), width, gap=gap))
        gap = 0
    return found


def _row(board: Stage, link: Link, opens: Opens) -> layout.Block:
    kit, theme = board.kit, board.kit.theme
    face = link.shelved.disclosure
    title = link.what or face.title
    note = f"{day_text(face.latest, board.desk.today())}公开，{link.shelved.item_name}"
    if link.what:
        note = f"{face.title}里的一笔"
    tag = link.shelved.affairs.chinese
    inner = layout.Row(
        kit.affairs_tag(link.shelved.affairs),
        layout.Column(kit.words(title, theme.row), kit.note(note), gap=theme.mm(1)),
        widths=(kit.tag_width(tag), 1.0),
        gap=theme.small,
        align="middle",
    )
    row = kit.opens(
        inner,
        partial(opens, link.shelved, link.number),
        f"{title}，{note}",
        fill=kit.colour.card,
        padding=(theme.small, theme.mm(3.5)),
    )
    return layout.Column(row, kit.rule())
