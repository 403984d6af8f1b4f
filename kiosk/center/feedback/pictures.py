"""Pictures inside a page, small, so that no address ever holds a secret."""

from __future__ import annotations

import base64
import io

from PIL import Image


def data_address(data: bytes, side: int) -> str:
    """A JPEG of at most that many pixels as a ``data:`` address."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (side, side))
        small = picture.convert("RGB")
        small.thumbnail((side, side))
        small.save(out, "JPEG", quality=70)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
