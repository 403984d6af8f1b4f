"""Power cuts: every state that the disk may be left in must open, and be the old or the new one.

A push, a takedown and a sync are traced (strace); their writes are replayed onto a disk that
forgets what was not fsynced (`disk`), the power is cut after each of them, and what is left is
checked as after a kill.  Unlike a kill this sees a missing fsync.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.feed.publisher import Publisher
from tests.chaos import fork
from tests.chaos.checks import (
    check_feed,
    check_terminal,
    finish_terminal,
    old_without,
    published,
    sample,
    shown,
    terminal_of,
    whole_sync,
)
from tests.chaos.disk import TRACED, Disk, calls
from tests.chaos.victim import drafts

MODES = ("least", "most", "names", "some")


class Cuts:
    """Figures of what was cut; ``broken`` says what did not hold, and where."""

    def __init__(self) -> None:
        self.states = {"push": 0, "withdraw": 0, "sync": 0}
        self.calls = dict(self.states)
        self.fsyncs = dict(self.states)
        self.broken: list[str] = []

    def text(self) -> str:
        """In lines for people."""
        lines = [
            f"power cut in a {name}: {self.calls[name]} calls that change the disk,"
            f" {self.fsyncs[name]} fsyncs, {self.states[name]} states opened"
            for name in self.states
        ]
        return "\n".join([*lines, *(self.broken or ["all of them whole: the old or the new one"])])


def missing_tools() -> str:
    """What this needs and the machine lacks, or ''."""
    return "" if shutil.which("strace") else "strace"


def power_cuts(folder: Path, seed: int, *, most: int | None = None, sabotage: bool = False) -> Cuts:
    """Cut the power of a push, a takedown and a sync after every write.

    ``most`` limits the states of each, drawn at random; ``sabotage`` leaves the fsyncs out.
    """
    chance, cuts = random.Random(seed), Cuts()
    world = folder / "world"
    world.mkdir()
    assert fork.succeeds(lambda: _begin(world))
    for name in ("push", "withdraw", "sync"):
        root = world / ("hall" if name == "sync" else "repo")
        before = folder / f"before-{name}"
        shutil.copytree(world, before)
        trace = folder / f"{name}.trace"
        _traced(world, name, trace, sabotage=sabotage)
        _cut(before, root, name, trace, cuts, chance, most)
    return cuts


def _begin(world: Path) -> None:
    feed = sample.Feed(world)
    feed.push(*drafts(world, 1), sample.ledger(8))
    hall = world / "hall"
    hall.mkdir()
    (hall / "root.json").write_bytes(feed.root)
    whole_sync(terminal_of(world))


def _traced(world: Path, work: str, trace: Path, *, sabotage: bool) -> None:
    command = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={TRACED}"]
    command += ["-o", str(trace), sys.executable, "-m", "tests.chaos.victim", str(world), work]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    if sabotage:
        environment["CHAOS_NO_FSYNC"] = "1"
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])


def _cut(  # one disk, one trace, many cuts
    before: Path,
    root: Path,
    name: str,
    trace: Path,
    cuts: Cuts,
    chance: random.Random,
    most: int | None,
) -> None:
    disk = Disk(root, before / root.name)
    found = calls(trace)
    moments = [n for n, call in enumerate(found) if disk.apply(call)]
    cuts.calls[name], cuts.fsyncs[name] = len(moments), disk.synced
    wanted = [(n, mode) for n in moments for mode in MODES]
    if most is not None and len(wanted) > most:
        wanted = sorted(chance.sample(wanted, most))
    disk = Disk(root, before / root.name)
    position = 0
    for number, mode in wanted:
        while position <= number:
            disk.apply(found[position])
            position += 1
        after = root.parent.parent / "after"
        shutil.rmtree(after, ignore_errors=True)
        shutil.copytree(root.parent if name == "sync" else before, after)
        shutil.rmtree(after / root.name)
        (after / root.name).mkdir()
        disk.crash(after / root.name, chance, mode)
        cuts.states[name] += 1
        check = _check_hall if name == "sync" else _check_repo
        if not fork.succeeds(lambda: check(before, after), quiet=True):  # noqa: B023
            cuts.broken.append(f"{name}: after call {number} ({found[number].name}), {mode}")


def _check_repo(before: Path, after: Path) -> None:
    """The feed is the old or the new one, a terminal can take it, and pushing goes on."""
    old = published(before)
    check_feed(after)
    assert published(after) in {old, published(before.parent / "world")}
    Publisher(after / "repo", after / "online").publish(sample.county(), drafts(after, 3))
    check_feed(after)


def _check_hall(before: Path, after: Path) -> None:
    """The screen shows the old or the new Edition, and the next sync completes."""
    config = terminal_of(after)
    allowed = {shown(terminal_of(before)), published(after)}
    # A takedown does not wait for the rest: the old content without it is an Edition as well.
    allowed.add(old_without(terminal_of(before), after))
    check_terminal(config, allowed, strict=False)
    finish_terminal(config, published(after))
