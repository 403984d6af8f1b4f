"""The clerk's first page, the five buttons, and where everyone starts."""

from __future__ import annotations

import html
import re
import shutil
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.disclosure import Content, Disclosure, Prose, disclosure_id
from kiosk.affairs.gate import Gate, Step
from kiosk.affairs.period import Cycle
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank
from kiosk.feed.draft import Draft
from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD, verified
from tests.support.owing import FOREIGN, TODAY, VILLAGE, rule

STEPS = (
    Step(
        code="committee",
        name="村务监督委员会审核",
        role=Role.COMMITTEE,
        rank=Rank.VILLAGE,
        words=("监督委员会",),
    ),
    Step(
        code="township",
        name="乡镇审核",
        role=Role.TOWNSHIP,
        rank=Rank.TOWNSHIP,
        words=("乡镇",),
    ),
)
GATE = Gate(
    ranks=(Rank.VILLAGE,),
    affairs=tuple(Affairs),
    steps=STEPS,
    source="测试",
    valid_from=date(2020, 1, 1),
)


OCTOBER = date(2026, 10, 1)


def person(username, role, division, unit, name):
    from kiosk.center.accounts.models import Staff

    made = Staff(
        username=username,
        name=name,
        role=role.value,
        division=division,
        unit=unit,
        must_change=False,
    )
    made.set_unusable_password()
    made.save()
    return made


