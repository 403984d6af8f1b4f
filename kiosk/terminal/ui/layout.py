"""Height-for-width layout: a block is told its width, answers its height, then is placed.

Kivy's own layouts find their sizes over several frames; a page here is measured and drawn
within the touch that opened it.  Blocks are no Kivy widgets: a page of 150 widgets takes 25 ms
to make and leaves cycles that only a slow collection frees.  They are plain objects that add
their instructions to the canvas that is open; the board is the one widget, and hands touches
down.  Nothing is resized in place: a change of the text size builds the screen anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kivy.graphics import Color, Mesh, Rectangle, SmoothLine

from kiosk.terminal.ui.theme import Colour


class Block:
    """Something with a height for a width.  Subclasses override `measure` and `draw`."""

    spoken_text = ""
    """What a voice says for it; empty where its children speak for themselves."""
    name = ""
    """What it is looked for by on its page, where it is looked for."""
    silent = False
    """Whether a voice passes it over with all below: what it says is said elsewhere."""

    def __init__(self, *children: Block) -> None:
        self.blocks: tuple[Block, ...] = children
        self.x = self.y = self.width = self.height = 0.0

    @property
    def top(self) -> float:
        """The upper edge, in pixels from the bottom of the panel."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """The right edge, in pixels from the left of the panel."""
        return self.x + self.width

    @property
    def center(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def pos(self) -> tuple[float, float]:
        """The lower left corner, as Kivy's graphics want it."""
        return self.x, self.y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, as Kivy's graphics want it."""
        return self.width, self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x <= self.right and self.y <= y <= self.top

    def fit(self, width: float) -> float:
        """Take this width and return the height in pixels that comes of it."""
        self.width = width
        self.height = self.measure(width)
        return self.height

    def place(self, x: float, top: float) -> None:
        """Stand with the upper left corner there and draw; `fit` must have gone before.

        What is drawn goes to the canvas that is open (Kivy's ``with canvas:``).
        """
        self.x, self.y = round(x), round(top - self.height)
        self.draw()
        self.arrange()

    def measure(self, width: float) -> float:
        """The height for a width; children must be fitted here."""
        raise NotImplementedError

    def arrange(self) -> None:
        """Place the children inside the block's own rectangle."""

    def draw(self) -> None:
        """Draw what is the block's own, below its children."""

    def let_go(self) -> None:
        """It is no longer shown: give back what is large.

        A page that was left is a cycle that only the collector frees, and the collector works
        when nobody touches; photos must not wait for that.
        """

    def tree(self) -> Iterator[Block]:
        """The block and all blocks below it."""
        yield self
        for child in self.blocks:
            yield from child.tree()


