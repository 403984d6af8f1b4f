"""The key ceremony: three people, three sticks, and nobody can speak for the county alone.

What each carries (FEED.md, Roles): 甲 a root key, one half of targets, the county's half of the
delegators; 乙 a root key and the other half of targets; 丙 a root key and, until they are handed
out, the townships' halves.  Any two of the three can renew the root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kiosk.affairs.county import County
from kiosk.center.keys.talk import Talk
from kiosk.feed.keys import OFFLINE, ONLINE, REVIEWER, KeysError, make_keys, require_apart
from kiosk.feed.repository import create_repository
from kiosk.feed.tree import Repository

PEOPLE = ("甲", "乙", "丙")
_CARRIES = {
    "甲": ("root-1", "targets-1", "delegators"),
    "乙": ("root-2", "targets-2"),
    "丙": ("root-3",),
}
assert sorted(name for names in _CARRIES.values() for name in names) == sorted(OFFLINE)


def ceremony(  # noqa: PLR0913 - the parts of a ceremony, all named
    talk: Talk,
    county: County,
    *,
    repo: Path,
    online: Path,
    sticks: Sequence[Path] = (),
    reviewer: Path | None = None,
) -> str:
    """Make all keys of a county, each where it belongs, and its feed; the root's fingerprint.

    ``sticks`` are the folders of the three; those that are lacking are asked for.  With a
    ``reviewer`` every publication needs a second signature from then on.
    Raises KeysError, StoppedError or what `create_repository` raises; before the keys are
    made nothing was changed.
    """
    if Repository.exists(repo):
        raise KeysError(
            f"{repo} 已经有发布仓库了，没有改动任何文件。换密钥请用 kiosk keys rotate 或 revoke。"
        )
    talk.say(_opening(county, reviewed=reviewer is not None))
    talk.agree("人和U盘都到齐了吗？")
    folders = list(sticks)[: len(PEOPLE)]
    for number, person in enumerate(PEOPLE):
        if number == len(folders):
            folders.append(talk.folder(f"请{person}插上自己的U盘，写出U盘上的一个空文件夹"))
        _check(folders[number], folders[:number], online)
        talk.say(f"{person}：{folders[number]}，将存放 {'、'.join(_CARRIES[person])}")
    if reviewer is not None:
        _check(reviewer, folders, online)
        talk.say(f"审核人：{reviewer}，将存放 {REVIEWER}")
    if len({_device(folder) for folder in [*folders, online]}) == 1:
        talk.say("注意：这几个文件夹和在线密钥在同一块盘上。正式使用请用三个U盘；练习可以继续。")
    talk.agree("确认以上位置，开始生成密钥吗？")
    paths = [
        folder / f"{name}.pem"
        for person, folder in zip(PEOPLE, folders, strict=True)
        for name in _CARRIES[person]
    ]
    paths += [online / f"{name}.pem" for name in ONLINE]
    paths += [reviewer / f"{REVIEWER}.pem"] if reviewer is not None else []
    make_keys(paths)
    talk.say(f"已生成 {len(paths)} 把密钥，正在授权各乡镇和村……")
    scopes = create_repository(
        repo,
        offline=folders,
        online=online,
        county=county,
        reviewer=reviewer,
        scope_threshold=2 if reviewer is not None else 1,
    )
    mark = fingerprint(repo)
    talk.say(_closing(repo, online, folders, len(scopes), mark))
    return mark


def fingerprint(repo: Path) -> str:
    """The first root's SHA-256, its first half in groups of four: for paper and telephone."""
    data = (repo / "metadata" / "1.root.json").read_bytes()
    digest = hashlib.sha256(data).hexdigest()[:32]
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def _check(folder: Path, others: Sequence[Path], online: Path) -> None:
    require_apart([folder], online)
    there = folder.resolve()
    for other in others:
        taken = other.resolve()
        if there == taken or taken in there.parents or there in taken.parents:
            raise KeysError(
                f"{folder} 和 {other} 是同一个地方。三个人的密钥必须放在三个U盘上，"
                "否则一个U盘丢了就全丢了。没有改动任何文件。"
            )
    if list(folder.glob("*.pem")):
        raise KeysError(f"{folder} 里已经有密钥了，请换一个空文件夹。没有改动任何文件。")


def _device(folder: Path) -> int:
    at = folder.resolve()
    while not at.exists():
        at = at.parent
    return at.stat().st_dev


def _opening(county: County, *, reviewed: bool) -> str:
    second = "另外每次发布都要审核人的第二个签名。" if reviewed else ""
    return (
        f"为{county.name}生成密钥。要到场的人：三位保管人（甲、乙、丙，最好来自不同单位）、技术员。\n"
        "要准备的东西：三个新U盘、三个能上锁的地方、一张纸。最好断开网络。\n"
        f"三位保管人中任意两位在场，才能更换全县的密钥；一个人或一个U盘做不到。{second}"
    )


def _closing(repo: Path, online: Path, folders: Sequence[Path], scopes: int, mark: str) -> str:
    places = "、".join(str(folder) for folder in folders)
    return (
        f"完成：已授权 {scopes} 个单位。还要做这几件事：\n"
        f"1. 把信任根的指纹写在纸上，三人签字：{mark}\n"
        f"2. 把 {repo / 'metadata/1.root.json'} 拷到每台终端，装机时核对指纹。\n"
        f"3. 安全弹出U盘（{places}），每个再拷一份备份，由三人分别锁好，不要放在一起。\n"
        "4. 丙的U盘里 township- 开头的密钥分别交给各乡镇，交接后从丙的U盘删掉。\n"
        f"5. 在线密钥在 {online}，只有发布的人能读，不要拷到别处。\n"
        "一年内要带两个U盘来续签一次（kiosk keys delegate），kiosk keys list 会提醒。"
    )
