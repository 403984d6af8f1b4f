"""The templates of the declared kinds: untouched no check passes, filled in every one does."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from kiosk.center.folder.kinds import FORMS
from kiosk.center.template import write_templates
from tests.center.conftest import picture_bytes
from tests.support.kinds import SAMPLES

KINDS = {kind.value: form for kind, form in FORMS.items() if kind.value in SAMPLES}


@pytest.fixture
def templates(kinds, tmp_path):
    """A template of every declared kind, laid into the village's folder."""
    write_templates(tmp_path / "样板")
    for form in KINDS.values():
        name = form.kind.chinese
        shutil.copytree(tmp_path / "样板" / name, kinds.village / name)
    return kinds


def fill_card(path, sample):
    lines = path.read_text(encoding="utf-8").split("\n")
    said = dict(line.split(":", 1) for line in sample.card)
    found = []
    for line in lines:
        key = line.split(":", 1)[0]
        found.append(f"{key}:{said.pop(key)}" if key in said else line)
    assert said == {}, "the template asks for everything that a good item has"
    text = "\n".join(found)
    if sample.body:
        text = text[: text.index("\n---\n", 4)] + "\n---\n" + sample.body
    path.write_text(text, encoding="utf-8")


def fill_sheet(path, sample):
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = sample.rows
    start = next(n for n, row in enumerate(rows) if len([c for c in row if c]) > 2)
    for down, row in enumerate(rows[start + 1 :], 2):
        for head, value in zip(rows[start], row, strict=True):
            sheet.cell(down, heads[str(head).replace("（元）", "")]).value = value
    book.save(path)


def test_no_untouched_template_passes_a_check(templates):
    reading = templates.read()
    assert reading.drafts == []
    for form in KINDS.values():
        said = [p.message for p in reading.problems if f"/{form.kind.chinese}/" in p.file]
        assert "卡片里缺“目录”" in said
        for key in form.keys:
            if key.needed:
                assert f"卡片里缺“{key.name}”" in said
    assert not any("读不懂" in p.message or "没有“" in p.message for p in reading.problems)


def test_every_template_filled_in_passes_the_check(templates):
    templates.resolution()
    for kind, form in KINDS.items():
        folder = templates.village / form.kind.chinese
        fill_card(folder / "说明.md", SAMPLES[kind])
        if form.columns:
            fill_sheet(folder / f"{form.sheet}.xlsx", SAMPLES[kind])
        for name in SAMPLES[kind].pictures:
            (folder / name).write_bytes(picture_bytes())
    reading = templates.read()
    assert [str(p) for p in reading.problems] == []
    assert len(reading.drafts) == len(KINDS) + 1


def test_the_sheets_offer_choices_refuse_what_is_no_day_and_explain_their_heads(templates):
    sheet = openpyxl.load_workbook(templates.village / "台账" / "台账.xlsx").active
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["C2:C41"].formula1 == '"土地,水面,房屋,机械设备,公共设施,资金"'
    assert rules["D2:D41"].formula1 == '"自用,出租,闲置"'
    assert rules["H2:H41"].type == "date"
    assert rules["G2:G41"].type == "decimal"
    assert sheet["H2"].number_format == "yyyy-mm-dd"
    assert sheet["G2"].number_format == "#,##0.00"
    assert "例如：TD-01" in sheet["A1"].comment.text
    assert all(sheet.cell(2, n).value is None for n in range(1, 14))
