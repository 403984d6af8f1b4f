"""Blocks become the text of a form and blocks again, and not a word of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.affairs.disclosure import Grid, Heading, Listing, Paragraph, Span
from kiosk.affairs.media import Media
from kiosk.center.folder.card import split_card
from kiosk.center.folder.markdown import read_body
from kiosk.center.folder.problems import Pen
from kiosk.center.sheets.marks import blocks_of, text_of

SAMPLE = Path(__file__).resolve().parents[3] / "content" / "示例县"
VILLAGES = sorted(p.name for p in SAMPLE.iterdir() if p.is_dir())


def picture(source, alt, row):
    del row
    return Media(digest=source, size=1, type="image/webp", width=1, height=1, alt=alt)


def again(blocks):
    """The same blocks after they stood in a form."""
    pen = Pen("")
    text = text_of(blocks, lambda media: f"![{media.alt}](<{media.digest}>)")
    found = blocks_of(text, pen, picture)
    assert [str(m) for m in pen.marks] == []
    return found


@pytest.mark.parametrize("village", VILLAGES)
def test_every_body_of_the_sample_survives_a_form(village):
    for card in sorted((SAMPLE / village).rglob("*.md")):
        pen = Pen(card.name)
        split = split_card(card.read_text(encoding="utf-8"), pen)
        blocks = read_body(split.body, split.body_row, pen, picture)
        assert again(blocks) == blocks, card


@pytest.mark.parametrize(
    "block",
    [
        Paragraph((Span("# 不是标题"),)),
        Paragraph((Span("1. 不是编号"),)),
        Paragraph((Span("- 不是列表"),)),
        Paragraph((Span("> 不是引用"),)),
        Paragraph((Span("a|b <500 [附件] `x` \\"),)),
        Paragraph((Span("到 "), Span("1,260.00 元", strong=True), Span(" 为止"))),
        Heading(2, "二、第 1 项"),
        Listing(ordered=False, items=((Span("a|b"),), (Span("重点", strong=True),))),
        Grid(heads=("名称", "a|b"), rows=(("", "<1"), ("-", "x"))),
    ],
)
def test_signs_that_are_no_marks_survive_a_form(block):
    assert again((block,)) == (block,)
