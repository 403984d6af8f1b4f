"""The templates: untouched they cannot be published, filled in they pass the check."""

from __future__ import annotations

import shutil
from datetime import date

import openpyxl
import pytest

from kiosk.affairs.disclosure import Ledger
from kiosk.center.template import TemplateError, write_templates

COMMON = {"期间: ": "期间: 2026-10", "公开日期: ": "公开日期: 2026-11-12", "目录: ": "目录: D2"}
FILLED = {
    "账目": {},
    "表格": {"目录: ": "目录: E1", "期间: ": "期间: 2026-Q3"},
    "项目": {"目录: ": "目录: F1", "期间: ": "期间: 2026-Q3", "预算: ": "预算: 3000"},
    "决议": {
        "目录: ": "目录: C2",
        "期间: ": "期间: 2026-10-11",
        "会议: ": "会议: 村民代表会议",
        "开会日期:": "开会日期: 2026-10-11",
        "应到:": "应到: 35",
        "实到:": "实到: 31",
    },
    "扫描件": {
        "目录: ": "目录: G1",
        "期间: ": "期间: 2026-10-11",
        "无涉密内容: ": "无涉密内容: 是",
    },
    "文章": {"目录: ": "目录: B1", "期间: ": "期间: 长期"},
    "本期无": {"目录: ": "目录: E1", "期间: ": "期间: 2026-Q2"},
    "免公开": {"期间: ": "期间: 2026-09", "批准单位: ": "批准单位: 青禾镇人民政府"},
}


def put(county, templates):
    """Lay the templates into the village's folder; tests/center/folder_kinds has the others."""
    for kind in FILLED:
        shutil.copytree(templates / kind, county.village / kind)


def fill(county, kind):
    path = county.village / kind / "说明.md"
    filled = COMMON | FILLED[kind] | {"标题: ": f"标题: {kind}"}
    lines = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        value = next((v for k, v in filled.items() if line.startswith(k)), line)
        lines.append(value[1:] if value.startswith("#  - ") else value)
    path.write_text("\n".join(lines), encoding="utf-8")


def cells(path, values):
    book = openpyxl.load_workbook(path)
    for place, value in values.items():
        book.active[place] = value
    book.save(path)


def test_untouched_templates_cannot_be_published(county, tmp_path):
    write_templates(tmp_path / "样板")
    put(county, tmp_path / "样板")
    reading = county.read()
    assert reading.drafts == []
    for kind in FILLED:
        messages = [p.message for p in reading.problems if f"/{kind}/" in p.file]
        assert "卡片里缺“目录”" in messages


def test_filled_in_templates_pass_the_check(county, tmp_path):
    write_templates(tmp_path / "样板")
    put(county, tmp_path / "样板")
    for kind in FILLED:
        fill(county, kind)
    cells(
        county.village / "账目" / "收支明细.xlsx",
        {
            "E2": 100,
            "A3": date(2026, 10, 2),
            "B3": "电费",
            "F3": 30.5,
            "G3": "001",
            "I3": "C2-2026-10-11",
            "F40": 30.5,
            "E41": 69.5,
        },
    )
    (county.village / "账目" / "凭证" / "001.png").write_bytes(county.picture_bytes())
    cells(
        county.village / "表格" / "名单.xlsx",
        {"A2": 1, "B2": "钱＊", "D2": 2, "E2": 860, "E41": 860},
    )
    cells(
        county.village / "项目" / "工程进度.xlsx",
        {"A2": "路基", "B2": date(2026, 7, 1), "D2": 3000, "E2": 1000},
    )
    (county.village / "扫描件" / "通知.pdf").write_bytes(county.pdf_bytes())
    reading = county.read()
    assert [str(p) for p in reading.problems] == []
    assert len(reading.drafts) == len(FILLED)
    documents = [d.content.document for d in reading.drafts]
    book = next(d for d in documents if isinstance(d, Ledger))
    assert book.entries[0].related == ("990101101201-C2-2026-10-11",)


def test_a_filled_in_template_is_never_overwritten(tmp_path):
    write_templates(tmp_path)
    (tmp_path / "文章" / "说明.md").write_text("我的", encoding="utf-8")
    with pytest.raises(TemplateError, match="已经有"):
        write_templates(tmp_path)
    assert (tmp_path / "文章" / "说明.md").read_text(encoding="utf-8") == "我的"
