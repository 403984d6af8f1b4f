"""A service guide: the promise first, whom to call now, what to bring, then the way through it.

Nobody should have to come twice: the papers are a list to tick, the steps a chart drawn from the
data, and where the village office runs the errand for somebody its code stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.guide import GuideStep, Paper, ServiceGuide
from kiosk.feed.code import Purpose
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.calling import whom_to_call
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Frame, Row
from kiosk.terminal.ui.readers.parts import big_facts, call_card, heading, thumb, viewing
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.widgets.badge import Badge
from kiosk.terminal.ui.widgets.downarrow import DownArrow
from kiosk.terminal.ui.widgets.facts import Fact, fact_list
from kiosk.terminal.ui.widgets.square import Square

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_ERRAND = (
    "走不开？村里替您跑",
    "手机扫一扫，村里的人替您去办，办好告诉您。点一下，码变大。",
)
_WIDE_COLUMN = 0.64
"""Share of a wide panel's height that a column of text has below a title of one line."""
_BADGE_MM = 12.0
_ARROW_MM = 6.0


def guide_pieces(board: Stage, shelved: Shelved, guide: ServiceGuide, width: float) -> list[Piece]:
    """The guide in the order in which one asks."""
    kit, theme = board.kit, board.kit.theme
    figures = (
        Fact("承诺办好", guide.promise or guide.limit, kit.colour.village),
        Fact("收费", guide.fee),
        Fact("法律规定最长", guide.limit if guide.promise else ""),
    )
    found = [piece(big_facts(board, figures, width), width)]
    call = call_card(board, whom_to_call(board.desk.services, guide), width)
    called, papers = piece(call, width, gap=theme.small), paper_pieces(board, guide.papers, width)
    found += [called, *papers] if theme.portrait else _beside(board, found, called, papers, width)
    found += step_pieces(board, guide.steps, width)
    found += _where(board, guide, width)
    if guide.errand:
        face = shelved.disclosure
        subject = Subject(face.division, face.id, title=face.title)
        code = small_code(board, subject, _ERRAND, Purpose.SERVE)
        found += [] if code is None else [piece(code, width, gap=theme.gap)]
    for number, (question, answer) in enumerate(guide.asked):
        if number == 0:
            found.append(heading(board, "常有人问", width))
        asked = told_pieces(board, "", question, width, theme.strong)
        found += [each._replace(keep=True) for each in asked]
        found += told_pieces(board, "", answer, width, theme.row)
    return [*found, *told_pieces(board, "办理依据", "；".join(guide.basis), width, theme.note)]


def _beside(
    board: Stage, above: Sequence[Piece], called: Piece, papers: Sequence[Piece], width: float
) -> list[Piece]:
    """On a wide panel papers fill the first column and the number begins the second.

    Both stand on the first page, however many papers there are: the rest goes on below.
    """
    room = _WIDE_COLUMN * board.kit.theme.height
    room -= sum(each.height + each.gap for each in above)
    fitting = 0
    for each in papers:
        room -= each.height + each.gap
        if room < 0:
            break
        fitting += 1
    if fitting < 2:  # nothing but the heading
        return [called, *papers]
    first, rest = papers[:fitting], papers[fitting:]
    return [*first, called, *([heading(board, "还要带的", width), *rest] if rest else [])]


def _where(board: Stage, guide: ServiceGuide, width: float) -> list[Piece]:
    facts = [
        Fact("谁能办", guide.who),
        Fact("在哪里办", guide.place),
        Fact("什么时候", guide.hours),
        Fact("办成什么样", guide.result),
    ]
    facts = [fact for fact in facts if fact.value]
    if not facts:
        return []
    rows = fact_list(board.kit, facts, width)
    gap = board.kit.theme.gap
    return [piece(row, width, gap=gap if n == 0 else 0) for n, row in enumerate(rows)]


