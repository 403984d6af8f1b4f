"""The mobile pages in real Chromium: accessible, no wider than the phone, without script."""

import pytest

from tests.support.browser import chromium, faults, serving
from tests.support.mobile import LONG
from tests.support.village import VILLAGE

HOME = f"/v/{VILLAGE}"
PAGES = ("", "/village", "/find?q=szmx", "/due", "/cases")
SIZES = {"phone": (360, 740), "laptop": (1280, 800)}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_page_is_accessible_and_fits_with_letters_twice_as_large(site, published, size):
    kinds = {draft.disclosure.kind: draft.disclosure.id for draft in published.drafts.values()}
    paths = ["/", *(HOME + path for path in PAGES), *(f"/i/{id_}" for id_ in kinds.values())]
    found = []
    with serving() as center, chromium() as browser:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        for path in paths:
            page.goto(center + path)
            found += [f"{path}: {each}" for each in faults(page)]
            for letters in ("100%", "200%"):
                page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > size[0]:
                    found.append(f"{path}: {wide} pixels wide with letters of {letters}")
    assert found == []


def test_finding_and_narrowing_work_with_script_turned_off(site):
    with serving() as center, chromium() as browser:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 360, "height": 740}
        )
        page = context.new_page()
        page.goto(center + HOME)
        page.fill("#q", "第371次")
        page.click("button:has-text('找')")
        page.click("text=2026年9月收支明细")
        assert f"/i/{LONG}?row=371" in page.url
        assert page.is_visible("#r371")
        page.goto(f"{center}{HOME}/village")
        page.select_option("#month", "11")
        page.click("text=只看这些")
        assert "2026年9月收支明细" not in page.inner_text("main")
