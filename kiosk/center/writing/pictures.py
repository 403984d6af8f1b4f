"""Pictures of a working copy: turned upright, stripped of what a camera adds, found again."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

import msgspec
from django.conf import settings

from kiosk.affairs.media import Media
from kiosk.center.board.store import store
from kiosk.center.folder.media import MediaCache
from kiosk.center.folder.pictures import MEDIA_ENDINGS, pages_of_pdf
from kiosk.feed.blobs import BlobStore
from kiosk.feed.durable import make_folder

MOST_BYTES = 30 * 2**20
"""Of one file as it comes from a phone or a scanner."""


class PictureError(ValueError):
    """The file is no picture that can be shown.  The message is Chinese."""


def read_pictures(data: bytes, name: str, alt: str, room: int = 1) -> list[Media]:
    """The pages of a photo or a PDF, kept in the center's cache.

    Raises PictureError; also for more pages than there is ``room`` for, and for a PDF in whose
    text stand numbers of persons.
    """
    ending = PurePosixPath(name).suffix.lower()
    if data.startswith(b"%PDF"):
        ending = ".pdf"
    elif ending not in MEDIA_ENDINGS or ending == ".pdf":
        ending = ".jpg"  # a phone may send a photo without a name; the content decides
    pages = pages_of_pdf(data) if ending == ".pdf" else 1
    _check_room(name, pages, room)  # before they are drawn: two hundred take a minute
    if len(data) > MOST_BYTES:
        raise PictureError(f"“{name}”超过 {MOST_BYTES // 2**20} MB，请缩小再传。填好的没有丢。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(data)
        found = _cache().convert_all([path])[path]
    if found.error:
        raise PictureError(f"“{name}”{found.error}。填好的没有丢。")
    if found.findings:
        raise PictureError(
            f"“{name}”{found.findings[0]}，个人号码不能上公开栏；请遮住以后重新扫描。填好的没有丢。"
        )
    many = len(found.pages) > 1
    _check_room(name, len(found.pages), room)
    return [
        msgspec.structs.replace(page, alt=f"{alt}（第{number}页）" if many else alt)
        for number, page in enumerate(found.pages, 1)
    ]


def _check_room(name: str, pages: int, room: int) -> None:
    if pages <= room:
        return
    here = f"这里只放得下 {room} 张了" if room > 0 else "这里已经放满了"
    raise PictureError(
        f"“{name}”{f'有 {pages} 页，' if pages > 1 else '没有加上，'}{here}；"
        "请只传要紧的，或者分成几件。这一次选的照片都没有加上，填好的没有丢。"
    )


def file_of(digest: str) -> Path | None:
    """Where a picture lies: fresh from a clerk, under review, or public already."""
    blobs = store().blobs
    published = BlobStore(Path(settings.FEED) / "blobs")
    for path in (_folder() / digest[:2] / digest, blobs.path(digest), published.path(digest)):
        if path.is_file():
            return path
    return None


def _folder() -> Path:
    return Path(settings.DATA) / "pictures"


def _cache() -> MediaCache:
    make_folder(_folder())
    return MediaCache(_folder())
