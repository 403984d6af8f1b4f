"""The pages as a clerk uses them."""

import io

import pytest
from openpyxl import load_workbook
from PIL import Image

from kiosk.affairs.case import CaseState, Verdict
from tests.support.cases import PHOTO, VILLAGE


def photo():
    """A photo as a telephone makes it, with a place in its metadata."""
    picture = Image.new("RGB", (2400, 1200), "green")
    exif = picture.getexif()
    exif[0x010F] = "a telephone"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "路灯.jpg"
    return out


def numbers(card):
    """Case number and query code of a receipt card."""
    return [part.split("<")[0] for part in card.split('class="number">')[1:]]


@pytest.fixture
def desk(hall, monkeypatch):
    """The pages at the moment of the hall."""
    from kiosk.center.desk import entry, papers, sheets, supervision, views

    for module in (entry, papers, sheets, supervision, views):
        monkeypatch.setattr(module.timezone, "now", lambda: hall.now)
    return hall


def test_from_the_list_to_the_answer_with_photos(desk):
    receipt = desk.file(photos=(PHOTO,))
    client = desk.client("clerk")
    assert receipt.number[:4] in client.get("/desk/").content.decode()
    case = f"/desk/case/{receipt.number}"
    page = client.get(case).content.decode()
    assert page.count('class="big"') == 1
    assert "受理这一件" in page
    assert client.post(f"{case}/do/accept").status_code == 302
    assert "已受理" in client.get(case).content.decode()
    answered = client.post(
        f"{case}/do/answer", {"summary": "垃圾", "words": "清了", "photos": [photo(), photo()]}
    )
    assert answered.status_code == 302
    evidence = desk.find(receipt).evidence
    assert len(evidence) == 2
    kept = client.get(f"{case}/photo/{evidence[0]}")
    data = b"".join(kept.streaming_content)
    picture = Image.open(io.BytesIO(data))
    assert (kept["Content-Type"], picture.size) == ("image/jpeg", (1600, 800))
    assert not picture.getexif()
    assert desk.find(receipt).state is CaseState.ANSWERED


def test_a_mistake_keeps_what_was_typed_and_says_what_is_missing(desk):
    receipt = desk.file()
    client = desk.client("clerk")
    client.post(f"/desk/case/{receipt.number}/do/accept")
    page = client.post(
        f"/desk/case/{receipt.number}/do/answer", {"summary": "", "words": "查了三天的结果"}
    )
    assert page.status_code == 422
    assert "查了三天的结果" in page.content.decode()
    bad = io.BytesIO(b"no picture at all")
    bad.name = "x.jpg"
    page = client.post(
        f"/desk/case/{receipt.number}/do/answer",
        {"summary": "事", "words": "结果", "photos": [bad]},
    )
    assert "照片打不开" in page.content.decode()
    assert desk.find(receipt).state is CaseState.ACCEPTED


def test_an_act_out_of_turn_is_a_sentence_and_not_an_error(desk):
    receipt = desk.file()
    client = desk.client("clerk")
    page = client.post(f"/desk/case/{receipt.number}/do/answer", {"summary": "事", "words": "结果"})
    assert page.status_code == 422
    assert "不能“答复”" in page.content.decode()
    assert client.post(f"/desk/case/{receipt.number}/do/judge").status_code == 404
    assert client.post(f"/desk/case/{receipt.number}/do/nonsense").status_code == 404


def test_each_state_offers_every_form_that_it_allows_and_they_all_render(desk):
    from kiosk.center.cases import acts

    clerk = desk.staff["clerk"]
    asked, held = desk.file(), desk.file(suspicious=True)
    acts.accept(clerk, asked.number, desk.now)
    acts.ask(clerk, asked.number, desk.now, question="哪里？")
    done = desk.file()
    acts.accept(clerk, done.number, desk.now)
    acts.answer(clerk, done.number, desk.now, summary="事", words="好了")
    for receipt, told in ((asked, "登记补充"), (held, "核对过了"), (done, "登记回访")):
        page = desk.client("office").get(f"/desk/case/{receipt.number}").content.decode()
        assert told in page
        assert page.count('class="big"') == 1
    assert "上一级会回访" in desk.client("clerk").get(f"/desk/case/{done.number}").content.decode()


