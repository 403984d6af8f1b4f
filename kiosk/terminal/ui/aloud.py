"""Reading a screen aloud (念给我听): what is read is marked, and the pages turn along.

The board asks it what to mark and whether its bar stands instead of the footer; everything that
leads away from the screen stops it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.affairs.spoken import sentences, spoken
from kiosk.terminal.speech import Mute, Saying, Voice
from kiosk.terminal.speech.port import PACES, VOLUMES
from kiosk.terminal.ui.aloud_text import Passage, passages, speakers
from kiosk.terminal.ui.layout import Block
from kiosk.terminal.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from kiosk.terminal.ui.board import Board
    from kiosk.terminal.ui.widgets.words import Words

_PATIENCE_SECONDS = 300.0
"""Listening without a touch counts as being there for so long; then the board asks as always."""
_TITLE = -1
"""The speaker that is the title in the header."""


class Aloud:
    """The one who reads.  ``active`` while its bar stands; ``paused`` while it keeps silent."""

    def __init__(self, board: Board, voice: Voice | None = None) -> None:
        self.board = board
        self.voice: Voice = voice or Mute("没有接上声音。")
        self.active = self.paused = self.recorded = False
        self.failed = ""
        self._waiting: Iterator[Passage] = iter(())
        self._now: Passage | None = None
        self._next: Passage | None = None
        self._marked: list[Words] = []
        self._touched = 0.0

    @property
    def ready(self) -> bool:
        """Whether the button stands: there is a voice, and something that it can read."""
        return not self.trouble and (self.voice.reads_texts or self._recording() is not None)

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, in Chinese; empty if all is well.  For the staff's status."""
        if self.voice.trouble:
            return self.voice.trouble
        if not self.voice.reads_texts:
            return "没有装 espeak-ng，只能放县里录好的声音。" if self._recording() is None else ""
        return self.failed

    @property
    def saying(self) -> str:
        """What is being read, as it stands on the screen."""
        return self._now.text if self._now is not None else ""

    @property
    def listening(self) -> bool:
        """Whether somebody may be listening, who must not be taken for gone."""
        here = time.monotonic() - self._touched < _PATIENCE_SECONDS
        return self.active and not self.paused and here

    # What the visitor does.

    def start(self) -> None:
        """Read from the page in front to the end of the screen; a recording if there is one."""
        screen, pages = self.board.screen, self.board.laid_out
        if screen is None or pages is None:
            return
        self.stop()
        self.active, self._touched = True, time.monotonic()
        recording = self._recording()
        if recording is not None:
            self.recorded = True
            self.voice.say(Saying(screen.title, recording), self._ended)
            self.board.redraw()
            return
        first = [Passage(screen.title, screen.page, (_TITLE,))] if screen.page == 0 else []
        self._read(first, screen.page)

    def say(self, text: str) -> None:
        """Say something that stands on no page, such as what a voucher is about."""
        self.stop()
        rest = [spoken(sentence) for sentence in sentences(text)]

        def on(said: bool) -> None:  # noqa: FBT001 - the shape of a call back
            if said and rest:
                self.voice.say(Saying(rest.pop(0)), on)

        on(said=True)

    def pause(self) -> None:
        """Keep silent, or go on."""
        self._touched = time.monotonic()
        self.paused = not self.paused
        if self.paused:
            self.voice.pause()
        else:
            self.voice.resume()
        self.board.redraw()

    def slower(self) -> None:
        """The next pace; after the slowest the first again."""
        self._touched = time.monotonic()
        self.voice.set_pace((self.voice.pace + 1) % len(PACES))
        self.board.redraw()

    def louder(self) -> None:
        """The next volume; after the loudest the first again."""
        self._touched = time.monotonic()
        self.voice.set_volume((self.voice.volume + 1) % len(VOLUMES))
        self.board.redraw()

    def finish(self) -> None:
        """The visitor has heard enough."""
        self.stop()
        self.board.redraw()

    # What the board tells.

    def stop(self) -> None:
        """Be silent at once; the board draws what stands then."""
        self.voice.stop()
        self.active = self.paused = self.recorded = False
        self._waiting, self._now, self._next = iter(()), None, None

    def wipe(self) -> None:
        """The visitor is gone, and with them how they wanted it read."""
        self.stop()
        self.voice.set_pace(0)
        self.voice.set_volume(1)

    def turned(self) -> None:
        """The visitor turned the page: go on there."""
        screen = self.board.screen
        if self.active and not self.recorded and screen is not None:
            self._touched = time.monotonic()
            self.paused = False
            self.voice.stop()
            self._read([], screen.page)

    def unmark(self) -> None:
        """Take the marks back: blocks on top of a page are kept from drawing to drawing."""
        for words in self._marked:
            words.mark = None
        self._marked = []

    def mark(self, header: Block, page: Block) -> None:
        """Mark what is being read on what is about to be drawn."""
        screen, now = self.board.screen, self._now
        if now is None or screen is None or screen.page != now.page:
            return
        if now.speakers == (_TITLE,):
            read = [each for each in header.tree() if each.spoken_text == screen.title]
        else:
            found = speakers(page)
            read = [found[index] for index in now.speakers if index < len(found)]
        colour = self.board.kit.colour
        mark = Mark(colour.mark, colour.ink)
        self._marked = [words for block in read for words in mark.on(block)]

    def close(self) -> None:
        """Leave no sound behind."""
        self.stop()
        self.voice.close()

    # One sentence after another.

    def _read(self, first: list[Passage], page: int) -> None:
        pages = self.board.laid_out
        assert pages is not None
        self._waiting = _after(first, passages(pages, page))
        self._next = next(self._waiting, None)
        self.go_on()

    def go_on(self) -> None:
        """The next sentence; after the last one the footer is back."""
        self._now, self._next = self._next, next(self._waiting, None)
        screen = self.board.screen
        if self._now is None or screen is None:
            self.finish()
            return
        screen.page = self._now.page
        self._show()
        self.voice.say(Saying(spoken(self._now.text)), self._ended)
        if self._next is not None:
            self.voice.prepare(Saying(spoken(self._next.text)))

    def _ended(self, said: bool) -> None:  # noqa: FBT001 - the shape of a call back
        try:
            if not said:
                self.failed = "声音放不出来，请检查音箱和 espeak-ng。"
                self.finish()
            elif self.recorded:
                self.finish()
            else:
                self.failed = ""
                self.go_on()
        except Exception as error:  # noqa: BLE001 - whatever it was, the screen goes on
            self.board.stumble(error)

    def _show(self) -> None:
        """Draw what is read now; not while the board asks whether anybody is there."""
        if self.board.cover is None:
            self.board.redraw()

    def _recording(self) -> object:
        screen = self.board.screen
        return None if screen is None else screen.recording()


def _after(first: list[Passage], rest: Iterator[Passage]) -> Iterator[Passage]:
    yield from first
    yield from rest
