"""A mistake in a card is named by file, line and key; items laid side by side are compared."""

from __future__ import annotations

import pytest

from tests.support.kinds import (
    CONTRACT,
    GUIDE,
    PEOPLE,
    POLICY,
    REGISTER,
    REPORT,
    SAMPLES,
    TENDER,
)

CARDS = [
    ("guide", "层级", "村里", "可以写：村、乡镇、县"),
    ("guide", "层级", None, "缺“层级”"),
    ("guide", "大事", "生孩子、升学", "是不是“上学”"),
    ("guide", "大事", "生娃", "可以写：生孩子"),
    ("guide", "承诺", None, "缺“承诺”"),
    ("guide", "谁能办", "人" * 401, "最多 400 个字"),
    ("guide", "办公电话", "站里", "不是电话"),
    ("guide", "代办", "errand-paper", "是不是“errand-papers”"),
    ("guide", "代办", "代办户籍证件", "是不是“errand-papers”"),
    ("guide", "代办", "works", "cases.yaml 的代办事项里没有"),
    ("guide", "办理依据", None, "缺“办理依据”"),
    ("guide", "办公时间", "08:30-12:00", "只用在“联系人”里"),
    ("guide", "办理时见", "08:30-12:00", "是不是“办理时间”"),
    ("people", "办公时间", "八点", "不是从几点到几点"),
    ("people", "办公时间", "14:30-12:00", "结束不比开始晚"),
    ("people", "办公时间", "08:30-12:00，11:00-13:00", "有重叠"),
    ("people", "办公电话", "无", "缺“办公电话”"),
    ("people", "下班电话", None, "还要写“下班电话”"),
    ("timetable", "用途", "值勤", "是不是“值班”"),
    ("register", "截至", "2026-11-21", "在公开日期 2026-11-20 之后"),
    ("contract", "到期", "2025-12-31", "比开始 2026-01-01 还早"),
    ("contract", "年租金", "两万四", "不是金额"),
    ("contract", "单位", None, "没有写单位"),
    ("contract", "资产类别", "水塘", "可以写"),
    ("contract", "决议", "C2-2026-10-12", "是不是“C2-2026-10-11”"),
    ("contract", "照片", "塔.png", "文件夹里没有这个文件"),
    ("contract", "台账编号", "ZC-11", "是不是“ZC-1”"),
    ("tender", "底价", "0", "应当大于零"),
    ("tender", "截止", "2026-11-31 17:00", "不是几月几日几点"),
    ("tender", "截止", "2026-11-15", "不是几月几日几点"),
    ("tender", "成交日期", "2026-11-14", "比报名截止 2026-11-15 17:00 还早"),
    ("tender", "成交日期", "2026-11-21", "在公开日期 2026-11-20 之后"),
    ("tender", "成交日期", None, "还要写“成交日期”"),
    ("tender", "成交", "成了", "可以写：是、否"),
    ("tender", "成交价", "500", "比底价 560.00 还低"),
    ("tender", "成交人", None, "还要写“成交人”"),
    ("tender", "报名家数", "0", "不能是 0"),
    ("policy", "发布日期", "2026-11-21", "之后"),
    ("policy", "废止日期", "2026-12-01", "比施行日期 2027-01-01 还早"),
    ("policy", "废止日期", None, "还要写“废止日期”"),
    ("policy", "变化", "变" * 201, "最多 200 个字"),
    ("appraisal", "评议日期", "2026-11-21", "之后"),
    ("appraisal", "到会", "46", "比应到 45 人多"),
    ("appraisal", "投票", "42", "比到会 41 人多"),
    ("appraisal", "应到", "四十五", "应当是整数"),
    ("report", "到", "2026-11-23", "是 8 天；一周是 7 天"),
    ("report", "到", "2026-11-15", "还早"),
    ("report", "从", None, "缺“从”"),
    ("report", "数字", "走访十二户", "要写成"),
]
_PLACED = {
    "还要写“下班电话”": "下班找谁",
    "还要写“成交日期”": "成交",
    "还要写“成交人”": "成交",
    "还要写“废止日期”": "由什么代替",
}


@pytest.mark.parametrize(("kind", "key", "value", "said"), CARDS)
def test_a_mistake_in_a_card(kinds, kind, key, value, said):
    kinds.linked()
    sample = SAMPLES[kind].said(key, value)
    kinds.lay(sample)
    problems = kinds.problems()
    assert len(problems) == 1, [str(p) for p in problems]
    place = _PLACED.get(said, key)
    row = sample.row_of(place) if value is not None or place != key else None
    if key == "台账编号":
        row = None  # found once all items are read
    assert (problems[0].file, problems[0].row, problems[0].column) == (sample.card_file, row, place)
    assert said in problems[0].message


