"""Breaks Chinese text into lines, in linear time.

Follows the prohibition rules of W3C clreq (Requirements for Chinese Text Layout, 3.1.3): no
line starts with a closing mark or ends with an opening one.  Numbers keep their sign, their
decimals and their unit; dates and ``第三十条`` stay whole.  Knows nothing of Kivy: whoever calls
it says how wide a character is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

NO_START = frozenset("、。，．：；！？）〕］｝〉》」』】〗〙’”…—～‥·・‧％‰℃°％／/!),.:;?]}%")
"""Marks that no line may start with."""

NO_END = frozenset("（〔［｛〈《「『【〖〘‘“＄￥¥£№＃#([{")
"""Marks that no line may end with."""

_HALF_BLANK = frozenset("、。，．：；）〕］｝〉》」』】〗〙’”")
"""Full-width marks whose right half is empty: at the end of a line they may hang into it."""

_UNIT = (
    r"(?:万亿|亿元|万元|千元|百元|亿|万|元|角|分钱|年度|年|个月|月份|月|日|号|天|小时|时|分|秒|周|岁"
    r"|季度|平方公里|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|米|吨|斤|亩|公顷|千瓦时|千瓦|度"
    r"|个|户|人次|人|名|口|头|只|条|款|项|件|份|张|页|期|批|次|届|笔|套|台|辆|盏|座|处|眼|组|村|级"
    r"|阶段|章|节|楼|室|路|倍|成|票|周岁|%|％|‰|℃)"
)
_NUMBER = r"[-+−＋－±]?[¥￥]?[0-9０-９]+(?:[,，.．:：/][0-9０-９]+)*"
_HAN = r"[〇零一二两三四五六七八九十百千]"

_ATOM = re.compile(
    rf"""
    \n
  | [ \t\u3000]+
  | 第{_HAN}+(?:[编章节条款项届次期批组号]|季度)?(?:之{_HAN}+)?
  | 第[ ]?[0-9０-９]+(?:[ ]?{_UNIT})?
  | [0-9]{{4}}年[ ]?[0-9]{{1,2}}月[ ]?[0-9]{{1,2}}[日号]
  | [0-9]{{1,4}}年[ ]?[0-9]{{1,2}}月
  | [0-9]{{1,2}}月[ ]?[0-9]{{1,2}}[日号]
  | [0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}
  | {_NUMBER}(?:[-–—~～]{_NUMBER})?(?:[ ]?{_UNIT}(?:/{_UNIT})?)?
  | [A-Za-z0-9\u00c0-\u024f]+(?:['’\-_.@/:&=+][A-Za-z0-9\u00c0-\u024f]+)*
  | [—]+ | […]+
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


class Run(NamedTuple):
    """A stretch of text in one weight."""

    text: str
    strong: bool = False


class Line(NamedTuple):
    """A finished line: its runs, and how wide they are in the caller's unit."""

    runs: tuple[Run, ...]
    width: float

    @property
    def text(self) -> str:
        """The line without its weights."""
        return "".join(run.text for run in self.runs)


Advance = Callable[[str, bool], float]
"""How wide one character is, regular or strong."""


def break_text(text: str, width: float, advance: Advance) -> list[Line]:
    """Lines of plain text; see `break_lines`."""
    return break_lines((Run(text),), width, advance)


def break_lines(runs: Iterable[Run], width: float, advance: Advance) -> list[Line]:
    """The lines that the runs make at a width.

    A line break in the text always ends a line; an empty text is one empty line.  What cannot
    be held together because it alone is wider than the line is broken where it hurts least.
    """
    runs = tuple(runs)
    text = "".join(run.text for run in runs)
    strong = [run.strong for run in runs for _ in run.text]
    widths = [advance(char, bold) for char, bold in zip(text, strong, strict=True)]
    if sum(widths) <= width and "\n" not in text:
        return [Line(tuple(run for run in runs if run.text), sum(widths))]
    lines: list[Line] = []
    for start, end in _fill(text, widths, width):
        stop = end
        while stop > start and text[stop - 1] in " \t\u3000\n":
            stop -= 1
        lines.append(Line(_runs(text, strong, start, stop), sum(widths[start:stop])))
    return lines


def _fill(text: str, widths: list[float], width: float) -> Iterator[tuple[int, int]]:
    """Greedy: as many unbreakable units on each line as fit.  Yields the (start, end) of lines."""
    line_start = 0
    used = 0.0
    for start, end in _units(text):
        if text[start] == "\n":
            yield line_start, end
            line_start, used = end, 0.0
            continue
        whole = sum(widths[start:end])
        if used + whole - _hang(text, widths, end) <= width:
            used += whole
            continue
        if text[start] in " \t\u3000":
            used += whole  # blank at the end of a line is not drawn, and ends it
            continue
        if line_start < start:
            yield line_start, start
            line_start, used = start, 0.0
        if whole - _hang(text, widths, end) > width:
            for cut in _hard_cuts(text, widths, start, end, width):
                yield line_start, cut
                line_start = cut
            whole = sum(widths[line_start:end])
        used += whole
    if line_start < len(text) or not text or text[-1] == "\n":
        yield line_start, len(text)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that no line may part: atoms, with closing marks behind and opening ones before."""
    start = -1
    open_ended = False
    for atom in _ATOM.finditer(text):
        first = atom[0][0]
        blank = first in " \t\u3000\n"
        glued = start >= 0 and not blank and (open_ended or first in NO_START)
        if not glued:
            if start >= 0:
                yield start, atom.start()
            start = atom.start()
        open_ended = atom[0][-1] in NO_END and not blank
        if blank:
            yield start, atom.end()
            start, open_ended = -1, False
    if start >= 0:
        yield start, len(text)


def _hang(text: str, widths: list[float], end: int) -> float:
    return widths[end - 1] / 2 if text[end - 1] in _HALF_BLANK else 0.0


def _hard_cuts(text: str, widths: list[float], start: int, end: int, width: float) -> Iterator[int]:
    """Where to cut a unit that alone is wider than the line: still no forbidden mark in front."""
    used = 0.0
    at = start
    for index in range(start, end):
        if index > at and used + widths[index] - _hang(text, widths, index + 1) > width:
            cut = index
            while cut > at + 1 and (text[cut] in NO_START or text[cut - 1] in NO_END):
                cut -= 1
            if text[cut] in NO_START or text[cut - 1] in NO_END:
                cut = index
            yield cut
            at = cut
            used = sum(widths[cut:index])
        used += widths[index]


def _runs(text: str, strong: list[bool], start: int, end: int) -> tuple[Run, ...]:
    """The text between two places, parted where the weight changes."""
    found: list[Run] = []
    at = start
    for index in range(start + 1, end + 1):
        if index == end or strong[index] != strong[at]:
            found.append(Run(text[at:index], strong[at]))
            at = index
    return tuple(found)
