"""办事找人: who is there now, what happened in the family, and every other way to a guide."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.guide import LifeEvent
from kiosk.affairs.routing import Rank, rank_of
from kiosk.feed.code import Purpose
from kiosk.terminal.ui.calling import office_call
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.parts import heading
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.code import address, show_code
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject
from kiosk.terminal.ui.screens.services.errands import ErrandsScreen
from kiosk.terminal.ui.screens.services.guides import (
    CAN,
    NONE,
    TITLE,
    GroupsScreen,
    open_event,
)
from kiosk.terminal.ui.screens.services.pad import GuidePad
from kiosk.terminal.ui.screens.services.who import WhoScreen
from kiosk.terminal.ui.screens.subsidy import SubsidyScreen
from kiosk.terminal.ui.screens.words.policies import PoliciesScreen
from kiosk.terminal.ui.screens.words.reports import ReportsScreen
from kiosk.terminal.ui.widgets.icon import Icon
from kiosk.terminal.ui.widgets.tile import tile, tile_pieces

EVENT_ICONS = {
    LifeEvent.BIRTH: "birth",
    LifeEvent.SCHOOL: "school",
    LifeEvent.ILLNESS: "health",
    LifeEvent.OLD_AGE: "oldage",
    LifeEvent.LOW_INCOME: "help",
    LifeEvent.DISABILITY: "disability",
    LifeEvent.HOUSE: "house",
    LifeEvent.FARMING: "land",
    LifeEvent.WORK: "work",
    LifeEvent.BUSINESS: "business",
    LifeEvent.MARRIAGE: "marriage",
    LifeEvent.VETERAN: "veteran",
    LifeEvent.PAPERS: "papers",
    LifeEvent.DEATH: "death",
}


_MANY = 4
"""Rows below the tiles that may tell more than their names on one page."""


class ServicesScreen(FlowScreen):
    """One page, as far as the type allows."""

    title = TITLE
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, services = self.kit, self.kit.theme, self.board.desk.services
        found = [piece(self._who(), width)]
        guides = services.guides()
        if guides:
            if theme.portrait:
                head = heading(self.board, "家里遇到什么事", width)
                found.append(head._replace(gap=theme.small))
            found += self._events(width)
            found.append(piece(self._levels(), width, gap=theme.small))
        else:
            card = kit.card(kit.words(NONE, theme.row))
            found.append(piece(card, width, gap=theme.small))
        return [*found, *row_pieces(self.board, self._more(), width)]

    def _who(self) -> Block:
        kit, theme = self.kit, self.kit.theme
        call = office_call(self.board.desk.services, rank_of(self.board.desk.division))
        said = "村干部、值班、镇上的电话"
        if call is not None:
            said = call.said.removesuffix("急事打这个电话。").rstrip("。")
            whom = call.whom if call.post else f"急事找{call.name}"
            said += f"，{whom}" if call.name else ""
        words = Column(kit.words("现在谁在", theme.strong), kit.note(said, kit.colour.ink))
        row = Row(
            Icon("clock", kit.colour.ink, theme.mm(12)),
            words,
            widths=(theme.mm(14), 1.0),
            gap=theme.small,
            align="middle",
        )
        return kit.opens(
            row, partial(self.board.go, WhoScreen), f"现在谁在，{said}", **kit.card_surface()
        )

    def _events(self, width: float) -> list[Piece]:
        """A tile an event that some guide is about."""
        services = self.board.desk.services
        asked = {event for each in services.guides() for event in each.document.events}
        events = [event for event in LifeEvent if event in asked]
        tiles = [
            tile(self.kit, EVENT_ICONS[each], each.chinese, partial(open_event, self.board, each))
            for each in events
        ]
        tiles.append(tile(self.kit, "search", "按拼音找", partial(self.board.go, GuidePad)))
        return tile_pieces(self.kit, tiles, width)

    def _levels(self) -> Block:
        """By class: what the village does itself, and what the township does."""
        kit, services = self.kit, self.board.desk.services
        buttons = []
        for rank in Rank:
            count = sum(each for _, each in services.groups(rank))
            if count:
                said = f"{CAN[rank]} {count} 件"
                buttons.append(
                    kit.button(
                        said, partial(self.board.go, GroupsScreen, rank), height=kit.theme.mm(18)
                    )
                )
        wide = max(kit.width(f"{CAN[Rank.VILLAGE]} 000 件", kit.theme.button), 1)
        if wide * len(buttons) > self._column() * 0.9:
            return Column(*buttons, gap=kit.theme.tiny)
        return Row(*buttons, gap=kit.theme.small, even=True)

    def _column(self) -> float:
        """The width of a column of this page, about."""
        theme = self.kit.theme
        return theme.width - 2 * theme.margin if theme.portrait else theme.width / 2 - theme.margin

    def _errand(self) -> list[Told]:
        """The village office runs any errand; who cannot scan asks whoever is there."""
        desk = self.board.desk
        subject = Subject(desk.division, title=desk.division_name(desk.division))
        own = rank_of(desk.division) is Rank.VILLAGE
        if not own or address(self.board, subject, Purpose.SERVE) is None:
            return []
        name = "走不开？村里替您跑"
        opens = partial(show_code, self.board, subject, Purpose.SERVE, name)
        rows = [Told(name, "手机扫一扫，说要办什么；不会扫，找村部的人登记。", opens, icon="help")]
        cases = desk.cases()
        if cases is not None and cases.errands:
            title = ErrandsScreen.title
            rows.append(Told(title, "", partial(self.board.go, ErrandsScreen), icon="people"))
        return rows

    def _more(self) -> list[Told]:
        go, services = self.board.go, self.board.desk.services
        rows = [Told(f"{SubsidyScreen.title}？", "", partial(go, SubsidyScreen), icon="granted")]
        rows += self._errand()
        policies = services.policies()
        if policies:
            note = f"{len(policies)} 份，哪些有效、跟您有什么关系"
            rows.append(Told("政策文件", note, partial(go, PoliciesScreen), icon="school"))
        reports = services.reports()
        if reports:
            rows.append(Told("一周村情", reports[0].title, partial(go, ReportsScreen), icon="week"))
        if not self.kit.theme.portrait or len(rows) > _MANY:  # where height is dear, names alone
            rows = [told._replace(note="") for told in rows]
        return rows
