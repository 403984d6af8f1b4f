"""What ``kiosk fleet`` does, in words for the county's technician."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.db.models import Q
from django.utils import timezone

from kiosk.center.fleet.chronicle import FEED_ERRORS, Chronicle
from kiosk.center.fleet.export import write_xlsx
from kiosk.center.fleet.models import State, Terminal
from kiosk.center.fleet.proof import WORDS, Proof, notice_of, prove
from kiosk.center.fleet.standing import Light, Standing, reach, removals, standings


class FleetError(Exception):
    """What was asked cannot be done.  The message is Chinese."""


_EXAMPLES = {"takedown": "990101101201-D2-2026-10", "proof": "990101101201-D2-2026-10"}
_COLOURS = {Light.NEWEST: 32, Light.OLDER: 33, Light.SILENT: 35, Light.FAULTY: 31}


def run(options: argparse.Namespace, feed: Path) -> int:
    """Do one act; the exit status.  Raises FleetError."""
    act, what = options.act, options.what or ""
    if not what and act != "list":
        example = _EXAMPLES.get(act, "K7QM-2XPD")
        raise FleetError(f"请写明编号，例如：kiosk fleet {act} {example}")
    names = Names(feed)
    acts: dict[str, Callable[[], None]] = {
        "list": lambda: _list(names, as_json=options.json),
        "accept": lambda: _accept(names, what),
        "refuse": lambda: _revoke(names, what),
        "revoke": lambda: _revoke(names, what),
        "takedown": lambda: _takedown(names, what),
        "proof": lambda: _proof(names, what, options.terminal, options.xlsx),
    }
    acts[act]()
    return 0


class Names:
    """Names of divisions as the feed has them; codes where it has none.

    Brings the chronicle up to date on the way.
    """

    def __init__(self, feed: Path) -> None:
        chronicle = Chronicle(feed)
        try:
            chronicle.refresh()
            county = chronicle.county()
        except FEED_ERRORS as error:
            raise FleetError(f"发布的内容读不出来（{error}），没有改动任何东西。") from error
        self._names = {d.code: d.name for d in county.divisions} if county is not None else {}

    def __getitem__(self, division: str) -> str:
        name = self._names.get(division)
        return f"{name}（{division}）" if name else division


def _list(names: Names, *, as_json: bool) -> None:
    found = standings(Terminal.objects.filter(state=State.ACCEPTED), timezone.now())
    pending = list(Terminal.objects.filter(state=State.PENDING))
    if as_json:
        _say(msgspec.json.encode([*map(_plain, found), *map(_waiting, pending)]).decode())
        return
    for light in (Light.FAULTY, Light.SILENT, Light.OLDER, Light.NEWEST):
        for each in found:
            if each.light is light:
                _say(_line(names[each.terminal.division], each))
    for terminal in pending:
        _say(
            f"等待接受  {names[terminal.division]}  {terminal.code}"
            f"  核对以后运行 kiosk fleet accept {terminal.code}"
        )
    counts = {light: sum(1 for s in found if s.light is light) for light in Light}
    told = "，".join(f"{light.chinese} {counts[light]}" for light in Light)
    _say(f"共 {len(found)} 台：{told}；等待接受 {len(pending)}。")


def _plain(standing: Standing) -> dict[str, object]:
    terminal = standing.terminal
    return {
        "id": terminal.pk,
        "code": terminal.code,
        "division": terminal.division,
        "state": standing.light.value,
        "since": standing.since,
        "why": standing.why,
    }


def _waiting(terminal: Terminal) -> dict[str, object]:
    return _plain(Standing(terminal, Light.SILENT, terminal.asked_at, "")) | {"state": "pending"}


def _line(place: str, standing: Standing) -> str:
    light, when = standing.light, _when(standing.since)
    word = light.chinese
    if sys.stdout.isatty():
        word = f"\x1b[{_COLOURS[light]}m{word}\x1b[0m"
    told = {
        Light.NEWEST: f"{when} 报告",
        Light.OLDER: f"自 {when} 起有新内容没有显示，{standing.why}",
        Light.SILENT: f"自 {when} 起，{standing.why}",
        Light.FAULTY: f"{standing.why}（{when} 报告）",
    }[light]
    return f"{word}  {place}  {standing.terminal.code}  {told}"


def _accept(names: Names, code: str) -> None:
    terminal = find(code)
    place = f"{names[terminal.division]}的终端 {terminal.code}"
    if terminal.state == State.ACCEPTED:
        _say(f"{place} 早就接受了，没有改动。")
        return
    _decide(terminal, State.ACCEPTED)
    _say(f"已接受 {place}。几分钟内就能在 kiosk fleet list 里看到它显示的内容。")
    others = Terminal.objects.filter(division=terminal.division, state=State.ACCEPTED)
    for other in others.exclude(pk=terminal.pk):
        _say(f"注意：同一个地方还有 {other.code}。如果是换下来的旧机器，请停用它。")


def _revoke(names: Names, code: str) -> None:
    terminal = find(code)
    place = f"{names[terminal.division]}的终端 {terminal.code}"
    if terminal.state == State.REVOKED:
        _say(f"{place} 早就停用了，没有改动。")
        return
    _decide(terminal, State.REVOKED)
    _say(f"已停用 {place}：它的报告不再算数。它屏幕上的内容不受影响，要撤内容请用 withdraw。")


def _decide(terminal: Terminal, state: State) -> None:
    """``decided_at`` stays empty for a box that was never accepted: it showed nothing of ours."""
    if state == State.ACCEPTED or terminal.decided_at is not None:
        terminal.decided_at = timezone.now()
    terminal.state = state
    terminal.save(update_fields=["state", "decided_at"])


def find(named: str) -> Terminal:
    """The one terminal with this code, id, or division.  Raises FleetError."""
    code = named.upper().replace("-", "").replace(" ", "")
    wanted = Q(code=f"{code[:4]}-{code[4:]}") | Q(pk=named.lower()) | Q(division=named)
    found = list(Terminal.objects.filter(wanted))
    if len(found) == 1:
        return found[0]
    if not found:
        raise FleetError(f"没有接入码是 {named} 的终端。kiosk fleet list 列出所有终端。")
    several = "、".join(f"{t.code}（{t.pk}）" for t in found)
    raise FleetError(f"{named} 指的不止一台：{several}。请写括号里的完整编号；没有改动。")


def _takedown(names: Names, item: str) -> None:
    found = removals(_item(item))
    if found is None:
        raise FleetError(f"{item} 没有撤下过。要撤下请用 kiosk withdraw。")
    found.sort(key=lambda each: each.at is not None)
    for each in found:
        when = _when(each.at) if each.at else f"最后报告 {_when(each.terminal.heard_at)}"
        _say(f"{each.words}  {names[each.terminal.division]}  {each.terminal.code}  {when}")
    gone = sum(1 for each in found if each.at is not None)
    _say(f"共 {len(found)} 台，已确认撤下 {gone} 台，没有确认 {len(found) - gone} 台。")


def _item(id_: str) -> str:
    """FleetError unless it can be a disclosure's id."""
    try:
        reach(id_)
    except ValueError as error:
        raise FleetError(f"“{id_}”不是公开内容的编号，应当像 990101101201-D2-2026-10。") from error
    return id_


