"""A real Chromium before the form: the line is cut, the session ends, and nothing is lost."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD, VILLAGE
from tests.support.writer import ROWS, Writer, photo_bytes, sheet_bytes

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
LONG = 60_000
"""Milliseconds after which a thing that should happen by itself is said not to happen."""


@contextmanager
def clerk(width=360, height=740, **more):
    """A clerk who is logged in; the browser's context and the center's address."""
    with serving() as center, chromium() as browser:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        context.set_default_timeout(LONG)
        page = context.new_page()
        log_in(page, center)
        yield context, page, center
        context.close()


def log_in(page, center):
    page.goto(f"{center}/staff/login")
    page.fill("input[name=username]", "clerk")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/**")


def types(page, words):
    """Write in the first box and leave it, which saves at once."""
    page.fill("[name=line-0-summary]", words)
    page.locator("[name=line-0-summary]").blur()


def says(page, words):
    """Wait until the line above the form says something."""
    page.wait_for_function(
        "words => document.getElementById('saved').textContent.includes(words)", arg=words
    )


def test_what_is_typed_saves_itself_and_is_there_after_a_reload(writer):
    writer.starts()
    with clerk() as (_, page, center):
        page.goto(center + writer.place)
        page.fill("[name=line-0-summary]", "村西水渠维修")
        says(page, "已自动存好")
        page.reload()
        assert page.input_value("[name=line-0-summary]") == "村西水渠维修"
        assert page.locator("#rescue").is_hidden()


def test_a_cut_line_loses_nothing_and_is_made_up_for_when_it_is_back(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        context.set_offline(True)
        types(page, "断网时写的")
        says(page, "现在连不上")
        context.set_offline(False)
        says(page, "已自动存好")
    assert writer.typed.ledger.lines[0].summary == "断网时写的"


def test_a_page_closed_while_the_line_is_cut_offers_what_was_typed_again(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        context.set_offline(True)
        types(page, "关掉以前写的")
        says(page, "现在连不上")
        # A page that is being closed may still save when the line is back; this one never does.
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('cut')); }")
        page.close()
        context.set_offline(False)
        again = context.new_page()
        again.goto(center + writer.place)
        assert again.input_value("[name=line-0-summary]") == ""
        again.click("#rescue button:has-text('放回来')")
        assert again.input_value("[name=line-0-summary]") == "关掉以前写的"
        says(again, "已自动存好")
    assert writer.typed.ledger.lines[0].summary == "关掉以前写的"


def test_an_ended_session_keeps_what_is_typed_and_saves_it_after_the_next_log_in(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        context.clear_cookies(name="sessionid")
        types(page, "过期以后写的")
        says(page, "登录过期了")
        log_in(context.new_page(), center)
        says(page, "已自动存好")
        assert page.input_value("[name=line-0-summary]") == "过期以后写的"
    assert writer.typed.ledger.lines[0].summary == "过期以后写的"


def test_a_button_pressed_after_the_session_ended_loses_nothing(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        page.evaluate(
            "() => { window.fetch = () => new Promise(() => {}); }"
        )  # nothing saves by itself
        page.fill("[name=line-0-summary]", "按了按钮才发现过期")
        context.clear_cookies()
        page.click("button[value=look]")
        page.wait_for_load_state()
        log_in(page, center)
        page.goto(center + writer.place)
        page.click("#rescue button:has-text('放回来')")
        says(page, "已自动存好")
    assert writer.typed.ledger.lines[0].summary == "按了按钮才发现过期"


def test_a_second_tab_is_told_instead_of_overwriting(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        other = context.new_page()
        other.goto(center + writer.place)
        types(page, "第一个窗口")
        says(page, "已自动存好")
        types(other, "第二个窗口")
        says(other, "刚才在别的窗口改过")
        other.click(".bottom button[value=save]")
        other.wait_for_selector("h1:has-text('刚才在别的地方改过')")
        assert faults(other) == []
        other.click("text=用我刚才填的")
        other.wait_for_selector("#writing")
    assert writer.typed.ledger.lines[0].summary == "第二个窗口"


def test_nobody_else_at_the_same_computer_is_offered_what_a_clerk_typed(writer):
    writer.starts()
    with clerk() as (context, page, center):
        page.goto(center + writer.place)
        context.set_offline(True)
        types(page, "我写的")
        says(page, "现在连不上")
        context.set_offline(False)
        page.evaluate(
            "() => { for (const key of Object.keys(localStorage)) {"
            " localStorage.setItem(key.replace(/:[0-9]+:/, ':99:'), localStorage.getItem(key));"
            " localStorage.removeItem(key); } }"
        )
        page.close()
        again = context.new_page()
        again.goto(center + writer.place)
        assert again.locator("#rescue").is_hidden()


def test_a_sheet_is_brought_mended_and_sent_with_script_turned_off(writer, undrawn, tmp_path):
    wrong = [*ROWS]
    wrong[5] = ("10.32", "村西水渠维修", "水利队", None, None, 286.5, 3113.5)
    file = tmp_path / "十月账.xlsx"
    file.write_bytes(sheet_bytes(*wrong))
    with clerk(java_script_enabled=False) as (_, page, center):
        page.goto(center + writer.place)
        page.click("button:has-text('填收支明细')")
        page.set_input_files("#sheet", file)
        page.click("button:has-text('传上去，读出来')")
        assert "没有“10.32”这一天" in page.inner_text("main")
        page.fill("[name=line-1-day]", "10.30")
        page.click("button.big")
        assert "送审" in page.inner_text("main")
        page.click("button.big")
        assert "赵有兰" in page.inner_text("main")
    assert writer.copy is None


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(writer, gatehouse, hall, undrawn):
    places = _everything(writer, gatehouse, hall)
    found = []
    for width, height in ((360, 740), (1280, 800)):
        with clerk(width, height) as (_, page, center):
            for place in places:
                page.goto(center + place)
                if width == 360:  # the same page, only narrower
                    found += [f"{place}: {fault}" for fault in faults(page)]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found.append(f"{place}: {wide} wider than {width}")
    assert found == []


def _everything(writer, gatehouse, hall):
    """Addresses of every page, with something on each."""
    photo = SimpleUploadedFile("a.jpg", photo_bytes())
    wrong = [*ROWS]
    wrong[5] = ("10.32", "找13800001111", "很长的单位名称" * 6, None, None, 286.5, 3113.5)
    writer.starts()
    writer.brings(*wrong)
    writer.sends("save", **{"photo-1": photo})
    asked = Writer(gatehouse, hall, period="2026-09")
    asked.starts()
    asked.brings(("日期", "摘要", "借方", "贷方"), ("3日", "卖废品", 10, None))
    good = Writer(gatehouse, hall, period="2026-08")
    good.starts()
    good.brings(*[tuple(_in_august(c) for c in row) for row in ROWS])
    table = Writer(gatehouse, hall, code="D8", period="2026-11-18")
    table.starts("table")
    table.brings(("名称", "租金"), ("北塘", 1), ("南塘", 2), ("合计", 4))
    prose = Writer(gatehouse, hall, code="A7")
    prose.starts("prose")
    photo.seek(0)
    prose.sends("bring", body="一段" * 200, figure=photo)
    scan = Writer(gatehouse, hall, code="F3", period="2026-11-16")
    scan.starts("scan")
    photo.seek(0)
    scan.sends("bring", pages=photo)
    meeting = Writer(gatehouse, hall, code="C2", period="2026-11-12")
    meeting.starts("resolution")
    meeting.sends("save")
    work = Writer(gatehouse, hall, code="F7", period="2026-11-15")
    work.starts("project")
    work.sends("save")
    return [
        "/desk/write/",
        f"/desk/write/{VILLAGE}/E3/2026-Q3/",
        f"/desk/write/{VILLAGE}/E3/2026-Q3/none",
        *(w.place for w in (writer, table, prose, scan, meeting, work)),
        asked.place + "columns",
        writer.place + "look",
        good.place + "look",
        writer.place + "drop",
    ]


def _in_august(cell):
    return re.sub(r"10(?=[.月])", "8", cell) if isinstance(cell, str) else cell
