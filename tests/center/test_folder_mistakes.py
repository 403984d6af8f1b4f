"""Each kind of mistake is found, with its file, its row and its column, and nothing else is."""

from __future__ import annotations

import copy
import re
from datetime import date

import pytest

VILLAGE = "990101101201-柳河村"
LEDGER = f"{VILLAGE}/2026-10-D2/收支明细.xlsx"
CARD = f"{VILLAGE}/2026-10-D2/说明.md"
IDENTITY = "99010119900307012X"
BANK = "6222 0200 0000 0000018"


def check(problem, file, row, column, said):
    assert (problem.file, problem.row, problem.column) == (file, row, column), str(problem)
    assert said in problem.message


def spoil(rows, row, column, value):
    """Change one cell; row as the spreadsheet counts, column by its letter."""
    changed = copy.deepcopy(rows)
    changed[row - 1][ord(column) - ord("A")] = value
    return changed


@pytest.mark.parametrize(
    ("row", "column", "value", "named", "said"),
    [
        (9, "E", 1513.61, None, "差 0.01 元"),
        (8, "E", 2000.5, "收入", "差 0.50 元"),
        (8, "F", 1486, "支出", "差 0.50 元"),
        (6, "A", "2026-11-09", "日期", "不在2026年10月里"),
        (6, "A", "2026-02-30", "日期", "没有这一天"),
        (6, "A", "上旬", "日期", "不是日期"),
        (6, "A", 10.1, "日期", "10.10"),
        (6, "A", None, "日期", "没有写日期"),
        (6, "B", None, "摘要", "没有写摘要"),
        (6, "G", None, "凭证", "没有凭证"),
        (6, "G", "无", "凭证", "没有凭证"),
        (6, "G", "003.png", "凭证", "文件夹里没有这个文件"),
        (6, "G", "../../../county.yaml", "凭证", "不能指到这个文件夹外面"),
        (6, "F", "二百", "支出", "不是金额"),
        (6, "F", 286.505, "支出", "不是金额"),
        (7, "C", "李花 13800001111", "对方", "手机号"),
        (7, "H", f"卡号{BANK}", "备注", "银行卡号"),
        (7, "C", "王" * 61, "对方", "最多 60 个"),
        (4, "E", None, None, "没有写金额"),
    ],
)
def test_a_mistake_in_a_cell_of_a_ledger(county, row, column, value, named, said):
    county.ledger(spoil(county.LEDGER_ROWS, row, column, value))
    problems = county.problems()
    # A missing balance also leaves the ledger without it.
    check(problems[-1] if row == 4 else problems[0], LEDGER, row, named, said)
    assert len(problems) == (2 if row == 4 else 1), [str(p) for p in problems]


def test_received_and_paid_in_one_row_is_refused(county):
    rows = spoil(county.LEDGER_ROWS, 6, "E", 286.5)
    rows = spoil(rows, 9, "E", 1800.10)
    rows = spoil(rows, 8, "E", 2286.5)
    county.ledger(rows)
    check(county.only_problem(), LEDGER, 6, "支出", "只能写一边")


def test_a_row_without_any_amount_is_refused(county):
    rows = spoil(county.LEDGER_ROWS, 5, "E", "-")
    rows = spoil(spoil(rows, 8, "E", 0), 9, "E", -486.40)
    county.ledger(rows)
    check(county.only_problem(), LEDGER, 5, "收入", "都没有金额")


def test_every_mistake_of_a_sheet_is_found_in_one_run(county):
    rows = spoil(county.LEDGER_ROWS, 9, "E", 1)
    rows = spoil(rows, 6, "G", "没有.png")
    rows = spoil(rows, 7, "A", "2025-10-20")
    rows = spoil(rows, 5, "C", "王 139 0000 2222")
    county.ledger(rows)
    found = county.problems()
    assert [(p.row, p.column) for p in found] == [
        (5, "对方"),
        (6, "凭证"),
        (7, "日期"),
        (9, None),
    ]


def test_a_ledger_without_balances_says_which_rows_are_missing(county):
    rows = [r for r in county.LEDGER_ROWS if "结余" not in str(r)]
    county.ledger(rows)
    said = " ".join(p.message for p in county.problems())
    assert "缺“上期结余”" in said
    assert "缺“本期结余”" in said


def test_a_sheet_that_is_no_ledger_is_told_which_heads_it_needs(county):
    county.ledger([["姓名", "金额"], ["赵＊", 3]])
    check(county.only_problem(), LEDGER, None, None, "找不到表头")