def _proof(names: Names, item: str, named: str | None, xlsx: Path | None) -> None:
    now = timezone.now()
    terminals = [find(named)] if named else reach(_item(item))
    notice = notice_of(_item(item), now)
    if notice is None:
        raise FleetError(f"从来没有发布过 {item}。")
    proofs = prove(notice, terminals, now)
    _say(f"{notice.title}（{item}）")
    period = "公示期" if notice.required else "公开时间"
    _say(f"{period}：{_when(notice.start)} 至 {_when(notice.end)}")
    for proof in proofs:
        _say(f"{names[proof.terminal.division]}  {proof.terminal.code}  {_sum(proof)}")
        for each in proof.stretches:
            doubt = "" if each.certain else "（时间没有核对过）"
            _say(f"    {_when(each.since)} 至 {_when(each.until)}  {each.chinese}{doubt}")
    if xlsx is not None:
        write_xlsx(xlsx, notice, proofs, lambda division: names[division])
        _say(f"已写入 {xlsx}。")


def _sum(proof: Proof) -> str:
    parts = [f"{word} {_long(proof.total(what))}" for what, word in WORDS.items()]
    return "，".join(parts)


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at is not None else "（不知道）"


def _long(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 1440}天{minutes // 60 % 24}小时{minutes % 60}分"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
