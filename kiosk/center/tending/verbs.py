"""``kiosk center``: its acts and their arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

_Run = Callable[[argparse.Namespace], int | None]
Verb = Callable[[str, _Run, str], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add ``center`` with its acts."""
    center = verb("center", _doctor, "set a county up, look after it, put its years away")
    acts = center.add_subparsers(metavar="ACT", required=True)

    def act(name: str, run: _Run, text: str) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=text, description=text)
        added.add_argument("--state", type=Path, default=argparse.SUPPRESS, help="as above")
        added.set_defaults(run=run)
        return added

    create = act("create-county", _create, "keys, feed, database and people from one file")
    create.add_argument("file", type=Path, help="the county's file (see kiosk/center/README.md)")
    create.add_argument("--dry-run", action="store_true", help="only check; changes nothing")
    create.add_argument(
        "--folder-only", action="store_true", help="the county folder alone, for keys ceremony"
    )
    create.add_argument("--slips", type=Path, help="a folder for the passwords as PDF slips")
    create.add_argument(
        "--offline", type=Path, action="append", help="where offline keys go or are, a stick each"
    )
    act("doctor", _doctor, "whether all is well, and what to do where it is not")
    act("worker", _worker, "publish what the desk orders: the one process that signs")
    archive = act("archive", _archive, "everything of a year in one file, in open formats")
    archive.add_argument("what", metavar="YEAR", nargs="?", help="such as 2026")
    archive.add_argument("--to", type=Path, help="the .zip to write (default: YEAR.zip)")
    archive.add_argument("--verify", type=Path, metavar="FILE", help="check an archive instead")


def _create(options: argparse.Namespace) -> int:
    from kiosk.center.tending.creating import create
    from kiosk.state import State

    for line in create(
        options.file,
        State(options.state.resolve()),
        dry_run=options.dry_run,
        folder_only=options.folder_only,
        slips=options.slips,
        offline=options.offline or (),
    ):
        sys.stdout.write(f"{line}\n")
    return 0


def _worker(options: argparse.Namespace) -> int:
    from kiosk.center.board.worker import work_alone
    from kiosk.state import State

    state = State(options.state.resolve())
    if not (state.online / "timestamp.pem").exists():
        sys.stderr.write(f"{state.online} 里没有在线密钥，这台机器不能发布。\n")
        return 1
    work_alone(state.feed, state.online, state.center)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    state = State(options.state.resolve())
    open_center(feed=state.feed, data=state.center)
    from kiosk.center.tending.doctor import examine  # models can be imported from here on

    findings = list(examine(state))
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    ill = sum(not finding.good for finding in findings)
    sys.stdout.write(f"\n有 {ill} 处要处理。\n" if ill else "\n一切正常。\n")
    return 1 if ill else 0


def _archive(options: argparse.Namespace) -> int:
    from kiosk.center.tending.shut import verify_archive

    if options.verify is not None:
        for line in verify_archive(options.verify):
            sys.stdout.write(f"{line}\n")
        return 0
    from kiosk.center.opening import open_center
    from kiosk.center.printing import progress
    from kiosk.center.tending.years import read_year
    from kiosk.state import State

    year = read_year(options.what)
    state = State(options.state.resolve())
    open_center(feed=state.feed, data=state.center)
    from kiosk.center.tending.archive import make_archive  # models can be imported from here on

    path = options.to or Path(f"{year}.zip")
    with progress("归档") as step:
        lines = list(make_archive(year, path, step))
    sys.stdout.write("\n".join([*lines, ""]))
    return 0
