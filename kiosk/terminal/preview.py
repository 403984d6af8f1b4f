"""A library of one disclosure, and pictures of every page on which the screen shows it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.affairs.division import scope_of
from kiosk.feed.blobs import BlobStore
from kiosk.feed.documents import BlobRef, Entry, Feed, encode
from kiosk.feed.edition import Edition
from kiosk.feed.preview import PreviewOrder
from kiosk.terminal.config import Panel, TerminalConfig
from kiosk.terminal.library.notes import write_checked
from kiosk.terminal.library.writer import LibraryWriter
from kiosk.terminal.ui import environment
from kiosk.terminal.ui.text.face import prepare_face

PAGES_FILE = "pages.txt"


class PreviewError(ValueError):
    """The order cannot be drawn.  The message is Chinese."""


def preview(
    order: Path, folder: Path, *, size: tuple[int, int], face_folder: Path, most: int = 12
) -> list[Path]:
    """Draw the first ``most`` pages of an order into a folder as ``1.png``, ``2.png`` ...

    ``pages.txt``, written last, says how many pages there are in all.

    Raises PreviewError for what is no order, FaceMissingError without a Chinese font.
    """
    try:
        wanted = msgspec.json.decode(order.read_bytes(), type=PreviewOrder)
    except (OSError, msgspec.MsgspecError) as error:
        raise PreviewError(f"{order} 不是预览的内容：{error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    face = prepare_face(face_folder)
    with tempfile.TemporaryDirectory() as name:
        config = TerminalConfig(
            division=wanted.disclosure.division,
            feed="",
            root="",
            folder=Path(name),
            panel=Panel(width=size[0], height=size[1]),
        )
        build_library(wanted, config)
        environment.prepare(
            home=config.data_path / "kivy",
            width=size[0],
            height=size[1],
            fullscreen=False,
            offscreen=True,
        )
        from kiosk.terminal.ui.tour import draw_pages

        count = draw_pages(config, face, wanted.disclosure.id, folder, most)
    (folder / PAGES_FILE).write_text(f"{count}\n", encoding="ascii")
    return [folder / f"{number}.png" for number in range(1, min(count, most) + 1)]


def build_library(order: PreviewOrder, config: TerminalConfig) -> None:
    """Lay the order down as if it had come through the feed."""
    blobs = BlobStore(config.blobs_path)
    county = order.disclosure.division[:6]
    entries: dict[str, list[Entry]] = {county: []}
    for disclosure, content in [*order.others, (order.disclosure, order.content)]:
        entry = Entry(disclosure=disclosure, document=_put(blobs, encode(content)))
        entries.setdefault(scope_of(disclosure.division), []).append(entry)
    for digest, source in order.media.items():
        target = blobs.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    reference = _put(blobs, encode(order.county))
    scopes = {}
    for scope, head in entries.items():
        feed = Feed(
            scope=scope,
            version=1,
            issued=datetime.now(UTC),
            head=tuple(head),
            county=reference if scope == county else None,
        )
        scopes[scope] = _put(blobs, encode(feed)).digest
    writer = LibraryWriter(config.library_path, blobs)
    writer.switch(Edition(scopes=scopes))
    writer.close()
    # The center's clock is the clock: the picture must not say that nobody has set it.
    write_checked(config.library_path.parent, datetime.now(UTC), datetime.now(UTC))


def _put(blobs: BlobStore, data: bytes) -> BlobRef:
    return BlobRef(*blobs.put(data))
