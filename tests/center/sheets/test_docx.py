"""A .docx becomes the text that a body is written in: headings, lists, tables, pictures apart."""

from __future__ import annotations

import pytest

from kiosk.affairs.disclosure import Figure, Grid, Heading, Listing, Paragraph, Span
from kiosk.affairs.media import Media
from kiosk.center.folder.markdown import read_body
from kiosk.center.folder.problems import Pen
from kiosk.center.sheets.docx import read_docx
from kiosk.center.sheets.fault import SheetError
from tests.center.sheets.docx_file import paragraph, picture, table, write_docx


def blocks(text):
    pen = Pen("")

    def find(source, alt, row):
        del row
        return Media(digest=source, size=1, type="image/webp", width=1, height=1, alt=alt)

    found = read_body(text, 1, pen, find)
    assert [str(m) for m in pen.marks] == []
    return found


def test_headings_strong_words_lists_tables_and_pictures_survive(tmp_path):
    path = write_docx(
        tmp_path / "通知.docx",
        paragraph("关于开会的通知", style="H1"),
        paragraph("各位村民："),
        paragraph("务必到会", strong=True),
        paragraph("带身份证", number=True),
        paragraph("带笔", number=True),
        table(("时间", "地点"), ("周五", "村部")),
        picture("会场"),
    )
    word = read_docx(path)
    assert list(word.pictures) == ["图1.png"]
    assert word.pictures["图1.png"].startswith(b"\x89PNG")
    found = blocks(word.text)
    assert found[:3] == (
        Heading(1, "关于开会的通知"),
        Paragraph((Span("各位村民："),)),
        Paragraph((Span("务必到会", strong=True),)),
    )
    assert found[3] == Listing(ordered=True, items=((Span("带身份证"),), (Span("带笔"),)))
    assert found[4] == Grid(heads=("时间", "地点"), rows=(("周五", "村部"),))
    assert isinstance(found[5], Figure)
    assert found[5].media.alt == "会场"


@pytest.mark.parametrize(
    "text",
    [
        "金额&lt;500元的不用审批",
        "# 这不是标题",
        "- 也不是列表",
        "1. 也不是编号",
        "赵＊兰、王*山",
        "文件名叫[附件]",
        "a|b",
    ],
)
def test_signs_that_mean_something_elsewhere_stay_what_they_are(tmp_path, text):
    word = read_docx(write_docx(tmp_path / "a.docx", paragraph(text)))
    plain = text.replace("&lt;", "<")
    assert blocks(word.text) == (Paragraph((Span(plain),)),)


def test_a_sign_in_a_table_cell_does_not_part_it(tmp_path):
    path = write_docx(tmp_path / "a.docx", table(("名称", "说明"), ("a|b", "c")))
    (grid,) = blocks(read_docx(path).text)
    assert grid.rows == (("a|b", "c"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xd0\xcf\x11\xe0old", "旧格式的 .doc"), (b"PK\x03\x04", "损坏"), (b"", "损坏")],
)
def test_what_is_no_docx_is_refused_with_a_sentence(tmp_path, content, words):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=words):
        read_docx(path)


def test_entities_are_refused(tmp_path):
    path = write_docx(tmp_path / "a.docx", paragraph("字"), head="<!DOCTYPE x []>")
    with pytest.raises(SheetError, match="内部的格式不对"):
        read_docx(path)


def test_a_document_without_a_word_says_what_to_do(tmp_path):
    with pytest.raises(SheetError, match="扫描件"):
        read_docx(write_docx(tmp_path / "a.docx", paragraph(" ")))
