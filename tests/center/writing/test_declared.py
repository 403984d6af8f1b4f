"""The desk asks for the declared kinds as their folders do, and says so beside each box."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kiosk.affairs.catalogue import Kind
from kiosk.center.folder.kinds import FORMS
from tests.support.asking import boxes, filled, rows
from tests.support.cases import VILLAGE, verified
from tests.support.kinds import SAMPLES
from tests.support.phone import forget_feed
from tests.support.writer import Writer, photo_bytes, sheet_bytes

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def stops(writer):
    """The mistakes that stand at the top of the page."""
    html = writer.page("?check=1")
    found = re.search(r'<div class="errors" role="alert">(.*?)</div>', html, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", found[1])) if found else ""


def sent(writer):
    from kiosk.center.board.models import Version

    answer = writer.client.post(writer.place + "send", {"secrecy": "1"})
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
    return Version.objects.latest("id")


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_is_begun_and_an_empty_form_names_what_is_missing(at, kind):
    writer = at(kind)
    fresh = writer.page()
    assert "处要改" not in fresh
    form = FORMS[Kind(kind)]
    for key in form.keys:
        assert f'name="fact-{key.name}"' in fresh or f'name="factphoto-{key.name}"' in fresh
    said = stops(writer)
    needed = [key.name for key in form.keys if key.needed]
    assert f"还没有填“{needed[0]}”" in said
    assert "卡片" not in said
    if form.columns:
        assert "还没有写" in " ".join(writer.page("?check=1").split())
    assert "改好才能看" in writer.page("look")


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_is_filled_in_looked_at_sent_and_read_by_who_signs(at, kind, gatehouse):
    writer = filled(at, kind)
    for name in SAMPLES[kind].pictures:
        photo = SimpleUploadedFile(name.split("/")[-1], photo_bytes())
        writer.sends("bring", named=photo)
    assert stops(writer) == ""
    look = writer.page("look")
    assert "送审" in look
    assert writer.client.get(writer.place + "phone").status_code == 200
    version = sent(writer)
    assert version.written.kind is Kind(kind)
    assert writer.opens().status_code == 200
    reviewer = Client()
    reviewer.force_login(gatehouse.staff["committee"], _BACKEND)
    verified(reviewer, gatehouse.staff["committee"])
    for name, args in (("review", ()), ("review-version", (version.pk,))):
        assert reviewer.get(reverse(name, args=args)).status_code == 200, name


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_that_was_sent_back_opens_as_it_was_typed(at, kind):
    writer = filled(at, kind)
    for name in SAMPLES[kind].pictures:
        writer.sends("bring", named=SimpleUploadedFile(name.split("/")[-1], photo_bytes()))
    document = sent(writer).document
    writer.client.post(writer.place + "recall")
    writer.starts("again")
    assert stops(writer) == ""
    assert sent(writer).document == document


def test_a_mistake_stands_at_its_box_and_at_its_row(at):
    writer = filled(at, "people")
    writer.sends("save", **{"fact-办公电话": "13800001111", "cell-1-1": ""})
    page = writer.page("?check=1")
    box = page[page.index('for="fact-办公电话"') :][:700]
    assert "手机号" in box
    assert 'aria-invalid="true"' in box
    said = stops(writer)
    assert "“办公电话”：有没有遮盖的手机号" in said
    assert "第3行“职务”：没有写“职务”" in said


def test_a_photo_that_a_row_names_is_asked_for_and_found_by_its_name(at):
    writer = filled(at, "people")
    assert "第2行“照片”：找不到“赵”：还没有传这张照片" in stops(writer)
    assert "还有 1 张照片没有传" in writer.page()
    wrong = writer.sends("bring", named=SimpleUploadedFile("钱.jpg", photo_bytes()))
    assert "表里没有写“钱.jpg”这个文件名" in wrong.content.decode()
    writer.sends("bring", named=SimpleUploadedFile("赵.jpg", photo_bytes()))
    assert stops(writer) == ""
    assert sent(writer).document.document.people[0].photo.alt == "赵有兰的照片"


def test_photos_are_put_into_a_row_or_onto_the_card_and_taken_away_again(at):
    writer = filled(at, "contract")
    writer.sends("bring", **{"factphoto-照片": SimpleUploadedFile("a.jpg", photo_bytes())})
    assert stops(writer) == ""
    number = [key.name for key in FORMS[Kind.CONTRACT].keys].index("照片")
    writer.sends(f"nofactphoto-{number}")
    assert sent(writer).document.document.photos == ()
    register = filled(at, "register")
    register.sends("bring", **{"rowphoto-1": SimpleUploadedFile("b.jpg", photo_bytes("#335577"))})
    register.sends("nopictures-0")
    assert stops(register) == ""
    assert [len(h.photos) for h in sent(register).document.document.holdings] == [0, 1]


def test_a_newly_read_sheet_keeps_the_photos_of_its_rows(at):
    writer = filled(at, "register")
    writer.sends("bring", named=SimpleUploadedFile("塘.jpg", photo_bytes()))
    writer.brings(*rows("register"), name="表.xlsx")
    assert stops(writer) == ""


def test_a_link_to_what_is_not_public_is_said_and_stops_nothing(at):
    writer = filled(at, "tender")
    writer.sends("bring", **{"factphoto-照片": SimpleUploadedFile("a.jpg", photo_bytes())})
    assert "现在还没有公开，屏上点不开" in writer.page("?check=1")
    assert stops(writer) == ""
    writer.sends("save", **{"fact-决议": f"{VILLAGE}-N6-2026-11-10"})
    assert "就是这一件自己" in stops(writer)


def test_a_sheet_that_is_no_such_sheet_says_which_heads_it_needs(at):
    writer = at("appraisal")
    answer = writer.brings(("姓名", "金额"), ("赵", 3), name="表.xlsx")
    assert "找不到表头：要有一行写着 部分、谁、职务" in answer.content.decode()


def test_columns_that_nobody_asked_for_stay_out_and_are_told(at):
    writer = at("people")
    writer.brings(
        ("姓名", "职务", "身份证号"), ("赵有兰", "站长", "530000198001010000"), name="表.xlsx"
    )
    assert "5300" not in writer.copy.typed
    assert "“身份证号”这一列没有读进来" in writer.page()


def test_of_several_sheets_the_one_with_the_heads_is_read_and_another_may_be_chosen(at):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet_bytes(("说明",), ("请填第二张表",))))
    second = book.create_sheet("联系人")
    for row in rows("people"):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    writer = at("people")
    writer.sends("bring", sheet=SimpleUploadedFile("表.xlsx", out.getvalue()))
    assert len(writer.typed.table.rows) == 2
    assert writer.opens("columns").status_code == 200
    again = {"sheet": "联系人", "answered": "1", "revision": writer.copy.revision}
    assert writer.client.post(writer.place + "columns", again).status_code == 302


def test_rows_are_added_dropped_and_opened(at):
    writer = filled(at, "timetable")
    assert len(writer.typed.table.rows) == 4
    writer.sends("add")
    assert len(writer.typed.table.rows) == 5
    writer.sends("drop-4")
    writer.sends("drop-0")
    assert writer.typed.table.rows[0][0] == "每周一、三"
    assert stops(writer) == ""


def test_an_item_may_be_written_as_a_kind_that_the_catalogue_does_not_name(at, gatehouse, hall):
    writer = Writer(gatehouse, hall, "clerk", "D8", "2026-11-18")
    assert "要填的是别的一类" in writer.page()
    writer.starts("register")
    assert writer.typed.kind is Kind.REGISTER
    assert 'name="fact-截至"' in writer.page()


def test_nobody_renames_adds_or_drops_the_columns_of_a_declared_kind(at):
    writer = filled(at, "timetable")
    before = writer.typed.table.columns
    writer.sends("addcolumn", **{"column-0": "别的"})
    writer.sends("dropcolumn-0")
    assert writer.typed.table.columns == before
    assert stops(writer) == ""


def test_what_makes_no_sense_is_told_and_crashes_nothing(at):
    for kind in SAMPLES:
        writer = at(kind)
        odd = {f"fact-{key.name}": "0001-01-01 ²、：" for key in FORMS[Kind(kind)].keys}
        odd |= {f"cell-0-{n}": "９９：９９" for n in range(len(FORMS[Kind(kind)].columns))}
        writer.sends("save", **odd)
        assert stops(writer)
        assert "改好才能看" in writer.page("look")


def test_masking_leaves_the_names_of_pictures_alone(at):
    writer = filled(at, "people")
    writer.sends("bring", named=SimpleUploadedFile("赵.jpg", photo_bytes()))
    writer.sends("save", **{"fact-办公电话": "13800001111"})
    writer.sends("mask")
    assert "13800001111" not in writer.copy.typed
    assert writer.typed.table.rows[0][-1] in writer.typed.pictures


def publish(gatehouse, version):
    """Both sign, and the worker publishes."""
    gatehouse.by_the_clock = True
    for who in ("committee", "office"):
        version.refresh_from_db()
        gatehouse.sign(version, who)
    gatehouse.work()
    forget_feed()


def test_a_week_that_was_told_already_is_not_told_again(at, gatehouse, hall):
    writer = filled(at, "report")
    publish(gatehouse, sent(writer))
    later = Writer(gatehouse, hall, "clerk", "N9", "2026-11-20")
    later.starts("report")
    later.sends("save", **boxes("report") | {"fact-从": "2026-11-20", "fact-到": "2026-11-26"})
    assert "和已经公开的《2026年11月16日周报》有重叠" in stops(later)
    later.sends("save", **{"fact-从": "2026-11-23", "fact-到": "2026-11-29"})
    assert stops(later) == ""


def test_a_code_that_is_in_no_register_of_the_village_is_found(at, gatehouse):
    register = filled(at, "register")
    register.sends("nopictures-0")
    publish(gatehouse, sent(register))
    writer = filled(at, "contract")
    writer.sends("save", **{"fact-照片": "", "fact-台账编号": "ZC-1、ZC-9"})
    writer.sends("bring", **{"factphoto-照片": SimpleUploadedFile("a.jpg", photo_bytes())})
    assert "台账里没有编号“ZC-9”" in stops(writer)


def test_what_is_public_is_corrected_with_its_reason(at, gatehouse):
    writer = filled(at, "report")
    publish(gatehouse, sent(writer))
    writer.client.post(writer.place, {"act": "correct", "correction": "少写了一件"})
    typed = writer.typed
    assert typed.facts["办了什么"] == "清了北塘水渠，一共800米\n发了通知"
    writer.sends("save", **{"fact-办了什么": f"{typed.facts['办了什么']}\n修了路灯"})
    again = sent(writer)
    assert again.document.document.done[-1] == "修了路灯"
    assert again.written.correction == "少写了一件"


def test_a_kind_without_any_form_shows_the_plainest_page():
    from kiosk.center.writing.views import template_of

    assert template_of(Kind.NOTICE) == "form.html"
    assert {template_of(kind) for kind in FORMS} == {"declared.html"}
