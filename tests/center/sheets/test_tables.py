"""A list keeps the columns that may be public; everything else of a sheet is told apart."""

from __future__ import annotations

import pytest

from kiosk.center.sheets.form import TableForm
from kiosk.center.sheets.privacy import mask_numbers
from kiosk.center.sheets.reading import read_file
from kiosk.center.sheets.table import check_table
from kiosk.center.sheets.words import Meaning


def read(path, **more):
    return read_file(path, None, ledger=False, **more)


def test_private_columns_are_dropped_and_named(books):
    path = books.xlsx(
        ("2026年临时救助发放表",),
        ("序号", "姓名", "身份证号码", "家庭住址", "救助金额", "联系电话", "开户账号"),
        (1, "赵＊兰", 530000198001010000, "一组12号", 800, 13800001111, "6222020000000000000"),
        (2, "王＊山", 530000198001010000, "二组3号", 1200, 13800001112, "6222020000000000001"),
        ("合计", None, None, None, 2000, None, None),
        ("制表：李＊",),
        merges=("A1:G1",),
    )
    reading = read(path)
    assert reading.questions == ()
    found = check_table(reading.form)
    assert found.faults == ()
    assert [c.name for c in found.table.columns] == ["序号", "姓名", "救助金额"]
    assert found.table.totals == ("合计", "", "2,000.00")
    assert "“身份证号码”、“家庭住址”、“联系电话”、“开户账号”是个人信息" in reading.form.notes[0]
    assert "138" not in str(reading)
    assert "一组12号" not in str(reading)


def test_a_private_column_under_a_harmless_head_is_found_by_its_content(books):
    path = books.xlsx(
        ("姓名", "号码", "金额"),
        ("赵＊兰", "138-0000-1111", 800),
        ("王＊山", "13800001112", 800),
    )
    reading = read(path)
    assert [g.head for g in reading.proposal.guesses if g.private] == ["号码"]
    assert check_table(reading.form).table.columns[1].name == "金额"


def test_a_wrong_total_names_row_and_column_of_the_sheet(books):
    path = books.xlsx(
        ("资产清单",),
        (),
        ("名称", "原值"),
        ("水泵", 300),
        ("音响", 200),
        ("合计", 400),
        merges=("A1:B1",),
    )
    (fault,) = check_table(read(path).form).faults
    assert str(fault) == "第6行“原值”：合计写的是 400，逐行相加是 500，差 100"


def test_a_phone_number_in_a_cell_stops_it_at_its_row_and_box(books):
    path = books.xlsx(
        ("名称", "说明"),
        ("水泵", "好用"),
        ("音响", "找赵＊兰 13800001111 借"),
        ("桌子", "八成新"),
        ("椅子", "二十把"),
    )
    (fault,) = check_table(read(path).form).faults
    assert fault.place == "第3行“说明”"
    assert (fault.line, fault.field) == (1, "1")
    assert mask_numbers("找赵＊兰 13800001111 借") == "找赵＊兰 138****11 借"


def test_too_many_columns_are_asked_about(books):
    heads = tuple(f"列{n}" for n in range(14))
    path = books.xlsx(heads, tuple(range(14)))
    assert "最多看得清 12 列" in read(path).questions[0]
    answered = read(path, answers={12: Meaning.LEAVE, 13: Meaning.LEAVE})
    assert len(answered.form.columns) == 12
    assert "“列12”、“列13”按您选的没有要" in answered.form.notes


def test_a_number_that_the_spreadsheet_rounded_is_left_empty_and_said(books):
    path = books.xlsx(
        ("名称", "合同编号", "金额"), ("水泵", 1234567890123456789, 3), ("音响", "HT-1", 4),
        ("桌子", "HT-2", 4),
    )  # fmt: skip
    form = read(path).form
    assert form.rows[0] == ("水泵", "", "3")
    assert "第2行“合同编号”超过15位" in form.notes[0]


def test_a_list_in_ten_thousands_says_so_in_its_heads(books):
    path = books.xlsx(("单位：万元", None), ("项目名称", "预算"), ("水渠", 12.5))
    assert read(path).form.columns == ("项目名称", "预算（万元）")


def test_full_width_and_bracketed_numbers_are_numbers(books):
    path = books.xlsx(("名称", "金额"), ("水泵", "１，２００"), ("退款", "（３０）"))
    assert check_table(read(path).form).table.rows == (("水泵", "1,200.00"), ("退款", "-30.00"))


def test_a_typed_table_without_content_says_what_to_do():
    found = check_table(TableForm(columns=("名称", "金额"), rows=(("", ""),)))
    assert found.table is None
    assert "至少写一行" in found.faults[0].message


@pytest.mark.parametrize("merged", [True, False])
def test_a_name_merged_over_rows_stands_in_each_of_them(books, merged):
    path = books.xlsx(
        ("组别", "姓名"),
        ("一组", "赵＊兰"),
        (None, "王＊山"),
        merges=("A2:A3",) if merged else (),
    )
    assert read(path).form.rows[1][0] == ("一组" if merged else "")
