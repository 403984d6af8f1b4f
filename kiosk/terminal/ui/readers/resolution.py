"""A resolution: who met, how many came, how they voted on each matter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Motion, Resolution
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Column, Row
from kiosk.terminal.ui.widgets.bars import Gauge
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def resolution_pieces(board: Stage, resolution: Resolution, width: float) -> list[Piece]:
    """The meeting, then every motion with its votes."""
    kit, theme = board.kit, board.kit.theme
    facts = [Fact("会议", resolution.meeting)]
    facts.append(Fact("开会日期", day_text(resolution.day, board.desk.today())))
    if resolution.place:
        facts.append(Fact("地点", resolution.place))
    if resolution.chair:
        facts.append(Fact("主持", resolution.chair))
    if resolution.expected:
        facts.append(Fact("应到", f"{resolution.expected} 人"))
        facts.append(Fact("实到", f"{resolution.present} 人", strong=True))
    found = [piece(fact_grid(kit, facts, width), width)]
    for number, motion in enumerate(resolution.motions, 1):
        build = partial(_motion, board, resolution, motion, number)
        found.append(Piece(build().fit(width), build, gap=theme.small))
    return found


def _motion(board: Stage, resolution: Resolution, motion: Motion, number: int) -> layout.Block:
    kit, theme = board.kit, board.kit.theme
    voters = max(1, resolution.present, motion.agreed + motion.opposed + motion.abstained)
    colour = kit.colour.village if motion.passed else kit.colour.paid
    verdict = "通过" if motion.passed else "未通过"
    head = Row(
        kit.words(f"{number}. {motion.text}", theme.strong),
        kit.tag(verdict, colour),
        widths=(1.0, kit.tag_width(verdict)),
        gap=theme.small,
    )
    votes = f"同意 {motion.agreed} 票，反对 {motion.opposed} 票，弃权 {motion.abstained} 票"
    gauge = Gauge(kit, motion.agreed / voters, colour)
    card = kit.card(Column(head, kit.words(votes, theme.row), gauge, gap=theme.tiny))
    card.spoken_text = f"第{number}件，{motion.text}，{verdict}。{votes}。"
    return card
