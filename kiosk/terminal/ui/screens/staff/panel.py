"""The staff panel: how the terminal is, and the few things one can do at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kiosk.terminal.preferences import moved
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.screens.staff.touchtest import TouchTest
from kiosk.terminal.ui.theme import Step
from kiosk.terminal.watch import RESTART

if TYPE_CHECKING:
    from kiosk.terminal.condition import Line
    from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
    from kiosk.terminal.ui.stage import Stage

_NOTCH = 0.1


class StaffPanel(FlowScreen):
    """Actions first, as on every page of ours; then the lines, the bad ones on top."""

    title = "这台终端"
    crumbs = ("工作人员",)

    def __init__(self, board: Stage, caretaker: Caretaker) -> None:
        super().__init__(board)
        self.caretaker = caretaker
        self.said = ""

    def pieces(self, width: float) -> list[Piece]:
        # Late: it brings the network's libraries, which a visitor never needs.
        from kiosk.terminal.condition import condition, troubles

        kit, theme = self.kit, self.kit.theme
        blocks: list[Block] = []
        if self.said:
            blocks.append(kit.card(kit.words(self.said, theme.row, kit.colour.village)))
        blocks += [self._actions(), *self._dials()]
        found = [piece(block, width, gap=theme.small) for block in blocks]
        lines = [*troubles(self.caretaker.config)]
        lines += condition(self.caretaker.config, self.board.desk.library)
        lines += self._ours()
        return [*found, *(piece(self._line(line), width, gap=theme.tiny) for line in lines)]

    def _actions(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        does: tuple[tuple[str, Callable[[], None]], ...] = (
            ("现在更新", self._fetch),
            ("触摸测试", partial(self.board.go, TouchTest)),
            ("重启界面", partial(self.caretaker.leave, RESTART)),
            ("退出到桌面", partial(self.caretaker.leave, 0)),
        )
        buttons = [kit.button(name, action) for name, action in does]
        rows = [Row(*buttons[n : n + 2], gap=theme.small, even=True) for n in (0, 2)]
        return Column(*rows, gap=theme.small)

    def _dials(self) -> list[Block]:
        """Brightness, volume and text size, each with two buttons around what it is."""
        set_to, change = self.caretaker.set, self._change
        bright, loud = set_to.brightness, set_to.volume
        steps = len(Step)
        return [
            self._dial(
                "亮度",
                f"{bright:.0%}",
                lambda: change(brightness=moved(bright, -_NOTCH)),
                lambda: change(brightness=moved(bright, _NOTCH)),
            ),
            self._dial(
                "音量",
                f"{loud:.0%}",
                lambda: change(volume=moved(loud, -_NOTCH)),
                lambda: change(volume=moved(loud, _NOTCH)),
            ),
            self._dial(
                "平常的字",
                Step(set_to.step).chinese,
                lambda: change(step=max(0, set_to.step - 1)),
                lambda: change(step=min(steps - 1, set_to.step + 1)),
            ),
        ]

    def _dial(
        self, name: str, value: str, less: Callable[[], None], more: Callable[[], None]
    ) -> Block:
        kit, theme = self.kit, self.kit.theme
        return Row(
            kit.words(name, theme.row),
            kit.button("－", less, spoken=f"{name}减"),
            kit.words(value, theme.strong, align="center"),
            kit.button("＋", more, spoken=f"{name}加"),
            widths=(1.0, theme.mm(24), kit.width("特大字大", theme.strong), theme.mm(24)),
            gap=theme.small,
            align="middle",
        )

    def _ours(self) -> list[Line]:
        """What only the screen's process knows."""
        from kiosk.terminal.condition import Line

        theme = self.kit.theme
        panel = theme.panel
        return [
            Line("触摸", self.caretaker.input or "没有触摸输入（不接显示器时如此）"),
            Line(
                "屏幕",
                f"{panel.width}×{panel.height}，{panel.diagonal_inches:g} 英寸，"
                f"每毫米 {theme.px_per_mm:.1f} 点",
            ),
            Line("声音", self.board.aloud.trouble or "能念", good=not self.board.aloud.trouble),
            Line("字体", self.kit.metrics.face.regular.name),
            Line("亮度由", self.caretaker.lamp.means),
        ]

    def _line(self, line: Line) -> Block:
        kit, theme = self.kit, self.kit.theme
        colour = kit.colour.ink if line.good else kit.colour.due
        mark = "" if line.good else "！"
        return Row(
            kit.note(f"{mark}{line.name}", colour),
            kit.words(line.text, theme.note, colour),
            widths=(kit.width("！十二月三十一日", theme.note), 1.0),
            gap=theme.small,
        )

    def _fetch(self) -> None:
        self.said = self.caretaker.fetch_now()
        self.board.show()

    def _change(self, **to: float) -> None:
        self.said = self.caretaker.change(**to)
        self.board.show()