def test_the_list_puts_the_most_urgent_first_and_tells_colours_in_words(desk):
    late = desk.file(words="先来的一件")
    desk.passes(days=7)
    desk.file(words="后来的一件")
    page = desk.client("clerk").get("/desk/").content.decode()
    assert page.index("先来的一件") < page.index("后来的一件")
    assert "已超期" in page
    assert "有 1 件已经超期" in page
    found = desk.client("clerk").get("/desk/", {"q": late.number}).content.decode()
    assert "先来的一件" in found
    assert "后来的一件" not in found


def test_an_office_has_its_own_work_apart_from_that_of_units_below(desk):
    desk.file(words="村里的一件")
    desk.file(matter="service", words="镇里的一件")
    client = desk.client("office")
    own = client.get("/desk/").content.decode()
    below = client.get("/desk/", {"show": "below"}).content.decode()
    assert ("镇里的一件" in own, "村里的一件" in own) == (True, False)
    assert ("镇里的一件" in below, "村里的一件" in below) == (False, True)


def test_many_cases_come_in_pages(desk):
    for _ in range(31):
        desk.file()
    first = desk.client("clerk").get("/desk/").content.decode()
    last = desk.client("clerk").get("/desk/", {"page": "2"}).content.decode()
    assert (first.count("/desk/case/"), last.count("/desk/case/")) == (30, 1)


def test_what_came_by_phone_gets_the_same_clock_and_a_card_and_pressing_twice_gives_one_case(desk):
    from kiosk.center.cases.models import Case

    client = desk.client("clerk")
    page = client.get("/desk/new").content.decode()
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    form = {
        "nonce": nonce,
        "channel": "phone",
        "division": VILLAGE,
        "matter": "clean",
        "words": "电话里说垃圾没人收",
        "name": "孟小兰",
        "phone": "13812345678",
    }
    card = client.post("/desk/new", form).content.decode()
    again = client.post("/desk/new", form).content.decode()
    assert numbers(again) == numbers(card)
    case = Case.objects.get()
    assert (case.channel, case.due.isoformat()) == ("phone", "2026-03-05")
    code = numbers(card)[1]
    from kiosk.center.cases.services import find_case

    assert find_case(case.number, code, now=desk.now).steps[0].unit
    assert code not in client.get(f"/desk/case/{case.number}").content.decode()


def test_a_clerk_enters_cases_for_their_own_village_alone_and_an_auditor_none(desk):
    from kiosk.center.cases.models import Case

    form = {
        "nonce": "a nonce that is long enough",
        "channel": "phone",
        "division": VILLAGE,
        "matter": "clean",
        "words": "说",
    }
    assert desk.client("foreign").post("/desk/new", form).status_code == 422
    assert desk.client("auditor").post("/desk/new", form).status_code == 404
    assert not Case.objects.exists()


