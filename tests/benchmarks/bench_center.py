"""Staff's pages of a county of the usual size: 350 villages with 60 disclosures each.

Every page is asked of one worker over HTTP, one after the other; the page for one's own
password, which needs no figures of the county, is what they are held against.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec
import requests

from kiosk.affairs.catalogue import Catalogue, Kind
from kiosk.affairs.disclosure import Disclosure, disclosure_id
from kiosk.affairs.division import Level
from kiosk.affairs.period import Cycle, periods_between
from kiosk.center.folder import read_catalogues
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.rules import read_rules
from kiosk.feed.draft import Draft
from kiosk.state import sources
from tests.benchmarks.report import median, percentile, row
from tests.support.filing import Center

sys.path.insert(0, str(Path(__file__).parents[1] / "feed"))
import feedlab as sample

_VILLAGES, _ITEMS = 350, 60
_SINCE, _TODAY = date(2026, 1, 1), date(2026, 11, 22)
_PASSWORD = "a long enough phrase"
_ASKED = 60
_CYCLES = (Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.HALF_YEARLY)
_PREPARE = """
import sys, time
from datetime import date
from pathlib import Path
from kiosk.center.opening import open_center
open_center(feed=Path(sys.argv[1]), data=Path(sys.argv[2]))
from kiosk.center.accounts.models import Staff
from kiosk.center.obligations.models import Obligation
from kiosk.center.obligations.refresh import refresh_all
from kiosk.center.site.shelf import shelf
for name, division, role, unit in (("clerk", sys.argv[3], "village", "station"),
                                   ("auditor", "990101000000", "auditor", "openness")):
    person = Staff(username=name, name=name, division=division, role=role, unit=unit,
                   must_change=False)
    person.set_password(sys.argv[4])
    person.save()
shelf().county()  # the chronicle writes the new feed down
for day in (None, date(2026, 11, 23), date(2026, 11, 23)):
    start = time.perf_counter()
    refresh_all(day)
    print(time.perf_counter() - start)
print(Obligation.objects.count())
"""


def main() -> None:
    """How long the night takes, then what people wait for, then memory."""
    with tempfile.TemporaryDirectory() as folder:
        feed, village = _published(Path(folder))
        data = Path(folder) / "data"
        first, night, again, count = _derived(feed.repo, data, village)
        row("what all divisions owe, the first time", f"{first:.1f} s", f"{count:.0f} rows")
        row("the next night", f"{night:.1f} s", "against the first", _of(night, first))
        row("once more that night", f"{again:.2f} s", "against the first", _of(again, first))
        center = Center(feed.repo, data, workers=1)
        try:
            _pages(center, village)
        finally:
            center.kill()


def _published(folder: Path) -> tuple[sample.Feed, str]:
    """The county in a feed of its own, and one of its villages."""
    catalogues, problems = read_catalogues(sources() / "content" / "catalogues")
    assert not problems
    county = msgspec.structs.replace(
        sample.large_county(villages=_VILLAGES),
        catalogues=catalogues,
        rules=read_rules(sources() / "content" / "rules.yaml", Pen("rules.yaml")),
        since=_SINCE,
        sample_day=_TODAY,
    )
    feed = sample.Feed(folder, county)
    villages = [d.code for d in county.divisions if d.level is Level.VILLAGE]
    catalogue = next(c for c in catalogues if c.id == "village")
    start = time.perf_counter()
    feed.push(*(draft for code in villages for draft in _drafts(code, catalogue)))
    took = time.perf_counter() - start
    row("published", f"{_VILLAGES * _ITEMS} items", f"{took:.0f} s", "", f"{_VILLAGES} villages")
    return feed, villages[0]


def _drafts(village: str, catalogue: Catalogue) -> Iterator[Draft]:
    """Sixty disclosures in time; what is left of the catalogue is late."""
    whole = (
        (item.code, period)
        for cycle in _CYCLES
        for _, item in catalogue.items()
        if item.cycle is cycle
        for period in periods_between(_SINCE, _TODAY, cycle)
    )
    for code, period in islice(whole, _ITEMS):
        face = Disclosure(
            id=disclosure_id(village, code, str(period)),
            division=village,
            item=code,
            title=f"{period.chinese}公开",
            kind=Kind.PROSE,
            period=str(period),
            published=min(period.last, _TODAY),
            unit="村委会",
        )
        yield Draft(disclosure=face, content=sample.prose("全体村民：已经核对，欢迎监督。" * 8))


def _derived(feed: Path, data: Path, village: str) -> list[float]:
    """Seconds of the first time, of the next night and of a second run; how many rows."""
    told = subprocess.run(
        [sys.executable, "-c", _PREPARE, str(feed), str(data), village, _PASSWORD],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    return [float(line) for line in told.stdout.split()]


def _pages(center: Center, village: str) -> None:
    clerk, above = _logged_in(center, "clerk"), _logged_in(center, "auditor")
    plain = _times(clerk, "/staff/password")
    row("one's own password", f"{median(plain) * 1000:.0f} ms", "95 %: " + _ms(plain))
    town = f"{village[:9]}000"
    for session, path, what, aim in (
        (clerk, "/desk/due/", "the clerk's first page", "aim: 100 ms"),
        (above, "/desk/overview/990101000000/", "the county's map", "aim: 100 ms"),
        (above, "/desk/overview/990101000000/?when=all", "the same, all days", ""),
        (above, f"/desk/overview/{town}/", "a township's map", ""),
        (above, f"/desk/overview/{village}/", "a village", ""),
        (above, "/desk/overview/items/", "by item", ""),
        (above, "/desk/overview/items/village/D2/", "one item, all villages", ""),
    ):
        took = _times(session, path)
        against = _of(percentile(took, 0.95), percentile(plain, 0.95))
        row(what, f"{median(took) * 1000:.0f} ms", f"95 %: {_ms(took)}", against, aim)
    (pid,) = center.workers()
    row("memory of the worker (PSS)", f"{_memory(pid):.0f} MB", "", "", "aim: at most 90 MB")


def _logged_in(center: Center, username: str) -> requests.Session:
    session = requests.Session()
    page = session.get(f"{center.url}/staff/login", timeout=60).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    typed = {"username": username, "password": _PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert session.post(f"{center.url}/staff/login", typed, timeout=60).ok
    session.headers["X-Center"] = center.url
    return session


def _times(session: requests.Session, path: str) -> list[float]:
    """Seconds of each answer, after two that nobody counts."""
    url = f"{session.headers['X-Center']!s}{path}"
    took = []
    for _ in range(_ASKED + 2):
        start = time.perf_counter()
        answer = session.get(url, timeout=60, allow_redirects=False)
        took.append(time.perf_counter() - start)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return took[2:]


def _ms(took: list[float]) -> str:
    return f"{percentile(took, 0.95) * 1000:.0f} ms"


def _of(one: float, other: float) -> str:
    return f"{one / other:.2f}x"


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