def test_a_mobile_number_on_a_card_is_refused_on_its_line(kinds):
    sample = PEOPLE.said("办公电话", "13800001111")
    kinds.lay(sample)
    (problem,) = kinds.problems()
    assert problem.row == sample.row_of("办公电话")
    assert "手机号" in problem.message


def test_a_question_without_an_answer_is_found_on_its_line(kinds):
    sample = GUIDE.said("常问", "\n  - 要带孩子去吗 | 不用\n  - 收钱吗")
    kinds.lay(sample)
    (problem,) = kinds.problems()
    lines = "\n".join(sample.card).split("\n")
    assert (problem.row, problem.column) == (lines.index("  - 收钱吗") + 2, "常问")
    assert "问 | 答" in problem.message


@pytest.mark.parametrize("key", ["成交人", "成交价", "成交合同"])
def test_what_was_not_dealt_has_no_winner_price_or_contract(kinds, key):
    kinds.linked()
    failed = TENDER.said("成交", "否")
    for other in {"成交人", "成交价", "成交合同"} - {key}:
        failed = failed.said(other, None)
    kinds.lay(failed)
    (problem,) = kinds.problems()
    assert (problem.column, problem.message) == (key, f"没有成交，不写“{key}”")


def test_a_policy_without_a_text_is_told_so(kinds):
    kinds.lay(POLICY._replace(body=""))
    (problem,) = kinds.problems()
    assert "正文是空的" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        ("## 正在办", "## 在办", 7, "是不是“正在办”"),
        ("- 修路灯", "修路灯", 8, "以 - 开头"),
        ("- 修路灯", "- 修路灯\n![灯](灯.png)", 9, "不放照片"),
        ("## 办了什么\n\n", "", 1, "要先写一行小标题"),
        ("- 修路灯", f"- {'修' * 201}", 8, "最多 200 个字"),
    ],
)
def test_a_mistake_in_the_body_of_a_report_is_found_on_its_line(kinds, old, new, row, said):
    kinds.lay(REPORT._replace(body=REPORT.body.replace(old, new)))
    start = len("\n".join(REPORT.card).split("\n")) + 3
    found = [p for p in kinds.problems() if said in p.message]
    assert found, [str(p) for p in kinds.problems()]
    assert found[0].row == start + row - 1


def test_a_report_without_anything_done_is_told_which_heading_is_missing(kinds):
    kinds.lay(REPORT._replace(body="## 下周\n- 开会\n"))
    (problem,) = kinds.problems()
    assert "缺“## 办了什么”" in problem.message


def test_two_weeks_that_share_a_day_are_found(kinds):
    kinds.lay(REPORT)
    later = REPORT.said("期间", "2026-11-21").said("从", "2026-11-15").said("到", "2026-11-21")
    kinds.lay(later, "周报2")
    (problem,) = kinds.problems()
    assert problem.column == "从"
    assert "2026-11-16 至 2026-11-22" in problem.message
    assert "周报2/说明.md 的一周" in problem.message


def test_weeks_that_follow_each_other_are_well(kinds):
    kinds.lay(REPORT)
    earlier = REPORT.said("期间", "2026-11-09").said("从", "2026-11-09").said("到", "2026-11-15")
    kinds.lay(earlier, "周报2")
    assert kinds.problems() == []


def test_a_link_out_of_a_cell_that_leads_to_nothing_is_found_there(kinds):
    kinds.resolution()
    kinds.lay(REGISTER)
    (problem,) = kinds.problems()
    assert (problem.file, problem.row, problem.column) == (REGISTER.sheet_file, 3, "合同")
    assert "N5-2026-11-18" in problem.message


def test_codes_are_only_compared_with_a_register_of_the_same_village(kinds):
    kinds.resolution()
    kinds.lay(TENDER)
    kinds.lay(CONTRACT)
    assert kinds.problems() == []


def test_a_sheet_beside_a_kind_that_has_none_is_refused(kinds):
    kinds.lay(POLICY._replace(rows=PEOPLE.rows))
    (problem,) = kinds.problems()
    assert problem.file == POLICY.sheet_file
    assert "用不上表格" in problem.message