def test_the_list_is_a_workbook_in_which_nothing_is_a_formula(desk):
    desk.file(row="=HYPERLINK(1)", title="")
    answer = desk.client("clerk").get("/desk/list.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2
    about = sheet.cell(2, 6)
    assert (about.value, about.data_type) == ("=HYPERLINK(1)", "s")


def test_the_monthly_sheet_counts_each_unit_with_counts_beside_every_percentage(desk):
    from kiosk.center.cases import acts
    from kiosk.center.cases.services import give_verdict

    clerk = desk.staff["clerk"]
    first, second, late, _untouched = (desk.file() for _ in range(4))
    for receipt in (first, second):
        acts.accept(clerk, receipt.number, desk.now)
        acts.answer(clerk, receipt.number, desk.now, summary="事", words="好了")
    for receipt, verdict in ((first, Verdict.SOLVED), (second, Verdict.NOT)):
        give_verdict(receipt.number, receipt.query_code, verdict, "", now=desk.now)
    desk.passes(days=7)
    acts.accept(clerk, late.number, desk.now)
    acts.answer(clerk, late.number, desk.now, summary="事", words="晚了")
    page = desk.client("county").get("/desk/month", {"month": "2026-03"}).content.decode()
    for told in ("3/4（75%）", "2/3（67%）", "1/2（50%）"):
        assert told in page
    book = desk.client("county").get("/desk/month.xlsx", {"month": "2026-03"})
    rows = list(load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[-1] == ("合计", 4, "3/4（75%）", "2/3（67%）", "1/2（50%）", 0, 3, 1)
    assert "这个月没有" in desk.client("county").get("/desk/month?month=2025-01").content.decode()


def test_the_county_counts_discipline_cases_without_reading_them(desk):
    desk.file(matter="cadre", words="占了集体的地")
    page = desk.client("county").get("/desk/month", {"month": "2026-03"}).content.decode()
    assert "纪检监察办公室" in page
    assert "占了" not in page


def test_slip_and_register_print_without_who_filed_it(desk):
    receipt = desk.file(name="孟小兰", phone="13812345678", words="孟小兰说垃圾没人收")
    client = desk.client("clerk")
    slip = client.get(f"/desk/case/{receipt.number}/slip").content.decode()
    assert "首次回复单" in slip
    assert "3月5日 星期四：第3天" in slip
    register = client.get("/desk/register").content.decode()
    assert "登记簿" in register
    assert "孟小兰" not in slip + register


def test_the_supervisors_list_says_who_must_settle_what_by_when(desk):
    from kiosk.center.cases import acts

    late, mine, settled = desk.file(), desk.file(matter="works"), desk.file()
    secret = desk.file(matter="cadre", words="占了集体的地")
    acts.accept(desk.staff["clerk"], mine.number, desk.now)
    acts.assign(desk.staff["clerk"], mine.number, desk.now, person="clerk")
    acts.refuse(desk.staff["clerk"], settled.number, desk.now, reason="不是村里的", whose="电力所")
    desk.passes(days=7)
    page = desk.client("office").get("/desk/supervision").content.decode()
    assert "共 2 件，超期 1 件，还没有交给专人的 1 件" in page
    assert page.index(late.number) < page.index(mine.number), "the most urgent first"
    for told in ("柳有田（站长）", "便民服务站", "3月5日", "3月11日"):
        assert told in page
    assert settled.number not in page
    assert secret.number not in page
    assert secret.number in desk.client("inspection").get("/desk/supervision").content.decode()
    assert "督办清单" in desk.client("office").get("/desk/").content.decode()
    assert "督办清单" not in desk.client("clerk").get("/desk/").content.decode()


def test_the_same_matter_filed_twice_is_merged_by_choosing_it(desk):
    first, second = desk.file(words="东边路灯不亮"), desk.file(words="路灯坏了")
    desk.file(division="990101101202", words="别的村的事")
    client = desk.client("office")
    case = f"/desk/case/{second.number}"
    page = client.get(case).content.decode()
    assert f'value="{first.number}"' in page
    assert "别的村的事" not in page
    assert client.post(f"{case}/do/merge", {"into": first.number}).status_code == 302
    assert desk.find(second).state is CaseState.MERGED


@pytest.mark.parametrize(
    ("act", "form", "state"),
    [
        ("refuse", {"reason": "不是村里的", "whose": "县公路站"}, CaseState.REFUSED),
        ("reroute", {"unit": "990101101000/land", "reason": "占道"}, CaseState.RECEIVED),
        ("assign", {"person": "second"}, CaseState.ASSIGNED),
        ("accept", {}, CaseState.ACCEPTED),
    ],
)
def test_what_can_be_done_with_a_new_case(desk, act, form, state):
    receipt = desk.file()
    answer = desk.client("clerk").post(f"/desk/case/{receipt.number}/do/{act}", form)
    assert answer.status_code == 302
    assert desk.find(receipt).state is state


def test_what_can_be_done_with_an_accepted_and_an_answered_case(desk):
    receipt = desk.file()
    clerk, office = desk.client("clerk"), desk.client("office")
    url = f"/desk/case/{receipt.number}/do"
    steps = [
        (clerk, "accept", {}, CaseState.ACCEPTED),
        (clerk, "extend", {"reason": "等车"}, CaseState.ACCEPTED),
        (clerk, "ask", {"question": "哪里？"}, CaseState.CLARIFYING),
        (clerk, "clarify", {"words": "村口"}, CaseState.ACCEPTED),
        (clerk, "answer", {"summary": "事", "words": "好了"}, CaseState.ANSWERED),
        (office, "call", {"verdict": "not", "words": "没好"}, CaseState.REOPENED),
        (office, "accept", {}, CaseState.ACCEPTED),
        (office, "answer", {"summary": "事", "words": "真好了"}, CaseState.ANSWERED),
        (desk.client("county"), "close", {"reason": "电话打不通"}, CaseState.CLOSED),
    ]
    for client, act, form, state in steps:
        answer = client.post(f"{url}/{act}", form)
        assert answer.status_code == 302, (act, answer.content.decode())
        assert desk.find(receipt).state is state, act
