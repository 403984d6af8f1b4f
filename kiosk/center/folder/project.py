"""项目: a public work, stage by stage, from a sheet and the card."""

from __future__ import annotations

import re
from datetime import date, datetime

from kiosk.affairs.disclosure import Project, Stage
from kiosk.affairs.media import Media
from kiosk.affairs.money import MoneyError, format_yuan, parse_yuan
from kiosk.center.folder.card import Card
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, Value, is_empty, show, squeeze
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.text import SHORT_LIMIT, check_length, nearest, parse_day

HEADS = {
    "阶段": "阶段 工程阶段 名称 进度 节点",
    "计划完成": "计划完成 计划完成日期 计划完成时间 计划",
    "实际完成": "实际完成 实际完成日期 实际完成时间 实际 完成日期",
    "预算": "预算 预算金额 概算",
    "已付": "已付 已付金额 已支付 实付",
    "说明": "说明 备注 情况说明",
    "照片": "照片 图片 现场照片",
    "序号": "序号",
}
_FIELD = {word: field for field, words in HEADS.items() for word in words.split()}
_TOTAL = frozenset(["合计", "总计"])
_SEPARATORS = re.compile(r"[、,，;；\s]+")


class _Rows:
    """The sheet by field name."""

    def __init__(self, sheet: Sheet, pen: Pen) -> None:
        self._sheet = sheet
        self._pen = pen
        self._columns: dict[str, int] = {}

    def find_heads(self) -> int | None:
        for row in range(min(len(self._sheet.rows), 15)):
            words = {squeeze(self._sheet.text(row, c)) for c in self._sheet.filled(row)}
            if len(words & _FIELD.keys()) >= 2:
                break
        else:
            self._pen.mark(
                "找不到表头：要有一行写着 阶段、计划完成、实际完成、预算、已付、说明、照片"
            )
            return None
        heads, first = self._sheet.spread_heads(row)
        for column, name in heads.items():
            field = _FIELD.get(squeeze(name))
            if field is None:
                self._pen.mark(
                    f"工程进度表里没有“{name}”这一列{nearest(name, _FIELD)}",
                    row=row + 1,
                    column=name,
                )
            elif field in self._columns:
                self._pen.mark(f"有两列都是“{field}”", row=row + 1, column=name)
            else:
                self._columns[field] = column
        if "阶段" not in self._columns:
            self._pen.mark("表头里缺：阶段", row=row + 1)
            return None
        return first

    def mark(self, message: str, row: int, field: str) -> None:
        column = self._columns.get(field)
        name = self._sheet.name(column) if column is not None else field
        self._pen.mark(message, row=row + 1, column=name)

    def cell(self, row: int, field: str) -> Value:
        column = self._columns.get(field)
        return "" if column is None else self._sheet.value(row, column)

    def day(self, row: int, field: str) -> date | None:
        value = self.cell(row, field)
        if is_empty(value):
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        day = parse_day(show(value))
        if day is None:
            self.mark(
                f"“{show(value)}”不是日期，或者没有这一天；请写成 2026-10-10 这样，没有完成就空着",
                row,
                field,
            )
        return day

    def yuan(self, row: int, field: str) -> int:
        value = self.cell(row, field)
        if is_empty(value):
            return 0
        try:
            return parse_yuan(value)
        except MoneyError:
            self.mark(f"“{show(value)}”不是金额；请只写数字，单位是元，最多两位小数", row, field)
            return 0


class _ProjectReader:
    def __init__(self, sheet: Sheet, pen: Pen, shelf: Shelf, published: date | None) -> None:
        self._sheet = sheet
        self._pen = pen
        self._shelf = shelf
        self._published = published
        self._rows = _Rows(sheet, pen)

    def stages(self) -> tuple[Stage, ...] | None:
        first = self._rows.find_heads()
        self._sheet.check_texts(self._pen)
        if first is None:
            return None
        stages: list[Stage] = []
        for row in range(first, len(self._sheet.rows)):
            filled = self._sheet.filled(row)
            if not filled:
                continue
            name = show(self._rows.cell(row, "阶段"))
            if squeeze(name or self._sheet.text(row, filled[0])) in _TOTAL:
                self._check_total(row, stages)
            elif not name:
                self._rows.mark("没有写阶段的名称", row, "阶段")
            else:
                stages.append(self._stage(row, name))
        if not stages:
            self._pen.mark("表里一个阶段也没有")
        return tuple(stages)

    def _stage(self, row: int, name: str) -> Stage:
        check_length(name, SHORT_LIMIT, self._pen, row=row + 1, column="阶段")
        done = self._rows.day(row, "实际完成")
        if done is not None and self._published is not None and done > self._published:
            message = f"实际完成 {done} 在公开日期 {self._published} 之后；没有完成就空着"
            self._rows.mark(message, row, "实际完成")
        return Stage(
            name=name,
            planned=self._rows.day(row, "计划完成"),
            done=done,
            budget=self._rows.yuan(row, "预算"),
            paid=self._rows.yuan(row, "已付"),
            note=show(self._rows.cell(row, "说明")),
            photos=self._photos(row, name),
        )

    def _photos(self, row: int, name: str) -> tuple[Media, ...]:
        value = self._rows.cell(row, "照片")
        photos: list[Media] = []
        for photo in [] if is_empty(value) else _SEPARATORS.split(show(value)):
            if photo:
                photos += self._shelf.pictures(
                    photo, f"{name}照片", self._pen, folder="照片", row=row + 1, column="照片"
                )
        return tuple(photos)

    def _check_total(self, row: int, stages: list[Stage]) -> None:
        sums = {"预算": sum(s.budget for s in stages), "已付": sum(s.paid for s in stages)}
        for field, total in sums.items():
            if is_empty(self._rows.cell(row, field)):
                continue
            written = self._rows.yuan(row, field)
            if written != total:
                self._rows.mark(
                    f"合计写的是 {format_yuan(written)}，各阶段相加是 {format_yuan(total)}，"
                    f"差 {format_yuan(abs(written - total))} 元",
                    row,
                    field,
                )


def read_project(
    sheet: Sheet, card: Card, pen: Pen, shelf: Shelf, published: date | None
) -> Project | None:
    """The project of a sheet and a card; over budget is no mistake, it is what must be seen."""
    stages = _ProjectReader(sheet, pen, shelf, published).stages()
    budget = card.yuan("预算", needed=True)
    if budget is not None and budget <= 0:
        card.mark("预算", "预算应当大于零")
    contractor = card.text("施工单位", limit=SHORT_LIMIT)
    supervisor = card.text("监督", limit=SHORT_LIMIT)
    funding = card.text("资金来源", limit=120)
    if budget is None or stages is None:
        return None
    return Project(
        budget=budget,
        stages=stages,
        contractor=contractor,
        supervisor=supervisor,
        funding=funding,
    )
