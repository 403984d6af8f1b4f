"""我能领什么: the grants that are disclosed here, what each follows, and where its lists stand.

Nobody's data is on this screen; who looks for a name opens the public list, as it was published.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.catalogue import CatalogueClass, CatalogueItem, catalogue_for
from kiosk.affairs.division import level_of
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column
from kiosk.terminal.ui.readers.links import link_pieces, links_to
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_ABOUT = ("补贴", "救助", "低保")
"""A class of the catalogue is about grants if its name or hint says one of these words."""
_LISTS = 4


def grant_items(board: Stage) -> list[CatalogueItem]:
    """The items of the village's own catalogue that are about grants, in printed order."""
    desk = board.desk
    county = desk.county()
    if county is None:
        return []
    catalogue = catalogue_for(county.catalogues, level_of(desk.division), desk.today())
    classes = catalogue.classes if catalogue is not None else ()
    return [item for each in classes if _about_grants(each) for item in each.items]


def _about_grants(group: CatalogueClass) -> bool:
    return any(word in group.name + group.hint for word in _ABOUT)


class SubsidyScreen(FlowScreen):
    """One row a kind of grant."""

    title = "补贴和救助有哪些"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        said = "这里说有哪些补贴和救助、依据什么、找谁办，不显示任何人的情况。名单以公开的为准。"
        found = [piece(kit.words(said, theme.row), width)]
        gap = theme.gap
        for item in grant_items(self.board):
            newest = lists_of(self.board, item, 1)
            if newest:
                found.append(piece(self._row(item, newest[0]), width, gap=gap))
                gap = 0
        if len(found) == 1:
            words = kit.words("本村还没有公开过补贴和救助的名单。")
            found.append(piece(words, width, gap=theme.gap))
        return found

    def _row(self, item: CatalogueItem, newest: Shelved) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        day = day_text(newest.disclosure.latest, self.board.desk.today())
        note = f"{item.cycle.chinese}公开，最近一次 {day}"
        row = kit.opens(
            Column(kit.words(item.name, theme.row), kit.note(note), gap=theme.mm(1)),
            partial(self.board.go, GrantScreen, item),
            f"{item.name}，{note}",
            fill=kit.colour.card,
            padding=(theme.small, theme.mm(3.5)),
        )
        return Column(row, kit.rule())


class GrantScreen(FlowScreen):
    """One kind of grant in plain words: who decides, under which policy and law, and its lists."""

    def __init__(self, board: Stage, item: CatalogueItem) -> None:
        super().__init__(board)
        self.item = item
        self.title = item.name
        self.crumbs = (SubsidyScreen.title,)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, item = self.board.kit, self.board.kit.theme, self.item
        lists = lists_of(self.board, item, _LISTS)
        policies = [id_ for each in lists for id_ in each.disclosure.related]
        found = told_pieces(self.board, "", item.plain, width)
        found += told_pieces(self.board, "谁负责", item.unit, width)
        if item.note:
            found.append(piece(kit.note(item.note), width, gap=theme.small))
        found += link_pieces(
            self.board, "政策和标准", links_to(self.board, policies), width, self._open
        )
        ids = [each.disclosure.id for each in lists]
        found += link_pieces(self.board, "公开的名单", links_to(self.board, ids), width, self._open)
        found.append(piece(kit.note("法律依据"), width, gap=theme.gap, keep=True))
        found += [piece(kit.words(str(b)), width, gap=theme.tiny) for b in item.basis]
        return found

    def _open(self, shelved: Shelved, number: int | None) -> None:
        self.board.go(Reader, shelved, number)


def lists_of(board: Stage, item: CatalogueItem, most: int) -> list[Shelved]:
    """The village's newest disclosures of an item."""
    desk = board.desk
    return desk.library.shelves(divisions=[desk.division], item=item.code, limit=most)
