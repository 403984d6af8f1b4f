"""The pages in a real browser without script: nothing cut off, nothing that axe-core faults."""

import shutil

import pytest

from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD, PHOTO

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")


def test_staff_pages_are_accessible_and_fit_a_phone_and_a_desk(hall):
    from kiosk.center.cases import acts

    open_case = hall.file(name="孟小兰", words="很长的话" * 60)
    asked = hall.file(suspicious=True)
    done = hall.file()
    clerk = hall.staff["clerk"]
    acts.accept(clerk, done.number, hall.now)
    acts.answer(clerk, done.number, hall.now, summary="事", words="好了", evidence=[PHOTO])
    paths = [
        "/desk/",
        f"/desk/case/{open_case.number}",
        f"/desk/case/{asked.number}",
        f"/desk/case/{done.number}",
        f"/desk/case/{done.number}/slip",
        "/desk/new",
        "/desk/register?show=below",
        "/desk/month?month=2026-03",
        "/desk/supervision",
        "/staff/people",
        "/staff/password",
    ]
    found, codes = [], hall.codes("office")
    with serving() as center, chromium() as browser:
        for width, height in ((360, 740), (1280, 800)):
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.goto(f"{center}/staff/login")
            found += faults(page)
            page.fill("input[name=username]", "office")
            page.fill("input[name=password]", PASSWORD)
            page.click("main button")
            found += faults(page)
            page.fill("input[name=code]", codes.pop())
            page.click("main button")
            for path in paths:
                page.goto(center + path)
                found += [f"{path} {width}: {fault}" for fault in faults(page)]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found.append(f"{path}: {wide} wider than {width}")
            context.close()
    assert found == []


def test_the_receipt_card_for_a_caller_has_a_code_that_a_phone_reads(hall):
    import io

    import zxingcpp
    from PIL import Image

    with serving() as center, chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(f"{center}/desk/new")
        page.fill("input[name=username]", "clerk")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.select_option("select[name=matter]", "clean")
        page.fill("textarea[name=words]", "村口垃圾没人收")
        page.click("main button.big")
        number, code = page.locator("dd.number").all_inner_texts()
        shown = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(full_page=True))))
        assert faults(page) == []
        context.close()
    bare = f"{number}.{code}".replace(" ", "")
    assert [found.text for found in shown] == [f"{center}/p#{bare}"]


def test_a_clerk_accepts_and_answers_with_script_turned_off(hall):
    from kiosk.affairs.case import CaseState

    receipt = hall.file(words="村口垃圾没人收")
    with serving() as center, chromium() as browser:
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=False
        )
        page = context.new_page()
        page.goto(f"{center}/desk/")
        page.fill("input[name=username]", "clerk")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.click("text=村口垃圾没人收")
        page.click("button.big")
        page.fill("input[name=summary]", "村口垃圾")
        page.fill("textarea[name=words]", "已经清了。")
        page.click("button.big")
        assert "已答复" in page.inner_text("main")
        context.close()
    assert hall.find(receipt).state is CaseState.ANSWERED
