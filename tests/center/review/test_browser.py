"""Those who sign, before a real Chromium: nothing that axe-core finds, nothing cut."""

import shutil

import pytest

from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD, VILLAGE
from tests.support.gatehouse import KEY

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")


def test_the_pages_of_the_township_are_accessible_and_fit_a_phone(gatehouse, hall):
    gatehouse.pass_gate()
    gatehouse.work()
    version = gatehouse.send(gatehouse.draft("水渠下月修好。", correction="日子写错"))
    gatehouse.sign(version, "committee")
    found, codes = [], hall.codes("office")
    paths = (
        "/desk/review/",
        f"/desk/review/{version.pk}/",
        f"/desk/review/item/{KEY}/",
        "/desk/review/find?q=水渠",
        f"/desk/review/back/{VILLAGE}/",
        "/staff/people",
        "/desk/me/",
    )
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
            tab.wait_for_url("**/desk/**")
            for path in paths:
                if tab.goto(center + path).status != 200:
                    found.append(f"{path}: refused")
                if width == 360:  # axe-core takes a second a page
                    found += [f"{path} {width}: {fault}" for fault in faults(tab)]
                if tab.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{path}: wider than {width}")
            context.close()
    assert found == []
