"""One row of a ledger: everything it says, its vouchers, and what it belongs with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import LedgerEntry
from kiosk.affairs.money import format_yuan
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.ledger import said
from kiosk.terminal.ui.readers.links import link_pieces, links_to
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_DOUBT = (
    "对这一笔有疑问？",
    "手机扫一扫，说出来，有回音。点一下，码变大。",
)

_BRIEF = 24
"""Characters of a name that stand among the facts; a longer one may go on overleaf."""


class EntryScreen(FlowScreen):
    """Opened from the ledger; 返回 leads there, to the same page.

    ``row`` counts from 1: the code of this page is about that one row.
    """

    def __init__(self, board: Stage, shelved: Shelved, entry: LedgerEntry, row: int) -> None:
        super().__init__(board)
        self.shelved, self.entry, self.row = shelved, entry, row
        self.title = entry.summary
        self.crumbs = (shelved.disclosure.title,)

    def gone(self) -> bool:
        return self.board.desk.library.get(self.shelved.disclosure.id) is None

    def subject(self) -> Subject:
        face = self.shelved.disclosure
        return Subject(face.division, face.id, self.row, self.entry.summary)

    def pieces(self, width: float) -> list[Piece]:
        entry, theme = self.entry, self.kit.theme
        party = "付款人" if entry.received else "收款人"
        brief = len(entry.party) <= _BRIEF
        found = self._facts((party, entry.party) if brief else (party, ""), width)
        if not brief:
            found += told_pieces(self.board, party, entry.party, width)
        found += told_pieces(self.board, "备注", entry.note, width)
        if entry.vouchers:
            view = partial(self.board.view, entry.vouchers, said=f"凭证。{said(entry)}。")
            words = f"看凭证（{len(entry.vouchers)} 张）"
            button = self.kit.button(words, view, height=theme.mm(18))
            found.append(piece(button, width, gap=theme.small))
        found += link_pieces(
            self.board,
            "和这笔钱有关的",
            links_to(self.board, entry.related),
            width,
            lambda shelved, number: self.board.go(Reader, shelved, number),
        )
        code = small_code(self.board, self.subject(), _DOUBT)
        return found if code is None else [*found, piece(code, width, gap=theme.gap)]

    def _facts(self, party: tuple[str, str], width: float) -> list[Piece]:
        kit, entry = self.kit, self.entry
        way = "收入" if entry.received else "支出"
        colour = kit.colour.received if entry.received else kit.colour.paid
        amount = f"{format_yuan(entry.received or entry.paid)} 元"
        facts = [
            Fact(way, amount, colour, strong=True),
            Fact("日期", day_text(entry.day, self.board.desk.today())),
            Fact(*party),
            Fact("科目", entry.account),
            Fact("经手人", entry.handler),
        ]
        rows = fact_list(kit, [fact for fact in facts if fact.value], width)
        return [piece(row, width, gap=kit.theme.tiny) for row in rows]
