"""Progress: counts, drill-down, by item, reminders, exports; each sees their own part only."""

from __future__ import annotations

import html
import io
import re
import shutil
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from kiosk.affairs.disclosure import Excuse
from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD
from tests.support.owing import COUNTY, FOREIGN, OTHER_TOWN, SISTER, TODAY, TOWN, VILLAGE

OVERVIEW = "/desk/overview/"


@pytest.fixture
def progress(owing):
    """柳河村 published in time, late and not at all, 北塘村 was excused, 松坪村 did nothing."""
    from kiosk.center.obligations.refresh import refresh_all

    owing.show(VILLAGE, "D2", "2026-09", date(2026, 10, 9))
    owing.show(VILLAGE, "D5", "2026-09", date(2026, 11, 9))
    owing.show(SISTER, "D2", "2026-09", date(2026, 10, 9), Excuse("受灾", "青禾镇"))
    owing.publish()
    refresh_all()
    return owing


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def lines(text):
    """The rows of the page's tables, without tags and blanks."""
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    bare = [re.sub(r"<span class=\"skip\">.*?</span>", "", row) for row in rows]
    return [re.sub(r"\s+", "", re.sub(r"<[^>]+>", "|", row)).strip("|") for row in bare]


def cells(text):
    return [[cell for cell in line.split("|") if cell] for line in lines(text)]


