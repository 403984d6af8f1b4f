"""Runs every benchmark as a process of its own and prints what each found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent


def main() -> int:
    """Each ``bench_*.py``, or those whose name contains a word of the command line."""
    wanted = sys.argv[1:]
    failed = 0
    for path in sorted(_HERE.glob("bench_*.py")):
        if wanted and not any(word in path.name for word in wanted):
            continue
        print(f"\n== {path.stem.removeprefix('bench_')}", flush=True)
        module = f"tests.benchmarks.{path.stem}"
        failed += subprocess.run([sys.executable, "-m", module], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
