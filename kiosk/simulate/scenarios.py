"""The scenarios: what a county lives through in a day, one after the other."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.affairs.notice import Danger, Notice, Severity
from kiosk.center.notices.posting import announce
from kiosk.feed.draft import Draft
from kiosk.simulate.county import COUNTY, DAY, notice
from kiosk.simulate.trial import Result, Size, Trial

ALL = ("first", "idle", "village", "county", "urgent", "takedown", "power")
_TITLES = {
    "first": "全县第一次同步（同一秒开机）",
    "idle": "没有更新",
    "village": "一个村发布",
    "county": "全县通知",
    "urgent": "全县紧急通知",
    "takedown": "撤下全县通知",
    "power": "停电后同一秒开机，有更新",
}


def simulate(folder: Path, size: Size, wanted: tuple[str, ...], settle: float) -> list[Result]:
    """Run the scenarios and print what each took.

    In the end it waits ``settle`` seconds at most until the center has heard of all; after a
    boot the heartbeats are spread over a minute.  Raises SimulationError.
    """
    with Trial(folder, size) as trial:
        seconds = trial.prepare()
        _say(
            f"{len(trial.county.divisions)} 个单位，{size.items} 件一个，"
            f"首次发布 {seconds:.1f} 秒；{size.terminals} 台终端，每 {size.poll:.0f} 秒问一次，"
            f"服务器 {size.workers} 个进程，终端 {size.processes} 个进程。"
        )
        trial.boot(known=False)
        _say(f"已接受 {trial.accept()} 台。")
        _say(_HEAD)
        results = [_first(trial)]
        _say(line_of(results[0]))
        for name in wanted:
            if name != "first":
                results.append(_SCENARIOS[name](trial))
                _say(line_of(results[-1]))
        seconds, lights = trial.settled(settle)
        told = "，".join(f"{name} {count}" for name, count in sorted(lights.items()))
        _say(f"中心在 {seconds:.0f} 秒后看到的终端：{told}。")
    return results


def _patience(trial: Trial) -> float:
    return 4 * trial.size.poll + 60


def _first(trial: Trial) -> Result:
    def act() -> float:
        trial.switch_on()
        return 0.0

    return trial.measure(_TITLES["first"], act, trial.villages, patience=_patience(trial) + 120)


def _idle(trial: Trial) -> Result:
    return trial.measure(_TITLES["idle"], lambda: 0.0, [], patience=0.0)


def _village(trial: Trial) -> Result:
    village = trial.villages[len(trial.villages) // 2]
    draft = notice(village, DAY + timedelta(days=1), "某村")
    return trial.measure(
        _TITLES["village"], lambda: trial.publish([draft]), [village], patience=_patience(trial)
    )


def _county(trial: Trial) -> Result:
    return trial.measure(
        _TITLES["county"],
        lambda: trial.publish([_notice()]),
        trial.villages,
        patience=_patience(trial),
    )


def _urgent(trial: Trial) -> Result:
    """A flood of a day, announced as the center does it."""
    now = datetime.now(UTC).replace(microsecond=0)
    flood = Notice(
        danger=Danger.FLOOD,
        severity=Severity.EXTREME,
        area="模拟县沿河低处",
        onset=now,
        expires=now + timedelta(days=1),
        instruction="住在河边的人家，现在就搬到高处。",
    )

    def act() -> float:
        started = time.monotonic()
        state = trial.state
        announce(state.feed, state.online, COUNTY, "河水上涨，马上转移", flood)
        return time.monotonic() - started

    return trial.measure(_TITLES["urgent"], act, trial.villages, patience=_patience(trial))


def _takedown(trial: Trial) -> Result:
    """What `_county` published; pushing it once more changes nothing where that was run."""
    trial.publish([_notice()])
    return trial.measure(
        _TITLES["takedown"],
        lambda: trial.withdraw(_notice().disclosure.id),
        trial.villages,
        patience=_patience(trial),
    )


def _notice() -> Draft:
    return notice(COUNTY, DAY + timedelta(days=2), "模拟县")


def _power(trial: Trial) -> Result:
    trial.switch_off()
    draft = notice(COUNTY, DAY + timedelta(days=3), "模拟县")
    seconds = trial.publish([draft])
    trial.boot(known=True)

    def act() -> float:
        trial.switch_on()
        return seconds

    return trial.measure(_TITLES["power"], act, trial.villages, patience=_patience(trial))


_SCENARIOS = {
    "idle": _idle,
    "village": _village,
    "county": _county,
    "urgent": _urgent,
    "takedown": _takedown,
    "power": _power,
}
_HEAD = (
    "情形 | 应当更新/已更新（台）| 发布（秒）| 中位（秒）| 最后一台（秒）"
    "| 请求（每台，有关/无关）| 正文字节（每台，有关/无关）| 失败 | 峰值请求/秒"
    "| 服务器峰值（核）| 内存 MB"
)


def line_of(result: Result) -> str:
    """A result in one line."""
    return " | ".join(
        (
            result.name,
            f"{result.asked}/{result.followed}",
            f"{result.publish:.2f}",
            f"{result.median:.1f}",
            f"{result.last:.1f}",
            f"{result.requests[0]:.1f}/{result.requests[1]:.1f}",
            f"{result.body[0]:,.0f}/{result.body[1]:,.0f}",
            str(result.failed),
            str(result.peak_requests),
            f"{result.server_peak:.2f}",
            f"{result.server_memory / 2**20:.0f}",
        )
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
