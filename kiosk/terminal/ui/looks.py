"""看不清: how large, on which ground, how low; each choice is seen at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kivy.graphics import Color, Rectangle

from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.layout import Block, Column, Row, Space
from kiosk.terminal.ui.theme import Look, Step, Theme
from kiosk.terminal.ui.widgets.tap import Tap

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

LOOK = "看不清，调字的大小和颜色"


class Looks(Cover):
    """Stands over the lower part of the board, so that the page above shows what changes."""

    def __init__(self, board: Stage) -> None:
        self.board = board
        kit, theme = board.kit, board.kit.theme
        look = theme.look
        rows = [
            [
                self._choice(step.chinese, look._replace(step=step), self._sample(step))
                for step in Step
            ],
            [
                self._choice("白底黑字", look._replace(contrast=False)),
                self._choice("黑底白字", look._replace(contrast=True)),
            ],
        ]
        if Theme(theme.panel, Look(seated=True)).height < theme.panel.height:
            rows.append(
                [
                    self._choice("站着看", look._replace(seated=False)),
                    self._choice("坐着看，放低些", look._replace(seated=True)),
                ]
            )
        column = Column(
            kit.words("怎样看得清？", theme.heading, align="center"),
            Space(theme.tiny),
            *(Row(*row, gap=theme.small, even=True) for row in rows),
            kit.button("好了", board.close_cover, filled=True, height=theme.mm(18)),
            gap=theme.small,
        )
        self._card = kit.card(column, padding=(theme.mm(8), theme.mm(6)))
        super().__init__(self._card)
        self.spoken_text = "怎样看得清？"

    def _choice(self, name: str, look: Look, sample: Block | None = None) -> Tap:
        """One choice, filled while it is the one in force."""
        kit, theme = self.board.kit, self.board.kit.theme
        chosen = look == theme.look
        ink = kit.colour.on_fill if chosen else kit.colour.ink
        words = kit.words(name, theme.button, ink, align="center")
        return kit.tap(
            Column(sample, words) if sample is not None else words,
            partial(self._choose, look),
            f"{name}，现在就是" if chosen else name,
            fill=kit.colour.ink if chosen else kit.colour.card,
            edge=kit.colour.ink,
            edge_width=theme.rule,
            radius=theme.radius,
            padding=(theme.tiny, theme.tiny),
        )

    def _sample(self, step: Step) -> Block:
        """The character 字 as large as it would be."""
        kit, theme = self.board.kit, self.board.kit.theme
        style = Theme(theme.panel, Look(step=step)).strong
        tall = Theme(theme.panel, Look(step=Step.LARGEST)).strong.line_height
        ink = kit.colour.on_fill if step is theme.step else kit.colour.ink
        return kit.words("字", style._replace(line_height=tall), ink, align="center")

    def _choose(self, look: Look) -> None:
        board = self.board
        board.set_look(look)
        board.open_cover(Looks(board))

    def measure(self, width: float) -> float:
        theme = self.board.kit.theme
        self._card.fit(min(width - 2 * theme.margin, theme.mm(240)))
        return self.board.height

    def arrange(self) -> None:
        low = self.board.kit.theme.small
        self._card.place(self.center[0] - self._card.width / 2, low + self._card.height)

    def draw(self) -> None:
        Color(*self.board.kit.colour.veil[:3], 0.35)
        Rectangle(pos=self.pos, size=self.size)

    def touched(self, _touch: object) -> None:
        """Beside the choices: the visitor has seen enough."""
        self.board.close_cover()
