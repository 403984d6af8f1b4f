"""How a figure is printed: what, how much, against what, and the aim."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def row(what: str, value: str, against: str = "", ratio: str = "", aim: str = "") -> None:
    """One line of the table."""
    print(f"{what:<46} {value:>14} {against:>26} {ratio:>10}  {aim}", flush=True)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]