class Space(Block):
    """Nothing, of a height."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._height = height

    def measure(self, width: float) -> float:  # noqa: ARG002
        return self._height


class Column(Block):
    """Blocks below each other."""

    def __init__(self, *children: Block, gap: float = 0) -> None:
        super().__init__(*children)
        self.gap = gap

    def measure(self, width: float) -> float:
        heights = [child.fit(width) for child in self.blocks]
        return sum(heights) + self.gap * max(0, len(heights) - 1)

    def arrange(self) -> None:
        top = self.top
        for child in self.blocks:
            child.place(self.x, top)
            top -= child.height + self.gap


class Row(Block):
    """Blocks beside each other.

    ``widths`` holds pixels for a number of at least 2, a share of what is left for a number up
    to 1; ``align`` is ``top``, ``middle`` or ``bottom``.  ``even`` stretches all to the height
    of the tallest.
    """

    def __init__(
        self,
        *children: Block,
        widths: Sequence[float] = (),
        gap: float = 0,
        align: str = "top",
        even: bool = False,
    ) -> None:
        super().__init__(*children)
        self.widths = tuple(widths) or (1.0 / max(1, len(children)),) * len(children)
        self.gap, self.align, self.even = gap, align, even

    def measure(self, width: float) -> float:
        free = width - self.gap * (len(self.blocks) - 1) - sum(w for w in self.widths if w >= 2)
        shares = sum(w for w in self.widths if w < 2) or 1
        height = 0.0
        for child, wanted in zip(self.blocks, self.widths, strict=True):
            height = max(height, child.fit(wanted if wanted >= 2 else free * wanted / shares))
        if self.even:
            for child in self.blocks:
                child.height = height
        return height

    def arrange(self) -> None:
        x = self.x
        for child in self.blocks:
            spare = self.height - child.height
            top = self.top - {"top": 0, "middle": spare / 2, "bottom": spare}[self.align]
            child.place(x, top)
            x += child.width + self.gap


class Frame(Block):
    """A surface with padding around one block; children may be centred in a fixed height."""

    def __init__(  # noqa: PLR0913 - a surface has these many sides
        self,
        child: Block,
        *,
        padding: tuple[float, float] = (0, 0),
        fill: Colour | None = None,
        edge: Colour | None = None,
        edge_width: float = 1.5,
        radius: float = 0,
        height: float = 0,
        align: str = "middle",
    ) -> None:
        super().__init__(child)
        self.child = child
        self.padding, self.fill, self.edge = padding, fill, edge
        self.edge_width, self.radius, self.least = edge_width, radius, height
        self.align = align

    def measure(self, width: float) -> float:
        inner = self.child.fit(width - 2 * self.padding[0])
        return max(self.least, inner + 2 * self.padding[1])

    def arrange(self) -> None:
        spare = self.height - self.child.height - 2 * self.padding[1]
        down = {"top": 0, "middle": spare / 2, "bottom": spare}[self.align]
        self.child.place(self.x + self.padding[0], self.top - self.padding[1] - down)

    def draw(self) -> None:
        paint_surface(self.pos, self.size, self.fill, self.edge, self.edge_width, self.radius)


def paint_surface(  # noqa: PLR0913, PLR0917
    pos: tuple[float, float],
    size: tuple[float, float],
    fill: Colour | None,
    edge: Colour | None,
    edge_width: float,
    radius: float,
) -> Color | None:
    """Draw a rounded surface on the canvas that is open; returns the fill's Color to change it."""
    ground = None
    if fill is not None:
        ground = Color(*fill)
        if radius:
            _fill_rounded(pos, size, radius)
        else:
            Rectangle(pos=pos, size=size)
    if edge is not None:
        Color(*edge)
        half = edge_width / 2
        box = (pos[0] + half, pos[1] + half, size[0] - edge_width, size[1] - edge_width)
        SmoothLine(rounded_rectangle=(*box, max(radius, 0.01)), width=half)
    return ground


def _fill_rounded(pos: tuple[float, float], size: tuple[float, float], radius: float) -> None:
    """A filled rectangle with round corners, smooth at the edge.

    Kivy's SmoothRoundedRectangle never gives its memory back (50 kB each, measured), and a
    board draws a hundred thousand a day.
    """
    (x, y), (wide, tall) = pos, size
    corners = (
        (x + wide - radius, y + radius),
        (x + wide - radius, y + tall - radius),
        (x + radius, y + tall - radius),
        (x + radius, y + radius),
    )
    vertices = [x + wide / 2, y + tall / 2, 0.0, 0.0]
    for quarter, (middle_x, middle_y) in enumerate(corners):
        for step in range(_CORNER_STEPS + 1):
            angle = math.pi / 2 * (quarter - 1 + step / _CORNER_STEPS)
            vertices += [middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)]
            vertices += [0.0, 0.0]
    vertices += vertices[4:8]
    Mesh(vertices=vertices, indices=list(range(len(vertices) // 4)), mode="triangle_fan")
    SmoothLine(rounded_rectangle=(x, y, wide, tall, radius), width=0.5)


_CORNER_STEPS = 8
