"""Photos of cases: re-encoded without what a camera adds, kept as files by their SHA-256."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk.affairs.case import CaseError
from kiosk.feed.durable import make_folder, write_durable

LIMIT = 6
"""Photos of one step."""
BYTES = 15 * 2**20
"""Of one photo as it comes."""
_PIXELS = 60_000_000
_PIXELS_WHOLE = 25_000_000
"""Of what cannot be opened at a smaller scale, as JPEG can: 100 MB of memory in the middle."""
_SIDE = 1_600
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}

_APPLE = {b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")}


class Photo:
    """A photo ready to be kept: ``digest`` and ``type``; its bytes are on the disk."""

    def __init__(self, data: bytes) -> None:
        kind = next((t for magic, t in _MAGIC.items() if data.startswith(magic)), None)
        if kind is None:
            raise CaseError("有一张照片的格式认不出来，请换成手机拍的照片。填的内容没有丢。")
        self.digest = hashlib.sha256(data).hexdigest()
        self.type = kind
        path = photo_path(self.digest)
        if not path.exists():
            make_folder(path.parent)
            write_durable(path, data, mode=0o600)


def photo_path(digest: str) -> Path:
    """Where a photo lies."""
    return Path(settings.DATA) / "photos" / digest[:2] / digest


def keep(photos: Iterable[bytes]) -> list[Photo]:
    """Keep photos that are already re-encoded; CaseError for too many or no picture."""
    found = list(photos)
    if len(found) > LIMIT:
        raise CaseError(f"照片最多{LIMIT}张，请去掉几张再交。填的内容没有丢。")
    return [Photo(data) for data in found]


def clean(data: bytes) -> bytes:
    """A photo as it may be kept: turned upright, at most 1,600 pixels, JPEG, no metadata.

    Raises CaseError for what is no picture or too large to open safely.
    """
    if data[4:12] in _APPLE:
        raise CaseError(
            "有一张照片是苹果手机的 HEIC 格式，这里打不开。请打开那张照片截一张图，传截图就行。"
            "什么也没有改动。"
        )
    if len(data) > BYTES:
        raise CaseError("有一张照片超过15兆，请缩小再传。什么也没有改动。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
                most = _PIXELS if opened.format == "JPEG" else _PIXELS_WHOLE
                if opened.width * opened.height > most:
                    raise CaseError("有一张照片太大，打不开，请缩小再传。什么也没有改动。")
                opened.draft("RGB", (_SIDE, _SIDE))
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as error:
        if isinstance(error, CaseError):
            raise
        raise CaseError("有一张照片打不开，请重新拍一张。什么也没有改动。") from error
    picture.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
