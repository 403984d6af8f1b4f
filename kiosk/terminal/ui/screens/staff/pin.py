"""Asking for the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.terminal.staff import RECOVERY_DIGITS
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.screens.staff.panel import StaffPanel
from kiosk.terminal.ui.widgets.pad import after, number_pad

if TYPE_CHECKING:
    from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
    from kiosk.terminal.ui.stage import Stage


class PinScreen(FlowScreen):
    """Digits are shown as dots; a wrong one costs a wait that grows."""

    title = "工作人员"
    crumbs = ("首页",)
    two_columns = False

    def __init__(self, board: Stage, caretaker: Caretaker) -> None:
        super().__init__(board)
        self.caretaker = caretaker
        self.typed = ""
        self.said = "请输入密码，再按“进入”。"

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        room = min(width, theme.mm(170))
        dots = kit.words("●" * len(self.typed) or "—", theme.title, align="center")
        tall = theme.mm(20 if theme.portrait else 15)
        blocks = (
            kit.words(self.said, theme.row),
            kit.card(dots, padding=(theme.small, theme.tiny)),
            number_pad(kit, self._key, tall=tall),
            kit.button("进入", self._enter, filled=True, height=tall),
        )
        return [piece(block, room, gap=theme.small) for block in blocks]

    def _key(self, sign: str) -> None:
        self.typed = after(self.typed, sign, RECOVERY_DIGITS)
        self.board.show()

    def _enter(self) -> None:
        lock = self.caretaker.lock
        waiting = lock.wait()
        if not waiting and lock.open(self.typed):
            self.board.back()
            self.board.go(StaffPanel, self.caretaker)
            return
        self.typed = ""
        waiting = lock.wait()
        self.said = (
            f"密码不对的次数太多，请等 {_duration(waiting)}再试。公开栏照常使用。"
            if waiting
            else "密码不对，请再试。忘了密码，可以输入 12 位恢复码。"
        )
        self.board.show()


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
