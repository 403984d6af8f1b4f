"""From the last approval to signed files, in a county of 350 villages with 60 disclosures each.

Beside it stands the publisher alone with the same disclosure: what the board, its proof of
signatures and its audit log add.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from tests.benchmarks.report import median, row

sys.path.insert(0, str(Path(__file__).parents[1] / "feed"))
import feedlab as sample

_VILLAGES, _ITEMS, _ROUNDS = 350, 60, 9


def main() -> None:
    """Build the county, take it in, publish one after the other."""
    from kiosk.center.opening import open_center

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = msgspec.structs.replace(_county(), gates=_gates())
        feed = sample.Feed(folder, county)
        codes = [d.code for d in county.divisions if d.code[9:] != "000"]
        drafts = [_signed(d) for code in codes for d in sample.many(code, _ITEMS)]
        start = time.perf_counter()
        feed.push(*drafts)
        row("a folder of 21,000 disclosures pushed", f"{time.perf_counter() - start:.0f} s", "")
        open_center(feed=feed.repo, data=folder / "data")
        _measure(feed, codes[17])


def _measure(feed: sample.Feed, village: str) -> None:
    from kiosk.center.board.absorbing import absorb
    from kiosk.center.board.models import Version

    start = time.perf_counter()
    absorb(feed.repo, feed.county, datetime.now(UTC))
    row("… taken in by the board", f"{time.perf_counter() - start:.0f} s", "once")
    assert Version.objects.count() == _VILLAGES * _ITEMS
    start = time.perf_counter()
    absorb(feed.repo, feed.county, datetime.now(UTC))
    row("… looked at again, nothing new", f"{(time.perf_counter() - start) * 1e3:.0f} ms", "")
    people = _people(village)
    whole, alone = [], []
    for n in range(_ROUNDS):
        draft = sample.notice(
            f"第{n}次公告。", division=village, period=f"2026-11-{n + 2:02d}", title="公告"
        )
        whole.append(_through_the_gate(feed, people, draft))
        plain = _signed(
            sample.notice(f"第{n}次。", division=village, period=f"2026-10-{n + 2:02d}", serial=2)
        )
        start = time.perf_counter()
        feed.push(plain)
        alone.append(time.perf_counter() - start)
    row(
        "last approval to signed files",
        f"{median(whole):.2f} s, at most {max(whole):.2f} s",
        f"publisher alone {median(alone):.2f} s",
        f"{median(whole) / median(alone):.2f} x",
        "at most 5 s",
    )


def _through_the_gate(feed: sample.Feed, people: dict, draft) -> float:
    from kiosk.center.board.gate import approve, submit
    from kiosk.center.board.jobs import carry_out

    version = submit(people["clerk"], draft, now=datetime.now(UTC))
    approve(people["committee"], version.pk, version.digest, datetime.now(UTC))
    start = time.perf_counter()
    approve(people["township"], version.pk, version.digest, datetime.now(UTC))
    assert carry_out(feed.repo, feed.online, datetime.now(UTC))
    return time.perf_counter() - start


def _people(village: str) -> dict:
    from kiosk.center.accounts.models import Staff

    town = f"{village[:9]}000"
    roles = {
        "clerk": ("village", village, "station"),
        "committee": ("committee", village, "committee"),
        "township": ("township", town, "affairs"),
    }
    return {
        key: Staff.objects.create(
            username=key, name=f"{key}员", role=role, division=division, unit=unit
        )
        for key, (role, division, unit) in roles.items()
    }


def _signed(draft):
    from kiosk.affairs.disclosure import Approval

    day = date(2020, 1, 1)
    approvals = (
        Approval(step="村务监督委员会审核", person="赵＊兰", day=day),
        Approval(step="青禾镇审核", person="孙＊平", day=day),
    )
    face = msgspec.structs.replace(draft.disclosure, approvals=approvals)
    return msgspec.structs.replace(draft, disclosure=face)


def _county():
    return sample.large_county(_VILLAGES)


def _gates():
    from kiosk.center.folder.gates import read_gates
    from kiosk.center.folder.problems import Pen
    from kiosk.state import sources

    return read_gates(sources() / "content" / "gates.yaml", Pen("gates.yaml"))


if __name__ == "__main__":
    main()
