"""The chain itself, without a database: each link is the SHA-256 of the one before and a row.

A row is canonical JSON (RFC 8785 for what stands in it: no fractions), so that an archive can
be checked in twenty years with nothing but a JSON reader and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

START = "0" * 64
"""What stands before the first link."""
_PRINTED = 16
"""Hexadecimal digits that are put on paper: 64 bits, which nobody meets by trying."""


class Head(NamedTuple):
    """The last link: its number (0 while there is none) and its 64 hexadecimal digits."""

    number: int
    digest: str

    @property
    def printed(self) -> str:
        """As it stands on paper: ``第128条 1f0c 88a2 09be 77d1``."""
        digits = self.digest[:_PRINTED]
        groups = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
        return f"第{self.number}条 {groups}"


class Verdict(NamedTuple):
    """What a walk along the chain found; ``broken`` is a sentence, empty for a whole chain."""

    checked: int
    head: Head
    broken: str = ""


class Link(NamedTuple):
    """A stored row: what it says, and the two digests that stand beside it."""

    row: Mapping[str, Any]
    before: str
    digest: str


class MarkError(ValueError):
    """What was copied from paper is no head of a chain.  The message is Chinese."""


def canonical(row: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed; TypeError for what has no one way to be written."""
    return json.dumps(
        row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(before: str, row: Mapping[str, Any]) -> str:
    """The link that follows ``before``."""
    return hashlib.sha256(before.encode("ascii") + canonical(row)).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as rows carry it: UTC, with microseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_mark(text: str) -> Head:
    """The head on a printed form, as typed: the number and at least 16 digits.  MarkError."""
    found = re.fullmatch(r"第?(\d+)条?[:：]?((?:[0-9a-f]{4})+)", re.sub(r"\s+", "", text).lower())
    if not found or not _PRINTED <= len(found[2]) <= len(START):
        raise MarkError(f"“{text}”不是表上印的记录，应当像：第128条 1f0c 88a2 09be 77d1")
    return Head(int(found[1]), found[2])


def walk(links: Iterable[Link], kept: Head | None = None) -> Verdict:
    """Follow the links from the first; stops at the first that does not fit.

    ``kept`` is a head that was printed earlier: the chain must still pass through it, which
    also finds a tail that was cut off or a chain that was made anew.
    """
    head = Head(0, START)
    for link in links:
        number = head.number + 1
        good = f"第1到{head.number}条没有问题。" if head.number else ""
        if link.row.get("number") != number:
            return Verdict(head.number, head, f"第{number}条不见了，被删掉或者换过编号。{good}")
        if link.before != head.digest:
            return Verdict(head.number, head, f"第{number}条接不上前一条，有一条被换过。{good}")
        try:
            digest = digest_of(link.before, link.row)
        except (TypeError, ValueError):
            digest = ""
        if digest != link.digest:
            return Verdict(head.number, head, f"第{number}条的内容被改过。{good}")
        head = Head(number, digest)
        if kept is not None and kept.number == number and not digest.startswith(kept.digest):
            return Verdict(number, head, f"第{number}条和表上印的不一样：整条链被重做过。")
    if kept is not None and kept.number > head.number:
        return Verdict(
            head.number,
            head,
            f"表上印的是第{kept.number}条，现在只有{head.number}条：后面的被删掉了。",
        )
    return Verdict(head.number, head)