def book(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def reminders():
    from kiosk.center.obligations.models import Reminder

    return list(Reminder.objects.order_by("pk"))


def owed(division, item="D2", period="2026-10"):
    from kiosk.center.obligations.models import Obligation

    return Obligation.objects.get(division=division, item=item, period=period)


def test_tallies_tell_in_time_late_due_and_overdue(progress):
    from kiosk.center.obligations.models import Obligation
    from kiosk.center.obligations.tally import Tally, tallies

    sums = tallies(Obligation.objects.all(), "division")
    assert sums[VILLAGE,] == Tally(on_time=1, late=1, due=1, overdue=2)
    assert sums[SISTER,] == Tally(on_time=1, due=1, overdue=3)
    assert sums[FOREIGN,] == Tally(due=1, overdue=4)
    whole = sum(sums.values(), Tally())
    assert (whole.total, str(whole.share)) == (15, "2/12（17%）")


@pytest.mark.parametrize(
    ("tally", "words", "colour"),
    [
        ((3, 1, 0, 0), "✓4", "green"),
        ((3, 0, 2, 0), "待2", "yellow"),
        ((3, 0, 2, 1), "晚1 待2", "red"),
        ((0, 0, 0, 0), "—", "none"),
    ],
)
def test_a_cell_says_in_words_what_its_colour_says(tally, words, colour):
    from kiosk.center.obligations.tally import Tally

    assert (Tally(*tally).words, Tally(*tally).colour) == (words, colour)


def test_the_county_sees_its_townships_and_goes_down_to_a_village(progress, hall):
    client = hall.client("county")
    assert client.get(OVERVIEW)["Location"] == f"{OVERVIEW}{COUNTY}/"
    rows = cells(page(client, f"{OVERVIEW}{COUNTY}/"))
    assert rows[1:] == [
        ["青禾镇", "—", "—", "晚5待2", "25%", "2/8"],
        ["云岭乡", "—", "—", "晚4待1", "0%", "0/4"],
    ]
    rows = cells(page(client, f"{OVERVIEW}{TOWN}/"))
    assert [row[0] for row in rows[1:]] == ["柳河村", "北塘村"]
    village = page(client, f"{OVERVIEW}{VILLAGE}/")
    assert "晚7天" in village
    assert "✓晚11天" in village
    assert f'href="/i/{VILLAGE}-D2-2026-09"' in village
    assert "11月29日前" in village


def test_what_was_excused_is_called_so(progress, hall):
    assert "免公开" in page(hall.client("office"), f"{OVERVIEW}{SISTER}/")


def test_a_township_sees_its_own_only_and_a_village_itself(progress, hall):
    office, clerk = hall.client("office"), hall.client("clerk")
    for address in (COUNTY, OTHER_TOWN, FOREIGN):
        assert office.get(f"{OVERVIEW}{address}/").status_code == 404
        assert office.get(f"{OVERVIEW}{address}.xlsx").status_code == 404
    assert office.get(OVERVIEW)["Location"] == f"{OVERVIEW}{TOWN}/"
    assert clerk.get(OVERVIEW)["Location"] == f"{OVERVIEW}{VILLAGE}/"
    for address in (SISTER, TOWN, COUNTY):
        assert clerk.get(f"{OVERVIEW}{address}/").status_code == 404
    item = page(office, f"{OVERVIEW}items/village/D2/")
    assert "柳河村" in item
    assert "松坪村" not in item
    exported = str(book(office.get(f"{OVERVIEW}items/village/D2.xlsx")))
    assert "松坪村" not in exported


def test_spans_of_due_days_narrow_every_page(progress, hall):
    client = hall.client("office")
    assert "晚了没公开</dt><dd>5 项" in page(client, f"{OVERVIEW}{TOWN}/?when=year")
    month = page(client, f"{OVERVIEW}{TOWN}/?when=month")
    assert "晚了没公开</dt><dd>2 项" in month
    assert "还没到期</dt><dd>2 项" in month
    assert 'href="?when=month" aria-current="true"' in month
    assert page(client, f"{OVERVIEW}{TOWN}/?when=nonsense")


def test_a_place_where_nothing_is_due_is_on_the_map_too(progress, hall):
    from kiosk.center.obligations.models import Obligation

    Obligation.objects.filter(division=FOREIGN).update(owed=False)
    rows = cells(page(hall.client("county"), f"{OVERVIEW}{COUNTY}/"))
    assert rows[2] == ["云岭乡", "—", "—", "—", "—"]


def test_a_reminder_of_all_reaches_what_was_late_before_the_days_that_are_shown(progress, hall):
    text = page(hall.client("office"), f"{OVERVIEW}{VILLAGE}/?when=month")
    assert "全部催办 2 项" in text
    item = page(hall.client("office"), f"{OVERVIEW}items/village/D2/?when=month")
    assert "催办 2 个单位" in item


def test_by_item_the_late_stand_first(progress, hall):
    client = hall.client("county")
    rows = cells(page(client, f"{OVERVIEW}items/"))
    assert ["D2", "收支明细", "晚4", "33%", "2/6"] in rows
    text = page(client, f"{OVERVIEW}items/village/D2/")
    assert text.index("松坪村") < text.index("柳河村"), "two late before one"
    assert client.get(f"{OVERVIEW}items/village/D99/").status_code == 404


def test_what_is_no_longer_asked_for_counts_nowhere(progress, hall):
    from kiosk.center.obligations.models import Obligation

    Obligation.objects.filter(item="D2").update(owed=False)
    assert "收支明细" not in page(hall.client("county"), f"{OVERVIEW}items/")
    assert "收支明细" not in page(hall.client("office"), f"{OVERVIEW}{VILLAGE}/")


def test_exports_hold_what_is_shown(progress, hall):
    client = hall.client("county")
    sheet = book(client.get(f"{OVERVIEW}{COUNTY}.xlsx"))
    assert sheet[0][:3] == ["地方", "应公开", "按时"]
    assert sheet[1] == ["青禾镇", 10, 2, 1, 2, 5, "2/8（25%）"]
    village = book(client.get(f"{OVERVIEW}{VILLAGE}.xlsx"))
    assert len(village) == 6
    late = next(row for row in village if row[1:4] == ["D2", "收支明细", "2026年10月"])
    assert late[0] == "柳河村"
    assert "已经晚了7天" in late[5]
    items = book(client.get(f"{OVERVIEW}items.xlsx?when=year"))
    assert ["village", "D2", "收支明细", 6, 2, 0, 0, 4, "2/6（33%）"] in items


def test_a_reminder_lands_on_the_clerk_s_first_page_with_who_when_and_words(progress, hall):
    from kiosk.center.audit.models import AuditEntry

    office = hall.client("office")
    asked = {"division": VILLAGE, "words": "  请在周五前\n补上 "}
    answer = office.post(f"{OVERVIEW}remind", asked, follow=True)
    assert "已催办 2 项" in html.unescape(answer.content.decode())
    text = page(hall.client("clerk"), "/desk/due/")
    assert text.count("青禾镇青有禾11月22日催办：请在周五前 补上") == 2
    entry = AuditEntry.objects.get(act="reminder.sent")
    assert (entry.username, entry.about) == ("office", VILLAGE)
    assert "D2 2026-10" in entry.facts


def test_one_obligation_is_reminded_of_at_most_once_a_day(progress, hall):
    from kiosk.center.obligations.remind import remind

    row = owed(VILLAGE)
    client = hall.client("office")
    for _ in range(2):
        answer = client.post(f"{OVERVIEW}remind", {"obligation": row.pk}, follow=True)
    text = html.unescape(answer.content.decode())
    assert "今天已经催过" in text
    assert text.count("今天催过") == 1
    hall.client("county").post(f"{OVERVIEW}remind", {"obligation": row.pk})
    assert [each.day for each in reminders()] == [TODAY]
    remind(hall.staff["office"], [row], now=timezone.now())
    assert len(reminders()) == 1


def test_an_item_is_reminded_of_in_every_village_that_is_late(progress, hall):
    asked = {"catalogue": "village", "item": "D2"}
    answer = hall.client("county").post(f"{OVERVIEW}remind", asked)
    assert answer["Location"] == f"{OVERVIEW}items/village/D2/"
    places = sorted(each.obligation.division for each in reminders())
    assert places == [VILLAGE, SISTER, FOREIGN, FOREIGN]


@pytest.mark.parametrize("who", ["clerk", "foreign", "other_office", "auditor", None])
def test_only_who_stands_above_may_remind(progress, hall, who):
    client = hall.client(who)
    for asked in ({"obligation": owed(VILLAGE).pk}, {"division": VILLAGE}):
        answer = client.post(f"{OVERVIEW}remind", asked)
        assert answer.status_code == (404 if who else 302)
    assert reminders() == []
    if who == "clerk":
        assert "催办<" not in page(client, f"{OVERVIEW}{VILLAGE}/")


def test_nothing_that_is_public_is_reminded_of_and_a_get_reminds_of_nothing(progress, hall):
    client = hall.client("office")
    done = owed(VILLAGE, period="2026-09")
    client.post(f"{OVERVIEW}remind", {"obligation": done.pk})
    assert client.get(f"{OVERVIEW}remind", {"division": VILLAGE}).status_code == 405
    assert client.post(f"{OVERVIEW}remind", {}).status_code == 404
    assert client.post(f"{OVERVIEW}remind", {"obligation": "9" * 30}).status_code == 404
    assert reminders() == []


def test_an_old_reminder_leaves_the_first_page(progress, hall):
    from kiosk.center.obligations.models import Reminder

    Reminder.objects.create(
        obligation=owed(VILLAGE),
        by=hall.staff["office"],
        day=TODAY - timedelta(days=15),
        at=timezone.now(),
    )
    assert "催办" not in page(hall.client("clerk"), "/desk/due/")


def test_before_anything_was_derived_the_page_says_whom_to_ask(owing, hall):
    assert "kiosk due" in page(hall.client("office"), f"{OVERVIEW}{VILLAGE}/")


@pytest.mark.parametrize("address", [f"{OVERVIEW}{TOWN}/", f"{OVERVIEW}items/", f"{OVERVIEW}x/"])
def test_without_logging_in_there_is_only_the_log_in(progress, hall, address):
    answer = hall.client().get(address)
    assert answer.status_code in {302, 404}
    assert "柳河" not in answer.content.decode()


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
def test_the_pages_are_accessible_and_fit_a_phone(progress, hall):
    found, codes = [], hall.codes("office")
    paths = [f"{OVERVIEW}{TOWN}/", f"{OVERVIEW}{VILLAGE}/", f"{OVERVIEW}items/"]
    paths.append(f"{OVERVIEW}items/village/D2/")
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
            for path in paths:
                tab.goto(center + path)
                if width == 360:  # axe-core takes a second a page
                    found += [f"{path} {width}: {fault}" for fault in faults(tab)]
                if tab.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{path}: wider than {width}")
            context.close()
    assert found == []
