"""Items written out in a data file: prose, tables, projects, resolutions, scans and photos.

A record is a mapping; 目录, 题, 期 and 日 it must have.  文 is the body, 表 a table, 阶段 the
stages of a project, 卡 further lines of the card, 扫 a scanned notice, 照 photos by file name.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from make_sample import sheet
from make_sample.draw import photo, scan
from make_sample.place import DATA, Facts, Place, approvals
from make_sample.write import Files, Item

_STAGES = ("阶段", "计划完成", "实际完成", "预算", "已付", "说明", "照片")


def item(where: Place, record: Facts, more: Facts) -> Item:
    """The item of a record; ``more`` are figures for its texts."""

    def fill(words: Any) -> str:
        return where.fill(str(words), **more)

    files: Files = {}
    if "表" in record:
        table = record["表"]
        files[f"{table.get('名', '公开表')}.xlsx"] = sheet.table(
            fill(f"{where.name}{record['题']}"),
            table["头"],
            [[_cell(cell, fill) for cell in row] for row in table["行"]],
            unit=table.get("单位", ""),
        )
    if "阶段" in record:
        rows = [[_cell(cell, fill) for cell in row] for row in record["阶段"]]
        files["工程进度.xlsx"] = sheet.table(fill(record["题"]), _STAGES, rows, unit="元")
    for name, (scene, day) in record.get("照", {}).items():
        files[f"{record.get('照在', '')}{name}"] = photo.draw(scene, day)
    if "扫" in record:
        notice = record["扫"]
        files[f"{notice.get('名', '公告')}.pdf"] = scan.draw(
            office=fill(notice["机关"]),
            number=fill(notice.get("文号", "")),
            title=fill(notice.get("题", record["题"])),
            body=[fill(paragraph) for paragraph in notice["段"]],
            day=notice.get("日", record["日"]),
        )
    published: date = record["日"]
    party = bool(record.get("党"))
    return Item(
        code=record["目录"],
        title=fill(record["题"]),
        period=str(record["期"]),
        published=published,
        body=_text(record["文件"]) if "文件" in record else fill(record.get("文", "")),
        kind=record.get("类型", "扫描件" if "扫" in record else ""),
        serial=record.get("序号", 1),
        approvals=approvals(where, published, party=party),
        notice=record.get("公示", 0),
        unit=fill(record.get("单位", "")),
        card=_card(record, fill),
        files=files,
    )


def _text(name: str) -> str:
    """A long text that stands in a file of its own, word for word."""
    return (DATA / name).read_text(encoding="utf-8")


def _cell(value: Any, fill: Any) -> sheet.Cell:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, str):
        return str(fill(value))
    assert value is None or isinstance(value, int | date)
    return value


def _card(record: Facts, fill: Any) -> tuple[str, ...]:
    lines: list[str] = []
    if "扫" in record:
        lines.append("无涉密内容: 是")
    for key, value in record.get("卡", {}).items():
        if isinstance(value, list) and key != "表决":
            lines += [f"{key}:", *(f"  - {fill(line)}" for line in value)]
            continue
        if key != "表决":
            lines.append(f"{key}: {fill(value)}")
            continue
        lines.append("表决:")
        for motion in value:
            parts = ", ".join(f"{name}: {fill(part)}" for name, part in motion.items())
            lines.append(f"  - {{{parts}}}")
    return tuple(lines)
