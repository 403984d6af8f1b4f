"""A public work: budget against what was paid, then stage by stage with photos."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Project, Stage
from kiosk.affairs.money import format_yuan
from kiosk.terminal.ui import layout
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Column, Row
from kiosk.terminal.ui.readers.prose import figure_piece
from kiosk.terminal.ui.widgets.bars import Gauge
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid
from kiosk.terminal.ui.widgets.line import Tick

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def project_pieces(board: Stage, project: Project, width: float) -> list[Piece]:
    """Who builds, how much is paid, and each stage."""
    theme = board.kit.theme
    found = [piece(_summary(board, project, width), width)]
    who = _who(board, project)
    if who is not None:
        found.append(piece(who, width, gap=theme.small))
    for stage in project.stages:
        height = _stage(board, stage).fit(width)
        build = partial(_stage, board, stage)
        found.append(Piece(height, build, gap=theme.small, keep=bool(stage.photos)))
        found += [figure_piece(board, photo, width) for photo in stage.photos]
    return found


def _summary(board: Stage, project: Project, width: float) -> layout.Block:
    kit, theme = board.kit, board.kit.theme
    over = project.paid > project.budget
    left = project.budget - project.paid
    done = sum(1 for stage in project.stages if stage.done)
    facts = fact_grid(
        kit,
        (
            Fact("预算（元）", format_yuan(project.budget)),
            Fact("已付（元）", format_yuan(project.paid), strong=True),
            Fact(
                "超出预算（元）" if over else "未付（元）",
                format_yuan(abs(left)),
                kit.colour.paid if over else None,
            ),
            Fact("进度", f"{done} / {len(project.stages)} 步"),
        ),
        width,
    )
    share = project.paid / project.budget if project.budget else 0.0
    colour = kit.colour.paid_bar if over else kit.colour.village
    said = kit.note(f"已付预算的 {share:.0%}")
    return Column(facts, Gauge(kit, share, colour), said, gap=theme.tiny)


def _who(board: Stage, project: Project) -> layout.Block | None:
    """Contractor, supervisor and funding, as far as they are known."""
    kit = board.kit
    names = (
        ("施工单位", project.contractor),
        ("监督", project.supervisor),
        ("资金来源", project.funding),
    )
    known = [(name, value) for name, value in names if value]
    if not known:
        return None
    wide = max(kit.width(name, kit.theme.note) for name, _ in known)
    rows = [
        Row(
            kit.note(name),
            kit.words(value, kit.theme.row),
            widths=(wide, 1.0),
            gap=kit.theme.small,
        )
        for name, value in known
    ]
    for row, (name, value) in zip(rows, known, strict=True):
        row.spoken_text = f"{name}：{value}。"
    return Column(*rows, gap=kit.theme.tiny)


def _stage(board: Stage, stage: Stage) -> layout.Block:
    kit, theme = board.kit, board.kit.theme
    today = board.desk.today()
    when = []
    if stage.done is not None:
        when.append(f"{day_text(stage.done, today)}完成")
    elif stage.planned is not None:
        when.append(f"计划{day_text(stage.planned, today)}完成")
    if stage.budget:
        when.append(f"预算 {format_yuan(stage.budget)} 元")
    if stage.paid:
        when.append(f"已付 {format_yuan(stage.paid)} 元")
    texts: list[layout.Block] = [kit.words(stage.name, theme.strong)]
    if when:
        texts.append(kit.note("，".join(when)))
    if stage.note:
        texts.append(kit.words(stage.note, theme.row))
    size = theme.mm(11)
    colour = kit.colour.village if stage.done else kit.colour.edge
    mark = Tick(colour, theme.rule, done=stage.done is not None)
    card = kit.card(Row(mark, Column(*texts), widths=(size, 1.0), gap=theme.small))
    state = "" if stage.done else "还没有完成"
    card.spoken_text = "，".join(p for p in (stage.name, state, *when, stage.note) if p) + "。"
    return card
