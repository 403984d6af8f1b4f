"""A mistake in a sheet is named by file, row and column, and nothing else is."""

from __future__ import annotations

import pytest

from tests.support.kinds import APPRAISAL, CONTRACT, GUIDE, PEOPLE, REGISTER, SAMPLES, TIMETABLE

CELLS = [
    ("guide", 2, "部分", "步聚", "是不是“步骤”"),
    ("guide", 2, "部分", None, "没有写“部分”"),
    ("guide", 3, "名称", None, "没有写“名称”"),
    ("guide", 2, "什么情况要", "急用", "只在“材料”的行里写"),
    ("guide", 4, "样子", "没有.png", "文件夹里没有这个文件"),
    ("guide", 4, "样子", "../../county.yaml", "不能指到这个文件夹外面"),
    ("guide", 4, "说明", "打 13800001111", "手机号"),
    ("people", 2, "姓名", None, "没有写“姓名”"),
    ("people", 2, "职务", None, "没有写“职务”"),
    ("people", 2, "办公电话", "13800001111", "手机号"),
    ("people", 2, "办公电话", "站里有", "不是电话"),
    ("people", 2, "不在时找谁", "赵有兰", "还是本人"),
    ("people", 2, "照片", "张", "文件夹里没有这个文件"),
    ("timetable", 2, "哪天", None, "没有写“哪天”"),
    ("timetable", 2, "哪天", "2026-02-30", "没有“2026-02-30”这一天"),
    ("timetable", 2, "哪天", "上旬", "看不出是哪天"),
    ("timetable", 3, "哪天", "每周八", "没有“八”这样的日子"),
    ("timetable", 3, "哪天", "每周五至一", "前后颠倒"),
    ("timetable", 5, "哪天", "每月5日、32日", "没有“32日”这样的日子"),
    ("timetable", 2, "开始", "上午", "不是几点几分"),
    ("timetable", 2, "开始", "25:00", "不是几点几分"),
    ("timetable", 2, "结束", "08:00", "不比开始 08:30 晚"),
    ("timetable", 2, "谁", None, "至少写一样"),
    ("timetable", 3, "名额", "若干", "应当是整数"),
    ("timetable", 4, "放假也办", "也许", "请写 是"),
    ("timetable", 3, "电话", "13800001111", "手机号"),
    ("contract", 2, "应收日期", "2024-12-20", "不在合同期里"),
    ("contract", 3, "应收日期", "2029-01-01", "不在合同期里"),
    ("contract", 3, "应收日期", "年底", "不是日期"),
    ("contract", 2, "实收日期", None, "没有写哪天收的"),
    ("contract", 2, "实收日期", "2026-12-01", "在公开日期 2026-11-20 之后"),
    ("contract", 4, "应收", 48001, "差 1.00 元"),
    ("appraisal", 2, "部分", "今年的承诺", "是不是“今年承诺”"),
    ("appraisal", 5, "谁", None, "没有写“谁”"),
    ("appraisal", 4, "内容", None, "没有写“内容”"),
    ("appraisal", 3, "内容", "办事公道", "写了两次"),
    ("appraisal", 3, "职务", "书记", "前面写的是“主任”"),
    ("appraisal", 2, "9分", "十", "应当是整数"),
    ("appraisal", 2, "9分", -1, "应当是整数"),
    ("appraisal", 2, "兑现", "做到了", "只在承诺的行里写"),
    ("appraisal", 5, "6分", 2, "只在“评议”的行里写"),
    ("appraisal", 4, "兑现", None, "兑现得怎样"),
    ("appraisal", 4, "兑现", "做到", "是不是“做到了”"),
    ("appraisal", 5, "到哪天", "年底", "不是日期"),
]
REGISTERED = [
    (3, "编号", None, "没有写“编号”"),
    (4, "编号", "ZC-1", "和第 3 行重复"),
    (3, "类别", "水塘", "可以写：土地、水面"),
    (3, "用途", None, "没有写“用途”"),
    (3, "数量", "三十亩", "不是数量"),
    (3, "数量", 30.555, "不是数量"),
    (3, "单位", None, "没有写单位"),
    (3, "数量", None, "没有写数量"),
    (4, "原值（元）", "约十万", "不是金额"),
    (4, "原值（元）", -5, "不能是负数"),
    (4, "取得日期", "2026-11-01", "在截至的 2026-10-31 之后"),
    (3, "照片", "井.png", "文件夹里没有这个文件"),
    (3, "合同", "N5-2026-11-19", "是不是“N5-2026-11-18”"),
    (3, "合同", "N5-2026-11-18、C2-2026-10-11", "只写一件"),
    (5, "原值（元）", 186001, "差 1.00 元"),
]


def only(kinds, sample):
    (problem,) = kinds.problems()
    assert problem.file == sample.sheet_file
    return problem


@pytest.mark.parametrize(("kind", "row", "column", "value", "said"), CELLS)
def test_a_mistake_in_a_cell(kinds, kind, row, column, value, said):
    kinds.linked()
    sample = SAMPLES[kind].spoiled(row, column, value)
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (row, column), str(problem)
    assert said in problem.message
    assert problem.message[-1] not in "，；"


