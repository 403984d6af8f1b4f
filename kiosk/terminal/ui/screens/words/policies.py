"""Policies: in force or not, and what each changed, in a line."""

from __future__ import annotations

from functools import partial

from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.parts import asking, heading
from kiosk.terminal.ui.readers.policy import REPEALED, standing
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen


class PoliciesScreen(FlowScreen):
    """Those that hold first; what was repealed stays to be read, and says so."""

    title = "政策文件"
    crumbs = ("首页", "办事找人")

    def pieces(self, width: float) -> list[Piece]:
        board, today = self.board, self.board.desk.today()
        policies = board.desk.services.policies()
        if not policies:
            told = "还没有公布政策文件。想知道哪项政策，请问村部的人，或者点首页的“有话说”。"
            return asking(board, told, width)
        held, gone = [], []
        for each in policies:
            policy = each.document
            word, colour = standing(board, policy)
            changed = policy.changes[0] if policy.changes else ""
            note = f"{policy.issuer}，{day_text(policy.issued, today)}。{changed}"
            opens = partial(board.go, Reader, each.shelved)
            told_row = Told(each.title, note, opens, tag=(word, colour))
            (gone if word == REPEALED else held).append(told_row)
        found = []
        for name, rows in (("现在管用的", held), ("已经废止，不再管用的", gone)):
            if rows:
                head = heading(board, f"{name}：{len(rows)} 份", width)
                found += [head, *row_pieces(board, rows, width)]
        return found
