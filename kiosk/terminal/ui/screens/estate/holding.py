"""One thing that the village owns: what it is, what is done with it, its contract and its code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.holdings import Holding
from kiosk.affairs.money import format_yuan
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.estate import ICONS
from kiosk.terminal.ui.readers.links import link_pieces, links_to
from kiosk.terminal.ui.readers.parts import big_facts, photo_pieces
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject
from kiosk.terminal.ui.widgets.facts import Fact, fact_list
from kiosk.terminal.ui.widgets.icon import Icon

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_DOUBT = (
    "对这一样有疑问？",
    "手机扫一扫，说出来，有回音。点一下，码变大。",
)


class HoldingScreen(FlowScreen):
    """``row`` is its place in the register, from 1: the code of this page is about that row."""

    def __init__(self, board: Stage, shelved: Shelved, holding: Holding, row: int) -> None:
        super().__init__(board)
        self.shelved, self.holding, self.row = shelved, holding, row
        self.title = holding.name
        self.crumbs = ("村里的家底", holding.group.chinese)

    def gone(self) -> bool:
        return self.board.desk.library.get(self.shelved.disclosure.id) is None

    def subject(self) -> Subject:
        face = self.shelved.disclosure
        return Subject(face.division, face.id, self.row, self.holding.name)

    def pieces(self, width: float) -> list[Piece]:
        theme, holding = self.kit.theme, self.holding
        figures = (
            Fact("有多少", holding.amount),
            Fact("现在怎么用", holding.usage.chinese),
            Fact("账上值", f"{format_yuan(holding.value)} 元" if holding.value else ""),
        )
        found = [piece(self._head(), width)]
        found.append(piece(big_facts(self.board, figures, width), width, gap=theme.small))
        since = holding.since
        facts = [
            Fact("在哪里", holding.place),
            Fact("谁管", holding.keeper),
            Fact("哪天有的", day_text(since, self.board.desk.today()) if since else ""),
            Fact("编号", holding.code),
        ]
        facts = [fact for fact in facts if fact.value]
        rows = fact_list(self.kit, facts, width) if facts else []
        found += [piece(row, width, gap=theme.small if not n else 0) for n, row in enumerate(rows)]
        found += told_pieces(self.board, "说明", holding.note, width)
        contract = [holding.contract] if holding.contract else []
        opens = partial(self._open)
        found += link_pieces(self.board, "合同", links_to(self.board, contract), width, opens)
        found += photo_pieces(self.board, holding.photos, width)
        code = small_code(self.board, self.subject(), _DOUBT)
        return found if code is None else [*found, piece(code, width, gap=theme.gap)]

    def _head(self) -> Block:
        """The drawing of its class, and in which of the three it stands."""
        kit, theme, group = self.kit, self.kit.theme, self.holding.group
        said = f"{group.chinese}（村集体的{group.three}）"
        return Row(
            Icon(ICONS[group], kit.colour.ink, theme.mm(14)),
            Column(kit.words(said, theme.strong)),
            widths=(theme.mm(16), 1.0),
            gap=theme.small,
            align="middle",
        )

    def _open(self, shelved: Shelved, number: int | None) -> None:
        self.board.go(Reader, shelved, number)
