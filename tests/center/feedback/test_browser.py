"""A phone as it is: Chromium at 360 by 740, with and without script."""

import shutil

import pytest

from kiosk.affairs.case import CaseState
from tests.support.browser import chromium, faults, serving
from tests.support.phone import LEDGER, NOTICE, VILLAGE, WORDS, Box, only_case

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
PHONE = {"width": 360, "height": 740}


class Browsing:
    """One page; what axe-core faults and what is wider than the phone is collected."""

    def __init__(self, browser, center, **options):
        self.page = browser.new_context(viewport=PHONE, **options).new_page()
        self.center, self.found, self.bytes = center, [], 0
        self.page.on("response", self._count)
        self.page.on("pageerror", lambda error: self.found.append(f"script: {error}"))

    def _count(self, response):
        self.bytes += int(response.headers.get("content-length") or 0)

    def looks(self, path=""):
        """Go there if anywhere, and look at what is on the page."""
        if path:
            self.page.goto(self.center + path)
        where = self.page.title()
        self.found += [f"{where}: {fault}" for fault in faults(self.page)]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.found.append(f"{where}: {wide} pixels wide")

    def press(self, words):
        self.page.click(f"button:has-text('{words}')")

    def fills_in(self, **typed):
        self.page.fill("#words", WORDS)
        for name, value in typed.items():
            self.page.fill(f"#{name}", value)
        self.page.check("input[value=accounts]")


def receipt(page):
    """Number and query code as they stand on the receipt."""
    return tuple(
        page.input_value(f"form input[name={name}] >> nth=0") for name in ("number", "code")
    )


def test_a_resident_files_and_follows_a_case_and_every_page_is_accessible(phone, hall):
    token = Box().token(row=2)
    with serving() as center, chromium() as browser:
        here = Browsing(browser, center)
        here.looks(f"/i/{LEDGER}")
        here.looks(f"/v/{VILLAGE}")
        here.bytes = 0
        here.looks(f"/T/{token}")
        here.press("下一步")
        here.looks()
        here.fills_in(name="赵＊兰", phone="13800001111")
        here.press("下一步")
        here.looks()
        here.press("提交")
        here.looks()
        size = here.bytes
        number, code = receipt(here.page)
        here.press("看看办得怎么样")
        here.looks()
        steps = here.page.inner_text("main")
        here.page.goto("about:blank")  # the receipt's code is scanned another day
        here.page.goto(f"{center}/p#{number}.{code}")
        here.page.wait_for_selector("text=每一步")
        address = here.page.url
        for path in ("/", "/p", "/n", "/n/00000000", f"/i/{NOTICE}", f"/r/{token}"):
            here.looks(path)
    assert here.found == []
    case = only_case()
    assert (case.number, case.at_screen) == (number, True)
    assert case.standing is CaseState.RECEIVED, "the phone solved the proof of work"
    assert "已收到" in steps
    assert code not in address
    assert 10_000 < size < 60_000, "bytes of the whole form, from the code to the receipt"


def test_all_of_it_works_with_script_turned_off(phone, hall, tmp_path):
    from PIL import Image

    photo = tmp_path / "voucher.jpg"
    Image.new("RGB", (900, 600), "white").save(photo)
    with serving() as center, chromium() as browser:
        here = Browsing(browser, center, java_script_enabled=False)
        here.page.goto(f"{center}/f/{phone.token}")
        here.fills_in()
        here.page.set_input_files("#photos", photo)
        here.press("下一步")
        here.press("回去改")
        assert here.page.input_value("#words") == WORDS
        assert here.page.is_checked("input[value=accounts]")
        here.press("下一步")
        here.press("提交")
        number, code = receipt(here.page)
        here.page.goto(f"{center}/p")
        here.page.fill("#number", number)
        here.page.fill("#code", code)
        here.press("看一看")
        assert "等待核对" in here.page.inner_text("h1")
    case = only_case()
    assert case.standing is CaseState.HELD, "without the proof of work it is looked at first"
    assert case.photos.count() == 1
