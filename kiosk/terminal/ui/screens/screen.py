"""What every screen answers to the board."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiosk.terminal.ui.flow import Flow, Piece
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.splitting import page_height, split_tall
from kiosk.terminal.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


class Subject(NamedTuple):
    """What a code is about: a division, one of its disclosures (its id), a row of it from 1."""

    division: str
    item: str = ""
    row: int | None = None
    title: str = ""


class Pages(Protocol):
    """The pages of a screen, built when they are turned to."""

    @property
    def count(self) -> int:
        """How many there are; at least 1."""

    def find(self, name: str) -> int:
        """The page on which the piece of that name stands; the first if there is none."""

    def within(self, height: float) -> Pages:
        """The same for another height in pixels, without measuring everything again."""

    def build(self, number: int) -> Block:
        """Page ``number``, counted from 0."""


class Screen:
    """One screen.  It keeps what was chosen in it, never widgets.

    ``title`` stands in the header, ``crumbs`` above it: where am I.  ``sought`` are the words
    that led here, marked wherever they stand.
    """

    title = ""
    crumbs: Sequence[str] = ()
    page = 0
    sought: Sequence[str] = ()

    def __init__(self, board: Stage) -> None:
        self.board = board
        self.kit = board.kit

    def pages(self, width: float, height: float) -> Pages:
        """Its pages for an area in pixels."""
        raise NotImplementedError

    def open_at(self, pages: Pages) -> None:
        """Told its pages whenever it was laid out: a screen may begin elsewhere than in front."""

    def mark(self, page: Block) -> None:
        """Mark what the visitor looks for on a page that is about to be drawn."""
        if self.sought:
            colour = self.board.kit.colour
            Mark(colour.mark, colour.ink, self.sought).on(page)

    def recording(self) -> Path | None:
        """The file of what it says as read out at the center, if there is one."""
        return None

    def subject(self) -> Subject:
        """What the code of this screen is about: the whole village, unless it shows one thing."""
        desk = self.board.desk
        return Subject(desk.division, title=desk.division_name(desk.division))

    def gone(self) -> bool:
        """Whether what it shows was withdrawn since it was opened."""
        return False


class FlowScreen(Screen):
    """A screen that is one run of pieces; on a wide panel it stands in two columns, like a book."""

    two_columns = True

    def pieces(self, width: float) -> list[Piece]:
        """Everything it shows, top to bottom, for a column of that width."""
        raise NotImplementedError

    def pages(self, width: float, height: float) -> Pages:
        theme = self.kit.theme
        columns = 2 if self.two_columns and width > 36 * theme.body.size else 1
        gap = theme.margin
        column = (width - gap * (columns - 1)) // columns
        pieces = self.pieces(column)
        most = page_height(self.kit, height) if theme.portrait else height
        pieces = split_tall(self.kit, pieces, column, most)
        return Flow(pieces, height=height, columns=columns, gap=gap)
