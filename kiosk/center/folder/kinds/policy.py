"""政策: a text with chapters and articles, and what it changes for a family."""

from __future__ import annotations

from datetime import date

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.policy import Policy
from kiosk.center.folder.kinds.field import SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, filled, lines

FORM = Form(
    kind=Kind.POLICY,
    item="A2",
    title="示例县城乡居民养老保险缴费补贴办法",
    body="## 第一章 总则\n\n第一条 （原文一字不改地贴进来：章写成 ## 第一章 …，条从“第几条”开始）",
    keys=(
        Field("发文单位", needed=True, example="示例县人民政府"),
        Field("发布日期", Holds.DAY, needed=True, example="2026-10-12"),
        Field(
            "变化",
            Holds.LINES,
            limit=SENTENCE,
            hint="对老百姓有什么变化，一行一句大白话",
            example="60岁以上的，每月多领10元",
        ),
        Field("文号", example="示政发〔2026〕8号"),
        Field("跟谁有关", limit=SENTENCE, example="16岁以上没有上职工养老的人"),
        Field("施行日期", Holds.DAY),
        Field("废止日期", Holds.DAY, hint="已经废止的才写"),
        Field("由什么代替", limit=SENTENCE, hint="废止以后看哪一份"),
    ),
)


def read(ground: Ground) -> Policy | None:
    """The policy; None, with a mark, if nobody knows when it was issued."""
    facts = ground.facts
    issued = ground.happened("发布日期")
    in_force, repealed = facts.day("施行日期"), facts.day("废止日期")
    begins, word = (in_force, "施行日期") if in_force is not None else (issued, "发布日期")
    if repealed is not None and begins is not None and repealed < begins:
        facts.mark("废止日期", f"废止日期 {repealed} 比{word} {begins} 还早")
    replaced_by = facts.text("由什么代替")
    if replaced_by and not facts.has("废止日期"):
        facts.mark("由什么代替", "写了由什么代替，还要写“废止日期”")
    if not ground.body and "![" not in ground.text:
        ground.pen.mark("正文是空的；政策要有原文", row=ground.text_row)
    policy = Policy(
        issuer=facts.text("发文单位"),
        issued=issued or date.min,
        changes=facts.texts("变化"),
        number=facts.text("文号"),
        whom=facts.text("跟谁有关"),
        in_force=in_force,
        repealed=repealed,
        replaced_by=replaced_by,
    )
    return policy if issued is not None else None


def fill(policy: Policy) -> Filled:
    """The card of a policy."""
    return Filled(
        filled(
            发文单位=policy.issuer,
            发布日期=policy.issued,
            变化=lines(policy.changes),
            文号=policy.number,
            跟谁有关=policy.whom,
            施行日期=policy.in_force,
            废止日期=policy.repealed,
            由什么代替=policy.replaced_by,
        )
    )
