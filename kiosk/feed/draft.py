"""What the center hands to the publisher: one disclosure, checked, with its files at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk.affairs.disclosure import Content, Disclosure


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A disclosure ready to be published; ``blobs`` maps each media digest to its local file.

    ``disclosure.version`` is not the author's business: the publisher counts versions.
    """

    disclosure: Disclosure
    content: Content
    blobs: Mapping[str, Path] = {}