@pytest.mark.parametrize(("row", "column", "value", "said"), REGISTERED)
def test_a_mistake_in_a_register(kinds, row, column, value, said):
    kinds.linked()
    below = REGISTER._replace(rows=REGISTER.rows[1:]).spoiled(row - 1, column, value)
    kinds.lay(below._replace(rows=[REGISTER.rows[0], *below.rows]))
    problem = kinds.problems()[0]
    place = "单位" if said == "没有写单位" else column
    assert (problem.file, problem.row, problem.column) == (REGISTER.sheet_file, row, place)
    assert said in problem.message


def test_a_day_of_payment_without_an_amount_is_found(kinds):
    kinds.linked()
    sample = CONTRACT.spoiled(3, "实收日期", "2026-11-01")
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (3, "实收")
    assert "没有写收了多少" in problem.message


def test_a_person_who_stands_there_twice_is_found(kinds):
    sample = PEOPLE._replace(rows=[*PEOPLE.rows, ["钱多多", "会计", *[None] * 5]])
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (4, "姓名")
    assert "写了两次" in problem.message


def test_more_votes_than_voters_are_found_in_their_row(kinds):
    sample = APPRAISAL.spoiled(3, "10分", 31)
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (3, "10分")
    assert "共 41 票，投票的只有 40 人" in problem.message


def test_a_row_of_votes_without_any_is_found(kinds):
    sample = APPRAISAL.spoiled(3, "10分", None).spoiled(3, "9分", None)
    kinds.lay(sample)
    assert (only(kinds, sample).row, only(kinds, sample).column) == (3, "10分")


def test_a_guide_without_a_step_is_told_so(kinds):
    sample = GUIDE._replace(rows=[GUIDE.rows[0], *GUIDE.rows[3:]])
    kinds.lay(sample)
    assert "一个步骤也没有" in only(kinds, sample).message


def test_an_appraisal_of_nobody_is_told_so(kinds):
    sample = APPRAISAL._replace(rows=[APPRAISAL.rows[0], *APPRAISAL.rows[3:]])
    kinds.lay(sample)
    assert "一项评议也没有" in only(kinds, sample).message


@pytest.mark.parametrize("kind", ["guide", "people", "timetable", "contract", "appraisal"])
def test_a_sheet_of_heads_alone_and_one_without_heads(kinds, kind):
    kinds.linked()
    sample = SAMPLES[kind]._replace(rows=SAMPLES[kind].rows[:1])
    kinds.lay(sample)
    assert "表里只有列名" in kinds.problems()[0].message
    sample = sample._replace(rows=[["甲", "乙"], [1, 2]])
    kinds.lay(sample)
    assert "找不到表头：要有一行写着" in only(kinds, sample).message


def test_an_unknown_column_is_named_with_the_nearest_known_one(kinds):
    rows = [[*PEOPLE.rows[0][:4], "不在时找", *PEOPLE.rows[0][5:]], *PEOPLE.rows[1:]]
    sample = PEOPLE._replace(rows=rows)
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (1, "不在时找")
    assert "联系人里没有“不在时找”这一列，是不是“不在时找谁”？" in problem.message


def test_a_needed_column_that_is_not_there_and_one_that_is_there_twice(kinds):
    sample = TIMETABLE._replace(rows=[["哪天", "开始", "谁"], ["每天", "8:00", "赵"]])
    kinds.lay(sample)
    assert only(kinds, sample).message == "表头里缺：结束"
    sample = CONTRACT._replace(rows=[["应收日期", "应收", "应收金额"], ["2026-03-01", 1, 1]])
    kinds.linked()
    (kinds.village / TIMETABLE.folder / "表.xlsx").unlink()
    kinds.lay(TIMETABLE)
    kinds.lay(sample)
    problem = only(kinds, sample)
    assert (problem.row, problem.column) == (1, "应收金额")
    assert problem.message == "有两列都是“应收”"


def test_a_cell_without_a_head_and_words_below_the_table_are_found(kinds):
    rows = [*TIMETABLE.rows, ["制表人：钱＊"]]
    rows[2] = [*rows[2], "多出来的"]
    sample = TIMETABLE._replace(rows=rows)
    kinds.lay(sample)
    found = kinds.problems()
    assert [(p.row, p.column) for p in found] == [(3, "L"), (6, None)]
    assert "没有列名" in found[0].message
    assert "表格下面还有文字" in found[1].message


def test_every_mistake_of_card_and_sheet_is_found_in_one_run(kinds):
    sample = PEOPLE.said("办公时间", "八点").spoiled(2, "职务", None).spoiled(3, "照片", "无人.png")
    kinds.lay(sample)
    assert [(p.file, p.row, p.column) for p in kinds.problems()] == [
        (sample.sheet_file, 2, "职务"),
        (sample.sheet_file, 3, "照片"),
        (sample.card_file, sample.row_of("办公时间"), "办公时间"),
    ]


def test_a_kind_that_needs_a_sheet_still_has_its_card_read_without_one(kinds):
    sample = PEOPLE.said("办公电话", None)._replace(rows=[])
    kinds.lay(sample)
    said = " ".join(p.message for p in kinds.problems())
    assert "要有一个 .xlsx 文件" in said
    assert "卡片里缺“办公电话”" in said
