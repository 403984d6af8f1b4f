"""What screens and readers may use of the board; they know this, and not the board itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from kiosk.affairs.media import Media
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.theme import Look
from kiosk.terminal.ui.widgets.picture import PictureShelf

if TYPE_CHECKING:
    from kiosk.terminal.ui.aloud import Aloud
    from kiosk.terminal.ui.cover import Cover
    from kiosk.terminal.ui.screens.screen import Screen


class Stage(Protocol):
    """The board, as those see it who stand on it."""

    desk: Desk
    kit: Kit
    pictures: PictureShelf
    aloud: Aloud
    stack: list[Screen]
    cover: Cover | None
    news: bool
    width: float
    height: float

    @property
    def screen(self) -> Screen | None:
        """The screen in front."""

    def home(self) -> None:
        """Show the first page."""

    def go(self, kind: Callable[..., Screen], *details: object, **more: object) -> None:
        """Open a screen in front of this one."""

    def back(self) -> None:
        """To the screen before."""

    def turn(self, by: int) -> None:
        """Turn the page."""

    def set_look(self, look: Look) -> None:
        """Draw everything as the visitor wants it."""

    def open_cover(self, cover: Cover) -> None:
        """Lay something over the whole board."""

    def show(self) -> None:
        """Lay out and draw the screen in front again."""

    def view(self, media: Sequence[Media], number: int = 0, said: str = "") -> None:
        """Show pictures as large as the panel."""

    def close_cover(self) -> None:
        """Take away what lies over the panel."""
