"""``kiosk notice``: announce, list and end urgent notices."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.state import State

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]
_CHINA = ZoneInfo("Asia/Shanghai")


def add_verbs(verb: Verb) -> None:
    """Add ``notice`` to the command line."""
    from kiosk.affairs.notice import Danger, Severity

    notice = verb("notice", _notice, "announce, list or end an urgent notice")
    notice.add_argument("division", help="12-digit code: the county, a township or a village")
    notice.add_argument("title", nargs="?", help="what the screen says in large type")
    dangers = "、".join(f"{d.value}（{d.chinese}）" for d in Danger)
    notice.add_argument(
        "--danger", choices=[d.value for d in Danger], default="other", help=dangers
    )
    severities = [s.value.lower() for s in Severity]
    notice.add_argument(
        "--severity",
        choices=severities,
        default="moderate",
        help="extreme fills the whole screen, the others stand in a band (default: %(default)s)",
    )
    notice.add_argument("--area", default="", help="where, in words")
    notice.add_argument("--do", dest="instruction", default="", help="what people should do")
    notice.add_argument("--about", default="", help="what happened, if the title does not say it")
    notice.add_argument("--contact", default="", help="an office telephone")
    notice.add_argument("--onset", help="2026-11-23T08:00, in China (default: now)")
    notice.add_argument("--until", help="when it ends, as --onset")
    notice.add_argument("--end", metavar="ID", help="end this notice now")


def _notice(options: argparse.Namespace) -> None:
    from kiosk.affairs.notice import Danger, Notice, Severity
    from kiosk.center.audit.offhand import note
    from kiosk.center.notices.posting import announce, end, notices_of
    from kiosk.center.posting import PostError

    state = State(options.state)
    if options.end:
        ended = end(state.feed, state.online, options.end)
        said = "已结束，各终端下次联网时就会收起来。" if ended else "早就结束了，没有改动。"
        sys.stdout.write(f"{options.end} {said}\n")
        if ended:
            note(state, "notice.ended", options.end, place=options.division)
        return
    if not options.title:
        now = datetime.now(UTC)
        for name, title, found in notices_of(state.feed, options.division):
            stands = "正在公开" if found.in_force(now) else "不在时间内"
            until = found.expires.astimezone(_CHINA)
            sys.stdout.write(
                f"{name}\t{found.severity.chinese}\t{stands}，到 {until:%Y-%m-%d %H:%M}\t{title}\n"
            )
        return
    if not options.until:
        raise PostError("没有写 --until（什么时候结束），例如 --until 2026-11-23T08:00。没有发布。")
    notice = Notice(
        danger=Danger(options.danger),
        severity=Severity(options.severity.capitalize()),
        area=options.area,
        onset=_moment(options.onset) if options.onset else datetime.now(UTC).replace(microsecond=0),
        expires=_moment(options.until),
        instruction=options.instruction,
        description=options.about,
        contact=options.contact,
    )
    name = announce(state.feed, state.online, options.division, options.title, notice)
    sys.stdout.write(f"已发布 {name}，各终端下次联网时就会显示。\n")
    note(state, "notice.posted", name, facts={"title": options.title}, place=options.division)


def _moment(text: str) -> datetime:
    from kiosk.center.posting import PostError

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise PostError(f"“{text}”不是时间，应当像 2026-11-23T08:00。没有发布。") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).astimezone(UTC)