def test_an_unknown_column_is_named_with_the_nearest_known_one(county):
    rows = copy.deepcopy(county.LEDGER_ROWS)
    rows[2][7] = "备住"
    county.ledger(rows)
    check(county.only_problem(), LEDGER, 3, "备住", "是不是“备注”")


def test_a_running_balance_that_breaks_is_found_at_its_first_row(county):
    rows = copy.deepcopy(county.LEDGER_ROWS)
    rows[2][7] = "余额"
    rows[4][7], rows[5][7], rows[6][7] = 3000.10, 2713.61, 1513.60
    county.ledger(rows)
    check(county.only_problem(), LEDGER, 6, "余额", "算下来是 2,713.60")


def test_opening_must_be_the_closing_of_the_month_before(county):
    county.ledger()
    card = county.LEDGER_CARD.replace("2026-10\n", "2026-11\n").replace("2026-11-1", "2026-12-1")
    rows = [
        ["日期", "摘要", "收入", "支出", "凭证"],
        [None, "上期结余", 1513.50, None, None],
        ["2026-11-02", "利息", 1, None, None],
        [None, "本期结余", 1514.50, None, None],
    ]
    county.ledger(rows, card, "2026-11-D2")
    (problem,) = county.read(today=date(2026, 12, 31)).problems
    check(problem, f"{VILLAGE}/2026-11-D2/说明.md", None, "上期结余", "差 0.10 元")


def test_the_ledger_of_another_village_is_no_month_before(county):
    county.ledger()
    rows = spoil(spoil(county.LEDGER_ROWS, 4, "E", 0), 9, "E", 513.50)
    card = county.LEDGER_CARD.replace("2026-10\n", "2026-11\n")
    card = card.replace("2026-11-1", "2026-12-1")
    for row in (5, 6, 7):
        rows[row - 1][0] = f"2026-11-0{row}"
    county.ledger(rows, card, village="990101101202-桃源村")
    assert county.read(today=date(2026, 12, 31)).problems == []


CARD_MISTAKES = [
    ("目录: D2", "目录: D99", "目录", "没有“D99”这一项"),
    ("目录: D2", "", "目录", "缺“目录”"),
    ("期间: 2026-10\n", "期间: 2026-Q3\n", "期间", "每月公开"),
    ("期间: 2026-10\n", "期间: 2026-13\n", "期间", "不是期间"),
    ("公开日期: 2026-11-12", "公开日期: 2026-11-31", "公开日期", "没有这一天"),
    ("公开日期: 2026-11-12", "公开日期: 2026-12-01", "公开日期", "还没有到"),
    ("2026-11-10", "2026-11-13", "审核", "还晚"),
    ("审核 赵＊兰 2026-11-10", "审核 赵＊兰", "审核", "步骤 姓名 日期"),
    ("公示天数: 10", "公示天数: 十天", "公示天数", "整数"),
    ("公示天数: 10", "公示至: 2026-11-01", "公示至", "还早"),
    ("公示天数: 10", "公示天数: 10\n公示至: 2026-11-22", "公示至", "只写一个"),
    ("标题: ", "标提: ", "标提", "是不是“标题”"),
    ("收支明细", "收支明细" * 30, "标题", "最多 80 个"),
    ("公示天数: 10", "公示天数: 10\n主持: 赵＊", "主持", "只用在“决议”里"),
    ("公示天数: 10", "公示天数: 10\n公示天数: 11", "公示天数", "写了两次"),
    ("公示天数: 10", "公示天数: 10\n由…代替: 990101101201-D2-2026-09", "由…代替", "不在这个文件夹"),
    ("公示天数: 10", "公示天数: 10\n类型: 帐目", "类型", "没有“帐目”这个类型"),
]


@pytest.mark.parametrize(("old", "new", "column", "said"), CARD_MISTAKES)
def test_a_mistake_in_a_card(county, old, new, column, said):
    card = county.LEDGER_CARD.replace(old, new)
    assert card != county.LEDGER_CARD
    county.ledger(card=card)
    found = [p for p in county.problems() if p.column == column]
    assert found, [str(p) for p in county.problems()]
    assert found[0].file == CARD
    assert said in found[0].message


def test_the_row_of_a_mistake_in_a_card_is_the_line_of_the_editor(county):
    county.ledger(card=county.LEDGER_CARD.replace("公示天数: 10", "公示天数: 零"))
    lines = (county.root / CARD).read_text(encoding="utf-8").split("\n")
    problem = county.only_problem()
    assert lines[problem.row - 1] == "公示天数: 零"


