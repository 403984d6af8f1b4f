"""Building what msgspec knows of our types before threads need it.

msgspec (0.20) works a Struct out when it is first decoded, and a second thread that comes along
in the middle of that finds it half done: a segmentation fault, seen within seconds of starting
173 terminals in one process.  So whoever starts threads calls `build_all` first.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec


def build_all() -> int:
    """Work out every Struct of the modules that are imported by now; how many there are."""
    count = 0
    for kind in _below(msgspec.Struct):
        with contextlib.suppress(TypeError, NameError):
            msgspec.json.Decoder(kind)
            count += 1
    return count


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
