"""Pictures as large as the panel: enlarged with buttons or two fingers, moved with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kivy.graphics import Canvas, Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.input import MotionEvent

from kiosk.affairs.media import Media
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.layout import Block, Column, Frame, Row

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_LARGEST = 5.0
_STEP = 1.6
_ACROSS = 4
"""Buttons beside each other on an upright panel; more stand in two rows."""


class Viewer(Cover):
    """Covers the panel; its buttons stand at the bottom, where every button stands."""

    def __init__(self, board: Stage, media: Sequence[Media], number: int, said: str = "") -> None:
        self.board, self.media, self.number = board, media, number
        self.spoken_text = said or media[number].alt
        self.scale = 1.0
        self.shift = (0.0, 0.0)
        self._gone = False
        self._texture: Texture | None = None
        self._rectangle: Rectangle | None = None
        self._fingers: dict[object, tuple[float, float]] = {}
        kit = board.kit
        self.bar = self._bar()
        self.caption = kit.words(
            self._caption(), kit.theme.chrome, kit.colour.on_dark, align="center"
        )
        super().__init__(self.bar, self.caption)

    def measure(self, width: float) -> float:
        self.bar.fit(width)
        self.caption.fit(width - 2 * self.board.kit.theme.margin)
        return self.board.height

    def arrange(self) -> None:
        theme = self.board.kit.theme
        self.bar.place(self.x, self.y + self.bar.height)
        self.caption.place(theme.margin, self.top - theme.tiny)

    def draw(self) -> None:
        Color(*self.board.kit.colour.dark)
        Rectangle(pos=self.pos, size=self.size)
        self._tint = Color(1, 1, 1, 0)
        self._rectangle = Rectangle()
        self._layer = Canvas()
        media = self.media[self.number]
        path = self.board.desk.library.media_path(media.digest)
        if path is None:
            self._say("这张图还没有下载完整，请过一会儿再看。")
        else:
            self.board.pictures.get(path, max(media.width, media.height), self._loaded)

    def let_go(self) -> None:
        self._gone = True
        self._texture = None
        if self._rectangle is not None:
            self._rectangle.texture = None
            self._rectangle = None

    def _caption(self) -> str:
        alt, count = self.media[self.number].alt, len(self.media)
        return f"{alt}（第 {self.number + 1} 张，共 {count} 张）" if count > 1 else alt

    def _say(self, text: str) -> None:
        kit, theme = self.board.kit, self.board.kit.theme
        words = kit.words(text, theme.body, kit.colour.on_dark, align="center")
        words.fit(self.width - 2 * theme.margin)
        self.blocks = (self.bar, self.caption, words)
        with self._layer:
            words.place(theme.margin, self.center[1])

    def _loaded(self, texture: Texture | None) -> None:
        if self._gone:
            return
        if texture is None:
            self._say("这张图打不开。其他内容不受影响。")
            return
        self._texture = texture
        self._tint.a = 1
        self._show()

    def _area(self) -> tuple[float, float, float, float]:
        """Where the picture may stand: between caption and buttons."""
        theme = self.board.kit.theme
        bottom = self.bar.height + theme.small
        top = self.height - self.caption.height - 2 * theme.tiny
        return theme.small, bottom, self.width - 2 * theme.small, top - bottom

    def _show(self) -> None:
        if self._texture is None or self._rectangle is None:
            return
        x, y, wide, tall = self._area()
        fit = min(wide / self._texture.width, tall / self._texture.height)
        width, height = (side * fit * self.scale for side in self._texture.size)
        spare_x, spare_y = max(0.0, (width - wide) / 2), max(0.0, (height - tall) / 2)
        self.shift = (
            min(spare_x, max(-spare_x, self.shift[0])),
            min(spare_y, max(-spare_y, self.shift[1])),
        )
        self._rectangle.texture = self._texture
        self._rectangle.size = (width, height)
        self._rectangle.pos = (
            x + (wide - width) / 2 + self.shift[0],
            y + (tall - height) / 2 + self.shift[1],
        )

    def zoom(self, factor: float) -> None:
        """Enlarge or shrink, never below the whole picture."""
        self.scale = min(_LARGEST, max(1.0, self.scale * factor))
        self._show()

    def turn(self, by: int) -> None:
        """The next or the last picture."""
        number = self.number + by
        if 0 <= number < len(self.media):
            self.board.view(self.media, number)

    def close(self) -> None:
        """Back to the page; what was being said ends."""
        self.board.aloud.stop()
        self.board.close_cover()

    def _speak(self) -> None:
        self.board.aloud.say(self.spoken_text)

    def _bar(self) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        tall = theme.bar
        does = [("返回", self.close), ("放大", lambda: self.zoom(_STEP))]
        does.append(("缩小", lambda: self.zoom(1 / _STEP)))
        if len(self.media) > 1:
            does.append(("上一张", lambda: self.turn(-1)))
            does.append(("下一张", lambda: self.turn(1)))
        if self.board.aloud.ready:
            does.append(("念给我听", self._speak))
        buttons = [kit.button(word, action, height=tall) for word, action in does]
        across = len(buttons) if len(buttons) <= _ACROSS or not theme.portrait else 3
        rows = [
            Row(*buttons[n : n + across], gap=theme.small, even=True)
            for n in range(0, len(buttons), across)
        ]
        column = Column(*rows, gap=theme.small)
        return Frame(column, padding=(theme.mm(10), theme.small), fill=kit.colour.card)

    def finger(self, touch: MotionEvent, *, gone: bool = False) -> None:
        if gone:
            self._fingers.pop(touch.uid, None)
            return
        before = dict(self._fingers)
        self._fingers[touch.uid] = touch.pos
        old = before.get(touch.uid)
        if old is None:
            return
        if len(self._fingers) == 1:
            self.shift = (self.shift[0] + touch.x - old[0], self.shift[1] + touch.y - old[1])
            self._show()
        elif len(self._fingers) == 2:
            self.zoom(_spread(self._fingers) / _spread(before))


def _spread(fingers: dict[object, tuple[float, float]]) -> float:
    (ax, ay), (bx, by) = fingers.values()
    return max(1.0, ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)
