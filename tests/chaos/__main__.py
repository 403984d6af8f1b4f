"""Runs everything in full and prints figures: ``python -m tests.chaos [--kills 500]``."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.kills import Arena
from tests.chaos.power import missing_tools, power_cuts


def main() -> int:
    """0 if everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--cuts", type=int, default=150, help="states of push, withdraw, sync each")
    parser.add_argument("--sabotage", action="store_true", help="leave out fsyncs; must be noticed")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}")
    if wanted.kills:
        _kill(wanted.kills, wanted.seed)
    if not wanted.cuts:
        return 0
    if lacking := missing_tools():
        print(f"power cuts: not run, {lacking} is missing")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cuts = power_cuts(Path(folder), wanted.seed, most=wanted.cuts, sabotage=wanted.sabotage)
    print(cuts.text())
    return 1 if cuts.broken else 0


def _kill(kills: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        arena = Arena(Path(folder), seed)
        while arena.figures.kills < kills:
            arena.cycle()
            if sys.stdout.isatty():
                print(f"\r{arena.figures.kills} kills ", end="", flush=True)
        print(arena.figures.text(time.monotonic() - started))


if __name__ == "__main__":
    sys.exit(main())
