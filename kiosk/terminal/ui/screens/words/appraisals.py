"""民主评议: voting while it lasts, then what was given and what was promised."""

from __future__ import annotations

from functools import partial

from kiosk.affairs.appraisal import Ballot, points_text
from kiosk.terminal.ui.dates import CHINA, day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column
from kiosk.terminal.ui.readers.appraisal import promise_pieces
from kiosk.terminal.ui.readers.parts import asking, heading
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import FlowScreen, Screen
from kiosk.terminal.ui.services import Found

NONE = "还没有公布民主评议。村干部干得怎么样，一年至少评一次，结果写在这里。"


class AppraisalsScreen(FlowScreen):
    """Open sessions on top; then every result; last the promises of the newest."""

    title = "民主评议"
    crumbs = ("首页", "有话说")

    def pieces(self, width: float) -> list[Piece]:
        board, theme, today = self.board, self.kit.theme, self.board.desk.today()
        services = board.desk.services
        found = [piece(card, width, gap=theme.small) for card in self._open_ones()]
        rows = []
        for each in services.appraisals():
            appraisal = each.document
            best = sorted(appraisal.appraised, key=lambda a: -a.average)[:2]
            scores = "，".join(f"{a.name} {points_text(a.average)} 分" for a in best)
            note = f"{day_text(appraisal.day, today)}，{appraisal.voted} 人投票。{scores}"
            rows.append(Told(each.title, note, partial(board.go, Reader, each.shelved)))
        if not rows:
            return found or asking(board, NONE, width)
        found.append(heading(board, "评出来的结果", width))
        found += row_pieces(board, rows, width)
        newest = services.appraisals()[0].document
        found += promise_pieces(board, "上次的承诺，做到了没有", newest.last_promises, width)
        return [*found, *promise_pieces(board, "新的承诺", newest.promises, width, new=True)]

    def _open_ones(self) -> list[Block]:
        return [ballot_card(self, each) for each in self.board.desk.services.open_ballots()]


def ballot_card(screen: Screen, found: Found[Ballot], *, brief: bool = False) -> Block:
    """The way to a session that is open now; ``brief`` without its name."""
    kit, theme, board = screen.kit, screen.kit.theme, screen.board
    local = found.document.closes.astimezone(CHINA)
    closes = f"{day_text(local.date(), board.desk.today())} {local:%-H:%M}截止"
    words: list[Block] = [kit.words("现在可以投票", theme.strong, kit.colour.village)]
    if not brief:
        words.append(kit.note(f"{found.title}，{closes}", kit.colour.ink))
    return kit.opens(
        Column(*words, gap=theme.mm(1)),
        partial(board.go, Reader, found.shelved),
        f"现在可以投票，{found.title}，{closes}",
        arrow=kit.colour.village,
        **(kit.card_surface() | {"edge": kit.colour.village}),
    )
