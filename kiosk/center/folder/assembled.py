"""An item's texts together, and what only shows once they are joined."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kiosk.affairs.disclosure import Block, Listing, Paragraph
from kiosk.affairs.masking import find_personal_data
from kiosk.center.folder.problems import Pen
from kiosk.feed.draft import Draft


def check_assembled(draft: Draft, pen: Pen) -> None:
    """Mark a number that is parted over several texts: the net below all other checks."""
    for text in _strings(msgspec.to_builtins((draft.disclosure, draft.content))):
        for finding in find_personal_data(text):
            pen.mark(f"有没有遮盖的{finding.secret}（{finding.masked}），分写在几行里也不行")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        # Digests are hexadecimal and hold long runs of digits by chance.
        if not (len(value) == 64 and all(c in "0123456789abcdef" for c in value)):
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def texts_of(body: tuple[Block, ...]) -> Iterator[str]:
    """The running text of a body, a paragraph or a line of a list at a time."""
    for block in body:
        match block:
            case Paragraph(spans=spans):
                yield "".join(s.text for s in spans)
            case Listing(items=items):
                for item in items:
                    yield "".join(s.text for s in item)
            case _:
                pass
