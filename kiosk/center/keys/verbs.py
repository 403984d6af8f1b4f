"""The verb ``kiosk keys`` and what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.state import State, sources

_CATALOGUES = sources() / "content" / "catalogues"
_say = print
_RECORDED = {
    "init": "keys.made",
    "ceremony": "keys.made",
    "delegate": "keys.delegated",
    "review": "keys.review",
    "rotate": "keys.changed",
    "revoke": "keys.revoked",
}
_Run = Callable[[argparse.Namespace], int | None]


def add_verbs(verb: Callable[[str, _Run, str], argparse.ArgumentParser]) -> None:
    """Add ``keys`` with its acts."""
    keys = verb("keys", _init, "a county's keys: make, list, change, revoke, delegate, sign anew")
    acts = keys.add_subparsers(metavar="ACT", required=True)

    def act(name: str, run: _Run, text: str, *, county: bool = False) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=text, description=text)
        added.add_argument("--state", type=Path, default=argparse.SUPPRESS, help="as above")
        if county:
            added.add_argument("folder", type=Path, help="the county folder")
        if name != "resign":
            added.add_argument(
                "--offline",
                type=Path,
                action="append",
                help="where offline keys are, such as a stick; once for each stick",
            )
        added.add_argument("--reviewer", help="the reviewer's key: a folder, or hsm: for a token")
        added.set_defaults(run=_on_record(name, run) if name in _RECORDED else run)
        return added

    init = act("init", _init, "make all keys at once, and delegate", county=True)
    init.add_argument(
        "--scope-threshold",
        type=int,
        choices=(1, 2),
        default=1,
        help="signatures under every feed: 2 asks for the reviewer's as well (default: 1)",
    )
    ceremony = act("ceremony", _ceremony, "make keys with three people, step by step", county=True)
    ceremony.add_argument("--yes", action="store_true", help="agree to every question")
    act("delegate", _delegate, "bring delegations up to the folder's divisions", county=True)
    act("resign", _resign, "sign anew what would run out; for a timer, every six hours")
    act("list", _list, "every key in force: what for, until when, where")
    review = act("review", _review, "ask for the reviewer's signature from now on, or no longer")
    review.add_argument("--off", action="store_true", help="one signature is enough again")
    for name, run, text in (
        ("rotate", _rotate, "put new keys in the place of old ones"),
        ("revoke", _revoke, "the same after a loss or theft, with what to do"),
    ):
        change = act(name, run, text)
        change.add_argument(
            "key", nargs="+", help="such as root-2, root, township, publisher, or a key's id"
        )
        change.add_argument("--new", type=Path, help="where a new key goes whose old one is lost")
        change.add_argument("--yes", action="store_true", help="agree to every question")


def _on_record(name: str, run: _Run) -> _Run:
    """The act, and then a row of the center's log if this machine has one."""

    def recorded(options: argparse.Namespace) -> int | None:
        status = run(options)
        if not status:
            from kiosk.center.audit.offhand import note

            about = " ".join(getattr(options, "key", ())) or f"kiosk keys {name}"
            note(State(options.state.resolve()), _RECORDED[name], about)
        return status

    return recorded


def _init(options: argparse.Namespace) -> int:
    from kiosk.center.keys.talk import reviewer_of
    from kiosk.feed.keys import KeysError, init_keys, require_apart
    from kiosk.feed.tokens import Token

    state = State(options.state)
    if len(options.offline or []) > 1:
        raise KeysError("几个U盘请用 kiosk keys ceremony，没有改动任何文件。")
    offline = options.offline[0] if options.offline else state.offline
    if options.offline:
        require_apart(options.offline, state.online)
    reviewer = reviewer_of(options.reviewer)
    if options.scope_threshold == 2 and reviewer is None:
        raise KeysError(
            "要两个签名，就要写明审核人的密钥放在哪里（--reviewer）。没有改动任何文件。"
        )
    made = None if isinstance(reviewer, Token) else reviewer
    init_keys(offline, state.online, reviewer=made if options.scope_threshold == 2 else None)
    _say(f"离线密钥在 {offline}：拷到U盘，锁进保险柜，再从这台机器上删掉。")
    _say(f"在线密钥在 {state.online}：发布用，只有发布的人能读。")
    if not options.offline:
        _say(
            "离线密钥和在线密钥现在在同一台机器上，只能用来练习；正式使用请用 kiosk keys ceremony。"
        )
    return _delegate(options)


