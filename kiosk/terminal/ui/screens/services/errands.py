"""What the village's people ran for others, month by month: counts, and shares beside them."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from kiosk.affairs.period import parse_period
from kiosk.affairs.public_case import AgentMonth
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column
from kiosk.terminal.ui.readers.parts import asking, heading
from kiosk.terminal.ui.screens.screen import FlowScreen
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid


class ErrandsScreen(FlowScreen):
    """A card a person and month, the newest month first."""

    title = "替人跑腿，办得怎么样"
    crumbs = ("首页", "办事找人")

    def pieces(self, width: float) -> list[Piece]:
        cases = self.board.desk.cases()
        errands = cases.errands if cases is not None else ()
        if not errands:
            told = "还没有代办过。走不开的事，打村部的电话，或者扫码登记，村里替您跑。"
            return asking(self.board, told, width)
        told = self.kit.note("村里的人替乡亲去办的事。件数是当月收到的，满意是办完以后本人说的。")
        found = [piece(told, width)]
        for month, group in groupby(errands, _month):
            found.append(heading(self.board, parse_period(month).chinese, width))
            for agent in group:
                build = partial(self._card, agent, width)
                found.append(Piece(build().fit(width), build, gap=self.kit.theme.small))
        return found

    def _card(self, agent: AgentMonth, width: float) -> Block:
        kit, colour = self.kit, self.kit.colour
        name = kit.words(" ".join(filter(None, (agent.name, agent.post))), kit.theme.strong)
        facts = (
            Fact("收到", f"{agent.received} 件"),
            Fact("办完", f"{agent.done} 件"),
            Fact("按时", shared(agent.on_time, agent.done)),
            Fact("满意", shared(agent.satisfied, agent.judged), colour.village),
        )
        return Column(name, fact_grid(kit, facts, width), gap=kit.theme.tiny)


def shared(part: int, whole: int) -> str:
    """``8 件，100%``: never a share without its count, and none of nothing."""
    if not whole:
        return "还没有"
    return f"{part} 件，{round(100 * part / whole)}%"


def _month(agent: AgentMonth) -> str:
    return agent.month
