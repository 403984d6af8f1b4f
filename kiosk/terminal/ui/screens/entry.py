"""One row of a ledger: everything it says, its vouchers, and what it belongs with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import LedgerEntry
from kiosk.affairs.money import format_yuan
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Column, Row
from kiosk.terminal.ui.readers.ledger import said
from kiosk.terminal.ui.readers.links import link_pieces, links_to
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_DOUBT = (
    "对这一笔有疑问？",
    "手机扫一扫，说出来，有回音。点一下，码变大。",
)


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
        found = [self._facts(width)]
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

    def _facts(self, width: float) -> Piece:
        kit, theme = self.kit, self.kit.theme
        entry, today = self.entry, self.board.desk.today()
        way = "收入" if entry.received else "支出"
        colour = kit.colour.received if entry.received else kit.colour.paid
        facts = [
            (way, f"{format_yuan(entry.received or entry.paid)} 元"),
            ("日期", day_text(entry.day, today)),
            ("付款人" if entry.received else "收款人", entry.party),
            ("科目", entry.account),
            ("经手人", entry.handler),
            ("备注", entry.note),
        ]
        wide = kit.width("付款人", theme.note)
        rows = []
        for number, (name, value) in enumerate(facts):
            if not value:
                continue
            style = theme.row if number else theme.heading
            words = kit.words(value, style, None if number else colour)
            row = Row(kit.note(name), words, widths=(wide, 1.0), gap=theme.small, align="middle")
            row.spoken_text = f"{name}：{value}。"
            rows.append(row)
        return piece(kit.card(Column(*rows, gap=theme.tiny)), width)
