"""A messy ledger is understood: heads, days, amounts, balances, and what is none of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kiosk.affairs.period import parse_period
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import LedgerForm
from kiosk.center.sheets.ledger import check_ledger
from kiosk.center.sheets.reading import read_file
from kiosk.center.sheets.rows import only_period
from kiosk.center.sheets.words import Meaning

OCTOBER = parse_period("2026-10")
HEADS = ("日期", "摘要", "收入", "支出", "余额")


def read(path, **more):
    return read_file(path, OCTOBER, ledger=True, **more)


def checked(path, previous=None, **more):
    reading = read(path, **more)
    assert reading.questions == ()
    assert isinstance(reading.form, LedgerForm)
    return check_ledger(reading.form, OCTOBER, previous)


def whole(path, **more):
    """The ledger of a sheet in which nothing must be mended."""
    found = checked(path, **more)
    assert [str(f) for f in found.faults if f.stop] == []
    return found.ledger


def test_titles_units_signatures_and_blank_rows_are_no_lines(books):
    path = books.xlsx(
        ("柳河村2026年10月收支明细表",),
        ("编制单位：柳河村村委会", None, None, "单位：元"),
        HEADS,
        (None, "上月结余", None, None, 1000),
        (),
        (date(2026, 10, 3), "北塘承包款", 2400, None, 3400),
        (datetime(2026, 10, 9), "村西水渠维修", None, 286.5, 3113.5),  # noqa: DTZ001 - a cell has none
        (None, "合  计", 2400, 286.5, None),
        (None, "本月结余", None, None, 3113.5),
        (),
        ("制表人：赵＊兰", None, "审核：王＊山"),
        merges=("A1:E1",),
    )
    reading = read(path)
    found = check_ledger(reading.form, OCTOBER)
    assert (found.ledger.opening, found.ledger.closing) == (100_000, 311_350)
    assert [(e.day.day, e.received, e.paid) for e in found.ledger.entries] == [
        (3, 240_000, 0),
        (9, 0, 28_650),
    ]
    assert [c.good for c in found.checks] == [True, True, None]
    assert reading.form.notes == ("第11行“制表人：赵＊兰”写在表的下面，没有读进来",)


def test_a_head_merged_over_two_rows_is_read_as_one(books):
    path = books.xlsx(
        ("村级资金收支表",),
        ("日期", "摘要", "金额", None, None, "备注"),
        (None, None, "收入", "支出", "结余", None),
        (None, "期初余额", None, None, 50, None),
        ("2026.10.3", "卖废品", 10, None, 60, "现金"),
        (None, "期末余额", None, None, 60, None),
        merges=("A1:F1", "A2:A3", "B2:B3", "C2:E2", "F2:F3"),
    )
    ledger = whole(path)
    assert (ledger.opening, ledger.received, ledger.closing) == (5_000, 1_000, 6_000)
    assert ledger.entries[0].note == "现金"


def test_two_rows_of_heads_that_nobody_merged(books):
    path = books.xlsx(
        ("日期", "摘要", "金额", None, None),
        (None, None, "收入", "支出", "余额"),
        (None, "期初余额", None, None, 50),
        ("2026.10.3", "卖废品", 10, None, 60),
    )
    assert whole(path).closing == 6_000


def test_month_and_day_in_columns_of_their_own(books):
    path = books.xlsx(
        ("2026年", None, "凭证号", "摘要", "收入", "支出", "余额"),
        ("月", "日", None, None, None, None, None),
        (None, None, None, "承前页", None, None, 100),
        (10, 3, "记-1", "卖废品", 10, None, 110),
        (None, 9, "记-2", "电费", None, 30, 80),
        merges=("A1:B1", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:G2"),
    )
    ledger = whole(path)
    assert [e.day for e in ledger.entries] == [date(2026, 10, 3), date(2026, 10, 9)]
    assert ledger.entries[1].note == "凭证号 记-2"
    assert (ledger.opening, ledger.closing) == (10_000, 8_000)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (date(2026, 10, 3), 3),
        (datetime(2026, 10, 3, 8, 30), 3),  # noqa: DTZ001 - a cell has none
        ("2026-10-03", 3),
        ("2026.10.3", 3),
        ("2026/10/3", 3),
        ("２０２６年１０月３日", 3),
        ("26.10.3", 3),
        ("20261003", 3),
        (20261003, 3),
        (46298, 3),
        ("10月3日", 3),
        ("10.3", 3),
        ("10-3", 3),
        ("10月3号", 3),
        ("3日", 3),
        (3, 3),
        (10.12, 12),
        ("2026年10月 12日", 12),
    ],
)
def test_days_in_the_forms_that_clerks_write(books, written, day):
    path = books.xlsx(HEADS, (None, "上期结余", None, None, 0), (written, "卖废品", 10, None, 10))
    assert [e.day for e in whole(path).entries] == [date(2026, 10, day)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (10.1, "可能是10月1日，也可能是10月10日"),
        ("10月32日", "没有“10月32日”这一天"),
        ("2026-09-30", "2026年9月30日不在2026年10月里"),
        ("月初", "“月初”不是日期"),
        (None, "没有写日期"),
    ],
)
def test_a_day_that_is_none_is_named_with_its_row_and_column(books, written, words):
    path = books.xlsx(HEADS, (None, "上期结余", None, None, 0), (written, "卖废品", 10, None, 10))
    (fault,) = [f for f in checked(path).faults if f.stop]
    assert str(fault).startswith("第3行“日期”：")
    assert words in str(fault)
    assert (fault.line, fault.field) == (0, "day")


def test_a_merged_date_and_a_ditto_mark_hold_for_the_rows_below(books):
    path = books.xlsx(
        HEADS,
        (None, "上期结余", None, None, 100),
        (date(2026, 10, 3), "卖废品", 10, None, None),
        (None, "电费", None, 20, None),
        ("〃", "水费", None, 30, None),
        merges=("A3:A4",),
    )
    assert [e.day.day for e in whole(path).entries] == [3, 3, 3]


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (1286.5, 128_650),
        ("1,286.50", 128_650),
        ("１，２８６．５０", 128_650),
        ("￥1286.5", 128_650),
        ("1286.5元", 128_650),
        ("(300.00)", -30_000),
        ("（300）", -30_000),
        (-300, -30_000),
        (0.1 + 0.2, 30),
        ("1.2万元", 1_200_000),
    ],
)
def test_amounts_in_the_forms_that_clerks_write(books, written, fen):
    path = books.xlsx(
        HEADS, (None, "上期结余", None, None, 5000), ("2026-10-03", "电费", None, written, None)
    )
    assert [e.paid for e in whole(path).entries] == [fen]


def test_a_sheet_in_ten_thousands_becomes_yuan_and_says_so(books):
    path = books.xlsx(
        ("收支表", None, None, "单位：万元"),
        HEADS,
        (None, "上期结余", None, None, 1.5),
        ("2026-10-03", "承包款", 0.1234, None, 1.6234),
        (None, "本期结余", None, None, 1.6234),
    )
    reading = read(path)
    ledger = check_ledger(reading.form, OCTOBER).ledger
    assert (ledger.opening, ledger.received) == (1_500_000, 123_400)
    assert "万元，已经换成元" in reading.form.notes[0]


def test_subtotals_running_totals_and_repeated_heads_are_left_out(books):
    path = books.xlsx(
        HEADS,
        (None, "上期结余", None, None, 100),
        ("2026-10-03", "卖废品", 10, None, 110),
        (None, "本页小计", 10, None, None),
        HEADS,
        (None, "承上页", None, None, 110),
        ("2026-10-09", "电费", None, 30, 80),
        (None, "10月合计", 10, 30, 80),
        (None, "本年累计", 910, 830, None),
        ("以下空白",),
    )
    found = checked(path)
    assert len(found.ledger.entries) == 2
    assert found.ledger.closing == 8_000
    assert [c.good for c in found.checks][:2] == [True, True]


@pytest.mark.parametrize(
    "word", ["上期结余", "期初余额", "上月结转", "9月结余", "九月份余额", "结余"]
)
def test_the_balance_before_in_its_usual_words(books, word):
    path = books.xlsx(HEADS, (None, word, None, None, 88), ("2026-10-03", "电费", None, 8, None))
    assert (whole(path).opening, whole(path).closing) == (8_800, 8_000)


@pytest.mark.parametrize(
    "word", ["本期结余", "期末余额", "结转下月", "10月末结余", "月末结存", "结存"]
)
def test_the_balance_after_in_its_usual_words(books, word):
    path = books.xlsx(
        HEADS,
        (None, "上期结余", None, None, 88),
        ("2026-10-03", "电费", None, 8, None),
        (None, word, None, None, 81),
    )
    (fault,) = [f for f in checked(path).faults if f.stop]
    assert fault.row == 4
    assert "差 1.00 元" in fault.message


def test_a_balance_column_of_formulas_without_values_is_computed(books):
    path = books.xlsx(
        HEADS,
        (None, "上期结余", None, None, 100),
        ("2026-10-03", "卖废品", 10, None, "=E2+C3-D3"),
        ("2026-10-09", "电费", None, 30, "=E3+C4-D4"),
        (None, "合计", "=SUM(C3:C4)", "=SUM(D3:D4)", None),
        (None, "本期结余", None, None, "=E4"),
    )
    found = checked(path)
    assert found.ledger.closing == 8_000
    assert "算出是 80.00 元" in found.notes[0]
    assert found.checks[0].good is None


def test_an_amount_of_a_formula_without_value_is_named(books):
    path = books.xlsx(
        HEADS, (None, "上期结余", None, None, 100), ("2026-10-03", "电费", None, "=3*10", None)
    )
    reading = read(path)
    assert reading.form.notes[-1].startswith("第3行“支出”：公式没有存下结果")
    (fault,) = [f for f in check_ledger(reading.form, OCTOBER).faults if f.stop]
    assert str(fault) == "第3行“收入”：收入和支出都没有金额"


def test_a_stored_running_balance_that_is_wrong_is_named_once_at_its_first_row(books):
    path = books.xlsx(
        HEADS,
        (None, "上期结余", None, None, 100),
        ("2026-10-03", "卖废品", 10, None, 110),
        ("2026-10-09", "电费", None, 30, 90),
        ("2026-10-10", "水费", None, 10, 80),
    )
    wrong = [f for f in checked(path).faults if f.field == "balance"]
    assert [str(f) for f in wrong] == [
        (
            "第4行“余额”：余额写的是 90.00，算下来是 80.00；"
            "从这一行起对不上，请看这一笔的金额和收支方向"
        )
    ]


def test_a_wrong_total_says_by_how_much(books):
    path = books.xlsx(
        ("日期", "摘要", "收入", "本月支出（元）", "余额"),
        (None, "上期结余", None, None, 100),
        ("2026-10-03", "电费", None, 30, None),
        (None, "合计", None, 20, None),
    )
    found = checked(path)
    (fault,) = [f for f in found.faults if f.stop]
    assert str(fault).startswith(
        "第4行“本月支出（元）”：合计写的是 20.00，逐笔相加是 30.00，差 10.00 元"
    )
    assert found.checks[0].good is False
    assert found.ledger is None


def test_last_periods_closing_must_be_this_periods_opening(books):
    path = books.xlsx(
        HEADS, (None, "上期结余", None, None, 100), ("2026-10-03", "电费", None, 30, None)
    )
    assert checked(path, previous=10_000).checks[2].good is True
    found = checked(path, previous=12_000)
    assert found.checks[2].good is False
    (fault,) = [f for f in found.faults if f.stop]
    assert fault.row == 2
    assert "差 20.00 元" in fault.message


def test_an_opening_nobody_wrote_is_what_was_published_last(books):
    path = books.xlsx(HEADS, ("2026-10-03", "电费", None, 30, None))
    found = checked(path, previous=12_000)
    assert (found.ledger.opening, found.ledger.closing) == (12_000, 9_000)
    (fault,) = [f for f in checked(path).faults if f.stop]
    assert "没有写上期结余" in fault.message


def test_one_column_of_amounts_with_a_direction(books):
    path = books.xlsx(
        ("日期", "收支", "摘要", "金额"),
        (None, None, "上期结余", 100),
        ("2026-10-03", "收入", "卖废品", 10),
        ("2026-10-09", "支出", "电费", 30),
    )
    assert [(e.received, e.paid) for e in whole(path).entries] == [(1_000, 0), (0, 3_000)]


def test_what_a_head_does_not_tell_is_asked_once_and_remembered(books):
    rows = (
        ("日期", "摘要", "借方", "贷方", "经济分类码"),
        (None, "上期结余", 100, None, None),
        ("2026-10-03", "卖废品", 10, None, "A1"),
    )
    first = read(books.xlsx(*rows))
    assert first.form is None
    assert [g.head for g in first.proposal.unsure] == ["借方", "贷方", "经济分类码"]
    answers = {2: Meaning.RECEIVED, 3: Meaning.PAID, 4: Meaning.LEAVE}
    answered = read(books.xlsx(*rows), answers=answers)
    assert answered.questions == ()
    remembered = answered.proposal.mapping()
    november = (("柳河村2026年11月账",), *rows)
    again = read(books.xlsx(*november), remembered=remembered)
    assert again.questions == ()
    assert again.form.lines[0].received == "10.00"
    other = (("日期", "摘要", "借方", "贷方", "类"), *rows[1:])
    assert read(books.xlsx(*other), remembered=remembered).questions


def test_amounts_that_may_be_received_or_paid_are_asked(books):
    path = books.xlsx(("日期", "摘要", "金额"), ("2026-10-03", "电费", 30))
    assert "“金额”这一列是什么？" in read(path).questions
    answered = read(path, answers={2: Meaning.PAID})
    assert answered.form.lines[0].paid == "30.00"


def test_a_column_whose_content_contradicts_its_head_is_asked(books):
    path = books.xlsx(
        ("日期", "摘要", "收入", "支出", "余额"),
        ("柳河", "电费", None, 30, None),
        ("北塘", "水费", None, 30, None),
    )
    assert read(path).questions == ("“日期”这一列是什么？",)


def test_numbers_of_persons_are_dropped_by_head_and_by_content(books):
    path = books.xlsx(
        ("日期", "摘要", "收入", "支出", "收款人", "银行卡号", "证号"),
        (None, "上期结余", 1000, None, None, None, None),
        ("2026-10-03", "护林补贴", None, 30, "赵＊兰", "6222020000000000000", 5.3e17),
        ("2026-10-04", "保洁补贴", None, 30, "王＊山", "6222020000000000001", 5.3e17),
    )
    reading = read(path)
    assert reading.form.notes[0].startswith("“银行卡号”、“证号”是个人信息，已经去掉")
    assert "6222" not in str(reading)
    assert reading.form.lines[0].party == "赵＊兰"


def test_a_phone_number_in_a_text_stops_it_at_its_row(books):
    path = books.xlsx(
        (*HEADS, "备注"),
        (None, "上期结余", None, None, 100, None),
        ("2026-10-03", "电费", None, 30, None, "电话13800001111"),
    )
    (fault,) = [f for f in checked(path).faults if f.stop]
    assert str(fault).startswith("第3行“备注”：有没有遮盖的手机号")


def test_the_sheet_of_the_month_is_picked_and_another_can_be_chosen(books):
    def month(amount):
        return (HEADS, (None, "上期结余", None, None, 100), (3, "电费", None, amount, None))

    path = books.xlsx(
        ("填表说明",), ("日期、摘要、收入、支出都要填",),
        name="说明", **{"9月": month(1), "10月": month(2), "11月": month(3)},
    )  # fmt: skip
    reading = read(path)
    assert reading.names == ("说明", "9月", "10月", "11月")
    assert (reading.name, reading.form.lines[0].paid) == ("10月", "2.00")
    assert read(path, name="9月").form.lines[0].paid == "1.00"


def test_of_a_years_sheet_only_the_month_is_kept_with_its_opening_computed(books):
    path = books.xlsx(
        HEADS,
        (None, "年初余额", None, None, 100),
        ("2026-08-03", "卖废品", 10, None, 110),
        ("2026-09-09", "电费", None, 30, 80),
        ("2026-10-01", "卖废品", 5, None, 85),
        ("2026-11-01", "卖废品", 5, None, 90),
    )
    form = only_period(read(path).form, OCTOBER)
    assert (form.opening.amount, len(form.lines)) == ("80.00", 1)
    assert "别的月份（2026-08、2026-09、2026-11）共 3 笔没有要" in form.notes[-1]
    assert check_ledger(form, OCTOBER).ledger.closing == 8_500


def test_an_old_workbook_is_read_like_a_new_one(books):
    path = books.xls(
        (None,),
        HEADS,
        (None, "上期结余", None, None, 100),
        ("2026.10.3", "卖废品", 10, None, 110),
        merges=((0, 0, 0, 4, "柳河村10月收支表"),),
    )
    assert whole(path).closing == 11_000


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"not a workbook at all"])
def test_what_is_no_workbook_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetError, match="损坏"):
        read(path)


def test_a_sheet_without_heads_says_what_is_missing_and_that_nothing_happened(books):
    with pytest.raises(
        SheetError, match=r"找不到表头：要有一行写着日期、摘要、收入、支出.*没有改动"
    ):
        read(books.xlsx(("今天开会",), ("到会十二人",)))


def test_hyperlinks_in_a_sheet_do_no_harm_here(books):
    import openpyxl

    path = books.xlsx(
        HEADS, (None, "上期结余", None, None, 100), ("2026-10-03", "电费", None, 30, None)
    )
    book = openpyxl.load_workbook(path)
    book.active["B3"].hyperlink = "https://example.cn/"
    book.save(path)
    assert whole(path).closing == 7_000
