"""What breaks: full disks, held databases, odd photos, wrong clocks, the back button."""

import errno
import html
import io
import re
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from kiosk.affairs.masking import find_personal_data
from tests.support.center import only_sqlite
from tests.support.phone import WORDS, Phone, fields, only_case, receipt_of, solved


def text(page):
    return html.unescape(page.content.decode())


def count():
    from kiosk.center.cases.models import Case

    return Case.objects.count()


def photo(data, name="photo.jpg"):
    file = io.BytesIO(data)
    file.name = name
    return file


def encoded(kind="JPEG", size=(80, 60)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def png_bomb(width, height):
    """A PNG whose few bytes unpack to as many pixels."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    packed = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def test_a_full_disk_while_filing_keeps_the_words_in_the_page_and_files_once_later(
    phone, monkeypatch
):
    from kiosk.center.cases import photos

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    phone.opens()
    phone.previews(photos=[photo(encoded())])
    proof = solved(phone.page)
    with monkeypatch.context() as broken:
        broken.setattr(photos, "write_durable", full)
        page = phone.sends(step="send", **proof)
    assert page.status_code == 503
    assert WORDS in text(page)
    assert "没有丢" in text(page)
    assert count() == 0, "nothing is half done"
    receipt_of(phone.sends(step="send"))
    assert only_case().photos.count() == 1


def test_an_upload_that_the_disk_cannot_take_asks_to_go_back(phone, monkeypatch):
    from django.core.files.uploadhandler import MemoryFileUploadHandler

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    phone.opens()
    monkeypatch.setattr(MemoryFileUploadHandler, "file_complete", full)
    page = phone.previews(photos=[photo(encoded())])
    assert page.status_code == 503
    assert "返回键" in text(page)


@only_sqlite
def test_a_database_held_by_a_long_writer_costs_neither_preview_nor_words(phone, django):
    from django.db import connection

    phone.opens()
    holder = sqlite3.connect(django.DATABASES["default"]["NAME"], isolation_level=None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert phone.previews().status_code == 200, "looking needs no writing"
        proof = solved(phone.page)
        page = phone.sends(step="send", **proof)
        assert page.status_code == 503
        assert WORDS in text(page)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    receipt_of(phone.sends(step="send"))
    assert count() == 1


HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(64)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HEIC, "截一张图"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "打不开"),
        (encoded()[:200], "打不开"),
        (png_bomb(30_000, 30_000), "打不开"),
        (png_bomb(6_000, 5_000), "太大"),
        (png_bomb(4_000, 4_000), "打不开"),
        (encoded("GIF"), "打不开"),
        (encoded("TIFF"), "打不开"),
    ],
    ids=["heic", "postscript", "torn", "bomb", "30 megapixels", "short", "gif", "tiff"],
)
def test_a_photo_that_cannot_be_taken_is_named_and_the_rest_stays(phone, data, said):
    phone.opens()
    page = phone.previews(photos=[photo(encoded()), photo(data)])
    assert page.status_code == 422
    assert said in text(page)
    assert WORDS in text(page)
    assert text(page).count("data:image/jpeg") == 1


def test_an_empty_file_is_no_photo_and_no_mistake_either(phone):
    phone.opens()
    page = phone.previews(photos=[photo(b"")])
    assert page.status_code in {200, 422}
    assert WORDS in text(page)


def test_a_photo_of_fifty_megapixels_is_taken_and_made_small(phone):
    phone.opens()
    page = phone.previews(photos=[photo(encoded(size=(8_000, 6_250)))])
    assert page.status_code == 200
    from kiosk.center.feedback.models import DraftPhoto

    with Image.open(io.BytesIO(bytes(DraftPhoto.objects.get().data))) as kept:
        assert max(kept.size) <= 1_600


def test_a_photo_that_is_something_else_too_is_only_a_photo_afterwards(phone):
    phone.opens()
    phone.previews(photos=[photo(encoded() + b"PK\x03\x04<script>alert(1)</script>")])
    from kiosk.center.feedback.models import DraftPhoto

    assert b"script" not in bytes(DraftPhoto.objects.get().data)


def test_a_hundred_kilobytes_of_words_come_back_whole(phone):
    phone.opens()
    words = "路灯坏了。" * 7_000
    page = phone.previews(words=words)
    assert page.status_code == 422
    assert "最多2000个字" in text(page)
    assert words in text(page)


@pytest.mark.parametrize("words", ["\u202e\u200f", "\u200b \u2060", "\u3000\n\t", "\ufeff"])
def test_words_that_nobody_can_see_are_none(phone, words):
    phone.opens()
    page = phone.previews(words=words)
    assert page.status_code == 422
    assert "请写几句" in text(page)


def test_words_of_pictures_alone_are_taken(phone):
    phone.files(words="😡💡❌👨‍👩‍👧")
    assert only_case().words == "😡💡❌👨‍👩‍👧"


@pytest.mark.parametrize("between", ["\u200b", "\u200d", "\u202e", "\u00ad", "\ufeff"])
def test_a_number_with_what_cannot_be_seen_in_it_is_a_number(between):
    found = find_personal_data(f"打138{between}0000{between}1111")
    assert [each.masked for each in found] == ["138****11"]


@pytest.mark.parametrize("year", [1970, 2019, 2049])
def test_a_server_with_a_wrong_clock_still_takes_a_case_and_shows_it(phone, monkeypatch, year):
    moment = datetime(year, 1, 2, 3, 4, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    number, code = phone.files()
    assert only_case().number == number
    page = phone.client.post("/p", {"number": number, "code": code})
    assert page.status_code == 200
    assert WORDS in text(page)


def test_two_tabs_of_one_code_are_two_forms(phone):
    other = Phone()
    for tab, words in ((phone, "第一件事"), (other, "第二件事")):
        tab.opens()
        tab.previews(words=words)
    for tab in (phone, other):
        receipt_of(tab.sends(step="send", **solved(tab.page)))
    assert count() == 2


def test_going_back_after_sending_and_writing_more_loses_nothing_silently(phone):
    phone.opens()
    blank = phone.page
    phone.previews()
    number, _ = receipt_of(phone.sends(step="send", **solved(phone.page)))
    phone.page = blank
    phone.previews(words="还有一件：井盖破了")
    page = phone.sends(step="send", **solved(phone.page))
    assert page.status_code == 422
    assert f"{number[:4]} {number[4:8]}" in text(page)
    assert "井盖破了" in text(page)
    assert count() == 1
    phone.previews(words="还有一件：井盖破了")
    second, _ = receipt_of(phone.sends(step="send", **solved(phone.page)))
    assert second != number
    assert count() == 2


def test_photos_of_a_form_left_open_for_three_days_are_asked_for_again(phone):
    from kiosk.center.feedback.models import DraftPhoto

    phone.opens()
    phone.previews(photos=[photo(encoded())])
    left = phone.page
    DraftPhoto.objects.update(made_at=timezone.now() - timedelta(days=3))
    other = Phone()
    other.opens()
    other.previews()
    phone.page = left
    page = phone.sends(step="send")
    assert page.status_code == 422
    assert "重新选" in text(page)
    assert WORDS in text(page)
    assert count() == 0
    phone.previews(photos=[photo(encoded())])
    receipt_of(phone.sends(step="send", **solved(phone.page)))
    assert only_case().photos.count() == 1


def test_a_form_left_open_without_photos_files_after_three_days(phone, monkeypatch):
    phone.opens()
    phone.previews()
    proof = solved(phone.page)
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    receipt_of(phone.sends(step="send", **proof))
    assert re.fullmatch(r"\d{9}", only_case().number)
    assert fields(phone.page)[1]["number"] == only_case().number
