"""What a clerk filled in becomes the document that the screen knows."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, time

import pytest

from kiosk.affairs.appraisal import Kept
from kiosk.affairs.guide import LifeEvent
from kiosk.affairs.holdings import HoldingClass, Usage
from kiosk.affairs.people import Hours, Use
from kiosk.affairs.routing import Rank
from kiosk.affairs.statute import chapters_of
from tests.support.kinds import (
    CODE,
    CONTRACT,
    GUIDE,
    PEOPLE,
    POLICY,
    REGISTER,
    REPORT,
    SAMPLES,
    TENDER,
    TIMETABLE,
)


def test_a_folder_with_one_of_each_has_no_mistake(kinds):
    kinds.all()
    assert kinds.problems() == []
    assert len(kinds.read().drafts) == len(SAMPLES) + 1


def test_a_guide_has_its_steps_papers_and_questions(kinds):
    kinds.lay(GUIDE)
    guide = kinds.document("guide")
    assert (guide.rank, guide.group, guide.fee) == (Rank.VILLAGE, "户籍证件", "不收费")
    assert guide.events == (LifeEvent.BIRTH, LifeEvent.PAPERS)
    assert [(s.name, s.who, s.time) for s in guide.steps] == [
        ("填申请表", "", "5分钟"),
        ("审核", "派出所", "当天"),
    ]
    assert [(p.name, p.source, p.copies, p.only_if) for p in guide.papers] == [
        ("出生医学证明", "接生的医院", "1份", ""),
        ("亲子鉴定", "鉴定机构", "1份", "没有出生证的"),
    ]
    assert guide.papers[0].samples[0].alt == "出生医学证明的样子"
    assert guide.basis == ("户口登记条例 第七条", "办事指南：第二版")
    assert guide.asked == (("要带孩子去吗", "不用"), ("收钱吗：多少", "不收"))
    assert guide.errand == "errand-papers"


def test_the_basis_may_stand_on_one_line(kinds):
    kinds.lay(GUIDE.said("办理依据", "户口登记条例 第七条；居民身份证法 第三条"))
    assert kinds.document("guide").basis == ("户口登记条例 第七条", "居民身份证法 第三条")


def test_people_have_hours_photos_and_classes_of_guides(kinds):
    kinds.lay(PEOPLE)
    people = kinds.document("people")
    assert people.hours == (Hours(time(8, 30), time(12)), Hours(time(14, 30), time(17, 30)))
    assert (people.phone, people.after_hours, people.after_phone) == (
        "0990-5551201",
        "值班干部",
        "0990-5551200",
    )
    assert people.for_matter("社会救助").name == "赵有兰"
    assert people.people[0].photo.alt == "赵有兰的照片"
    assert people.people[1].photo is None


def test_a_timetable_understands_days_and_times_as_they_are_written(kinds):
    kinds.lay(TIMETABLE)
    timetable = kinds.document("timetable")
    assert timetable.use is Use.DUTY
    assert [s.when for s in timetable.slots] == [
        "11月30日",
        "每周一、三",
        "每天",
        "每月5、20日",
    ]
    assert [s.hours for s in timetable.slots] == [
        "08:30至17:30",
        "08:30至12:00",
        "18:00至22:00",
        "09:00至11:30",
    ]
    assert [(s.seats, s.holidays, s.room) for s in timetable.slots] == [
        (0, False, False),
        (6, False, True),
        (0, True, False),
        (0, False, False),
    ]


@pytest.mark.parametrize(
    ("written", "weekdays", "month_days"),
    [
        ("每周一至五", (1, 2, 3, 4, 5), ()),
        ("周六、周日", (6, 7), ()),
        ("每星期天", (7,), ()),
        ("每周二和四", (2, 4), ()),
        ("每月15号", (), (15,)),
        ("每月1日、 5日至7日", (), (1, 5, 6, 7)),
    ],
)
def test_days_of_a_timetable(kinds, written, weekdays, month_days):
    kinds.lay(TIMETABLE.spoiled(3, "哪天", written))
    slot = kinds.document("timetable").slots[1]
    assert (slot.weekdays, slot.month_days) == (weekdays, month_days)


def test_a_register_counts_in_hundredths_and_names_the_contract(kinds):
    kinds.linked()
    register = kinds.document("register")
    pond, house = register.holdings
    assert (pond.group, pond.usage, pond.amount) == (HoldingClass.WATER, Usage.LET, "30.5亩")
    assert pond.contract == f"{CODE}-N5-2026-11-18"
    assert (house.value, house.since) == (18_600_000, date(2015, 6, 1))


def test_contract_and_tender_name_what_decided_them(kinds):
    kinds.linked()
    contract, tender = kinds.document("contract"), kinds.document("tender")
    assert (contract.decided, contract.tender) == (
        f"{CODE}-C2-2026-10-11",
        f"{CODE}-N6-2026-11-10",
    )
    assert contract.holdings == ("ZC-1",)
    assert [(i.due, i.amount, i.paid) for i in contract.installments] == [
        (date(2025, 12, 20), 2_400_000, 2_400_000),
        (date(2027, 1, 1), 2_400_000, 0),
    ]
    assert tender.deadline == datetime(2026, 11, 15, 9, tzinfo=UTC)
    assert (tender.result.price, tender.result.contract) == (78_650, f"{CODE}-N5-2026-11-18")
    assert tender.conditions == ("不得改变用途", "租金：一年一交")


def test_a_tender_without_a_result_is_open(kinds):
    open_one = TENDER
    for key in ("成交日期", "成交", "报名家数", "成交人", "成交价", "成交合同", "结果说明"):
        open_one = open_one.said(key, None)
    kinds.resolution()
    kinds.lay(open_one)
    assert kinds.problems() == []
    assert kinds.document("tender").result is None


def test_a_tender_may_end_without_a_deal(kinds):
    failed = TENDER.said("成交", "否").said("报名家数", "0")
    for key in ("成交人", "成交价", "成交合同"):
        failed = failed.said(key, None)
    kinds.resolution()
    kinds.lay(failed)
    assert kinds.problems() == []
    assert not kinds.document("tender").result.dealt


def test_a_policy_keeps_its_text_in_chapters_and_articles(kinds):
    kinds.lay(POLICY)
    draft = kinds.read().drafts[0]
    (chapter,) = chapters_of(draft.content.body)
    assert chapter.name == "第一章 总则"
    assert [a.number for a in chapter.articles] == ["第一条", "第二条"]
    assert draft.content.document.changes == ("多缴多补：每人每年补60元", "在村里就能办")


def test_an_appraisal_joins_the_questions_about_each_and_parts_the_promises(kinds):
    kinds.lay(SAMPLES["appraisal"])
    appraisal = kinds.document("appraisal")
    (one,) = appraisal.appraised
    assert (one.name, one.post) == ("赵有兰", "主任")
    assert [t.question for t in one.tallies] == ["办事公道", "清廉"]
    assert one.tallies[0].votes == (20, 10, 5, 3, 1, 0, 0, 1)
    assert [(p.by, p.kept) for p in appraisal.last_promises] == [("赵有兰", Kept.KEPT)]
    assert [(p.by, p.kept) for p in appraisal.promises] == [("村委会", Kept.OPEN)]


def test_a_report_is_parsed_out_of_its_body_which_is_then_empty(kinds):
    kinds.lay(REPORT)
    content = kinds.read().drafts[0].content
    assert content.body == ()
    report = content.document
    assert report.done == ("清了北塘水渠，一共800米", "发了通知")
    assert (report.doing, report.coming) == (("修路灯",), ("开代表会议",))
    assert report.figures == (("走访", "12 户"), ("代办", "5 件"))


def test_heads_may_stand_below_a_title_and_be_called_otherwise(kinds):
    sample = CONTRACT._replace(
        rows=[["租金表"], ["序号", "应收日期", "应收金额（元）"], [1, "2026-03-01", 10]]
    )
    kinds.linked()
    kinds.lay(sample)
    assert kinds.problems() == []
    assert kinds.document("contract").installments[0].amount == 1_000


def test_a_cell_merged_over_several_rows_holds_for_each(kinds):
    import openpyxl

    path = kinds.lay(GUIDE) / "表.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["A3"] = None
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert kinds.problems() == []
    assert len(kinds.document("guide").steps) == 2


def test_the_catalogue_gives_the_kind_and_the_card_may_give_another(kinds):
    kinds.lay(PEOPLE.said("目录", "B1").said("类型", "联系人"))
    assert kinds.problems() == []
    assert kinds.document("people").phone == "0990-5551201"


def test_errands_are_left_alone_where_nobody_knows_them(kinds):
    (kinds.root / "cases.yaml").unlink()
    kinds.lay(GUIDE.said("代办", "whatever"))
    assert kinds.problems() == []


def test_pictures_of_a_card_may_be_a_list(kinds):
    kinds.linked()
    sample = CONTRACT.said("照片", "\n  - 塘.png\n  - 样.png")
    kinds.lay(sample._replace(pictures=("照片/塘.png", "样.png")))
    assert kinds.problems() == []
    assert len(kinds.document("contract").photos) == 2


def test_rows_of_a_register_are_not_changed_by_reading(kinds):
    before = copy.deepcopy(REGISTER.rows)
    kinds.linked()
    kinds.read()
    assert before == REGISTER.rows