def test_a_ledger_published_before_its_month_ended_is_refused(county):
    card = county.LEDGER_CARD.replace("2026-11-12", "2026-10-30").replace(
        "2026-11-10", "2026-10-29"
    )
    county.ledger(card=card)
    check(county.only_problem(), CARD, 5, "公开日期", "才结束")


def test_two_colons_in_a_title_are_explained(county):
    county.ledger(card=county.LEDGER_CARD.replace("标题: ", "标题: 通知: "))
    assert any("两个冒号" in p.message and p.row == 3 for p in county.problems())


def test_a_card_that_never_ends_is_explained(county):
    path = county.prose()
    path.write_text("---\n目录: B1\n标题: 村情\n", encoding="utf-8")
    check(county.only_problem(), f"{VILLAGE}/村情.md", 1, None, "卡片没有结束")


def test_a_text_without_a_card_is_explained(county):
    county.prose().write_text("只有正文\n", encoding="utf-8")
    check(county.only_problem(), f"{VILLAGE}/村情.md", 1, None, "没有卡片")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "正文是空的"),
        ("联系人手机１３８ ００００ １１１１。", "手机号"),
        (f"身份证{IDENTITY}", "身份证号"),
        ("138\n00001111", "手机号"),
        ("看<b>这里</b>", "网页代码"),
        ("```\n代码\n```", "代码块"),
        ("![图](http://example.org/x.png)", "不能用网址"),
        ("![图](没有.png)", "找不到"),
        ("![一 图](一 图.png)", "没有写对"),
        ("看不见的\u200b字", "控制字符"),
        ("\ue123字", "自造字"),
        ("一" * 5_001, "最多 5000 个"),
    ],
)
def test_a_mistake_in_a_body(county, body, said):
    county.prose(f"\n{body}\n" if body else "")
    found = county.problems()
    assert found, "nothing was found"
    assert any(said in p.message for p in found), [str(p) for p in found]
    assert {p.file for p in found} == {f"{VILLAGE}/村情.md"}


def test_a_personal_number_in_a_body_is_found_on_its_line(county):
    county.prose("第一行\n\n第二行 13800001111\n")
    check(county.only_problem(), f"{VILLAGE}/村情.md", 9, None, "138****11")


def test_a_personal_number_in_a_title_is_found(county):
    county.prose(card=county.PROSE_CARD.replace("村情概况", "13800001111"))
    assert any("手机号" in p.message and p.row == 3 for p in county.problems())


def test_office_numbers_may_be_published(county):
    county.prose("监督电话 0571-88886666，12345 热线，柳河村村委会 0571-8888666。\n")
    assert county.problems() == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("身份证号", "整列删掉"),
        ("银行卡", "整列删掉"),
        ("账号", "整列删掉"),
        ("联系电话", "整列删掉"),
        ("手 机", "整列删掉"),
    ],
)
def test_a_column_of_personal_numbers_is_refused_by_its_name(county, head, said):
    county.table(spoil(county.TABLE_ROWS, 2, "C", head))
    check(county.only_problem(), f"{VILLAGE}/低保/名单.xlsx", 2, head, said)


def test_a_column_of_office_phones_is_fine(county):
    county.table(spoil(county.TABLE_ROWS, 2, "C", "值班电话"))
    assert county.problems() == []


@pytest.mark.parametrize(
    ("row", "column", "value", "named", "said"),
    [
        (5, "E", 1315.6, "月保障金（元）", "差 0.1"),
        (3, "B", IDENTITY, "户主", "身份证号"),
        (3, "B", 13800001111, "户主", "手机号"),
        (3, "B", 110101199003070011, "户主", "超过15位"),
        (2, "C", "户主", "户主", "同名"),
        (2, "C", None, "C", "没有列名"),
        (3, "C", "长" * 501, "组别", "最多 500 个"),
        (4, "C", "控\x7f制", "组别", "控制字符"),
    ],
)
def test_a_mistake_in_a_cell_of_a_table(county, row, column, value, named, said):
    county.table(spoil(county.TABLE_ROWS, row, column, value))
    found = county.problems()
    assert any(
        (p.column, p.file) == (named, f"{VILLAGE}/低保/名单.xlsx") and said in p.message
        for p in found
    ), [str(p) for p in found]


def test_text_below_the_total_belongs_into_the_body(county):
    county.table([*county.TABLE_ROWS, ["制表人：钱＊"]])
    check(county.only_problem(), f"{VILLAGE}/低保/名单.xlsx", 6, None, "请写进 说明.md")


