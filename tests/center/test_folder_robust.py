"""Whatever is typed, a folder is read or has problems; it never brings the program down."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.affairs.disclosure import Figure, Grid, Heading, Listing, Paragraph
from kiosk.center.folder.card import Card, split_card
from kiosk.center.folder.initials import initials_of
from kiosk.center.folder.markdown import read_body
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet, letter, show
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.table import read_table

MARKS = st.text(alphabet="#-*|>`_![]()<>&\\\n 字a1.:：，。\t　", max_size=120)


@given(MARKS)
def test_any_body_becomes_blocks_of_whole_texts(text):
    pen = Pen("x")
    for block in read_body(text, 1, pen, lambda *_: None):
        match block:
            case Paragraph(spans=spans):
                texts = [s.text for s in spans]
            case Listing(items=items):
                texts = [s.text for item in items for s in item]
                assert all(items)
            case Heading(level=level, text=heading):
                assert 1 <= level <= 3
                texts = [heading]
            case Grid(heads=heads, rows=rows):
                assert all(len(row) == len(heads) for row in rows)
                texts = []
            case Figure():
                raise AssertionError
        assert all(texts)
        assert not any("\n" in t or "\v" in t for t in texts)


@given(st.lists(st.sampled_from("一二三四五六七八九十，。"), min_size=1, max_size=60))
def test_plain_chinese_comes_through_unchanged(characters):
    text = "".join(characters)
    (block,) = read_body(text, 1, Pen("x"), lambda *_: None)
    assert "".join(s.text for s in block.spans) == text


@given(st.text(alphabet="目录标题期间:：-{}[],，&*!#'\"|> \n\t12", max_size=120))
def test_any_card_is_read_or_marked(text):
    pen = Pen("x")
    split = split_card(f"---\n{text}\n---\n正文", pen)
    if split is not None:
        card = Card.read(split.card, pen)
        card.text("标题", limit=80)
        card.day("公开日期")
        card.approvals()
        card.motions()


VALUES = st.one_of(
    st.just(""),
    st.text(alphabet="合计单位：甲乙1,.-无", max_size=8),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@given(st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_sheet_is_a_table_of_one_width_or_marked(rows):
    pen = Pen("x")
    table = read_table(Sheet(rows, []), pen)
    if table is None:
        assert pen.marks
    else:
        widths = {len(r) for r in (*table.rows, table.totals or table.rows[0])}
        assert widths == {len(table.columns)}


@given(st.text(max_size=60))
def test_no_name_reaches_a_file_that_is_not_on_the_shelf(name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "001.png"
        shelf = Shelf({"凭证/001.png": path}, {})
        assert shelf.find(name, "凭证") in {None, "凭证/001.png"}


@given(st.text(max_size=60))
def test_initials_are_letters_and_digits_only(title):
    initials = initials_of(title)
    assert initials == initials.lower()
    assert initials.isalnum() or not initials
    assert initials.isascii()


def test_pictures_are_sorted_as_people_count():
    names = ["10.jpg", "2.jpg", "1.jpg", "附件/3.jpg"]
    assert Shelf({n: Path(n) for n in names}, {}).names() == [
        "1.jpg",
        "2.jpg",
        "10.jpg",
        "附件/3.jpg",
    ]


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [letter(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_numbers_show_as_people_write_them():
    values = [1.0, 0.1 + 0.2, 1e15, 1e-7, 1234.5, True, float("nan"), date(2026, 1, 2)]
    assert [show(v) for v in values] == [
        "1",
        "0.3",
        "1000000000000000",
        "0.0000001",
        "1234.5",
        "是",
        "",
        "2026-01-02",
    ]
