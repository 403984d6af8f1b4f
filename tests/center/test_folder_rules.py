"""rules.yaml: read whole, laid over the common rows, and never edited once in force."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.affairs.county import County
from kiosk.affairs.due_rule import Audience, Mask, RuleLevel
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.rules import read_all_rules, read_rules
from kiosk.center.pushing import read as read_for_push
from kiosk.feed.documents import decode, strictly
from kiosk.state import State, sources
from tests.support.folder import CountyFolder, Machine

ROW = "{周期: 每月, 期满后天数: 15, 公开天数: 10, 依据: 示例办法, 生效: 2020-01-01}"


def read(path, text):
    path.write_text(text, encoding="utf-8")
    pen = Pen("rules.yaml")
    return read_rules(path, pen), [str(mark) for mark in pen.marks]


def test_every_field_of_a_row_is_read(tmp_path):
    (rule,), marks = read(
        tmp_path / "rules.yaml",
        "- {级别: 省, 目录: village, 周期: 及时, 项目: E3, 期满后天数: 3, 工作日: 是, 宽限天数: 2,"
        " 公开天数: 7, 公开按工作日: 是, 范围: 仅成员, 遮盖: 号码和姓名, 依据: 示例办法,"
        " 生效: 2026-01-01, 失效: 2026-12-31}\n",
    )
    assert marks == []
    assert (rule.level, rule.catalogue, rule.item) == (RuleLevel.PROVINCE, "village", "E3")
    assert (rule.due_days, rule.working, rule.grace_days) == (3, True, 2)
    assert (rule.days_on_view, rule.view_working) == (7, True)
    assert (rule.audience, rule.mask) == (Audience.MEMBERS, Mask.NAMES)
    assert (rule.valid_from, rule.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_row_from_before_these_fields_means_what_it_always_meant(tmp_path):
    (rule,), marks = read(tmp_path / "rules.yaml", f"- {ROW}\n")
    assert marks == []
    assert (rule.level, rule.grace_days, rule.working) == (RuleLevel.COUNTY, 0, False)
    assert (rule.audience, rule.mask) == (Audience.PUBLIC, Mask.NUMBERS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("级别: 市", "国家、省、县"),
        ("范围: 干部", "公开、仅成员"),
        ("遮盖: 全部", "号码、号码和姓名、只公开数字"),
        ("宽限天数: 三天", "应当是天数"),
        ("公开按工作日: 也许", "是 或 否"),
    ],
)
def test_a_wrong_word_is_named_with_those_that_may_be_written(tmp_path, wrong, said):
    _, (mark,) = read(tmp_path / "rules.yaml", f"- {{{wrong}, {ROW[1:]}\n")
    assert said in mark
    assert "第 1 行" in mark


def test_the_county_s_rows_are_laid_over_the_common_ones(tmp_path):
    common, own = tmp_path / "content" / "rules.yaml", tmp_path / "县" / "rules.yaml"
    for path in (common, own):
        path.parent.mkdir()
    common.write_text(f"- {ROW.replace('{', '{级别: 国家, ')}\n", encoding="utf-8")
    assert len(read_all_rules(own, common, Pen(""))) == 1
    own.write_text(f"- {ROW}\n", encoding="utf-8")
    levels = [rule.level for rule in read_all_rules(own, common, Pen(""))]
    assert levels == [RuleLevel.NATIONAL, RuleLevel.COUNTY]
    assert len(read_all_rules(own, own, Pen(""))) == 1


def test_a_published_row_cannot_be_edited_by_check_or_push(tmp_path, capsys):
    kiosk = Machine(tmp_path / "state")
    county = CountyFolder(tmp_path / "示例县")
    county.accounts(10, paid=18_000)
    assert kiosk("keys", "init", county.path) == 0
    assert kiosk("push", county.path) == 0
    path = county.path / "rules.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    added = "- {周期: 每月, 项目: D2, 期满后天数: 9, 公开天数: 10, 依据: 甲, 生效: 2026-01-01}\n"
    path.write_text(text + added, encoding="utf-8")
    assert kiosk("push", county.path) == 0
    path.write_text(text + added.replace("天数: 9", "天数: 30"), encoding="utf-8")
    capsys.readouterr()
    for verb in ("check", "push"):
        assert kiosk(verb, county.path) == 1
        said = capsys.readouterr().out
        assert "已经公布的期限不能改" in said
        assert "项目 D2" in said
    stopped = added.replace("生效: 2026-01-01", "生效: 2026-01-01, 失效: 2099-12-31")
    path.write_text(text + stopped, encoding="utf-8")
    assert kiosk("push", county.path) == 0


def test_years_that_cases_yaml_adds_to_the_calendar_hold_for_due_days_too(tmp_path):
    folder = CountyFolder(tmp_path / "county")
    state, catalogues = State(tmp_path / "state"), sources() / "content" / "catalogues"
    assert read_for_push(folder.path, catalogues, state, None).county.holidays == {}
    own = (sources() / "content" / "cases.yaml").read_text(encoding="utf-8")
    notice = "  放假安排:\n    2032: {放假: [2032-01-01 元旦], 上班: [2032-01-04 元旦]}\n"
    (folder.path / "cases.yaml").write_text(
        own.replace("  放假安排: {}\n", notice), encoding="utf-8"
    )
    county = read_for_push(folder.path, catalogues, state, None).county
    assert county.calendar.is_certain(date(2032, 1, 5))
    assert county.calendar.works(date(2032, 1, 4))
    assert decode(strictly(county), County) == county
