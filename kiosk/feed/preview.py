"""What the center asks to see drawn before it is sent: one disclosure as the screen will show it.

The center cannot import the terminal; it writes an order to a file, and the terminal's own
program (``kiosk preview``) draws the pages.
"""

from __future__ import annotations

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure


class PreviewOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A disclosure to be drawn.

    ``media`` maps the digest of each of its pictures to a local file; ``others`` stand on the
    same board (the earlier months of a ledger).
    """

    county: County
    disclosure: Disclosure
    content: Content
    media: dict[str, str] = {}
    others: tuple[tuple[Disclosure, Content], ...] = ()
