"""The pages of the second factor in a real browser, for a phone, a desk and a printer."""

import shutil

import pytest

from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")


def test_setting_up_is_accessible_fits_every_screen_and_its_code_is_read_by_a_phone(hall):
    import io
    from urllib.parse import parse_qs, urlsplit

    import zxingcpp
    from PIL import Image

    found, said = [], []
    with serving() as center, chromium() as browser:
        for who, width, height in (("office", 360, 740), ("county", 1280, 800)):
            page = browser.new_context(viewport={"width": width, "height": height}).new_page()

            def look(page=page, width=width):
                nonlocal found
                found += faults(page)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{page.url}: wider than {width}")

            page.goto(f"{center}/staff/login")
            page.fill("input[name=username]", who)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button")
            look()
            page.click("main button:has-text('开始绑定')")
            look()
            shot = page.locator("svg.scan").screenshot()
            (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(shot)))
            said.append(code.text)
            page.click("summary")
            typed = page.inner_text(".password").replace(" ", "")
            assert parse_qs(urlsplit(code.text).query)["secret"] == [typed]
            page.fill("input[name=code]", "000000")
            page.click("main button:has-text('绑定')")
            look()
    assert found == []
    assert all(text.startswith("otpauth://totp/") for text in said)
