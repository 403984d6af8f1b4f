"""The forms of the declared kinds in a real Chromium: they fit, and everybody can use them."""

from __future__ import annotations

import shutil

import pytest

from tests.center.writing.test_browser import clerk
from tests.support.asking import filled
from tests.support.browser import faults
from tests.support.kinds import SAMPLES

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")


def test_every_form_is_accessible_and_fits_a_phone_and_a_desk(at):
    writers = [filled(at, kind) for kind in SAMPLES]
    for writer in writers:
        writer.sends("save", title="")
    found = []
    for width, height in ((360, 740), (1280, 800)):
        with clerk(width, height) as (_, page, center):
            for writer in writers:
                page.goto(f"{center}{writer.place}?check=1")
                if width == 360:  # the same page, only narrower
                    found += [f"{writer.place}: {fault}" for fault in faults(page)]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found.append(f"{writer.place}: {wide} wider than {width}")
    assert found == []
