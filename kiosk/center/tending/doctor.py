"""``kiosk center doctor``: what the technician looks at once a week, each with what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError

from kiosk.affairs.deadline import beijing_day
from kiosk.center.audit.log import verify
from kiosk.center.board.models import Job
from kiosk.center.cases.rules import current
from kiosk.center.cases.sealing import KEY_FILE
from kiosk.feed import roles
from kiosk.feed.keys import ONLINE
from kiosk.feed.tree import Repository, RepositoryError
from kiosk.state import State

_RENEW = 0.25
"""The share of a signature's life with which somebody should be told."""
_FREE = 5 * 2**30
_LATE = timedelta(minutes=10)
_AHEAD = timedelta(minutes=5)
_BACKUP = timedelta(days=2)
BACKUP_MARK = "backup-done"
"""The file in the data folder that a backup touches when it has ended well."""


class Finding(NamedTuple):
    """One thing that was looked at; ``what`` says how it is and what to do."""

    good: bool
    name: str
    what: str

    def __str__(self) -> str:
        return f"{'✓' if self.good else '✗'} {self.name}：{self.what}"


def examine(state: State, *, now: datetime | None = None) -> Iterator[Finding]:
    """Look at everything; nothing that is wrong keeps the rest from being looked at."""
    moment = now or datetime.now(UTC)
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("密钥", lambda: _keys(state)),
        ("签名", lambda: _signatures(state.feed, moment)),
        ("时钟", lambda: _clock(state.feed, moment)),
        ("放假安排", lambda: _calendar(beijing_day(moment))),
        ("硬盘", lambda: _disk([state.feed, Path(settings.DATA)])),
        ("发布队列", lambda: _queue(moment)),
        ("操作记录", _chain),
        ("备份", lambda: _backup(moment)),
    )
    for name, look in looks:
        try:
            yield from look()
        except (OSError, RepositoryError, DatabaseError, LookupError, ValueError) as error:
            yield Finding(
                good=False, name=name, what=f"看不了（{error}）。请把这一行发给技术支持。"
            )


def _keys(state: State) -> Iterator[Finding]:
    """Online keys, for their owner alone, in a folder that nobody else opens."""
    name = "密钥"
    if not state.online.is_dir():
        what = "这台机器上没有在线密钥，只能看不能发布。发布的机器上请运行 kiosk keys list。"
        yield Finding(good=False, name=name, what=what)
        return
    missing = [key for key in ONLINE if not (state.online / f"{key}.pem").is_file()]
    if missing:
        what = f"少了 {'、'.join(missing)}。从备份放回，或者用 kiosk keys rotate 换新的。"
        yield Finding(good=False, name=name, what=what)
    files = [*state.online.glob("*.pem"), *_secrets()]
    loose = [path for path in files if path.stat().st_mode & 0o077]
    foreign = [path for path in files if path.stat().st_uid != os.getuid()]
    if loose:
        what = f"别人也能读：{_named(loose)}。请运行 chmod 600；可能被拷走的用 kiosk keys revoke。"
        yield Finding(good=False, name=name, what=what)
    if foreign:
        what = f"不归运行中心的账号所有：{_named(foreign)}。请用 chown 改过来。"
        yield Finding(good=False, name=name, what=what)
    if not (missing or loose or foreign):
        yield Finding(good=True, name=name, what=f"{len(files)} 个文件都在，只有本账号能读。")
    if state.offline.is_dir() and any(state.offline.glob("*.pem")):
        what = "离线密钥还在这台机器上。练习可以；正式使用请移到U盘，锁起来。"
        yield Finding(good=_is_sample(state), name="离线密钥", what=what)


def _secrets() -> list[Path]:
    data = Path(settings.DATA)
    return [path for path in (data / KEY_FILE, data / "secret-key") if path.exists()]


def _is_sample(state: State) -> bool:
    from kiosk.center.posting import PostError, county_in

    try:
        return county_in(state.feed).sample
    except PostError:
        return False


def _named(paths: list[Path]) -> str:
    return "、".join(path.name for path in paths[:4]) + ("等" if len(paths) > 4 else "")


