"""``kiosk bundle`` and ``kiosk receipts``: their arguments, and what they print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.feed.receipts import Read

Verb = Callable[[str, Callable[[argparse.Namespace], int | None], str], argparse.ArgumentParser]

CHINA = timezone(timedelta(hours=8))


def add_verbs(verb: Verb) -> None:
    """Add both to the command line."""
    bundle = verb("bundle", _bundle, "write what a village without a line needs onto a stick")
    bundle.add_argument("division", help="12-digit code; run again to add another one")
    bundle.add_argument("target", type=Path, help="a folder on the stick, or a file ending in .zip")
    bundle.add_argument("--feed", type=Path, help="the feed's folder (default: in the state)")
    receipts = verb("receipts", _receipts, "read the receipts that terminals left on a stick")
    receipts.add_argument("path", type=Path, help="the stick, or a bundle's folder on it")


def _bundle(options: argparse.Namespace) -> None:
    from kiosk.feed.bundle import write_bundle
    from kiosk.state import State

    feed = options.feed or State(options.state).feed
    done = write_bundle(feed, options.division, options.target)
    sys.stdout.write(
        f"数据包在 {options.target}，供 {len(done.divisions)} 个单位使用："
        f"{'、'.join(done.divisions)}\n"
        f"新写 {done.written} 个文件（{done.written_bytes / 1e6:.1f} MB），"
        f"原有 {done.kept} 个，删去不再需要的 {done.removed} 个。\n"
        f"到村里在终端上运行：kiosk sync terminal.toml --from U盘上的文件夹\n"
    )


def _receipts(options: argparse.Namespace) -> int:
    from kiosk.feed.receipts import read_receipts

    found = read_receipts(options.path)
    if not found:
        sys.stderr.write(f"{options.path} 里没有终端的回执。\n")
        return 1
    for read in found:
        sys.stdout.write(f"{_line(read)}\n")
    return 1 if any(r.trouble for r in found) else 0


def _line(read: Read) -> str:
    receipt = read.receipt
    if receipt is None:
        return f"{read.file.name}：{read.trouble}"
    at = f"{receipt.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    if not receipt.clock_trusted:
        at += "（时间未核对）"
    said = [
        f"{receipt.division} {at}",
        f"终端 {receipt.terminal}（{'有签名' if read.key else '没有签名'}）",
        f"版本 {receipt.edition[:12] or '无'}",
    ]
    if receipt.refused:
        said.append(f"没有采用：{receipt.refused}")
    if receipt.damaged:
        said.append(f"U盘上损坏 {len(receipt.damaged)} 个文件")
    if receipt.missing:
        said.append(f"缺图片 {receipt.missing} 张")
    if receipt.quarantined:
        said.append(f"隔离 {len(receipt.quarantined)} 件：{'、'.join(receipt.quarantined)}")
    return "，".join(said)
