"""How a terminal is, in a dozen lines for a technician on a ladder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from kiosk.feed.events import recent_events
from kiosk.terminal.config import TerminalConfig
from kiosk.terminal.enrolment import release
from kiosk.terminal.faults import faults
from kiosk.terminal.identity import EnrolError, load_identity
from kiosk.terminal.library import Library

_STALE = timedelta(days=1)
_LOW_DISK = 1 << 30
_EVENTS = 5
_CHINA = timedelta(hours=8)


class Line(NamedTuple):
    """One thing and how it is; ``good`` False where somebody must do something."""

    name: str
    text: str
    good: bool = True


def condition(config: TerminalConfig, library: Library) -> list[Line]:
    """What can be known without Kivy: line, content, disk, clock, enrolment; the worst first."""
    found = list(_lines(config, library))
    return sorted(found, key=lambda line: line.good)


def troubles(config: TerminalConfig) -> list[Line]:
    """What is wrong now, and what was refused lately, each with its sentence."""
    found = [Line(_day(f.since), f.text, good=False) for f in faults(config)]
    events = recent_events(config.trust_path)[-_EVENTS:]
    return found + [
        Line(_day(e.last), f"{e.sentence}（{e.count} 次）", good=False) for e in reversed(events)
    ]


def _lines(config: TerminalConfig, library: Library) -> Iterator[Line]:
    edition = library.edition()
    if edition is None:
        yield Line("内容", "还没有取到过内容", good=False)
    else:
        age = datetime.now(UTC) - edition.checked_at
        yield Line("线路", f"{_moment(edition.checked_at)}联网核对过", age < _STALE)
        yield Line(
            "内容",
            f"第 {edition.number} 版，{library.count()} 件，{_moment(edition.switched_at)}更新，"
            f"编号 {edition.digest[:8]}",
        )
        said = "已经核对" if edition.clock_trusted else "没有核对过，可能不准"
        yield Line("时间", said, edition.clock_trusted)
    near = config.feed.startswith("file:")
    yield Line("取自", "本机的文件夹" if near else config.feed)
    try:
        free = shutil.disk_usage(config.data_path).free
        yield Line("磁盘", f"还剩 {free / 1e9:.1f} GB", free > _LOW_DISK)
    except OSError as error:
        yield Line("磁盘", f"读不了：{error.strerror}", good=False)
    yield _enrolled(config)
    yield Line("地址", f"{config.division}，程序 {release() or '未安装'}")


def _enrolled(config: TerminalConfig) -> Line:
    if not config.center:
        return Line("接入", "没有设县中心的地址，不上报")
    try:
        identity = load_identity(config)
    except EnrolError as error:
        return Line("接入", str(error), good=False)
    if identity is None:
        return Line("接入", "还没有接入，请运行 kiosk enrol", good=False)
    return Line("接入", f"接入码 {identity.code}")


def _moment(moment: datetime) -> str:
    there = moment + _CHINA
    return f"{there.month}月{there.day}日 {there:%-H:%M} "


def _day(moment: datetime) -> str:
    there = moment + _CHINA
    return f"{there.month}月{there.day}日"