def page(client, address="/desk/due/"):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def words(text):
    """What a page says, without its tags."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text))


def piles(text):
    """The heads of the piles, in the order in which they stand."""
    return re.findall(r"<h2 class=\"pile\">(.*?) <span", text)


def draft(item="D2", period="2026-10", title="2026年10月收支明细"):
    face = Disclosure(
        id=disclosure_id(VILLAGE, item, period),
        division=VILLAGE,
        item=item,
        title=title,
        kind=Kind.PROSE,
        period=period,
        published=TODAY,
        unit="柳河村",
    )
    return Draft(disclosure=face, content=Content(document=Prose()))


def everything_shown(owing):
    owing.show(VILLAGE, "B1", "standing", date(2026, 11, 2))
    for item in ("D2", "D5"):
        for period in ("2026-09", "2026-10"):
            owing.show(VILLAGE, item, period, date(2026, 11, 2))
    owing.publish()


def submitted(owing, hall, **more):
    from kiosk.center.board.gate import submit

    owing.change(gates=(GATE,))
    return submit(hall.staff["clerk"], draft(**more), now=timezone.now())


def test_what_is_late_stands_first_and_the_counts_are_said_in_words(owing, hall):
    owing.show(VILLAGE, "B1", "standing", date(2026, 9, 2))
    for item in ("D2", "D5"):
        owing.show(VILLAGE, item, "2026-09", date(2026, 10, 9))
    owing.publish()
    text = page(hall.client("clerk"))
    assert "还有2项要公开，1项已经晚了7天。" in text
    assert piles(text) == ["晚了的，先办", "这个月要公开的"]
    assert "应在11月15日前公开，已经晚了7天" in text
    assert "11月29日前公开，还有7天" in text
    assert f'href="/desk/write/{VILLAGE}/D2/2026-10/"' in text
    assert f'href="/desk/write/{VILLAGE}/D2/2026-10/none"' in text


def test_what_is_due_after_this_month_and_what_is_done_are_folded_away(owing, hall):
    county = owing.village.county
    owing.show(VILLAGE, "D2", "2026-10", date(2026, 11, 16))
    owing.change(rules=(*county.rules, rule(Cycle.MONTHLY, 60, item="D5", valid_from=OCTOBER)))
    text = words(page(hall.client("clerk")))
    assert "不急的：1项，下个月以后到期" in text
    assert "这个月公开了1项" in text
    assert "11月16日公开了，晚了1天" in text


def test_when_all_is_done_the_page_says_so(owing, hall):
    everything_shown(owing)
    assert "这个月该公开的都办好了。" in page(hall.client("clerk"))


def test_what_waits_for_a_reviewer_is_no_longer_the_clerk_s_to_do(owing, hall):
    submitted(owing, hall)
    text = page(hall.client("clerk"))
    assert piles(text)[-1] == "送上去了，等着审"
    waiting = text[text.index("送上去了，等着审") :]
    assert "等村务监督委员会审核" in waiting
    assert "看一看" in waiting
    assert "填写" not in waiting
    assert "还有4项要公开" in text


def test_what_was_sent_back_says_by_whom_and_why_and_leads_to_the_form(owing, hall):
    from kiosk.center.board.gate import send_back

    version = submitted(owing, hall)
    committee = person("watch", Role.COMMITTEE, VILLAGE, "committee", "赵＊兰")
    assert "等我审的" in page(hall.client("office"))
    send_back(committee, version.pk, "少一张凭证", timezone.now())
    text = page(hall.client("clerk"))
    assert "赵＊兰退回：少一张凭证" in text
    assert "改好再送" in text
    assert "还有5项要公开" in text


def test_an_event_that_was_sent_back_is_there_although_nothing_asks_for_it(owing, hall):
    from kiosk.center.board.gate import send_back

    version = submitted(owing, hall, item="D8", period="2026-11-18", title="北塘承包合同")
    committee = person("watch", Role.COMMITTEE, VILLAGE, "committee", "赵＊兰")
    send_back(committee, version.pk, "没有附表", timezone.now())
    text = page(hall.client("clerk"))
    assert "退回来的，改好再送" in piles(text)
    assert "北塘承包合同" in text
    assert "2026年11月18日" in text
    assert "还有6项要公开" in text
    assert f'href="/desk/write/{VILLAGE}/D8/2026-11-18/"' in text


def test_what_somebody_began_to_write_goes_on(owing, hall):
    from kiosk.center.writing.models import WorkingCopy

    now = timezone.now()
    WorkingCopy.objects.create(
        scope=VILLAGE,
        division=VILLAGE,
        code="D2",
        period="2026-10",
        typed="{}",
        made_at=now,
        updated_at=now,
        updated_by=hall.staff["clerk"],
    )
    text = page(hall.client("clerk"))
    assert text.count("接着写") == 1
    assert f'href="/desk/write/{VILLAGE}/D2/2026-10/none"' not in text


def test_the_page_follows_the_feed_without_anybody_deriving_it(owing, hall):
    client = hall.client("clerk")
    assert "/D2/2026-10/" in page(client)
    owing.show(VILLAGE, "D2", "2026-10", date(2026, 11, 10))
    owing.publish()
    assert "/D2/2026-10/" not in page(client)


def test_while_the_feed_cannot_be_read_the_last_derived_rows_are_shown(owing, hall):
    from kiosk.center.obligations.refresh import refresh
    from tests.support.phone import forget_feed

    refresh(VILLAGE)
    (owing.feed / "metadata" / "timestamp.json").unlink()
    forget_feed()
    assert "收支明细" in page(hall.client("clerk"))


def test_a_clerk_sees_only_what_the_own_village_owes(owing, hall):
    assert f"/desk/write/{VILLAGE}/" in page(hall.client("clerk"))
    assert f"/desk/write/{FOREIGN}/" in page(hall.client("foreign"))
    assert f"/desk/write/{VILLAGE}/" not in page(hall.client("foreign"))


def test_a_due_day_of_a_year_without_a_calendar_is_called_provisional(owing, hall):
    from kiosk.center.obligations.first import when_words
    from kiosk.center.obligations.models import Obligation

    row = Obligation(due=date(2027, 1, 15), certain=False, state="due", grace_until=TODAY)
    assert "2027年1月15日前公开，还有54天（暂定" in when_words(row, TODAY)
    late = Obligation(due=date(2026, 11, 20), state="due", grace_until=date(2026, 11, 25))
    assert when_words(late, TODAY) == "应在11月20日前公开，宽限到11月25日"
    assert when_words(Obligation(due=TODAY, state="due"), TODAY) == "今天是最后一天"


def test_everyone_starts_where_their_work_is(owing, hall):
    def start(who):
        return hall.client(who).get("/desk/home/")["Location"]

    assert start("clerk") == "/desk/due/"
    everything_shown(owing)
    hall.client("clerk").get("/desk/due/")
    hall.file(words="村口垃圾没人收")
    assert start("clerk") == "/desk/"
    assert start("inspection") == "/desk/"
    assert start("auditor") == "/desk/"


@pytest.mark.parametrize(
    ("role", "division", "unit", "there", "not_there"),
    [
        (Role.COMMITTEE, VILLAGE, "committee", ["等我审的", "进展", "我的"], ["要公开的", "诉求"]),
        (Role.VILLAGE, VILLAGE, "station", ["要公开的", "群众诉求", "进展"], ["等我审的"]),
        (Role.TOWNSHIP, "990101101000", "affairs", ["要公开的", "等我审的", "群众诉求"], []),
        (Role.AUDITOR, "990101000000", "openness", ["群众诉求", "进展"], ["要公开的", "等我审的"]),
    ],
)
def test_the_buttons_are_those_of_the_role(owing, hall, role, division, unit, there, not_there):
    from django.test import Client

    someone = person("someone", role, division, unit, "某某")
    client = Client()
    client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
    verified(client, someone)
    text = page(client, "/desk/me/")
    bar = text[text.index('aria-label="主要"') : text.index("</nav>")]
    assert [label for label in there if label not in bar] == []
    assert [label for label in not_there if label in bar] == []
    assert bar.count('aria-current="page"') == 1


def test_the_bar_counts_what_is_left_and_marks_where_one_is(owing, hall):
    text = page(hall.client("clerk"))
    bar = words(text[text.index('aria-label="主要"') : text.index("</nav>")])
    assert "要公开的5件" in bar
    assert "群众诉求进展" in bar


def test_before_the_second_factor_there_is_no_bar(owing, hall):
    from django.test import Client

    client = Client()
    client.force_login(hall.staff["office"], backend="django.contrib.auth.backends.ModelBackend")
    assert 'aria-label="主要"' not in page(client, "/staff/factor")


def test_before_the_first_password_is_changed_there_is_no_bar(owing, hall):
    hall.staff["clerk"].must_change = True
    hall.staff["clerk"].save()
    assert 'aria-label="主要"' not in page(hall.client("clerk"), "/staff/password")


def test_everything_else_is_found_under_one_s_own(owing, hall):
    text = page(hall.client("office"), "/desk/me/")
    for address in (
        "/staff/password",
        "/staff/factor",
        "/staff/people",
        "/desk/posters/",
        "/desk/month",
    ):
        assert f'href="{address}"' in text
    assert "/staff/people" not in page(hall.client("clerk"), "/desk/me/")


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
def test_the_pages_are_accessible_and_nothing_overlaps_on_a_phone(owing, hall):
    owing.show(VILLAGE, "D2", "2026-09", date(2026, 11, 9))
    owing.publish()
    found = []
    with serving() as center, chromium() as browser:
        for width, height in ((360, 740), (1280, 800)):
            context = browser.new_context(viewport={"width": width, "height": height})
            tab = context.new_page()
            tab.goto(f"{center}/staff/login")
            tab.fill("input[name=username]", "clerk")
            tab.fill("input[name=password]", PASSWORD)
            tab.click("main button")
            assert tab.url.endswith("/desk/due/")
            for path in ("/desk/due/", "/desk/me/", "/desk/"):
                tab.goto(center + path)
                if width == 360:  # axe-core takes a second a page
                    found += [f"{path} {width}: {fault}" for fault in faults(tab)]
                if tab.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{path}: wider than {width}")
                boxes = [each.bounding_box() for each in tab.locator(".five a").all()]
                right = [box["x"] + box["width"] for box in boxes]
                if any(a > b["x"] + 1 for a, b in zip(right, boxes[1:], strict=False)):
                    found.append(f"{path} {width}: buttons overlap")
                if right[-1] > width or min(box["height"] for box in boxes) < 44:
                    found.append(f"{path} {width}: a button is cut or too small")
            context.close()
    assert found == []


def test_nothing_is_said_to_be_due_today_by_the_server_s_own_zone(owing, hall):
    from kiosk.center.obligations.refresh import today_in

    late_evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # past midnight in China
    assert today_in(None, late_evening) == date(2026, 11, 23)
