"""Confirmed warnings (三资预警): what was seen, where, who must answer by when, the answer.

Never guilt: a warning says what stands in the books and what does not.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs import deadline
from kiosk.affairs.risk import Evidence, PublicRisk, RiskBoard
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Frame
from kiosk.terminal.ui.readers.parts import heading
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

NONE = "现在没有预警。村里的合同、租金、大额支出，县里每天核对一遍，发现不对的会写在这里。"


def risks_pieces(board: Stage, risks: RiskBoard, width: float) -> list[Piece]:
    """All of them, those that wait for an answer first."""
    kit, theme = board.kit, board.kit.theme
    if not risks.risks:
        card = kit.card(kit.words(NONE, theme.body, kit.colour.village))
        return [piece(card, width)]
    told = "预警说的是账上看到了什么，不是说谁有错。县里核对过，才写在这里。"
    found = [piece(kit.note(told), width)]
    for risk in sorted(risks.risks, key=lambda each: each.ended):
        found += _risk(board, risk, width)
    return found


def level_of_risk(board: Stage, risk: PublicRisk) -> tuple[str, Colour, Colour]:
    """Its word, the ground in its colour and the ink on that; what has ended is calm."""
    colour = board.kit.colour
    if risk.ended:
        return "已经办结", colour.village, colour.on_fill
    return {
        deadline.Colour.RED: ("红色预警", colour.party, colour.on_fill),
        deadline.Colour.ORANGE: ("橙色预警", colour.orange, colour.on_warning),
    }.get(risk.colour, ("黄色预警", colour.yellow, colour.on_warning))


def _risk(board: Stage, risk: PublicRisk, width: float) -> list[Piece]:
    kit, theme, today = board.kit, board.kit.theme, board.desk.today()
    word, ground, ink = level_of_risk(board, risk)
    band = Frame(
        kit.words(f"{word}：{risk.name}", theme.heading, ink),
        padding=(theme.mm(6), theme.small),
        fill=ground,
    )
    found = [piece(band, width, gap=theme.gap, keep=True)]
    found += told_pieces(board, "看到了什么", risk.said, width)
    due = ""
    if risk.due is not None and not risk.ended:
        late = (today - risk.due).days
        due = f"{day_text(risk.due, today)}以前"
        due += f"（已经晚了 {late} 天）" if late > 0 else ""
    facts = [
        Fact("谁来答复", risk.unit),
        Fact("最迟哪天", due, kit.colour.due),
        Fact("现在", risk.state, kit.colour.village if risk.ended else None),
        Fact("从哪天起", day_text(risk.since, today)),
        Fact("县里哪天核实", day_text(risk.confirmed, today)),
        Fact("编号", risk.number),
    ]
    rows = fact_list(kit, [fact for fact in facts if fact.value], width)
    found += [piece(row, width, gap=theme.small if not n else 0) for n, row in enumerate(rows)]
    evidence = [_evidence(board, each) for each in risk.evidence]
    if evidence:
        found.append(heading(board, "在哪里看到的", width))
        found += row_pieces(board, evidence, width)
    return [*found, *told_pieces(board, "答复", risk.answer, width)]


def _evidence(board: Stage, evidence: Evidence) -> Told:
    """Where it was seen; a touch opens it at that row, unless it is not on view."""
    shelved = board.desk.library.get(evidence.item)
    if shelved is None:
        return Told(evidence.text or evidence.item, "这一件没有公开" if evidence.text else "")
    from kiosk.terminal.ui.screens.reader import Reader  # it opens these pages itself

    row = evidence.row - 1 if evidence.row else None
    where = shelved.disclosure.title
    note = f"{where}，第 {evidence.row} 行" if evidence.row else where
    return Told(evidence.text or where, note, partial(board.go, Reader, shelved, row))
