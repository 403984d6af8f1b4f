"""The weekly report: the figures of the week, what was done, what goes on, what comes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.weekly import WeeklyReport
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Frame, Row
from kiosk.terminal.ui.readers.parts import big_facts, heading
from kiosk.terminal.ui.widgets.facts import Fact
from kiosk.terminal.ui.widgets.line import Tick

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def report_pieces(board: Stage, report: WeeklyReport, width: float) -> list[Piece]:
    """One week on a page."""
    kit, theme, today = board.kit, board.kit.theme, board.desk.today()
    said = f"{day_text(report.first, today)}到{day_text(report.last, today)}"
    found = [piece(kit.words(said, theme.row), width)]
    if report.figures:
        facts = [Fact(name, count) for name, count in report.figures]
        found.append(piece(big_facts(board, facts, width), width, gap=theme.small))
    for name, lines, done in (
        ("办了什么", report.done, True),
        ("正在办", report.doing, False),
        ("下周", report.coming, False),
    ):
        if not lines:
            continue
        found.append(heading(board, name, width))
        gap = theme.small
        for line in lines:
            build = partial(_line, board, line, done=done)
            found.append(Piece(build().fit(width), build, gap=gap))
    return found


def _line(board: Stage, line: str, *, done: bool) -> Block:
    kit, theme = board.kit, board.kit.theme
    colour = kit.colour.village if done else kit.colour.edge
    side = theme.mm(9)
    drop = max(0.0, (theme.body.line_height - side) / 2)
    row = Row(
        Frame(Tick(colour, theme.rule, done=done), padding=(0, drop)),
        kit.words(line, theme.body),
        widths=(side, 1.0),
        gap=theme.small,
    )
    row.spoken_text = f"{line.rstrip('。')}。"
    return row
