"""Files that are not what they seem: spreadsheets, links, strange names, wrong catalogues."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment

from kiosk.center.folder import read_catalogues

VILLAGE = "990101101201-柳河村"
SHEET = f"{VILLAGE}/2026-10-D2/收支明细.xlsx"


def add_to_package(path, name, data):
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, data)


def edit(path, change):
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)


def test_a_macro_in_a_sheet_is_refused(county):
    add_to_package(county.ledger() / "收支明细.xlsx", "xl/vbaProject.bin", b"macro")
    problem = county.only_problem()
    assert (problem.file, "宏" in problem.message) == (SHEET, True)


def test_a_macro_workbook_is_refused_by_its_name(county):
    path = county.ledger() / "收支明细.xlsx"
    path.rename(path.with_suffix(".xlsm"))
    messages = [p.message for p in county.problems()]
    assert any("带宏" in m for m in messages)


def test_a_link_to_another_workbook_is_refused(county):
    path = county.ledger() / "收支明细.xlsx"
    add_to_package(path, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert "其他文件的链接" in county.only_problem().message


def test_a_hyperlink_is_refused(county):
    path = county.ledger() / "收支明细.xlsx"

    def link(sheet):
        sheet["B5"].hyperlink = "file:///C:/账.xlsx"

    edit(path, link)
    assert "超链接" in county.only_problem().message


def test_a_formula_without_a_result_is_no_zero(county):
    path = county.ledger() / "收支明细.xlsx"
    edit(path, lambda sheet: sheet.__setitem__("E8", "=SUM(E5:E7)"))
    problem = county.only_problem()
    assert (problem.file, problem.row, problem.column) == (SHEET, 8, "收入")
    assert "公式没有存下结果" in problem.message


def test_hidden_columns_and_rows_are_refused(county):
    path = county.ledger() / "收支明细.xlsx"

    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[6].hidden = True

    edit(path, hide)
    assert [(p.row, p.column) for p in county.problems()] == [(None, "对方"), (6, None)]


def test_a_second_filled_sheet_is_refused_and_an_empty_one_is_not(county):
    path = county.ledger() / "收支明细.xlsx"
    book = openpyxl.load_workbook(path)
    book.create_sheet("空的")
    book.save(path)
    assert county.problems() == []
    book["空的"]["A1"] = "身份证"
    book.save(path)
    assert "2 张工作表" in county.only_problem().message


def test_merged_heads_over_two_rows_are_understood(county):
    folder = county.ledger()
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["柳河村收支明细"],
        ["日 期", "摘  要", "金额", None, "凭证"],
        [None, None, "收入", "支出", None],
        [None, "上期结余", 100, None, None],
        [date(2026, 10, 9), "电费", None, 30.5, "001"],
        [None, "本期结余", 69.5, None, None],
    ):
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(area)
    book.save(folder / "收支明细.xlsx")
    reading = county.read()
    assert [str(p) for p in reading.problems] == []
    assert reading.drafts[0].content.document.closing == 6950


def test_a_name_merged_over_several_rows_stands_in_each(county):
    folder = county.table()
    book = openpyxl.Workbook()
    for row in (["户主", "补贴"], ["钱＊", "种粮"], [None, "农机"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(folder / "名单.xlsx")
    assert county.read().drafts[0].content.document.rows == (("钱＊", "种粮"), ("钱＊", "农机"))


def test_a_comment_in_a_cell_is_not_published(county):
    path = county.ledger() / "收支明细.xlsx"

    def remark(sheet):
        sheet["B5"].comment = Comment("只给自己看", "钱＊")

    edit(path, remark)
    reading = county.read()
    assert reading.problems == []
    assert "只给自己看" not in str(reading.drafts)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_a_file_that_is_no_workbook_is_a_problem_and_no_crash(county, data):
    (county.ledger() / "收支明细.xlsx").write_bytes(data)
    problem = county.only_problem()
    assert problem.file == SHEET
    assert "Excel" in problem.message


def test_a_workbook_that_unpacks_to_a_mountain_is_refused(county):
    path = county.ledger() / "收支明细.xlsx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bmp", b"\0" * (80 * 2**20))
    assert "太大" in county.only_problem().message


def test_a_workbook_with_entities_is_refused(county):
    path = county.ledger() / "收支明细.xlsx"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Relationships>&a;</Relationships>'
    add_to_package(path, "xl/worksheets/_rels/sheet1.xml.rels", bomb)
    assert county.only_problem().file == SHEET


def test_symlinks_are_refused_and_never_followed(county, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\n目录: B1\n---\n密\n", encoding="utf-8")
    county.village.mkdir()
    (county.village / "链接.md").symlink_to(secret)
    (county.root / "990101101202-桃源村").symlink_to(county.village)
    messages = {p.file: p.message for p in county.problems()}
    assert set(messages) == {f"{VILLAGE}/链接.md", "990101101202-桃源村"}
    assert all("链接" in m for m in messages.values())


def test_a_picture_outside_the_folder_cannot_be_shown(county):
    (county.root / "秘密.png").write_bytes(county.picture_bytes())
    path = county.item("通知", county.PROSE_CARD, "![图](../../秘密.png)\n")
    messages = {p.file: p.message for p in county.problems()}
    assert "不能指到这个文件夹外面" in messages[f"{VILLAGE}/{path.name}/说明.md"]
    assert "不认识的文件" in messages["秘密.png"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("990101101299-没有的村", "区划里没有 990101101299"),
        ("柳河村", "12位区划代码开头"),
        ("9901011012010-柳河村", "12位区划代码开头"),
    ],
)
def test_a_folder_of_no_known_division_is_named(county, name, said):
    county.item("村情", county.PROSE_CARD, "正文\n", village=name)
    problem = county.only_problem()
    assert (problem.file, said in problem.message) == (name, True), str(problem)


def test_files_of_no_use_are_named_and_litter_is_not(county):
    folder = county.ledger()
    for name in ("说明.docx", "账.zip", ".DS_Store", "Thumbs.db", "~$收支明细.xlsx"):
        (folder / name).write_bytes(b"x")
    assert {p.file.rsplit("/", 1)[1] for p in county.problems()} == {"说明.docx", "账.zip"}


def test_a_personal_number_in_a_file_name_is_found(county):
    folder = county.ledger()
    (folder / "凭证" / "13800001111.png").write_bytes(county.picture_bytes())
    problem = county.only_problem()
    assert problem.file == f"{VILLAGE}/2026-10-D2/凭证/13800001111.png"
    assert "手机号" in problem.message


def test_an_item_with_two_cards_or_none_is_named(county):
    folder = county.ledger()
    (folder / "另一个.md").write_text("字", encoding="utf-8")
    assert "2 个 .md" in county.only_problem().message
    for card in folder.glob("*.md"):
        card.unlink()
    assert "没有 .md" in county.only_problem().message


def test_a_missing_or_broken_county_file_is_said_and_the_rest_is_not_read(county):
    county.everything()
    (county.root / "county.yaml").unlink()
    reading = county.read()
    assert (reading.county, reading.drafts) == (None, [])
    assert "没有 county.yaml" in reading.problems[0].message
    (county.root / "county.yaml").write_text("名称: 示例县\n区划: [\n", encoding="utf-8")
    assert county.read().problems[0].file == "county.yaml"


def test_a_folder_that_is_not_there_is_one_problem(county):
    from kiosk.center.folder import read_folder

    reading = read_folder(county.root / "没有", catalogues=county.root, cache=county.cache)
    assert "没有这个文件夹" in reading.problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        ("周期: 每月", "周期: 每旬", 18, "“每旬”不认识"),
        ("编号: D2", "编号: D1", None, "编号重复"),
        ("依据: [法 第1条]", "依据: [某法 第1条]", 10, "简称"),
        ("责任单位: 村委会", "责任单位: ''", 10, "缺“责任单位”"),
        ("适用: [村]", "适用: [屯]", 3, "“屯”不认识"),
        ("生效: 2026-01-01", "生效: 2026-13-01", 4, "不是日期"),
    ],
)
def test_a_wrong_catalogue_names_file_row_and_item(county, old, new, row, said):
    path = county.root / "catalogues" / "village.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    catalogues, problems = read_catalogues(path.parent)
    assert catalogues == ()
    assert problems[0].file == "village.yaml"
    assert any(said in p.message for p in problems)
    if row is not None:
        assert text.split("\n")[problems[0].row - 1].find(old) >= 0
