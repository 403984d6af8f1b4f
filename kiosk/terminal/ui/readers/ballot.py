"""A session in which votes can be cast: when, about whom, and the way to vote at the screen."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.appraisal import Ballot
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.calling import near_day
from kiosk.terminal.ui.dates import CHINA
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.parts import banner, heading
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def ballot_pieces(board: Stage, shelved: Shelved, ballot: Ballot, width: float) -> list[Piece]:
    """Whether it is open, the button, then everything that will be asked."""
    kit, theme = board.kit, board.kit.theme
    now = board.desk.now()
    is_open = ballot.is_open(now)
    if is_open:
        said, colour = "现在可以投票", kit.colour.village
    elif now < ballot.opens:
        said, colour = f"{_when(board, ballot.opens)}开始投票", kit.colour.due
    else:
        said, colour = "投票已经结束，等结果公布", kit.colour.soft
    found = [piece(banner(board, said, colour), width)]
    if is_open and board.desk.ballots is not None:
        from kiosk.terminal.ui.screens.words.vote import CodeScreen  # it opens readers itself

        button = kit.icon_button(
            "office",
            "在屏上投票",
            partial(board.go, CodeScreen, shelved, ballot),
            filled=True,
            height=theme.bar,
        )
        found.append(piece(button, width, gap=theme.small))
        told = "凭会上发的纸条，上面有12位投票码。投的什么没有人知道，一个码只算一次。"
        found.append(piece(kit.words(told, theme.row), width, gap=theme.small))
    facts = [
        Fact("开始", _when(board, ballot.opens)),
        Fact("截止", _when(board, ballot.closes), strong=True),
    ]
    found += [
        piece(row, width, gap=theme.gap if not n else 0)
        for n, row in enumerate(fact_list(kit, facts, width))
    ]
    found.append(heading(board, f"评谁：{len(ballot.candidates)} 个", width))
    found += row_pieces(board, [Told(c.name, c.post) for c in ballot.candidates], width)
    found.append(heading(board, f"评什么：{len(ballot.questions)} 项", width))
    return [*found, *row_pieces(board, [Told(question) for question in ballot.questions], width)]


def _when(board: Stage, moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    return f"{near_day(local.date(), board.desk.today())} {local:%-H:%M}"