def _signatures(feed: Path, now: datetime) -> Iterator[Finding]:
    """How long the signatures of the feed hold."""
    tree = Repository(feed)
    names = ("root", "targets", "snapshot", "timestamp", roles.WITHDRAW, *sorted(tree.scopes))
    fading: dict[str, tuple[datetime, int]] = {}
    for role in names:
        until = _until(tree, role)
        if until is None or until - now >= roles.life(role) * _RENEW:
            continue
        kind = roles.chinese(role) if not role.isdigit() else "各单位的发布"
        first, count = fading.get(kind, (until, 0))
        fading[kind] = (min(first, until), count + 1)
    for kind, (until, count) in fading.items():
        how = "已经过期" if until <= now else "快到期"
        more = f"（{count} 个）" if count > 1 else ""
        what = (
            f"{kind}{more}{how}：{until.astimezone():%Y-%m-%d %H:%M}。kiosk serve 开着会自动续；"
            "根和授权要带U盘来续：kiosk keys delegate。"
        )
        yield Finding(good=False, name="签名", what=what)
    if not fading:
        root, stamp = _until(tree, "root"), _until(tree, "timestamp")
        what = f"根到 {root:%Y-%m-%d}，时间戳到 {stamp:%Y-%m-%d}。"
        yield Finding(good=True, name="签名", what=what)


def _until(tree: Repository, role: str) -> datetime | None:
    try:
        expires: datetime = tree.current(role).signed.expires
    except (RepositoryError, OSError, KeyError):  # a scope that never published
        return None
    return expires.replace(tzinfo=UTC)


def _clock(feed: Path, now: datetime) -> Iterator[Finding]:
    """A clock that lags behind what was signed already would sign what terminals refuse."""
    signed = datetime.fromtimestamp((feed / "metadata" / "timestamp.json").stat().st_mtime, UTC)
    tree = Repository(feed)
    issued = tree.current("timestamp").signed.expires.replace(tzinfo=UTC) - roles.life("timestamp")
    behind = max(signed, issued) - now
    good = behind <= _AHEAD
    what = (
        f"现在 {now.astimezone():%Y-%m-%d %H:%M}，和已签的内容对得上。"
        if good
        else f"本机时间比已经签名的内容还早 {behind}。请校准时间（timedatectl），再发布。"
    )
    yield Finding(good=good, name="时钟", what=what)


def _calendar(today: date) -> Iterator[Finding]:
    """The official calendar of next year comes out in November."""
    following = today.year + 1
    if current(today).calendar.kind(date(following, 10, 1)).certain:
        yield Finding(good=True, name="放假安排", what=f"{following} 年的已经有了。")
        return
    what = (
        f"{following} 年的还没有。国务院办公厅一般11月公布，公布后写进 cases.yaml 的“放假安排”，"
        "或者升级程序；在那以前跨年的期限是暂定的。"
    )
    yield Finding(good=today.month < 12, name="放假安排", what=what)


def _disk(folders: list[Path]) -> Iterator[Finding]:
    for folder in folders:
        free = shutil.disk_usage(folder).free
        room = f"{folder.name} 还剩 {free / 2**30:.1f} GB"
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
        except OSError as error:
            what = f"{room}，但是写不进去（{error.strerror}）。请检查硬盘和权限。"
            yield Finding(good=False, name="硬盘", what=what)
            continue
        good = free >= _FREE
        advice = "。" if good else "，快满了。请清理或者换大的，满了就不能发布。"
        yield Finding(good=good, name="硬盘", what=room + advice)


def _queue(now: datetime) -> Iterator[Finding]:
    waiting = Job.objects.filter(done_at=None)
    oldest = waiting.order_by("id").first()
    if oldest is None:
        yield Finding(good=True, name="发布队列", what="没有等着的。")
        return
    since = now - oldest.made_at
    good = since < _LATE and not oldest.error
    what = f"{waiting.count()} 件等着，最早的等了 {int(since.total_seconds() // 60)} 分钟。"
    if not good:
        what += (
            f"上次没有做成：{oldest.error}"
            if oldest.error
            else "请看发布程序（kiosk serve 或 kiosk center worker）是不是开着。"
        )
    yield Finding(good=good, name="发布队列", what=what)


def _chain() -> Iterator[Finding]:
    verdict = verify()
    if verdict.broken:
        what = f"{verdict.broken}请先不要改动数据库，留好备份，报告上级主管部门。"
        yield Finding(good=False, name="操作记录", what=what)
    else:
        what = f"{verdict.checked} 条，没有被改过。最后一条：{verdict.head.printed}"
        yield Finding(good=True, name="操作记录", what=what)


def _backup(now: datetime) -> Iterator[Finding]:
    """The backup's script touches a file when it has ended well; without it nobody knows."""
    mark = Path(settings.DATA) / BACKUP_MARK
    if not mark.exists():
        what = f"不知道有没有备份。备份做完以后运行 touch {mark}，以后这里会说是哪天的。"
        yield Finding(good=False, name="备份", what=what)
        return
    at = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
    good = now - at <= _BACKUP
    advice = "" if good else "太久了，请看备份为什么停了。"
    yield Finding(
        good=good, name="备份", what=f"最近一次 {at.astimezone():%Y-%m-%d %H:%M}。{advice}"
    )
