"""The board: header, one screen, footer; the only one who navigates.

Screens say what is on their pages, the board says where they stand, turns them, and goes home.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from kivy.graphics import Color, Rectangle
from kivy.input import MotionEvent
from kivy.uix.widget import Widget

from kiosk.affairs.media import Media
from kiosk.affairs.notice import Severity
from kiosk.terminal.speech import Voice
from kiosk.terminal.ui import chrome
from kiosk.terminal.ui.aloud import Aloud
from kiosk.terminal.ui.cover import Cover
from kiosk.terminal.ui.desk import Desk
from kiosk.terminal.ui.hand import Hand
from kiosk.terminal.ui.kit import Kit
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.screens.empty import Empty, Stumbled, Withdrawn
from kiosk.terminal.ui.screens.home import Home
from kiosk.terminal.ui.screens.notices import NoticePoster
from kiosk.terminal.ui.screens.screen import Pages, Screen
from kiosk.terminal.ui.text.metrics import Metrics
from kiosk.terminal.ui.theme import Look, Step, Theme
from kiosk.terminal.ui.widgets.picture import PictureShelf
from kiosk.terminal.ui.widgets.ticker import Ticker
from kiosk.terminal.ui.widgets.viewer import Viewer

_STUMBLE_SECONDS = 60.0
_MOST_STUMBLES = 3
"""More failed pages within that time than this, and the program starts anew."""


class Board(Widget):
    """Everything on the panel; what stands on it is asked of the desk."""

    def __init__(
        self, desk: Desk, theme: Theme, metrics: Metrics, voice: Voice | None = None
    ) -> None:
        super().__init__(size_hint=(None, None), size=(theme.width, theme.height))
        self.desk, self.metrics = desk, metrics
        self.kit = Kit(theme, metrics)
        self.pictures = PictureShelf()
        self.aloud = Aloud(self, voice)
        self.stack: list[Screen] = []
        self.cover: Cover | None = None
        self.shown: list[Block] = []
        self.news = False
        self.usual = Look()
        """What a new visitor finds."""
        self._heeded: tuple[str, ...] = ()
        self._known: set[str] = set()
        """Extreme notices that this visitor has read."""
        self._stumbles: list[float] = []
        self._pages: Pages | None = None
        self._clock: chrome.Clock | None = None
        self._tickers: list[Ticker] = []
        self.hand = Hand(self)
        self._above = self.canvas.after

    # Navigation.

    @property
    def screen(self) -> Screen | None:
        """The screen in front."""
        return self.stack[-1] if self.stack else None

    @property
    def laid_out(self) -> Pages | None:
        """The pages of the screen in front, at the size in which they stand."""
        return self._pages

    def home(self) -> None:
        """Show the first page; a new one, so that it holds what arrived meanwhile."""
        self.news = False
        first = Home if self.desk.library.edition() is not None else Empty
        self.stack = [first(self)]
        self.show()

    def go(self, kind: Callable[..., Screen], *details: object, **more: object) -> None:
        """Open a screen in front of this one."""
        self.stack.append(kind(self, *details, **more))
        self.show()

    def back(self) -> None:
        """To the screen before; home if there is none."""
        self.close_cover()
        if len(self.stack) > 1:
            self.stack.pop()
            self.show()
        else:
            self.home()

    def turn(self, by: int) -> None:
        """Turn the page; does nothing at either end."""
        screen, pages = self.screen, self._pages
        if screen is None or pages is None:
            return
        number = screen.page + by
        if 0 <= number < pages.count:
            screen.page = number
            self.redraw()
            self.aloud.turned()

    def set_look(self, look: Look) -> None:
        """Draw everything as the visitor wants it, staying about where one was reading."""
        screen, pages = self.screen, self._pages
        share = screen.page / pages.count if screen and pages else 0.0
        self._dress(look)
        for each in self.stack:
            each.kit = self.kit
        self._lay_out()
        if screen is not None and self._pages is not None:
            screen.page = min(self._pages.count - 1, int(share * self._pages.count))
        self.redraw()

    def set_step(self, step: Step) -> None:
        """Draw everything in a text size."""
        self.set_look(self.kit.theme.look._replace(step=step))

    def _dress(self, look: Look) -> None:
        """A new kit; for somebody seated the board ends where the hand does."""
        self.kit = Kit(self.kit.theme.at(look), self.metrics)
        self.size = (self.kit.theme.width, self.kit.theme.height)

    def wipe(self) -> None:
        """Forget everything that a visitor chose, and go home."""
        self.pictures.forget()
        self.aloud.wipe()
        self._known.clear()
        self._dress(self.usual)
        self.home()

    def view(self, media: Sequence[Media], number: int = 0, said: str = "") -> None:
        """Show pictures as large as the panel; ``said`` is what a voice says of them."""
        self.open_cover(Viewer(self, media, number, said))

    def open_cover(self, cover: Cover) -> None:
        """Lay something over the whole panel."""
        if not cover.keeps_voice:
            reading = self.aloud.active
            self.aloud.stop()
            if reading:
                self.redraw()  # the footer, in place of the bar of the voice
        self.close_cover()
        self.cover = cover
        cover.fit(self.width)
        with self._above:
            cover.place(0, self.height)

    def close_cover(self) -> None:
        """Take away what lies over the panel."""
        if self.cover is not None:
            _let_go([self.cover])
            self.cover = None
            self._above.clear()

    # What happens without the visitor.

    def renewed(self) -> None:
        """The library has a new Edition: home follows at once, a reader is not disturbed."""
        self.desk.renew()
        screen = self.screen
        if isinstance(screen, (Home, Empty)):
            self.home()
        elif screen is not None and screen.gone():
            self.close_cover()
            self.stack[-1] = Withdrawn(self)
            self.show()
        else:
            self.news = True
            if self.cover is None:
                self.redraw()

    @property
    def alarmed(self) -> bool:
        """Whether an extreme notice is in force."""
        return any(n.severity is Severity.EXTREME for _, n in self.desk.notices())

    def heed(self) -> None:
        """Show the urgent notices that are in force now: they begin and end by the clock.

        An extreme one covers whatever is on the board until somebody says that they know.
        """
        notices = self.desk.notices()
        names = tuple(shelved.disclosure.id for shelved, _ in notices)
        if names != self._heeded:
            self._heeded = names
            if self.cover is None or isinstance(self.cover, NoticePoster):
                self.close_cover()
                self.show()
        if isinstance(self.cover, NoticePoster):
            return
        for shelved, notice in notices:
            fresh = shelved.disclosure.id not in self._known
            if notice.severity is Severity.EXTREME and fresh:
                self.aloud.stop()
                self.open_cover(NoticePoster(self, shelved, notice, self._known.add))
                return

    def stumble(self, error: Exception) -> None:
        """Something on a page failed: log it, show a calm page, never a traceback or black.

        When it happens again and again the error goes on and ends the program, to be started
        anew.
        """
        logging.getLogger("kiosk.ui").error("a page failed", exc_info=error)
        now = time.monotonic()
        self._stumbles = [then for then in self._stumbles if now - then < _STUMBLE_SECONDS]
        self._stumbles.append(now)
        if len(self._stumbles) > _MOST_STUMBLES:
            raise error
        self.close_cover()
        self.stack = [*self.stack[:1], Stumbled(self)]
        self.show()

    def minute(self) -> None:
        """A minute has passed: the clock in the header says so."""
        now = self.desk.now()
        if self._clock is not None:
            self._clock.show(now)
        # Whatever counts down; a text that outgrows its place has the page drawn anew.
        outgrown = [each for each in self._tickers if not each.show(now)]
        if outgrown and self.cover is None:
            self.show()

    # Drawing.

    def show(self) -> None:
        """Lay out and draw the screen in front; nothing is read aloud any more."""
        self.aloud.stop()
        self._lay_out()
        self.redraw()

    def _lay_out(self) -> None:
        theme, screen = self.kit.theme, self.screen
        if screen is None:
            return
        header = chrome.header(self, screen)
        top = header.fit(self.width)
        bottom = chrome.footer(self, screen).fit(self.width)
        room = self.height - top - bottom - theme.gap - theme.small
        width = self.width - 2 * theme.margin
        self._pages = screen.pages(width, room)
        if self._pages.count > 1 and theme.portrait:
            room -= chrome.pager(self, 0, 2).fit(width) + theme.small
            self._pages = self._pages.within(room)
        screen.open_at(self._pages)
        screen.page = min(screen.page, self._pages.count - 1)

    def redraw(self) -> None:
        """Draw the page in front again, as it was laid out."""
        theme, screen, pages = self.kit.theme, self.screen, self._pages
        if screen is None or pages is None:
            return
        self.close_cover()
        header, footer = chrome.header(self, screen), chrome.foot(self, screen, pages.count)
        header.fit(self.width)
        footer.fit(self.width)
        page = pages.build(screen.page)
        width = self.width - 2 * theme.margin
        page.fit(width)
        self.aloud.unmark()
        screen.mark(page)
        self.aloud.mark(header, page)
        _let_go(self.shown)
        self.canvas.clear()
        with self.canvas:
            Color(*theme.colour.paper)
            Rectangle(size=(theme.panel.width, theme.panel.height))
            header.place(0, self.height)
            footer.place(0, footer.height)
            page.place(theme.margin, self.height - header.height - theme.gap)
            self.shown = [header, footer, page]
            if pages.count > 1 and theme.portrait:
                pager = chrome.pager(self, screen.page, pages.count)
                pager.fit(width)
                pager.place(theme.margin, footer.height + theme.small + pager.height)
                self.shown.append(pager)
        self._clock = next((b for b in header.tree() if isinstance(b, chrome.Clock)), None)
        self._tickers = [b for b in page.tree() if isinstance(b, Ticker)]

    # The hand.

    def on_touch_down(self, touch: MotionEvent) -> bool:
        self.hand.down(touch)
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        self.hand.moved(touch)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        self.hand.up(touch)
        return True


def _let_go(blocks: Sequence[Block]) -> None:
    """Tell blocks and all below them that they are no longer shown."""
    for each in blocks:
        for block in each.tree():
            block.let_go()
