"""Writes one item as a clerk would: a .md file, or a folder with all that belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from make_sample.place import Place

Files = dict[str, bytes]


@dataclass(frozen=True)
class Item:
    """One disclosure before it is written; ``card`` holds further lines of the front matter."""

    code: str
    title: str
    period: str
    published: date
    body: str = ""
    kind: str = ""
    serial: int = 1
    approvals: tuple[str, ...] = ()
    notice: int = 0
    unit: str = ""
    card: tuple[str, ...] = ()
    files: Files = field(default_factory=dict)


def write(root: Path, place: Place, item: Item) -> Path:
    """Write the item into its division's folder; the path of what was written."""
    home = root / place.folder
    name = _name(item)
    if item.files:
        target = home / name
        target.mkdir(parents=True)
        for relative, content in item.files.items():
            path = target / relative
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        card = target / "说明.md"
    else:
        home.mkdir(parents=True, exist_ok=True)
        card = target = home / f"{name}.md"
    if card.exists():
        raise FileExistsError(card)
    card.write_text(_front(item) + item.body.strip() + "\n", encoding="utf-8")
    return target


def _name(item: Item) -> str:
    plain = re.sub(r"[^\w\u3400-\U0003ffff]", "", item.title)
    serial = f"-{item.serial}" if item.serial > 1 else ""
    return f"{item.period}-{item.code}{serial}-{plain[:22]}"


def _front(item: Item) -> str:
    lines = ["---", f"目录: {item.code}", f"标题: {item.title}", f"期间: {item.period}"]
    if item.serial > 1:
        lines.append(f"序号: {item.serial}")
    if item.kind:
        lines.append(f"类型: {item.kind}")
    lines.append(f"公开日期: {item.published.isoformat()}")
    if item.unit:
        lines.append(f"责任单位: {item.unit}")
    lines += item.card
    if item.approvals:
        lines.append("审核:")
        lines += [f"  - {step}" for step in item.approvals]
    if item.notice:
        lines.append(f"公示天数: {item.notice}")
    return "\n".join([*lines, "---", ""])
