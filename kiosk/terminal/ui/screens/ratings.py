"""What the village, its units and single matters were rated, and the code that leads to rating."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.public_case import Rated
from kiosk.feed.code import Purpose, unit_item
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column
from kiosk.terminal.ui.screens.code import address, show_code, small_code
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject


class RatingsScreen(FlowScreen):
    """The code for the whole village, then everything that was rated, the most rated first."""

    title = "大家打的分"
    crumbs = ("首页", "有话说")

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, desk = self.board.kit, self.board.kit.theme, self.board.desk
        name = desk.division_name(desk.division)
        village = Subject(desk.division, title=name)
        said = (f"给{name}打个分", "手机扫一扫，点一下就记下了，不留名字。点一下，码变大。")
        code = small_code(self.board, village, said, Purpose.RATE)
        found = [] if code is None else [piece(code, width)]
        board = desk.cases()
        rated = board.rated if board is not None else ()
        if not rated:
            words = kit.words("还没有人打过分。", theme.row, kit.colour.soft)
            return [*found, piece(words, width, gap=theme.gap)]
        told = kit.note("满分10分。打了谁也改不了、删不掉。")
        found.append(piece(told, width, gap=theme.gap))
        found += [piece(self._one(each), width, gap=theme.small) for each in rated]
        return found

    def _one(self, rated: Rated) -> Block:
        """One subject; a touch shows its code, where there is a center to take the rating."""
        kit, theme, desk = self.board.kit, self.board.kit.theme, self.board.desk
        own = rated.name == desk.division_name(desk.division)
        item = rated.item or ("" if own else unit_item(rated.name))
        subject = Subject(desk.division, item, title=rated.name)
        words = Column(
            kit.words(rated.name, theme.row, most=2),
            kit.words(said_of(rated), theme.strong, kit.colour.village),
            kit.note("，".join(f"{word} {count} 人" for word, count in rated.words)),
            gap=theme.tiny,
        )
        if address(self.board, subject, Purpose.RATE) is None:
            return kit.card(words)
        opens = partial(show_code, self.board, subject, Purpose.RATE)
        return kit.opens(words, opens, f"{rated.name}，{said_of(rated)}", **kit.card_surface())


def said_of(rated: Rated) -> str:
    """``8.12 分，25 人打过分``: never the one without the other."""
    return f"{rated.points} 分，{rated.count} 人打过分"
