"""Several transfers at once, over few lines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

AT_ONCE = 3
"""Enough to hide the way there and back; few enough for a village's line and a county's server."""


def several(
    work: Callable[[_Item], _Result], items: Iterable[_Item]
) -> Generator[tuple[_Item, Future[_Result]], None, None]:
    """Do the work for each item, three at a time; each with its finished future, as they end.

    The next item is taken when there is room for it, so that whoever makes the items decides
    late.  Closing it midway waits for nothing: what runs is let go, what waits is dropped.
    """
    source = iter(items)
    pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="line")
    running: dict[Future[_Result], _Item] = {}
    try:
        while True:
            for item in source:
                running[pool.submit(work, item)] = item
                if len(running) >= AT_ONCE:
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
