"""The card (front matter) at the head of a .md file: Chinese keys between two ``---`` lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from kiosk.affairs.disclosure import Approval
from kiosk.affairs.money import MoneyError, parse_yuan
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import check_length, nearest, parse_day
from kiosk.center.folder.yamltext import Entry, read_yaml

COMMON = frozenset(
    [
        "目录",
        "标题",
        "期间",
        "公开日期",
        "责任单位",
        "审核",
        "公示天数",
        "公示至",
        "类型",
        "序号",
        "更正",
        "更正日期",
        "由…代替",
        "无涉密内容",
        "关联",
    ]
)
RESOLUTION = frozenset(["会议", "开会日期", "地点", "主持", "应到", "实到", "表决"])
EXCUSE = frozenset({"批准单位"})
KNOWN = COMMON | RESOLUTION | EXCUSE
"""Keys of the kinds that are read here; each of the others declares its own."""

_LINE = re.compile(r"^---\s*$")
_WIDE_COLON = re.compile(
    rf"^(\s*(?:-\s*)?\{{?\s*(?:{'|'.join(sorted(KNOWN))}|由(?:\.{{3,6}}|…+)代替|[\w…]{{2,8}}))\s*：\s*"
)
_FLOW_KEYS = "事项|同意|反对|弃权|结果"
_REPLACED = re.compile(r"由(\.{3,6}|…+)代替")


class Split(NamedTuple):
    """A .md file taken apart: the lines of the card, those of the body, where the body starts."""

    card: str
    body: str
    body_row: int


def split_card(text: str, pen: Pen) -> Split | None:
    """Part card and body; None, with a mark, if the file does not begin with a card."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not _LINE.match(lines[start]):
        pen.mark(
            "开头没有卡片：第一行应当是 ---，接着写目录、标题、期间、公开日期，再一行 ---", row=1
        )
        return None
    end = next((n for n in range(start + 1, len(lines)) if _LINE.match(lines[n])), None)
    if end is None:
        pen.mark("卡片没有结束：正文前面还要一行 ---", row=start + 1)
        return None
    padding = [""] * (start + 1)
    card = "\n".join(padding + [_narrow_colon(line) for line in lines[start + 1 : end]])
    return Split(card, "\n".join(lines[end + 1 :]), end + 2)


def _narrow_colon(line: str) -> str:
    """Colons of keys as YAML wants them, from a Chinese keyboard."""
    line = _WIDE_COLON.sub(r"\1: ", line)
    line = re.sub(r"^(\s*[^\s:{\-#][^:{]{0,12}):(?=[^\s/])", r"\1: ", line)
    if "{" in line:
        line = re.sub(rf"[，,]\s*({_FLOW_KEYS})\s*[：:]\s*", r", \1: ", line)
        line = re.sub(rf"\{{\s*({_FLOW_KEYS})\s*[：:]\s*", r"{\1: ", line)
    return line


