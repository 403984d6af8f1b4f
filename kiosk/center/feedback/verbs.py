"""``kiosk poster``, ``kiosk codes``, ``kiosk api-key``: their arguments."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

ADDRESS = "KIOSK_CENTER_ADDRESS"
"""The environment variable with the center's address for phones, as codes carry it."""


def add_verbs(verb: Verb) -> None:
    """Add them to the command line."""
    poster = verb("poster", _poster, "a printable poster with a code, as PDF")
    poster.add_argument("division", help="12-digit code of the village, township or county")
    poster.add_argument("file", type=Path, help="the PDF to write")
    poster.add_argument("--item", default="", help="of one disclosure, by its id")
    poster.add_argument("--size", choices=("A4", "A3"), default="A4")
    poster.add_argument(
        "--address",
        default=os.environ.get(ADDRESS, ""),
        help=f"the center's address for phones, https://... (default: ${ADDRESS})",
    )

    codes = verb("codes", _codes, "the center's keys for the marks on screen codes")
    codes.add_argument("act", choices=("list", "rotate", "forget"))
    codes.add_argument("number", nargs="?", type=int, help="forget: which key")

    key = verb("api-key", _api_key, "who may file cases through Open311")
    key.add_argument("act", choices=("list", "add", "revoke"))
    key.add_argument("name", nargs="?", default="", help="add: whose; revoke: which number")


def _poster(options: argparse.Namespace) -> None:
    _open(options)
    from django.utils import timezone

    from kiosk.center.posters.making import poster_of
    from kiosk.center.posters.poster import PosterError, poster_pdf
    from kiosk.center.posters.size import Size

    if not options.address:
        raise PosterError(
            "请写明手机打开的中心地址，例如 --address https://gk.example.cn，"
            f"或者设好环境变量 {ADDRESS}。海报没有做。"
        )
    today = timezone.localdate()
    poster = poster_of(options.division, options.item, base=options.address, day=today)
    data = poster_pdf(poster, Size(options.size))
    try:
        options.file.write_bytes(data)
    except OSError as error:
        raise PosterError(f"写不了 {options.file}（{error.strerror}），海报没有做。") from error
    _say(f"海报在 {options.file}，{options.size}，打印时选“实际大小”。手输的数字：{poster.number}")


def _codes(options: argparse.Namespace) -> None:
    from kiosk.center.codes.keys import CodeKeyError, CodeKeys
    from kiosk.state import State

    keys = CodeKeys(State(options.state.resolve()).center)
    if options.act == "rotate":
        _say(f"换成了 {keys.rotate()} 号密钥。终端下一次报告时就会用它；旧的留着，先不要删。")
    elif options.act == "forget":
        if options.number is None:
            raise CodeKeyError("请写明删哪一把，例如 kiosk codes forget 1。没有改动。")
        keys.forget(options.number)
        _say(f"已删掉 {options.number} 号密钥。用它做的二维码照样能打开，只是不再算在屏前反映。")
    else:
        numbers = keys.numbers()
        _say(f"密钥：{'、'.join(map(str, numbers)) or '还没有'}。最新的发给终端。")


def _api_key(options: argparse.Namespace) -> None:
    _open(options)
    from kiosk.center.open311.keys import add_key, list_keys, revoke_key

    if options.act == "add":
        _say(f"密钥（只显示这一次，请现在存好）：{add_key(options.name)}")
    elif options.act == "revoke":
        _say(f"已停用 {revoke_key(options.name)}。它以前提交的不受影响。")
    else:
        for line in list_keys():
            _say(line)


def _open(options: argparse.Namespace) -> None:
    from kiosk.center.opening import open_center
    from kiosk.state import State

    folders = State(options.state.resolve())
    open_center(feed=folders.feed, data=folders.center)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