def _delegate(options: argparse.Namespace) -> int:
    from kiosk.center.keys.talk import reviewer_of
    from kiosk.center.pushing import county_of, read
    from kiosk.feed.repository import create_repository

    state = State(options.state)
    scopes = create_repository(
        state.feed,
        offline=options.offline or [state.offline],
        online=state.online,
        county=county_of(read(options.folder, _CATALOGUES, state, None)),
        reviewer=reviewer_of(options.reviewer),
        scope_threshold=getattr(options, "scope_threshold", None),
    )
    _say(f"已授权 {len(scopes)} 个新单位。各终端的信任起点：{state.feed / 'metadata/1.root.json'}")
    return 0


def _ceremony(options: argparse.Namespace) -> int:
    from kiosk.center.keys.ceremony import ceremony
    from kiosk.center.keys.talk import Talk
    from kiosk.center.pushing import county_of, read

    state = State(options.state)
    ceremony(
        Talk(yes=options.yes),
        county_of(read(options.folder, _CATALOGUES, state, None)),
        repo=state.feed,
        online=state.online,
        sticks=options.offline or (),
        reviewer=Path(options.reviewer) if options.reviewer else None,
    )
    return 0


def _resign(options: argparse.Namespace) -> int:
    from kiosk.center.keys.talk import reviewer_of
    from kiosk.feed import roles
    from kiosk.feed.publisher import Publisher

    state = State(options.state)
    reviewer = reviewer_of(options.reviewer)
    left = Publisher(state.feed, state.online, reviewer=reviewer).resign()
    _say("已重新签名。")
    if left:
        names = "、".join(roles.chinese(role) for role in left[:5])
        _say(f"这些快到期，要用别的密钥续签（kiosk keys delegate）：{names}，共 {len(left)} 个。")
    return 0


def _list(options: argparse.Namespace) -> int:
    from kiosk.center.keys.changing import list_keys

    state = State(options.state)
    list_keys(state.feed, _folders(options, state), online=state.online)
    return 0


def _review(options: argparse.Namespace) -> int:
    from kiosk.center.keys.talk import reviewer_of
    from kiosk.feed.keys import KeysError, require_apart
    from kiosk.feed.rekey import require_review

    state = State(options.state)
    reviewer = None if options.off else reviewer_of(options.reviewer)
    if reviewer is None and not options.off:
        raise KeysError(
            "请用 --reviewer 写明审核人的密钥放在哪里，或者用 --off。没有改动任何文件。"
        )
    if isinstance(reviewer, Path):
        require_apart([reviewer], state.online)
    folders = _folders(options, state)
    require_review(state.feed, online=state.online, folders=folders, reviewer=reviewer)
    _say(
        "从现在起，只要发布人一个签名。"
        if options.off
        else f"从现在起，每次发布都要审核人签名：kiosk push … --reviewer {options.reviewer}"
    )
    return 0


def _rotate(options: argparse.Namespace) -> int:
    return _change(options, stolen=False)


def _revoke(options: argparse.Namespace) -> int:
    return _change(options, stolen=True)


def _change(options: argparse.Namespace, *, stolen: bool) -> int:
    from kiosk.center.keys.changing import change_keys
    from kiosk.center.keys.talk import Talk

    state = State(options.state)
    change_keys(
        Talk(yes=options.yes),
        state.feed,
        options.key,
        online=state.online,
        folders=_folders(options, state),
        new=options.new,
        stolen=stolen,
    )
    return 0


def _folders(options: argparse.Namespace, state: State) -> list[Path]:
    folders = list(options.offline or [state.offline])
    if options.reviewer and not options.reviewer.startswith("hsm:"):
        folders.append(Path(options.reviewer))
    return folders
