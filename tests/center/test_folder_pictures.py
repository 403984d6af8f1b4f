"""Pictures and PDFs: whole, upright, harmless, and converted once."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2
import pytest
from PIL import Image

from kiosk.center.folder.media import MediaCache
from kiosk.center.folder.pictures import PictureError, convert

VILLAGE = "990101101201-柳河村"


def voucher(county, data, name="001.png"):
    path = county.ledger() / "凭证" / name
    path.write_bytes(data)
    return f"{VILLAGE}/2026-10-D2/凭证/{name}"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda png: b"", "不是图片"),
        (lambda png: b"<html>", "不是图片"),
        (lambda png: png[: len(png) // 2], "不完整"),
        (lambda png: b"\0\0\0\x18ftypheic" + png, "HEIC"),
    ],
)
def test_a_picture_that_is_none_is_found(county, spoil, said):
    file = voucher(county, spoil(county.picture_bytes(size=(900, 700))))
    problem = county.only_problem()
    assert (problem.file, said in problem.message) == (file, True), str(problem)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(county):
    png = bytearray(county.picture_bytes())
    png[16:24] = struct.pack(">II", 30_000, 30_000)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    voucher(county, bytes(png))
    assert "像素太多" in county.only_problem().message


def test_a_photo_is_turned_upright_scaled_and_stripped_of_where_it_was_taken(tmp_path):
    photo = Image.effect_noise((3000, 1500), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    path = tmp_path / "照片.jpg"
    photo.save(path, "JPEG", exif=exif, quality=60)
    (page,) = convert(path).pages
    assert (page.width, page.height, page.type) == (1000, 2000, "image/webp")
    assert b"SecretPhone" not in page.data
    assert not Image.open(io.BytesIO(page.data)).getexif()


def test_a_drawing_stays_exact(tmp_path):
    path = tmp_path / "图.png"
    drawing = Image.new("RGB", (400, 300), "white")
    drawing.paste((200, 30, 30), (50, 50, 60, 250))
    drawing.save(path)
    (page,) = convert(path).pages
    shown = Image.open(io.BytesIO(page.data)).convert("RGB")
    assert shown.tobytes() == drawing.tobytes()


def test_transparent_grounds_become_white(tmp_path):
    path = tmp_path / "章.png"
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(path)
    (page,) = convert(path).pages
    assert Image.open(io.BytesIO(page.data)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_all_pages_of_a_tiff_are_taken(tmp_path):
    path = tmp_path / "扫描.tif"
    pages = [Image.new("L", (300, 400), shade) for shade in (200, 220, 240)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert [(p.width, p.height) for p in convert(path).pages] == [(300, 400)] * 3


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"no pdf at all"])
def test_a_broken_pdf_is_a_problem(county, data):
    (county.scan() / "通知.pdf").write_bytes(data)
    problem = county.only_problem()
    assert problem.file == f"{VILLAGE}/医保/通知.pdf"
    assert "损坏" in problem.message


ENCRYPTED = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>> endobj
trailer <</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
""" % (b"11" * 32, b"22" * 32)


def test_an_encrypted_pdf_is_told_to_lose_its_password(county):
    (county.scan() / "通知.pdf").write_bytes(ENCRYPTED)
    assert "密码" in county.only_problem().message


def test_personal_data_in_the_text_of_a_pdf_is_found(county):
    text = b"BT /F 24 Tf 20 50 Td (Tel 138 0000 1111) Tj ET"
    pdf = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Contents 4 0 R
/Resources<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
trailer <</Root 1 0 R>>
""" % (len(text), text)
    (county.scan() / "通知.pdf").write_bytes(pdf)
    for _ in range(2):  # also when the page comes out of the cache
        problem = county.only_problem()
        assert problem.file == f"{VILLAGE}/医保/通知.pdf"
        assert "第 1 页有没有遮盖的手机号（138****11）" in problem.message


def test_an_empty_page_is_a_page(tmp_path, blank_pdf):
    path = tmp_path / "空.pdf"
    path.write_bytes(blank_pdf)
    (page,) = convert(path).pages
    assert page.width == 1600


def test_a_pdf_page_as_wide_as_a_street_is_scaled_down(tmp_path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(10, 14_000)
    path = tmp_path / "长.pdf"
    document.save(path)
    document.close()
    (page,) = convert(path).pages
    assert page.height <= 6001


def test_a_missing_file_is_a_picture_error(tmp_path):
    with pytest.raises(PictureError, match="打不开"):
        convert(tmp_path / "没有.png")


def test_the_cache_is_shared_by_equal_files_and_survives_a_lost_blob(tmp_path, county):
    cache = MediaCache(tmp_path / "c")
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    for path in (first, second):
        path.write_bytes(county.picture_bytes())
    found = cache.convert_all([first, second])
    assert found[first].pages == found[second].pages
    (blob,) = found[first].blobs.values()
    blob.unlink()
    again = cache.convert_all([first])
    assert blob.stat().st_size == again[first].pages[0].size


def test_many_pictures_are_converted_by_several_processes(tmp_path, county):
    paths = []
    for number in range(14):
        path = tmp_path / f"{number}.png"
        path.write_bytes(county.picture_bytes(size=(60 + number, 50)))
        paths.append(path)
    steps = []
    found = MediaCache(tmp_path / "c").convert_all(paths, steps.append)
    assert [found[p].pages[0].width for p in paths] == [60 + n for n in range(14)]
    assert sorted(steps) == sorted(paths)
