"""办事找人 and 村里的家底 in real Chromium: accessible, nothing cut, large letters too."""

import pytest

from tests.support import serving
from tests.support.browser import chromium, looked_at, unfit
from tests.support.browser import serving as center_serving
from tests.support.village import VILLAGE

SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
HOME = f"/v/{VILLAGE}"
PATHS = (
    HOME,
    f"{HOME}/services",
    f"{HOME}/services?about=birth",
    f"{HOME}/services?group=unheard",
    f"{HOME}/own",
    "/v/990101101202/own",
    f"/i/{serving.GUIDE}",
    f"/i/{serving.PLAIN_GUIDE}",
    f"/i/{serving.TIMETABLE}",
    f"/i/{serving.TENDER}",
    f"/i/{serving.CLOSED_TENDER}",
    f"/i/{serving.CONTRACT}",
    f"/i/{VILLAGE}-D8-2026-11-07",
    f"/i/{VILLAGE}-D8-2026-11-08",
)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_is_served_and_owned_is_accessible_and_fits(offered, size):
    found = []
    with center_serving() as center, chromium() as browser:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        for path in PATHS:
            assert page.goto(center + path).status == 200, path
            found += [f"{path}: {each}" for each in looked_at(page)]
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found += [f"{path}, large letters: {each}" for each in unfit(page)]
    assert found == []
