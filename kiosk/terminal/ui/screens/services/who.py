"""谁在: whom to call at this moment, who is on duty today, what comes next."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.people import Use
from kiosk.affairs.routing import Rank, rank_of
from kiosk.terminal.ui.calling import near_day, office_call
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.parts import asking, call_card, heading
from kiosk.terminal.ui.readers.people import card_pieces
from kiosk.terminal.ui.readers.timetable import ICONS, held_told
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject
from kiosk.terminal.ui.screens.services.times import TimesScreen
from kiosk.terminal.ui.services import Held

_AHEAD = 45
NOBODY = "村里还没有公布联系人和值班表。有急事请到村部，或者问身边的村干部。"


class WhoScreen(FlowScreen):
    """The village's office first, then every other time and place, then the township's."""

    title = "现在谁在"
    crumbs = ("首页", "办事找人")

    @property
    def rank(self) -> Rank:
        """The level of the office in whose hall the screen stands."""
        return rank_of(self.board.desk.division)

    def subject(self) -> Subject:
        office = self.board.desk.services.office(self.rank)
        if office is None:
            return super().subject()
        face = office.shelved.disclosure
        return Subject(face.division, face.id, title=face.title)

    def pieces(self, width: float) -> list[Piece]:
        theme = self.kit.theme
        found = self._today(width)
        rows = [*self._times(), *self._offices()]
        if not found and not rows:
            return asking(self.board, NOBODY, width)
        if not found:
            found = asking(self.board, NOBODY, width)
        return [*found, *row_pieces(self.board, rows, width, gap=theme.gap)]

    def _today(self, width: float) -> list[Piece]:
        """Whether the office is open; cards of those on duty today, else whom to call."""
        services = self.board.desk.services
        held = [each for each in services.on(Use.DUTY, self.board.desk.today()) if self._own(each)]
        now = services.moment().time()
        held = [each for each in held if each.occurrence.slot.end > now]
        call = office_call(services, self.rank)
        office = services.office(self.rank)
        people = office.document.people if office else ()
        here = [each.occurrence.slot.who for each in services.duty(self.board.desk.division)]
        known = any(c.name in who for who in here for c in people)
        found: list[Piece] = []
        if call is not None and not known:
            found.append(piece(call_card(self.board, call, width), width))
        elif call is not None:
            words = self.kit.words(call.said, self.kit.theme.strong)
            found.append(piece(words, width))
        return [*found, *self._duty(held, width)]

    def _duty(self, held: list[Held], width: float) -> list[Piece]:
        """Those who are or come on duty today; else who is next."""
        services = self.board.desk.services
        if not held:
            coming = [each for each in services.coming(Use.DUTY, _AHEAD) if self._own(each)]
            if not coming:
                return []
            following = coming[0].occurrence.day
            rows = [
                held_told(self.board, each, day=True)
                for each in coming
                if each.occurrence.day == following
            ]
            head = heading(self.board, "下一次值班", width)
            return [head, *row_pieces(self.board, rows, width)]
        found = [heading(self.board, "今天值班的", width)]
        office = services.office(self.rank)
        here = [each.occurrence.slot.who for each in services.duty(self.board.desk.division)]
        for each in held:
            slot = each.occurrence.slot
            people = office.document.people if office is not None else ()
            named = [contact for contact in people if contact.name in slot.who]
            if office is None or not named:
                found += row_pieces(self.board, [held_told(self.board, each)], width)
                continue
            when = "，".join(part for part in (slot.hours, slot.place, slot.what) if part)
            found += card_pieces(
                self.board, named, office.document, here, width, when=f"今天 {when}"
            )
        return found

    def _own(self, held: Held) -> bool:
        """Whether it is this village's own roster."""
        return held.table.shelved.disclosure.division == self.board.desk.division

    def _times(self) -> list[Told]:
        """Each use of a timetable with the next time it takes place."""
        services, today = self.board.desk.services, self.board.desk.today()
        rows = []
        for use in Use:
            if not services.timetables(use):
                continue
            coming = services.coming(use, _AHEAD)
            note = "最近没有安排"
            if coming:
                slot, day = coming[0].occurrence.slot, coming[0].occurrence.day
                parts = (f"下一次：{near_day(day, today)}", slot.hours, slot.who, slot.place)
                note = "，".join(part for part in parts if part)
            name = "值班表" if use is Use.DUTY else use.chinese
            opens = partial(self.board.go, TimesScreen, use, name)
            rows.append(Told(name, note, opens, icon=ICONS[use]))
        return rows

    def _offices(self) -> list[Told]:
        rows = []
        for rank in Rank:
            office = self.board.desk.services.office(rank)
            if office is not None:
                note = f"{len(office.document.people)} 位，{office.document.phone}".rstrip("，")
                opens = partial(self.board.go, Reader, office.shelved)
                rows.append(Told(office.title, note, opens, icon="people"))
        return rows
