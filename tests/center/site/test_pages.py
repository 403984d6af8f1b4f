"""The villages' mobile pages: what stands on them, how heavy they are, how they are found again."""

import html
import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from kiosk.feed.edition import read_scope
from kiosk.feed.tree import Repository
from tests.support.mobile import LONG, ROWS
from tests.support.village import VILLAGE

HOME = f"/v/{VILLAGE}"
PAGES = ("", "/party", "/government", "/village", "/all", "/find?q=路灯", "/due", "/cases")
LIMIT = 100_000


def text(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return html.unescape(page.content.decode())


def faces(published):
    tree = Repository(published.feed)
    found = read_scope(tree.read_target(VILLAGE), tree.blobs.read)
    return [entry.disclosure for entry in found.entries]


def test_home_has_the_three_affairs_the_money_what_is_missing_and_the_cases(site):
    page = text(site, HOME)
    for word in ("柳河村公开栏", "党务", "政务", "村务", "收入", "最近公开", "该公开"):
        assert word in page
    assert "收到 14 件" in page
    assert "8.12 分，25 人打过" in page


def test_an_urgent_notice_stands_above_everything_while_it_is_in_force(site, monkeypatch):
    page = text(site, HOME)
    assert "柳河要涨水" in page
    assert page.index("柳河要涨水") < page.index("党务</strong>")
    from kiosk.center.site import board

    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(board.timezone, "now", lambda: later)
    assert "柳河要涨水" not in text(site, HOME)


def test_every_disclosure_of_every_kind_opens_and_no_page_is_heavy(site, published):
    for face in faces(published):
        page = site.get(f"/i/{face.id}")
        assert page.status_code == 200, face.id
        assert face.title in html.unescape(page.content.decode())
        assert len(page.content) < LIMIT, face.id
    for path in PAGES:
        assert len(site.get(HOME + path).content) < LIMIT, path


def test_a_long_account_comes_in_parts_and_no_row_is_lost(site):
    seen, part = [], 1
    while True:
        page = site.get(f"/i/{LONG}?part={part}")
        assert len(page.content) < LIMIT
        seen += re.findall(r'<li id="r(\d+)">', page.content.decode())
        if f"?part={part + 1}" not in page.content.decode():
            break
        part += 1
    assert part > 1
    assert seen == [str(n) for n in range(1, ROWS + 1)]


@pytest.mark.parametrize("part", ["0", "-1", "99999", "x", "９", ""])
def test_a_part_that_there_is_not_is_another_one(site, part):
    assert '<li id="r' in text(site, f"/i/{LONG}?part={part}")


def test_lists_narrow_by_class_year_and_month(site):
    whole = text(site, f"{HOME}/all")
    assert ">10月收支明细<" in whole
    assert ">10月收支明细<" in text(site, f"{HOME}/all?year=2026&month=11&class=D")
    assert ">10月收支明细<" not in text(site, f"{HOME}/all?year=2025")
    assert "没有符合的" in text(site, f"{HOME}/all?year=1999")
    assert text(site, f"{HOME}/all?page=99")
    assert site.get(f"{HOME}/nonsense").status_code == 404


def test_words_in_the_middle_rows_of_accounts_and_initials_are_found(site):
    assert "2026年9月收支明细" in text(site, f"{HOME}/find?q=月收支")
    assert "2026年9月收支明细" in text(site, f"{HOME}/find?q=SZMX")
    row = text(site, f"{HOME}/find?q=第371次路灯")
    link = re.search(rf'href="(/i/{LONG}\?row=371)#r371"', row)[1]
    assert '<li id="r371">' in text(site, link)
    assert "没有找到" in text(site, f"{HOME}/find?q=不存在的词")
    assert "<script>" not in site.get(f"{HOME}/find?q=<script>").content.decode()


def test_what_is_overdue_is_said_with_days_unit_and_law(site):
    page = text(site, f"{HOME}/due")
    assert "逾期" in page
    assert "负责" in page
    assert re.search(r"逾期 \d+ 天", page)


def test_the_case_board_is_the_screens_with_answers_and_ratings(site):
    page = text(site, f"{HOME}/cases")
    assert "多抽了二十一天水" in page
    assert "6.83 分" in page
    assert "只公布结果" in page


def test_feed_readers_get_atom_and_json_with_stable_ids(site):
    names = {"a": "http://www.w3.org/2005/Atom"}
    answer = site.get(f"{HOME}/feed.atom")
    feed = ET.fromstring(answer.content)
    entries = feed.findall("a:entry", names)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(entries) > 5
    for entry in [feed, *entries]:
        for tag in ("id", "title", "updated"):
            assert entry.findtext(f"a:{tag}", namespaces=names)
        assert "T00:00:00+08:00" in entry.findtext("a:updated", namespaces=names)
    ids = [e.findtext("a:id", namespaces=names) for e in entries]
    assert len(set(ids)) == len(ids)
    elsewhere = site.get(f"{HOME}/feed.atom", headers={"host": "other.example"})
    assert ids == [
        e.findtext("a:id", namespaces=names)
        for e in ET.fromstring(elsewhere.content).findall("a:entry", names)
    ]
    items = json.loads(site.get(f"{HOME}/feed.json").content)
    assert items["version"] == "https://jsonfeed.org/version/1.1"
    assert items["items"][0]["url"].startswith("http://testserver/i/")
    assert all(item["content_text"] for item in items["items"])


@pytest.mark.parametrize("path", [HOME, f"{HOME}/all", f"/i/{LONG}", f"{HOME}/feed.atom"])
def test_a_phone_that_has_the_page_is_answered_with_nothing(site, path):
    first = site.get(path)
    assert first["Cache-Control"] == "no-cache"
    by_tag = site.get(path, headers={"If-None-Match": first["ETag"]})
    by_day = site.get(path, headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert (by_day.status_code, by_day.content) == (304, b"")
    long_ago = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert site.get(path, headers=long_ago).status_code == 200


def test_a_new_publication_changes_the_tag(site, published, tmp_path, django):
    import feedlab as sample

    from tests.support.phone import forget_feed

    feed = sample.Feed(tmp_path)
    feed.push(sample.ledger(9))
    django.FEED = feed.repo
    forget_feed()
    before = site.get(HOME)["ETag"]
    feed.push(sample.ledger(9), sample.notice())
    assert site.get(HOME, headers={"If-None-Match": before}).status_code == 200


def test_visits_are_counted_by_day_and_item_and_nothing_else_is_kept(site):
    from kiosk.center.site import visits
    from kiosk.center.site.models import Visit

    visits.write()
    Visit.objects.all().delete()
    for agent in ("one", "two"):
        answer = site.get(f"/i/{LONG}", headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.7")
        assert not answer.cookies
    site.get(HOME)
    visits.write()
    site.get(f"/i/{LONG}")
    visits.write()
    rows = {(v.item, v.count) for v in Visit.objects.all()}
    assert rows == {(LONG, 3), ("", 1)}
    assert {f.name for f in Visit._meta.get_fields()} == {"id", "day", "division", "item", "count"}


def test_visits_that_cannot_be_written_are_counted_on_and_cost_nobody_their_page(site, monkeypatch):
    from django.db import OperationalError

    from kiosk.center.site import visits
    from kiosk.center.site.models import Visit

    def fail(**_more):
        raise OperationalError("database is locked")

    visits.write()
    Visit.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr(visits.Visit.objects, "get_or_create", fail)
        assert site.get(f"/i/{LONG}").status_code == 200
        visits.write()
    visits.write()
    assert Visit.objects.get().count == 1


def test_every_village_is_on_the_front_page_below_its_township(site):
    page = text(site, "/")
    assert page.index("青禾镇") < page.index("柳河村")
    assert f'href="{HOME}"' in page
    assert len(page.encode()) < LIMIT


@pytest.mark.parametrize("path", ["/v/1", "/v/990101101999", "/v/x/due", "/v/x/feed.atom", "/i/x"])
def test_an_address_that_was_never_published_says_so(site, path):
    answer = site.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_damaged_feed_is_said_on_every_page(site, django, tmp_path):
    from tests.support.phone import forget_feed

    django.FEED = tmp_path / "nothing"
    forget_feed()
    for path in PAGES:
        answer = site.get(HOME + path)
        assert answer.status_code == 503
        assert "没有受影响" in answer.content.decode()


def test_visits_of_a_division_come_with_those_below_it_the_most_opened_first(site):
    from kiosk.affairs.deadline import beijing_day
    from kiosk.center.site.models import Visit
    from kiosk.center.site.visits import visited

    today = beijing_day(timezone.now())
    Visit.objects.create(day=today, division=VILLAGE, item=LONG, count=3)
    Visit.objects.create(day=today - timedelta(days=1), division=VILLAGE, item=LONG, count=4)
    Visit.objects.create(day=today - timedelta(days=40), division=VILLAGE, item="", count=9)
    Visit.objects.create(day=today, division="990101201201", item="", count=5)
    month = today - timedelta(days=29)
    assert visited(month) == [(VILLAGE, LONG, 7), ("990101201201", "", 5)]
    assert visited(month, "990101101") == [(VILLAGE, LONG, 7)]
