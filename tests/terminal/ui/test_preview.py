"""``kiosk preview`` draws what is not published yet, page by page, by the real screen."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import msgspec
import pytest
from PIL import Image

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Scan
from kiosk.feed.preview import PreviewOrder
from tests.support.village import COUNTY, Village, face, ledger

pytestmark = pytest.mark.ui


def drawn(tmp_path, order, *more):
    """The exit status, what was said, and the pictures by name."""
    path, folder = tmp_path / "order.json", tmp_path / "drawn"
    path.write_bytes(order if isinstance(order, bytes) else msgspec.json.encode(order))
    words = ["preview", str(path), str(folder), "--state", str(tmp_path / "state"), *more]
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *words], capture_output=True, text=True, check=False
    )
    return done, folder


def test_every_page_of_a_ledger_is_drawn_and_counted(tmp_path):
    disclosure = face("D2", "2026年10月收支明细", Kind.LEDGER, "2026-10", date(2026, 11, 12))
    order = PreviewOrder(county=COUNTY, disclosure=disclosure, content=Content(document=ledger(30)))
    done, folder = drawn(tmp_path, order, "--most", "2")
    assert done.returncode == 0, done.stderr
    pages = int((folder / "pages.txt").read_text())
    assert pages > 2
    assert sorted(p.name for p in folder.glob("*.png")) == ["1.png", "2.png"]
    with Image.open(folder / "1.png") as one, Image.open(folder / "2.png") as two:
        assert one.size == two.size == (1080, 1920)
        assert one.convert("RGB").tobytes() != two.convert("RGB").tobytes()


def test_pictures_of_the_draft_are_on_the_page(tmp_path):
    village = Village(tmp_path / "village")
    media, path = village.media("第1页", (600, 800), "#1f4e79")
    disclosure = face("F3", "通知", Kind.SCAN, "2026-11-01", date(2026, 11, 1))
    order = PreviewOrder(
        county=COUNTY,
        disclosure=disclosure,
        content=Content(document=Scan(pages=(media,))),
        media={media.digest: str(path)},
    )
    done, folder = drawn(tmp_path, order)
    assert done.returncode == 0, done.stderr
    with Image.open(folder / "1.png") as page:
        colours = page.convert("RGB").resize((54, 96)).getcolors(54 * 96)
    assert sum(count for count, (red, _, blue) in colours if blue > red + 60) > 400


def test_what_is_no_order_is_refused_with_a_sentence(tmp_path):
    done, _ = drawn(tmp_path, b"{}")
    assert done.returncode == 1
    assert "不是预览的内容" in done.stderr
