"""The touch test: every field of the panel must be hit once, and lights up where it was hit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.screen import FlowScreen

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_ACROSS, _DOWN = 4, 6


class TouchTest(FlowScreen):
    """A field lights up when it was touched; a panel that is turned or mirrored shows it."""

    title = "触摸测试"
    crumbs = ("工作人员", "这台终端")
    two_columns = False

    def __init__(self, board: Stage) -> None:
        super().__init__(board)
        self.hit: set[int] = set()

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        left = _ACROSS * _DOWN - len(self.hit)
        said = f"每一格都点一下，点到的会变黑。还剩 {left} 格。" if left else "全部点到，触摸正常。"
        rows = [
            Row(
                *(self._field(row * _ACROSS + n) for n in range(_ACROSS)),
                gap=theme.tiny,
                even=True,
            )
            for row in range(_DOWN)
        ]
        return [
            piece(kit.words(said, theme.row), width),
            piece(Column(*rows, gap=theme.tiny), width, gap=theme.small),
        ]

    def _field(self, number: int) -> Block:
        kit, theme = self.kit, self.kit.theme
        hit = number in self.hit
        return kit.button(
            "✓" if hit else str(number + 1),
            partial(self._touched, number),
            filled=hit,
            spoken=f"第{number + 1}格",
            height=theme.mm(38 if theme.portrait else 16),
        )

    def _touched(self, number: int) -> None:
        self.hit.add(number)
        self.board.show()
