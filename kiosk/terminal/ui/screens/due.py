"""What should be public and is not: an honest table, the longest overdue first."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.obligation import Obligation, State, overdue
from kiosk.affairs.period import Cycle
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def named(obligation: Obligation) -> str:
    """``2026年10月 收支明细``; what is owed always goes by its name alone."""
    if obligation.item.cycle is Cycle.STANDING:
        return obligation.item.name
    return f"{obligation.label} {obligation.item.name}"


class DueScreen(FlowScreen):
    """Counts on top, then what is overdue, what is due soon, and what was excused."""

    title = "该公开的，公开了没有"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        owed = self.board.desk.obligations()
        counts = Counter(o.state for o in owed)
        facts = (
            Fact("该公开", f"{len(owed)} 项"),
            Fact("已公开", f"{counts[State.FULFILLED]} 项", kit.colour.village),
            Fact("逾期", f"{counts[State.OVERDUE]} 项", kit.colour.due, strong=True),
            Fact("没到期", f"{counts[State.DUE]} 项"),
        )
        since = self.board.desk.since()
        today = self.board.desk.today()
        said = f"从{day_text(since, today)}算起，到{day_text(today, today)}。按公开目录逐项核对。"
        found = [
            piece(fact_grid(kit, facts, width), width),
            piece(kit.note(said), width, gap=theme.tiny),
        ]
        due = sorted((o for o in owed if o.state is State.DUE), key=lambda o: o.due)
        excused = [o for o in owed if o.state is State.EXCUSED]
        groups = (("逾期没有公开", overdue(owed)), ("还没到期", due), ("免公开", excused))
        for name, group in groups:
            if group:
                found += self._group(name, group, width)
        return found

    def _group(self, name: str, group: list[Obligation], width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        head = kit.words(name, theme.strong)
        found = [piece(head, width, gap=theme.gap, keep=True)]
        gap = theme.tiny
        for obligation in group:
            build = partial(self._row, obligation)
            found.append(Piece(build().fit(width), build, gap=gap))
            gap = 0
        return found

    def _row(self, obligation: Obligation) -> Block:
        kit, theme = self.board.kit, self.board.kit.theme
        today = self.board.desk.today()
        item = obligation.item
        name = named(obligation)
        said = f"应在{day_text(obligation.due, today)}前公开{obligation.proviso}，{item.unit}负责"
        late = obligation.state is State.OVERDUE
        word = f"逾期 {obligation.overdue_days} 天" if late else obligation.state.chinese
        colour = kit.colour.due if late else kit.colour.soft
        inner = Row(
            Column(kit.words(name, theme.row), kit.note(said)),
            kit.words(word, theme.row, colour, align="right"),
            widths=(1.0, kit.width(word, theme.row)),
            gap=theme.small,
        )
        row = kit.opens(
            inner,
            partial(self.board.go, ObligationScreen, obligation),
            f"{name}，{word}，{said}",
            fill=kit.colour.due_ground if late else kit.colour.card,
            padding=(theme.small, theme.mm(3.5)),
        )
        return Column(row, kit.rule())


class ObligationScreen(FlowScreen):
    """One thing that is owed: until when, by whom, under which law."""

    def __init__(self, board: Stage, obligation: Obligation) -> None:
        super().__init__(board)
        self.obligation = obligation
        self.title = obligation.item.name
        self.crumbs = (DueScreen.title,)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        owed, today = self.obligation, self.board.desk.today()
        item = owed.item
        state = owed.state.chinese
        if owed.state is State.OVERDUE:
            state = f"逾期 {owed.overdue_days} 天"
        facts = (
            Fact("哪一期", owed.label),
            Fact("最迟", day_text(owed.due, today) + owed.proviso),
            Fact(
                "现在", state, kit.colour.due if owed.state is State.OVERDUE else None, strong=True
            ),
            Fact("多久一次", item.cycle.chinese),
        )
        found = [piece(fact_grid(kit, facts, width), width)]
        found.append(piece(kit.note("谁负责公开"), width, gap=theme.gap, keep=True))
        found.append(piece(kit.words(item.unit), width))
        found.append(piece(kit.note("法律依据"), width, gap=theme.gap, keep=True))
        found += [piece(kit.words(str(basis)), width, gap=theme.tiny) for basis in item.basis]
        if item.note:
            found.append(piece(kit.note(item.note), width, gap=theme.gap))
        settled = self.board.desk.library.get(owed.fulfilled_by) if owed.fulfilled_by else None
        if settled is not None:
            opens = partial(self.board.go, Reader, settled)
            button = kit.button("看公开的内容", opens)
            found.append(piece(button, width, gap=theme.gap))
        return found