def test_heads_alone_are_no_table(county):
    county.table(county.TABLE_ROWS[:2])
    check(county.only_problem(), f"{VILLAGE}/低保/名单.xlsx", 2, None, "没有内容")


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("实到: 31", "实到: 36", "实到", "比应到 35 人多"),
        ("同意: 30", "同意: 31", "表决", "比实到 31 人多"),
        (
            "同意: 15, 反对: 10, 弃权: 6, 结果: 未通过",
            "同意: 15, 反对: 10, 弃权: 6, 结果: 通过",
            "结果",
            "一半",
        ),
        ("结果: 未通过", "结果: 大概", "结果", "“通过”或“未通过”"),
        ("同意: 30", "同意: 三十", "同意", "不是票数"),
        ("反对: 0, ", "", "表决", "缺：反对"),
        ("反对: 0", "反对: 0, 缺席: 3", "表决", "没有“缺席”"),
        ("开会日期: 2026-10-11\n", "", "开会日期", "缺“开会日期”"),
        ("期间: 2026-10-11", "期间: 2026-10", "期间", "及时公开"),
    ],
)
def test_a_mistake_in_a_resolution(county, old, new, column, said):
    card = county.RESOLUTION_CARD.replace(old, new)
    assert card != county.RESOLUTION_CARD
    county.resolution(card)
    check(county.only_problem(), f"{VILLAGE}/决议/说明.md", county.only_problem().row, column, said)


@pytest.mark.parametrize(
    ("row", "column", "value", "named", "said"),
    [
        (2, "C", "2026-10-30", "实际完成", "之后"),
        (2, "C", "8月底", "实际完成", "不是日期"),
        (2, "D", "八万", "预算", "不是金额"),
        (2, "G", "没有.jpg", "照片", "没有这个文件"),
        (2, "A", None, "阶段", "没有写“阶段”"),
    ],
)
def test_a_mistake_in_a_project(county, row, column, value, named, said):
    county.project(spoil(county.PROJECT_ROWS, row, column, value))
    check(county.only_problem(), f"{VILLAGE}/北塘路/进度.xlsx", row, named, said)


def test_a_project_needs_its_budget(county):
    county.project(card=county.PROJECT_CARD.replace("预算: 186,000\n", ""))
    check(county.only_problem(), f"{VILLAGE}/北塘路/说明.md", None, "预算", "缺“预算”")


def test_scans_must_have_been_looked_at(county):
    county.scan(county.SCAN_CARD.replace("无涉密内容: 是", ""))
    check(county.only_problem(), f"{VILLAGE}/医保/说明.md", None, "无涉密内容", "无涉密内容: 是")


def test_scans_need_pages(county):
    (county.scan() / "通知.pdf").unlink()
    check(county.only_problem(), f"{VILLAGE}/医保/说明.md", None, None, "没有 PDF")


def test_the_same_item_twice_is_told_to_take_a_serial_number(county):
    county.ledger()
    second = county.ledger(name="再来一次")
    check(county.only_problem(), f"{VILLAGE}/再来一次/说明.md", 2, "目录", "序号: 2")
    text = (second / "说明.md").read_text(encoding="utf-8")
    (second / "说明.md").write_text(text.replace("标题", "序号: 2\n标题"), encoding="utf-8")
    assert county.problems() == []


def test_a_future_plan_may_be_published_early_and_a_future_month_not(county):
    card = (
        county.PROSE_CARD.replace("B1", "D1")
        .replace("长期", "2027")
        .replace("2026-03-01", "2026-11-20")
    )
    county.prose(card=card)
    assert county.problems() == []
    county.prose(card=card.replace("2027", "2028"))
    check(county.only_problem(), f"{VILLAGE}/村情.md", 4, "期间", "还没有开始")


def test_a_problem_reads_as_one_sentence_with_its_place(county):
    county.ledger(spoil(county.LEDGER_ROWS, 6, "G", "3.png"))
    text = str(county.only_problem())
    assert re.fullmatch(rf"{VILLAGE}/2026-10-D2/收支明细.xlsx 第 6 行“凭证”列：.+", text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("更正日期: 2026-11-20", "还要写“更正: 原因”"),
        ("更正: 写错\n更正日期: 2026-11-01", "比公开日期 2026-11-12 还早"),
        ("更正: 写错\n更正日期: 2027-01-01", "还没有到"),
    ],
)
def test_a_correction_has_a_reason_and_a_day_that_can_be(county, lines, said):
    county.ledger(card=county.LEDGER_CARD.replace("公示天数: 10", lines))
    assert any(said in problem.message for problem in county.problems())
