"""项目: a public work, stage by stage, from a sheet and the card."""

from __future__ import annotations

from datetime import date

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Project, Stage
from kiosk.center.folder.kinds.field import LONG, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, digests, filled, yuan
from kiosk.center.folder.kinds.rows import Row

FORM = Form(
    kind=Kind.PROJECT,
    sheet="工程进度",
    unit="阶段",
    item="F6",
    title="北塘路硬化工程进度",
    body="（可以写工程的由来和内容。照片放进“照片”文件夹，表里只写文件名。）",
    keys=(
        Field("预算", Holds.YUAN, needed=True, hint="总预算，单位元"),
        Field("施工单位"),
        Field("监督"),
        Field("资金来源", limit=120),
    ),
    columns=(
        Field("阶段", needed=True, also="工程阶段 名称 进度 节点", width=18),
        Field("计划完成", Holds.DAY, also="计划完成日期 计划完成时间 计划", width=14),
        Field(
            "实际完成",
            Holds.DAY,
            also="实际完成日期 实际完成时间 实际 完成日期",
            width=14,
            hint="没有完成就空着",
        ),
        Field("预算", Holds.YUAN, also="预算金额 概算", width=16),
        Field("已付", Holds.YUAN, also="已付金额 已支付 实付", width=16),
        Field("说明", also="备注 情况说明", limit=LONG, width=32),
        Field("照片", Holds.PICTURES, also="图片 现场照片", width=20, folder="照片"),
    ),
)


def read(ground: Ground) -> Project | None:
    """The project; over budget is no mistake, it is what must be seen."""
    facts = ground.facts
    stages = tuple(_stage(row, ground.latest) for row in ground.each())
    budget = facts.yuan("预算")
    if budget == 0:
        facts.mark("预算", "预算应当大于零")
    project = Project(
        budget=budget or 0,
        stages=stages,
        contractor=facts.text("施工单位"),
        supervisor=facts.text("监督"),
        funding=facts.text("资金来源"),
    )
    return project if budget else None


def _stage(row: Row, latest: date | None) -> Stage:
    name, done = row.text("阶段"), row.day("实际完成")
    if done is not None and latest is not None and done > latest:
        row.mark("实际完成", f"实际完成 {done} 在公开日期 {latest} 之后；没有完成就空着")
    return Stage(
        name=name,
        planned=row.day("计划完成"),
        done=done,
        budget=row.yuan("预算") or 0,
        paid=row.yuan("已付") or 0,
        note=row.text("说明"),
        photos=row.pictures("照片", f"{name}照片"),
    )


def fill(project: Project) -> Filled:
    """The card and the rows of a project."""
    facts = filled(
        预算=yuan(project.budget),
        施工单位=project.contractor,
        监督=project.supervisor,
        资金来源=project.funding,
    )
    rows = (
        filled(
            阶段=s.name,
            计划完成=s.planned,
            实际完成=s.done,
            预算=yuan(s.budget or None),
            已付=yuan(s.paid or None),
            说明=s.note,
            照片=digests(s.photos),
        )
        for s in project.stages
    )
    return Filled(facts, tuple(rows))
