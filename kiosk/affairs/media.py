"""Pictures and recordings as the feed names them."""

from __future__ import annotations

import msgspec


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """A picture in the feed: SHA-256, bytes, MIME type, pixels, and the text that replaces it.

    A recording has an ``audio/`` type and no pixels: width and height are 0.
    """

    digest: str
    size: int
    type: str
    width: int
    height: int
    alt: str
