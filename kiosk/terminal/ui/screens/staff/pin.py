"""Asking for the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.terminal.staff import RECOVERY_DIGITS
from kiosk.terminal.ui.screens.padscreen import PadScreen
from kiosk.terminal.ui.screens.staff.panel import StaffPanel

if TYPE_CHECKING:
    from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
    from kiosk.terminal.ui.stage import Stage


class PinScreen(PadScreen):
    """Digits are shown as dots; a wrong PIN costs a wait that grows."""

    title = "工作人员"
    crumbs = ("首页",)
    asked = "请输入密码，再按“进入”。"
    button = "进入"
    most = RECOVERY_DIGITS

    def __init__(self, board: Stage, caretaker: Caretaker) -> None:
        super().__init__(board)
        self.caretaker = caretaker

    def shown(self) -> str:
        return "●" * len(self.typed)

    def entered(self) -> None:
        lock = self.caretaker.lock
        if not lock.wait() and lock.open(self.typed):
            self.board.back()
            self.board.go(StaffPanel, self.caretaker)
        elif waiting := lock.wait():
            self.say(f"密码不对的次数太多，请等 {_duration(waiting)}再试。公开栏照常使用。")
        else:
            self.say("密码不对，请再试。忘了密码，可以输入 12 位恢复码。")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
