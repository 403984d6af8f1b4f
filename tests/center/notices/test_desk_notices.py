"""Urgent notices from the desk: at once, looked at by somebody else, ended early, on record."""

from __future__ import annotations

import html
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kiosk.affairs.notice import Danger, Notice, Severity
from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD
from tests.support.owing import COUNTY, FOREIGN, OTHER_TOWN, TOWN, VILLAGE

NOTICES = "/desk/notices/"
FORM = {
    "nonce": "a nonce of the form",
    "division": TOWN,
    "title": "柳河今晚可能漫堤",
    "danger": "flood",
    "severity": "Extreme",
    "area": "柳河两岸",
    "instruction": "天黑以前搬到村小学",
    "description": "",
    "contact": "",
    "hours": "12",
}


def notice(now=None, hours=12, **more) -> Notice:
    start = now or timezone.now()
    plain = {
        "danger": Danger.FLOOD,
        "severity": Severity.EXTREME,
        "area": "柳河两岸",
        "onset": start,
        "expires": start + timedelta(hours=hours),
        "instruction": "天黑以前搬到村小学",
    }
    return Notice(**(plain | more))


def sent(hall, who="office", division=TOWN, now=None, nonce="one", **more):
    from kiosk.center.notices.sending import send

    now = now or timezone.now()
    made = notice(now, **more)
    return send(hall.staff[who], division, "柳河可能漫堤", made, nonce=nonce, now=now)


def page(client, address=NOTICES):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def works(owing):
    """The publishing worker, once."""
    from kiosk.center.board.jobs import carry_out

    return carry_out(owing.feed, owing.village.online, datetime.now(UTC))


def on_the_board(owing, division=VILLAGE):
    from kiosk.center.site.board import Board
    from kiosk.center.site.shelf import shelf

    board = Board(shelf(), shelf().county(), shelf().division(division), datetime.now(UTC))
    return [each.face.title for each in board.urgent()]


def acts():
    from kiosk.center.audit.models import AuditEntry

    return list(AuditEntry.objects.filter(act__startswith="notice.").values_list("act", flat=True))


def refused(call, *arguments, **more):
    from kiosk.center.notices.sending import NoticeError

    with pytest.raises(NoticeError) as caught:
        call(*arguments, **more)
    return str(caught.value)


def test_a_township_warns_all_its_villages_at_once_after_one_look(owing, hall):
    client = hall.client("office")
    assert 'name="title"' in page(client, f"{NOTICES}new")
    look = html.unescape(client.post(f"{NOTICES}new", FORM | {"act": "look"}).content.decode())
    assert "占满整个屏幕" in look
    assert "天黑以前搬到村小学" in look
    assert acts() == [], "nothing goes out before the look"
    for _ in range(2):
        answer = client.post(f"{NOTICES}new", FORM | {"act": "send"}, follow=True)
    assert "发出去了" in html.unescape(answer.content.decode())
    assert acts() == ["notice.posted"], "who presses twice sends once"
    assert "正在发出" in page(client)
    assert works(owing)
    assert on_the_board(owing) == ["柳河今晚可能漫堤"]
    assert on_the_board(owing, FOREIGN) == []
    assert "正在公开" in page(client)


def test_two_on_one_day_have_ids_of_their_own_before_the_first_is_out(owing, hall):
    keys = {sent(hall, nonce=nonce).key for nonce in ("one", "two")}
    assert len(keys) == 2
    assert works(owing)
    assert len(on_the_board(owing)) == 2
    assert sent(hall, nonce="three").key not in keys


def test_going_back_from_the_look_keeps_what_was_typed(owing, hall):
    client = hall.client("office")
    answer = client.post(f"{NOTICES}new", FORM | {"act": "back"})
    assert "天黑以前搬到村小学" in html.unescape(answer.content.decode())
    assert acts() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "这个字段是必填项"),
        ({"division": OTHER_TOWN}, "选择一个有效的选项"),
        ({"instruction": "打13812345678问"}, "不能上公开栏"),
        ({"contact": "13812345678"}, "不能上公开栏"),
    ],
)
def test_what_may_not_go_out_comes_back_with_a_sentence(owing, hall, wrong, said):
    answer = hall.client("office").post(f"{NOTICES}new", FORM | {"act": "send"} | wrong)
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert acts() == []


def test_somebody_else_reviews_within_a_day_and_never_the_sender(owing, hall):
    from kiosk.center.notices.sending import review

    made = sent(hall)
    now = timezone.now()
    assert "自己发的要由别人复核" in page(hall.client("office"))
    assert "别人复核" in refused(review, hall.staff["office"], made.key, "", now=now)
    assert "等您复核" in page(hall.client("county"), "/desk/me/")
    client = hall.client("county")
    client.post(f"{NOTICES}{made.key}/review", {"remark": "属实"})
    text = page(client)
    assert "县有明" in text
    assert "属实" in text
    assert "已经有人复核" in refused(review, hall.staff["finance"], made.key, "", now=now)
    assert acts() == ["notice.posted", "notice.reviewed"]
    assert "等您复核" not in page(client, "/desk/me/")