def paper_pieces(board: Stage, papers: Sequence[Paper], width: float) -> list[Piece]:
    """What to bring, a line each to tick; nothing to bring is said as well."""
    kit, theme = board.kit, board.kit.theme
    if not papers:
        words = kit.words("什么材料也不用带，带上身份证就行。", theme.row)
        return [heading(board, "要带什么", width), piece(words, width, gap=theme.tiny)]
    found = [heading(board, f"要带的东西：{len(papers)} 样", width)]
    gap = theme.small
    for paper in papers:
        build = partial(_paper, board, paper)
        found.append(Piece(build().fit(width), build, gap=gap))
        gap = 0
    return found


def _paper(board: Stage, paper: Paper) -> Block:
    kit, theme = board.kit, board.kit.theme
    side = theme.mm(7)
    texts: list[Block] = [kit.words(paper.name, theme.row._replace(strong=True))]
    if paper.only_if:
        texts.append(kit.words(paper.only_if, theme.note, kit.colour.due))
    told = [paper.copies, f"从哪里来：{paper.source}" if paper.source else "", paper.note]
    if note := "，".join(part for part in told if part):
        texts.append(kit.note(note))
    blocks: list[Block] = [
        Square(kit.colour.ink, theme.rule, side, theme.row.line_height),
        Column(*texts, gap=theme.mm(1)),
    ]
    widths: list[float] = [side + theme.tiny, 1.0]
    if paper.samples:
        wide = theme.mm(18)
        said = f"{paper.name}的样子，放大看"
        opens = viewing(board, paper.samples)
        blocks.append(
            Column(
                thumb(board, paper.samples[0], wide, opens, said),
                kit.note("看样子", align="center"),
            )
        )
        widths.append(max(wide, kit.width("看样子", theme.note)))
    row = Row(*blocks, widths=widths, gap=theme.small)
    padding = (theme.small, theme.mm(3))
    framed = Frame(row, fill=kit.colour.card, padding=padding, height=theme.target)
    if not paper.samples:  # else the picture must be heard as well
        parts = (paper.name, paper.only_if, *told)
        framed.spoken_text = "，".join(part for part in parts if part) + "。"
    return Column(framed, kit.rule())


def step_pieces(board: Stage, steps: Sequence[GuideStep], width: float) -> list[Piece]:
    """A flow chart: numbered boxes one below the other, joined by arrows."""
    theme = board.kit.theme
    if not steps:
        return []
    found = [heading(board, f"怎么办：{len(steps)} 步", width)]
    for number, step in enumerate(steps, 1):
        build = partial(_step, board, step, number, width)
        height = build().fit(width)
        found.append(Piece(height, build, gap=theme.small if number == 1 else 0))
    return found


def _step(board: Stage, step: GuideStep, number: int, width: float) -> Block:
    """A box; who and how long stand at the right where there is room."""
    kit, theme = board.kit, board.kit.theme
    side = theme.mm(_BADGE_MM)
    wide = max(side, kit.width(str(number), theme.strong) + theme.tiny)
    name = kit.words(step.name, theme.row._replace(strong=True))
    told = f"{step.who or '您自己'}{f' · {step.time}' if step.time else ''}"
    room = width - wide - 3 * theme.small
    needed = kit.width(step.name, theme.row._replace(strong=True)) + kit.width(told, theme.note)
    if needed + theme.small <= room:
        note_wide = kit.width(told, theme.note)
        line = Row(
            name,
            kit.note(told, align="right"),
            widths=(1.0, note_wide),
            gap=theme.small,
            align="middle",
        )
        texts: list[Block] = [line]
    else:
        texts = [name, kit.note(told)]
    if step.note:
        texts.append(kit.note(step.note, kit.colour.ink))
    row = Row(
        Badge(kit, str(number), wide),
        Column(*texts),
        widths=(wide, 1.0),
        gap=theme.small,
        align="middle",
    )
    card = kit.card(row, padding=(theme.small, theme.mm(3)))
    who = step.who or "您自己"
    parts = (f"第{number}步", step.name, f"{who}来做", step.time, step.note)
    card.spoken_text = "，".join(part for part in parts if part) + "。"
    if number == 1:
        return card
    arrow = DownArrow(kit.colour.soft, theme.rule, theme.mm(_ARROW_MM), theme.small + wide / 2)
    return Column(arrow, card)
