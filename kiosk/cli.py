"""One command, ``kiosk``, with a verb per task.  ``kiosk VERB --help`` explains each.

Verbs import what they need when they run, so that a terminal without the center's packages
can do everything a terminal does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.center.accounts.verbs import add_verbs as staff_verbs
from kiosk.center.audit.verbs import add_verbs as audit_verbs
from kiosk.center.cases.verbs import add_verbs as cases_verbs
from kiosk.center.feedback.verbs import add_verbs as feedback_verbs
from kiosk.center.fleet.verbs import add_verbs as fleet_verbs
from kiosk.center.keys.verbs import add_verbs as keys_verbs
from kiosk.center.notices.verbs import add_verbs as notice_verbs
from kiosk.center.obligations.verbs import add_verbs as due_verbs
from kiosk.center.risks.verbs import add_verbs as risks_verbs
from kiosk.center.site.verbs import add_verbs as site_verbs
from kiosk.center.tending.verbs import add_verbs as center_verbs
from kiosk.feed.stick_verbs import add_verbs as stick_verbs
from kiosk.simulate.verbs import add_verbs as simulate_verbs
from kiosk.state import State, default_state, sources
from kiosk.terminal.verbs import add_verbs as terminal_verbs

_CATALOGUES = sources() / "content" / "catalogues"
if TYPE_CHECKING:
    from kiosk.center.folder import Reading

_SAMPLE = sources() / "content" / "示例县"

_ROOMS = (
    notice_verbs,
    keys_verbs,
    stick_verbs,
    terminal_verbs,
    fleet_verbs,
    cases_verbs,
    risks_verbs,
    center_verbs,
    staff_verbs,
    audit_verbs,
    feedback_verbs,
    due_verbs,
    site_verbs,
    simulate_verbs,
)


class UsageError(Exception):
    """What was asked cannot be done.  The message is a Chinese sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status: 0 done, 1 refused with a reason, 2 misspelt."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return 2
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "kiosk":
            raise
        print(
            f"缺少 Python 包 {error.name}。这个命令要装中心部分："
            "pip install 'openaffairs-kiosk[center]'",
            file=sys.stderr,
        )
        return 1
    except Exception as error:
        if _is_ours(error):
            print(str(error), file=sys.stderr)
            return 1
        raise