def test_another_of_the_same_township_may_review_too(owing, hall):
    made = sent(hall)
    hall.client("finance").post(f"{NOTICES}{made.key}/review")
    made.refresh_from_db()
    assert made.reviewed_by == hall.staff["finance"]


def test_the_database_itself_refuses_a_review_by_the_sender(owing, hall):
    from django.db import IntegrityError

    made = sent(hall)
    made.reviewed_by, made.reviewed_at = hall.staff["office"], timezone.now()
    with pytest.raises(IntegrityError):
        made.save()


def test_a_review_that_is_overdue_is_marked_and_stays_on_the_list_after_the_notice(owing, hall):
    made = sent(hall, now=timezone.now() - timedelta(hours=30), hours=40)
    gone = sent(hall, nonce="two", now=timezone.now() - timedelta(hours=50), hours=3)
    text = page(hall.client("county"))
    assert "有2条还没有人复核，2条已经超过24小时" in text
    assert "已经收起来，还没有人复核" in text
    hall.client("county").post(f"{NOTICES}{gone.key}/review")
    assert "有1条还没有人复核" in page(hall.client("county"))
    from kiosk.center.audit.models import AuditEntry

    assert '"late":true' in AuditEntry.objects.get(act="notice.reviewed").facts
    assert made.key


def test_a_notice_ends_early_and_leaves_the_screens(owing, hall):
    from kiosk.center.notices.sending import end_now

    made = sent(hall)
    works(owing)
    client = hall.client("office")
    client.post(f"{NOTICES}{made.key}/end")
    assert works(owing)
    assert on_the_board(owing) == []
    assert "青有禾提前结束了" in page(client)
    assert "早就结束" in refused(end_now, hall.staff["office"], made.key, now=timezone.now())
    assert acts() == ["notice.posted", "notice.ended"]


@pytest.mark.parametrize("who", ["clerk", "inspection", "auditor", "other_office", None])
def test_whom_it_does_not_concern_can_send_review_and_end_nothing(owing, hall, who):
    made = sent(hall)
    client = hall.client(who)
    if who not in {"other_office", None}:
        assert client.post(f"{NOTICES}new", FORM | {"act": "send"}).status_code == 404
    if who in {"clerk", "inspection"}:
        assert client.get(NOTICES).status_code == 404
    for act in ("review", "end"):
        answer = client.post(f"{NOTICES}{made.key}/{act}")
        assert answer.status_code in {302, 404}
        assert client.get(f"{NOTICES}{made.key}/{act}").status_code in {302, 405}
    made.refresh_from_db()
    assert (made.reviewed_by, made.ended_by) == (None, None)
    assert acts() == ["notice.posted"]
    if who == "other_office":
        assert "柳河可能漫堤" not in page(client)


def test_the_county_may_warn_everywhere_and_the_auditor_reads_along(owing, hall):
    sent(hall, who="county", division=COUNTY)
    works(owing)
    assert on_the_board(owing, FOREIGN) == ["柳河可能漫堤"]
    text = page(hall.client("auditor"))
    assert "柳河可能漫堤" in text
    assert "<button" not in text[text.index("<main") : text.index("</main")]


def test_a_notice_that_cannot_be_posted_says_why_on_the_page(owing, hall):
    made = sent(hall)
    made.job.error = "密钥不在"
    made.job.save()
    assert "还没发出去：密钥不在" in page(hall.client("office"))


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
def test_the_pages_are_accessible_and_fit_a_phone(owing, hall):
    sent(hall)
    found, codes = [], hall.codes("office")
    with serving() as center, chromium() as browser:
        for width, height in ((360, 740), (1280, 800)):
            context = browser.new_context(viewport={"width": width, "height": height})
            tab = context.new_page()
            tab.goto(f"{center}/staff/login")
            tab.fill("input[name=username]", "office")
            tab.fill("input[name=password]", PASSWORD)
            tab.click("main button")
            tab.fill("input[name=code]", codes.pop())
            tab.click("main button")
            for step in ("list", "new", "look"):
                if step == "look":
                    tab.fill("input[name=title]", FORM["title"])
                    tab.check("input[value=flood]")
                    tab.fill("input[name=area]", FORM["area"])
                    tab.fill("textarea[name=instruction]", FORM["instruction"])
                    tab.click("main button.big")
                    assert "再看一遍" in tab.inner_text("h1")
                else:
                    tab.goto(f"{center}{NOTICES}{'new' if step == 'new' else ''}")
                if width == 360:  # axe-core takes a second a page
                    found += [f"{step} {width}: {fault}" for fault in faults(tab)]
                if tab.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{step}: wider than {width}")
            context.close()
    assert found == []
