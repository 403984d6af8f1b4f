"""Voting at the screen: the code, one question a page, everything once more, then it is cast.

Each question is a screen in front of the last, so that 返回 leads to the one before.  Nothing is
kept but in these screens: whoever leaves, or is gone for long, leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.appraisal import GRADES, Ballot
from kiosk.feed.ballots import CODE_DIGITS, read_ballot_code, spoken_ballot_code
from kiosk.terminal.ballots import FullError
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.flow import Flow, Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.parts import banner
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.screens.padscreen import PadScreen
from kiosk.terminal.ui.screens.screen import FlowScreen, Pages, Screen
from kiosk.terminal.ui.screens.words.booth import Booth
from kiosk.terminal.ui.splitting import page_height, split_tall

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_WRONG = "投票码不对，请对照纸条再输一遍。12位数字，一位也不能错。"
_OVER = "投票已经截止，这一张没有收下。"


class CodeScreen(PadScreen):
    """The one-time code from the slip that the clerk handed out."""

    title = "在屏上投票"
    crumbs = ("首页", "民主评议")
    asked = "请输入纸条上的12位投票码，再按“开始”。投的什么没有人知道。"
    button = "开始"
    most = CODE_DIGITS

    def __init__(self, board: Stage, shelved: Shelved, ballot: Ballot) -> None:
        super().__init__(board)
        self.shelved, self.ballot = shelved, ballot

    def gone(self) -> bool:
        return is_gone(self.board, self.shelved)

    def shown(self) -> str:
        return spoken_ballot_code(self.typed)

    def entered(self) -> None:
        code = read_ballot_code(self.typed)
        if not code:
            self.say(_WRONG)
            return
        self.typed, self.said = "", self.asked
        self.board.go(QuestionScreen, Booth(self.shelved, self.ballot, code), 0)


class QuestionScreen(Screen):
    """One question about one candidate: four words, each with its two points."""

    crumbs = ("民主评议",)

    def __init__(self, board: Stage, booth: Booth, number: int, *, again: bool = False) -> None:
        super().__init__(board)
        self.booth, self.number, self.again = booth, number, again
        candidate, _ = booth.asked[number]
        self.title = booth.ballot.candidates[candidate].name

    def gone(self) -> bool:
        return is_gone(self.board, self.booth.shelved)

    def pages(self, width: float, height: float) -> Pages:
        theme = self.kit.theme
        wide = not theme.portrait
        column = (width - theme.margin) // 2 if wide else width
        gap = theme.small
        asked = [piece(block, column, gap=gap) for block in self._asked()]
        given = [piece(self._grade(word, points), column, gap=gap) for word, *points in GRADES]
        given.append(piece(self._skip(), column, gap=gap))
        if not wide:
            # Low, where hands reach; what is asked stands above.
            used = sum(each.height + each.gap for each in (*asked, *given))
            given[0] = given[0]._replace(gap=gap + max(0.0, height - used))
            most = page_height(self.kit, height)
            return Flow(split_tall(self.kit, [*asked, *given], column, most), height=height)
        asked = split_tall(self.kit, asked, column, height)
        used = sum(each.height + each.gap for each in asked)
        room = height - used
        filler = Piece(max(0.0, room), partial(Column), gap=0)
        return Flow([*asked, filler, *given], height=height, columns=2, gap=theme.margin)

    def _asked(self) -> list[Block]:
        kit, theme, ballot = self.kit, self.kit.theme, self.booth.ballot
        candidate, question = self.booth.asked[self.number]
        post = ballot.candidates[candidate].post
        said = f"第 {self.number + 1} 题，共 {len(self.booth.asked)} 题"
        blocks: list[Block] = [kit.words(said, theme.note, kit.colour.soft)]
        if post:
            blocks.append(kit.words(post, theme.row))
        blocks.append(kit.words(ballot.questions[question], theme.title))
        return [Column(*blocks, gap=theme.tiny)]

    def _grade(self, word: str, points: list[int]) -> Block:
        """A word and its two points; what was given before is filled."""
        kit, theme = self.kit, self.kit.theme
        given = self.booth.points(self.number)
        buttons: list[Block] = [
            self._points(each, partial(self._give, each), word, filled=each == given)
            for each in points
        ]
        name = kit.words(word, theme.title)
        wide = kit.width("较好", theme.title)
        row = Row(name, *buttons, widths=(wide, 0.5, 0.5), gap=theme.small, align="middle")
        return kit.card(row, padding=(theme.small, theme.tiny))

    def _points(self, points: int, action: Callable[[], None], word: str, *, filled: bool) -> Block:
        """A number as large as the word before it."""
        kit, theme = self.kit, self.kit.theme
        ink = kit.colour.on_fill if filled else kit.colour.ink
        return kit.tap(
            kit.words(f"{points} 分", theme.heading, ink, align="center"),
            action,
            f"{word}，{points}分",
            fill=kit.colour.ink if filled else kit.colour.card,
            edge=kit.colour.ink,
            edge_width=theme.rule,
            radius=theme.radius,
            height=theme.mm(26 if theme.portrait else 18),
            pressed=kit.colour.soft if filled else None,
        )

    def _skip(self) -> Block:
        tall = self.kit.theme.mm(18 if self.kit.theme.portrait else 15)
        return self.kit.button("不了解，这一题不评", partial(self._give, None), height=tall)

    def _give(self, points: int | None) -> None:
        self.booth.give(self.number, points)
        board = self.board
        if self.again:
            board.back()
        elif self.number + 1 < len(self.booth.asked):
            board.go(QuestionScreen, self.booth, self.number + 1)
        else:
            board.go(SummaryScreen, self.booth)


class SummaryScreen(FlowScreen):
    """Everything once more; a touch changes one; then it is cast, and not before."""

    title = "看一遍，再交卷"
    crumbs = ("民主评议",)

    def __init__(self, board: Stage, booth: Booth) -> None:
        super().__init__(board)
        self.booth = booth

    def gone(self) -> bool:
        return is_gone(self.board, self.booth.shelved)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, booth = self.kit, self.kit.theme, self.booth
        left = booth.left_out
        said = "点一行可以改。交了就不能改了。"
        if left:
            said = f"有 {left} 题没有评，点一下可以补。{said}"
        cast = kit.icon_button("office", "交卷", self._cast, filled=True, height=theme.bar)
        found = [piece(kit.words(said, theme.row), width)]
        found += row_pieces(self.board, self._rows(), width)
        return [*found, piece(cast, width, gap=theme.gap)]

    def _rows(self) -> list[Told]:
        kit, booth = self.kit, self.booth
        rows = []
        for number, (candidate, question) in enumerate(booth.asked):
            points = booth.points(number)
            side = ("没有评", kit.colour.due)
            if points is not None:
                side = (f"{_word(points)} {points} 分", None)
            opens = partial(self.board.go, QuestionScreen, booth, number, again=True)
            name, asked = booth.ballot.candidates[candidate].name, booth.ballot.questions[question]
            # A voice in the hall must not tell what somebody gave.
            spoken = f"{name}，{asked}，{'没有评' if points is None else '评过了'}"
            rows.append(Told(name, asked, opens, side=side, spoken=spoken))
        return rows

    def _cast(self) -> None:
        board, booth = self.board, self.booth
        ballot = booth.filled()
        problems = ballot.problems(booth.ballot)
        trouble = problems[0] if problems else ""
        if not booth.ballot.is_open(board.desk.now()):
            trouble = _OVER
        if not trouble:
            trouble = _keep(board, booth)
        if trouble:
            board.go(DoneScreen, trouble, well=False)
            return
        booth.wipe()
        board.stack = board.stack[:1]  # nobody behind this voter leads back into their ballot
        board.go(DoneScreen, "您的票交好了，谁也看不到您投的是什么。", well=True)


def _keep(board: Stage, booth: Booth) -> str:
    """Into the outbox; what is wrong, or nothing."""
    if board.desk.ballots is None:
        return "这块屏没有接到县里的中心，不能投票。请用手机投，或者问主持会议的人。"
    try:
        board.desk.ballots.cast(booth.filled())
    except FullError as error:
        return str(error)
    except OSError:
        return "这块屏存不下新的票了，这一张没有收下。请用手机投，或者告诉主持会议的人。"
    return ""


class DoneScreen(FlowScreen):
    """Whether it was taken, in large type, and nothing of what was voted."""

    crumbs = ("首页", "民主评议")

    def __init__(self, board: Stage, said: str, *, well: bool) -> None:
        super().__init__(board)
        self.said, self.well = said, well
        self.title = "交好了" if well else "没有交成"

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        colour = kit.colour.village if self.well else kit.colour.due
        found = [piece(banner(self.board, self.said, colour), width)]
        if self.well:
            told = (
                "票先放在这块屏里，连上网就送到县里，送到就从这里删掉。"
                "一个投票码只算第一次交的。请把纸条撕掉。"
            )
            found.append(piece(kit.words(told, theme.body), width, gap=theme.gap))
            home = kit.button("好了，回首页", self.board.home, filled=True, height=theme.bar)
            found.append(piece(home, width, gap=theme.gap))
        else:
            again = kit.button("回去看看", self.board.back, filled=True, height=theme.bar)
            found.append(piece(again, width, gap=theme.gap))
        return found


def is_gone(board: Stage, shelved: Shelved) -> bool:
    """Whether the session was withdrawn meanwhile."""
    return board.desk.library.get(shelved.disclosure.id) is None


def _word(points: int) -> str:
    return next(word for word, *own in GRADES if points in own)
