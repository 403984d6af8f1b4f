"""Pictures and recordings of what is under review, by their SHA-256, for their owner alone."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kiosk.feed.blobs import BlobStore
from kiosk.feed.draft import Draft


class MediaStore:
    """The board's own files; the feed gets copies of them when they become public."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.blobs = BlobStore(folder)

    def keep(self, draft: Draft) -> None:
        """Copy the files of a draft; those that are there already are left alone."""
        for media in draft.content.media():
            file = draft.blobs.get(media.digest)
            if file is not None and self.blobs.size(media.digest) != media.size:
                self.blobs.put(file)

    def files(self, draft: Draft) -> dict[str, Path]:
        """The files of a draft that lie here."""
        found = {m.digest: self.blobs.path(m.digest) for m in draft.content.media()}
        return {digest: path for digest, path in found.items() if path.is_file()}


def file_of(digest: str) -> Path | None:
    """Where a file lies that is under review or public; None if it is neither."""
    for blobs in (store().blobs, BlobStore(Path(settings.FEED) / "blobs")):
        if digest in blobs:
            return blobs.path(digest)
    return None


def store() -> MediaStore:
    """That of this center."""
    return MediaStore(Path(settings.DATA) / "board")