class Card:
    """The card's entries, asked for one by one; whatever is wrong with one is marked."""

    def __init__(self, entries: dict[str, Entry], pen: Pen) -> None:
        self._entries = entries
        self._pen = pen

    @classmethod
    def read(cls, text: str, pen: Pen, known: Collection[str] = KNOWN) -> Card:
        """Read the lines between the ``---``; empty, with marks, if they are not to be read.

        ``known`` are the keys that a card may have.
        """
        found = read_yaml(text, pen)
        if found is None:
            return cls({}, pen)
        if not isinstance(found.value, dict):
            pen.mark("卡片里每一行应当是“名称: 内容”", row=found.row)
            return cls({}, pen)
        entries = {}
        for key, entry in found.value.items():
            plain = _REPLACED.sub("由…代替", key)
            if plain in known:
                entries[plain] = entry
            else:
                pen.mark(f"卡片里没有“{key}”这一项{nearest(key, known)}", row=entry.row, column=key)
        return cls(entries, pen)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def row(self, key: str) -> int | None:
        """The line on which a key stands, if it does."""
        entry = self._entries.get(key)
        return entry.row if entry else None

    def mark(self, key: str, message: str) -> None:
        """Mark a mistake in the line of a key."""
        self._pen.mark(message, row=self.row(key), column=key)

    def text(self, key: str, *, limit: int, needed: bool = False) -> str:
        """One line of text, stripped; empty if it is missing."""
        entry = self._entries.get(key)
        if entry is None or entry.value == "":
            if needed:
                self._pen.mark(f"卡片里缺“{key}”", row=self.row(key), column=key)
            return ""
        if not isinstance(entry.value, str):
            self.mark(key, f"“{key}”应当是一行文字")
            return ""
        text = " ".join(entry.value.split())
        check_length(text, limit, self._pen, row=entry.row, column=key)
        return text

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """A date, or None if it is missing or impossible."""
        text = self.text(key, limit=20, needed=needed)
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            self.mark(key, f"“{text}”不是日期，请写成 2026-10-12 这样，并核对有没有这一天")
        return day

    def count(self, key: str, *, least: int = 0, needed: bool = False) -> int | None:
        """A whole number, or None."""
        text = self.text(key, limit=20, needed=needed)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,6}", text) or int(text) < least:
            self.mark(key, f"“{text}”应当是整数，最小 {least}")
            return None
        return int(text)

    def yuan(self, key: str, *, needed: bool = False) -> int | None:
        """An amount in fen, or None."""
        text = self.text(key, limit=30, needed=needed)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except MoneyError:
            self.mark(key, f"“{text}”不是金额，请只写数字，单位是元")
            return None

    def yes(self, key: str) -> bool:
        """Whether the clerk said 是."""
        return self.text(key, limit=10) in {"是", "yes", "true", "True"}

    def approvals(self) -> tuple[Approval, ...]:
        """The lines below 审核: step, person, day, parted by spaces."""
        found = []
        for entry in self._list("审核", "步骤 姓名 日期"):
            if not isinstance(entry.value, str):
                self._bad_approval(entry)
                continue
            parts = entry.value.split()
            day = parse_day(parts[-1]) if len(parts) >= 3 else None
            if day is None:
                self._bad_approval(entry)
                continue
            step = " ".join(parts[:-2])
            check_length(step, 60, self._pen, row=entry.row, column="审核")
            found.append(Approval(step=step, person=parts[-2], day=day))
        return tuple(found)

    def _bad_approval(self, entry: Entry) -> None:
        self._pen.mark(
            "审核要写成“步骤 姓名 日期”，中间空一格，日期写成 2026-10-12 这样，并核对有没有这一天",
            row=entry.row,
            column="审核",
        )

    def motions(self) -> list[dict[str, Entry]]:
        """The lines below 表决 as they stand; what is no mapping is marked."""
        found = []
        for entry in self._list("表决", "{事项: …, 同意: 30, 反对: 0, 弃权: 1, 结果: 通过}"):
            if isinstance(entry.value, dict):
                found.append(entry.value)
            else:
                self._pen.mark(
                    "表决要写成 - {事项: …, 同意: 30, 反对: 0, 弃权: 1, 结果: 通过}",
                    row=entry.row,
                    column="表决",
                )
        return found

    def lines(self, key: str) -> list[tuple[str, int]]:
        """The texts below a key, or the one behind it, each with the row it stands on.

        A colon in a line makes YAML see a name and its value: they are one text again.
        """
        entry = self._entries.get(key)
        if entry is None or entry.value == "":
            return []
        found: list[tuple[str, int]] = []
        for each in entry.value if isinstance(entry.value, list) else [entry]:
            if isinstance(each.value, dict):
                pairs = [(k, v.value) for k, v in each.value.items()]
                texts = [f"{k}：{v}" for k, v in pairs if isinstance(v, str)]
                if each is entry or len(texts) < len(pairs):
                    self._pen.mark(f"“{key}”下面每行以 - 开头", row=each.row, column=key)
                    continue
                found.append(("；".join(texts), each.row))
            elif isinstance(each.value, str):
                found.append((" ".join(each.value.split()), each.row))
            else:
                self._pen.mark(f"“{key}”下面每行写一条，不再分层", row=each.row, column=key)
        return found

    def _list(self, key: str, form: str) -> list[Entry]:
        entry = self._entries.get(key)
        if entry is None or entry.value == "":
            return []
        if isinstance(entry.value, list):
            return entry.value
        self.mark(key, f"“{key}”下面每行以 - 开头，写成“- {form}”")
        return []

    def related(self, links: Links) -> tuple[str, ...]:
        """The ids of 关联, on one line or one a line."""
        entry = self._entries.get("关联")
        if entry is None or entry.value == "":
            return ()
        lines = entry.value if isinstance(entry.value, list) else [entry]
        found: list[str] = []
        for line in lines:
            if isinstance(line.value, str):
                found += links.read(line.value, self._pen, row=line.row)
            else:
                self._pen.mark("关联里写编号，例如 C2-2026-03-16", row=line.row, column="关联")
        return tuple(dict.fromkeys(found))

    def foreign(self, own: frozenset[str]) -> list[str]:
        """The keys that are neither common to all kinds nor among these."""
        return sorted(self._entries.keys() - COMMON - own)
