"""The preview is the real screen, drawn by a process of its own; without one the page goes on."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.support.writer import ROWS


@pytest.mark.ui
def test_the_preview_is_drawn_once_by_the_real_screen_and_kept(writer, previews, monkeypatch):
    import re

    from kiosk.center.writing import drawing

    runs = []
    drawn = drawing._run
    monkeypatch.setattr(
        drawing, "_run", lambda order, target: runs.append(target) or drawn(order, target)
    )
    writer.starts()
    writer.brings(*ROWS)
    page = writer.page("look")
    (address,) = re.findall(r'<img src="([^"]+/look/[^"]+)"', page)
    data = b"".join(writer.client.get(address).streaming_content)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (1080, 1920)
    assert "共 1 页" in page
    assert address in writer.page("look")
    assert len(runs) == 1
    writer.sends("save", title="另一个标题")
    assert address not in writer.page("look")
    assert len(runs) == 2


def test_where_the_screen_cannot_be_drawn_the_phones_page_stands_alone(writer, undrawn):
    writer.starts()
    writer.brings(*ROWS)
    page = writer.page("look")
    assert "画不出屏上的样子，不影响送审" in page
    assert 'action="/desk/write/' in page
    phone = writer.opens("phone")
    assert phone["X-Frame-Options"] == "SAMEORIGIN"
    assert "北塘承包款" in phone.content.decode()


def test_the_phones_page_shows_pictures_that_are_not_public_yet(writer, undrawn):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.support.writer import photo_bytes

    writer.starts()
    writer.brings(*ROWS)
    writer.sends("save", **{"photo-1": SimpleUploadedFile("a.jpg", photo_bytes())})
    (digest,) = writer.typed.ledger.lines[1].vouchers
    assert f"{writer.place}picture/{digest}" in writer.opens("phone").content.decode()


def test_what_is_wrong_is_listed_instead_of_drawn(writer, monkeypatch):
    from kiosk.center.writing import drawing

    monkeypatch.setattr(drawing, "_run", lambda *_: pytest.fail("drawn too early"))
    writer.starts()
    writer.sends("save")
    assert "处要改，改好才能看" in writer.page("look")
    assert writer.opens("phone").status_code == 404
