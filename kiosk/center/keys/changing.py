"""Walking a technician through a change of keys: the yearly one, or after a loss or a theft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kiosk.center.keys.talk import Talk
from kiosk.feed import roles
from kiosk.feed.keys import KeyRing
from kiosk.feed.rekey import KeyPlace, key_places, named, replace_keys
from kiosk.feed.tree import Repository, utc_now

_RENEW = 0.25
_OFFLINE = ("root", "targets", "delegators", "township")
_STOLEN = {
    "root": "一把信任根密钥单独做不了什么；两把在同一个人手里，就能冒充全县。请今天就换。",
    "targets": "一把总授权密钥单独做不了什么；两把都丢了，就能给假的单位授权。请今天就换。",
    "delegators": "单独这一把做不了什么；再加上某个乡镇的那一把，就能冒充它的各村。请今天就换。",
    "township": "单独这一把做不了什么；再加上县里的那一把，就能冒充这个乡镇的各村。请今天就换。",
    "publisher": "拿到它的人可能已经能发布假内容（要审核人第二签名的县除外）。请马上换，"
    "换完逐村核对公开栏上的内容。",
    "reviewer": "单独这一把不能发布；再加上发布密钥就能。请今天就换。",
    "withdraw": "拿到它的人能把内容藏起来，不能添加内容。请马上换，换完核对撤回名单。",
    "snapshot": "拿到它的人能让终端停在旧内容上，不能改内容。请今天就换。",
    "timestamp": "拿到它的人能让终端停在旧内容上，不能改内容。请今天就换。",
}
_STICKS = {
    "root": "任意两位保管人的信任根U盘",
    "targets": "任意两位保管人的信任根U盘（换下旧的总授权）",
    "delegators": "两把总授权（甲、乙），以及各乡镇的密钥",
    "township": "两把总授权（甲、乙），以及县里的乡镇授权（甲）",
    "publisher": "两把总授权（甲、乙）、县里的乡镇授权（甲），以及各乡镇的密钥；"
    "乡镇的U盘一时凑不齐，就一起换：在后面再写 township",
    "reviewer": "两把总授权（甲、乙）、县里的乡镇授权（甲），以及各乡镇的密钥；"
    "乡镇的U盘一时凑不齐，就一起换：在后面再写 township",
    "withdraw": "两把总授权（甲、乙）",
    "snapshot": "任意两位保管人的信任根U盘",
    "timestamp": "任意两位保管人的信任根U盘",
}


def group(name: str) -> str:
    """The kind of key that a file's name speaks of: ``root-2`` is ``root``."""
    return next(kind for kind in _STOLEN if name == kind or name.startswith(f"{kind}-"))


def change_keys(  # noqa: PLR0913 - the choices of the command line
    talk: Talk,
    repo: Path,
    names: Sequence[str],
    *,
    online: Path,
    folders: Sequence[Path],
    new: Path | None,
    stolen: bool,
) -> list[Path]:
    """Say what will happen, have it confirmed, and do it; the files of the new keys.

    Raises KeysError, StoppedError, RepositoryError, VerifyError or BusyError.
    """
    places = key_places(Repository(repo))
    chosen = list({p.keyid: p for name in names for p in named(places, name)}.values())
    ring = KeyRing(*folders, online)
    for place in chosen:
        held = ring.held.get(place.keyid)
        where = f"在 {held.path}" if held else "不在手头"
        talk.say(f"{place.name}（{place.keyid[:8]}）：{_uses(place.roles)}，{where}")
    kinds = list(dict.fromkeys(group(place.name) for place in chosen))
    for kind in kinds:
        if stolen:
            talk.say(_STOLEN[kind])
        talk.say(f"换{kind}要插上：{_STICKS[kind]}。")
    talk.agree("现在就换吗？")
    files = replace_keys(
        repo,
        online=online,
        folders=folders,
        keyids=[place.keyid for place in chosen],
        new=new,
    )
    talk.say("已换好，旧密钥签的东西终端不再相信：联网的终端下次查询时跟上，断网的在连上以后跟上。")
    for file in files:
        talk.say(f"新密钥：{file}")
    if stolen:
        talk.say("旧密钥文件名里带 .revoked-，连同它的备份一起销毁，并在登记表上记下日期和经手人。")
    return files


def list_keys(repo: Path, folders: Iterable[Path], *, online: Path) -> None:
    """Print every key in force: what for, until when, where."""
    tree = Repository(repo)
    ring = KeyRing(*folders, online)
    table = Table(title="现行密钥", title_justify="left")
    for head in ("名称", "编号", "用途", "签名人数", "签名有效到", "在哪里"):
        table.add_column(head, overflow="fold", no_wrap=head in {"名称", "编号", "签名有效到"})
    now = utc_now()
    for place in key_places(tree):
        held = ring.held.get(place.keyid)
        table.add_row(
            place.name,
            place.keyid[:8],
            _uses(place.roles),
            f"{place.others}选{place.threshold}",
            _until(place, now),
            str(held.path.parent) if held else "不在这里（U盘？）",
        )
    console = Console()
    console.print(table)
    beside = [
        h.path
        for h in ring.held.values()
        if h.path.parent.parent.resolve() == online.parent.resolve()
        and h.path.stem.partition("-")[0] in _OFFLINE
    ]
    if beside:
        console.print(
            f"注意：{len(beside)} 把离线密钥就在在线密钥旁边（{beside[0].parent}）。"
            "练习可以；正式使用请用 kiosk keys ceremony 放到各人的U盘上。",
            soft_wrap=True,
        )


def _until(place: KeyPlace, now: datetime) -> str:
    day = f"{place.until.astimezone():%Y-%m-%d}"
    if place.until <= now:
        return f"{day} 已过期"
    shortest = min(roles.life(role) for role in place.roles)
    return f"{day} 快到期" if place.until - now < shortest * _RENEW else day


def _uses(found: Sequence[str]) -> str:
    scopes = [role for role in found if role.isdigit()]
    townships = [role for role in found if roles.is_delegator(role)]
    said = [roles.chinese(role) for role in found if role not in {*scopes, *townships}]
    if len(townships) == 1:
        said.append(roles.chinese(townships[0]))
    elif townships:
        said.append(f"{len(townships)} 个乡镇的授权")
    if scopes:
        said.append(f"{len(scopes)} 个单位的发布")
    return "、".join(said)
