"""A terminal in a village hall, for tests: its folder, its sync, its library, no network."""

from __future__ import annotations

from pathlib import Path

import feedlab as sample
import requests

from kiosk.feed.directory import DirectoryAdapter
from kiosk.feed.fetcher import Fetcher
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.library import Library
from kiosk.terminal.sync import Sync


class Terminal:
    """A terminal that follows a feed without a network."""

    def __init__(self, folder: Path, feed: sample.Feed, division: str = sample.VILLAGE) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "root.json").write_bytes(feed.root)
        self.config = TerminalConfig(
            division=division, feed="feed://county", root="root.json", folder=folder
        )
        self.feed = feed
        self.asked: list[str] = []
        self.start()

    def start(self) -> None:
        self.fetcher = Fetcher()
        self.fetcher.mount("feed://", Recorder(self.feed.repo, self.asked))
        self.sync = Sync(self.config, fetcher=self.fetcher)
        self.library = Library(self.config.library_path, self.config.blobs_path)

    def restart(self) -> None:
        self.sync.close()
        self.library.close()
        self.start()

    def follow(self):
        """Poll, fetch everything, switch."""
        self.asked.clear()
        poll = self.sync.step()
        self.sync.pictures(float("inf"))
        return poll

    def titles(self) -> list[str]:
        return [s.disclosure.title for s in self.library.shelves()]

    def ids(self) -> set[str]:
        return {s.disclosure.id for s in self.library.shelves()}


class Recorder(DirectoryAdapter):
    """Remembers what was asked for."""

    def __init__(self, folder: Path, asked: list[str]) -> None:
        super().__init__(folder)
        self.asked = asked

    def send(self, request, *args, **kwargs):
        self.asked.append(request.url.removeprefix("feed://county/"))
        return super().send(request, *args, **kwargs)


class Cut:
    """The line is down for some addresses."""

    def __init__(self, terminal, part):
        self.adapter = terminal.fetcher._session.get_adapter("feed://county/")
        self.send, self.part = self.adapter.send, part
        self.adapter.send = self

    def __call__(self, request, *args, **kwargs):
        if self.part in request.url:
            raise requests.ConnectionError(request=request)
        return self.send(request, *args, **kwargs)

    def mend(self):
        self.adapter.send = self.send