def _is_ours(error: Exception) -> bool:
    """Whether the error was made by us for a person to read, in Chinese."""
    return type(error).__module__.startswith("kiosk.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="党务、政务、村务公开栏")
    verbs = parser.add_subparsers(metavar="VERB", title="verbs")

    def verb(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str
    ) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.add_argument(
            "--state",
            type=Path,
            default=default_state(),
            help="folder for keys, feed, caches and the library (default: %(default)s)",
        )
        added.set_defaults(run=run)
        return added

    run = verb("run", _run, "everything of one county on this machine: push, serve, sync, screen")
    run.add_argument("folder", nargs="?", type=Path, default=_SAMPLE, help="a county folder")
    run.add_argument("--division", help="12-digit code of the village whose screen to show")
    run.add_argument("--fullscreen", action="store_true", help="for the hall")
    run.add_argument("--port", type=int, default=0, help="of the feed (default: a free one)")
    run.add_argument("--size", default="1080x1920", help="of the window (default: %(default)s)")
    run.add_argument("--pictures", type=Path, help="only take pictures of every screen into here")

    catalogue = verb("catalogue", _catalogue, "print a disclosure catalogue")
    catalogue.add_argument("id", nargs="?", help="village, community, township or street")
    catalogue.add_argument("--folder", type=Path, default=_CATALOGUES, help="of catalogues")
    catalogue.add_argument("--json", action="store_true", help="for programs")

    check = verb("check", _check, "find every mistake in a county folder; changes nothing")
    check.add_argument("folder", type=Path)

    push = verb("push", _push, "publish a county folder into the signed feed")
    push.add_argument("folder", type=Path)
    push.add_argument("--reviewer", help="the reviewer's key: a folder, or hsm: for a token")

    withdraw = verb("withdraw", _withdraw, "take one disclosure off every screen")
    withdraw.add_argument("id", help="such as 990101101201-D2-2026-10")
    withdraw.add_argument("--reason", required=True, help="for the record, in Chinese")

    template = verb("template", _template, "write a folder of templates a clerk can fill in")
    template.add_argument("folder", type=Path)

    serve = verb("serve", _serve, "serve the feed and the center's pages over HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8346)
    serve.add_argument("--workers", type=int, default=1)

    sync = verb("sync", _sync, "keep a terminal's library up to date with the feed")
    sync.add_argument("config", type=Path, help="terminal.toml")
    sync.add_argument("--once", action="store_true", help="one poll, then stop")
    sync.add_argument("--from", dest="stick", type=Path, help="take a stick's content instead")

    screen = verb("screen", _screen, "the screen of a terminal")
    screen.add_argument("config", type=Path, help="terminal.toml")
    screen.add_argument("--fullscreen", action="store_true", help="for the hall")
    screen.add_argument("--picture", type=Path, help="keep a PNG of the screen in this file")
    screen.add_argument("--hung", type=float, default=30.0, help=argparse.SUPPRESS)

    pictures = verb("pictures", _pictures, "take pictures of every screen, as in the README")
    pictures.add_argument("config", type=Path, help="terminal.toml")
    pictures.add_argument("folder", type=Path, help="where the pictures go")
    pictures.add_argument("--size", default="1080x1920")

    verb("face", _face, "take the Simplified Chinese face out of the installed fonts")
    for add in _ROOMS:
        add(verb)
    return parser


def _run(options: argparse.Namespace) -> int:
    from kiosk.runner import gallery, run

    width, height = _size(options.size)
    state = State(options.state.resolve())
    if options.pictures:
        return gallery(
            state, folder=options.folder, catalogues=_CATALOGUES, pictures=options.pictures
        )
    return run(
        state,
        folder=options.folder,
        catalogues=_CATALOGUES,
        division=options.division,
        fullscreen=options.fullscreen,
        port=options.port,
        size=(width, height),
    )


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError as error:
        raise UsageError(f"“{text}”不是屏幕大小，应当像 1080x1920。") from error
    return width, height


def _catalogue(options: argparse.Namespace) -> int:
    import msgspec

    from kiosk.center.folder import read_catalogues

    catalogues, problems = read_catalogues(options.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    chosen = [c for c in catalogues if options.id in {None, c.id}]
    if options.id and not chosen:
        known = "、".join(c.id for c in catalogues)
        raise UsageError(f"没有编号为“{options.id}”的目录。有这些：{known}。")
    if options.json:
        wanted = chosen[0] if options.id else chosen
        print(msgspec.json.format(msgspec.json.encode(wanted), indent=2).decode())
    elif options.id:
        from kiosk.center.printing import print_catalogue

        print_catalogue(chosen[0])
    else:
        for each in chosen:
            count = sum(1 for _ in each.items())
            print(f"{each.id}\t{each.name}\t{len(each.classes)} 类 {count} 项")
    return 1 if problems else 0


def _check(options: argparse.Namespace) -> int:
    from kiosk.center.cases.rules import check_rules
    from kiosk.center.printing import progress
    from kiosk.center.pushing import read

    with progress("检查") as step:
        reading = read(options.folder, _CATALOGUES, State(options.state), step)
    own = options.folder / "cases.yaml"
    rules = check_rules(own, reading.county) if reading.county and own.exists() else []
    for problem in [*reading.problems, *rules]:
        print(problem)
    if rules:
        print(f"\n诉求办理规定 {own.name} 有 {len(rules)} 处要改，改好以前不能换上。")
    if reading.problems:
        print(f"\n共 {len(reading.problems)} 处要改。改好以前不能发布，公开栏上的内容没有变。")
        return 1
    print(f"{'公开内容' if rules else ''}没有错误：{len(reading.drafts)} 件，可以发布。")
    _remind(options.folder, reading)
    return 1 if rules else 0


def _remind(folder: Path, reading: Reading) -> None:
    """What the risk rules see in a folder that has no mistakes; nobody is kept from publishing."""
    from kiosk.center.risks.foresight import foresee

    found = foresee(folder, reading)
    if found:
        print(f"\n三资预警规则看到 {len(found)} 处，不影响发布，发布以后会请责任单位说明：")
        for line in found:
            print(f"  {line}")


def _push(options: argparse.Namespace) -> int:
    from kiosk.center.keys.talk import reviewer_of
    from kiosk.center.printing import progress
    from kiosk.center.pushing import push

    state, reviewer = State(options.state), reviewer_of(options.reviewer)
    with progress("发布") as step:
        report = push(options.folder, _CATALOGUES, state, step, reviewer=reviewer)
    print(report.text)
    if report.outcome is not None and report.outcome.scopes:
        from kiosk.center.audit.offhand import note

        done = report.outcome
        facts = {"count": len(done.added) + len(done.changed)}
        note(state, "folder.pushed", options.folder.name, facts=facts)
    return 0 if report.published else 1


def _withdraw(options: argparse.Namespace) -> None:
    from kiosk.center.audit.offhand import note
    from kiosk.feed.publisher import Publisher

    state = State(options.state)
    Publisher(state.feed, state.online).withdraw(options.id, reason=options.reason)
    print(f"已撤下 {options.id}。各终端下次联网时就会撤下来。")
    facts = {"reason": options.reason}
    note(state, "item.withdrawn", options.id, facts=facts, place=options.id.partition("-")[0])


def _template(options: argparse.Namespace) -> None:
    from kiosk.center.template import write_templates

    write_templates(options.folder)
    print(f"样板写在 {options.folder}。照着填，填好以后用 kiosk check 检查。")


def _serve(options: argparse.Namespace) -> None:
    from kiosk.center.board.worker import keep_publishing
    from kiosk.center.opening import open_center
    from kiosk.center.serving import serve
    from kiosk.feed.fresh import keep_fresh

    state = State(options.state.resolve())
    open_center(feed=state.feed, data=state.center)  # before there are two who might
    with contextlib.ExitStack() as beside:
        # A server without the online keys only serves; signing goes on where the keys are.
        if (state.online / "timestamp.pem").exists():
            beside.enter_context(keep_fresh(state.feed, state.online))
            beside.enter_context(keep_publishing(state.feed, state.online, state.center))
        serve(
            feed=state.feed,
            data=state.center,
            host=options.host,
            port=options.port,
            workers=options.workers,
        )


def _sync(options: argparse.Namespace) -> int:
    from kiosk.terminal.config import load_config
    from kiosk.terminal.heartbeat import heart
    from kiosk.terminal.sync import run

    config = load_config(options.config)
    if options.stick is not None:
        from kiosk.terminal.usb import take_in

        taken = take_in(config, options.stick)
        print(taken.text)
        return 0 if taken.good else 1
    with heart(config) if not options.once else contextlib.nullcontext():
        return 0 if run(config, once=options.once) else 1


def _screen(options: argparse.Namespace) -> int:
    from kiosk.terminal.config import load_config
    from kiosk.terminal.watch import Pulse, Watch

    config = load_config(options.config)

    def work(pulse: Pulse) -> int:
        from kiosk.terminal.screen import run

        return run(
            config,
            face_folder=State(options.state.resolve()).face,
            fullscreen=options.fullscreen,
            offscreen=not _has_display(),
            picture=options.picture,
            pulse=pulse,
        )

    return Watch(work, hung=options.hung).run()


def _pictures(options: argparse.Namespace) -> int:
    from kiosk.terminal.config import load_config
    from kiosk.terminal.screen import pictures

    return pictures(
        load_config(options.config),
        face_folder=State(options.state.resolve()).face,
        folder=options.folder,
        size=_size(options.size),
    )


def _has_display() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _face(options: argparse.Namespace) -> None:
    from kiosk.terminal.ui.text.face import prepare_face

    face = prepare_face(State(options.state.resolve()).face)
    print(f"字体已准备好：{face.regular}")


if __name__ == "__main__":
    sys.exit(main())
