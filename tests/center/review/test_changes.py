"""Whoever reviews sees every difference between two versions, and only those."""

import msgspec

from kiosk.affairs.disclosure import Column, Content, Paragraph, Prose, Span, Table
from kiosk.center.review.changes import Change, compare, lines_of, runs_of
from tests.support.village import ledger


def book(**changes) -> Content:
    return Content(document=msgspec.structs.replace(ledger(5), **changes))


def prose(*texts: str) -> Content:
    return Content(document=Prose(), body=tuple(Paragraph((Span(t),)) for t in texts))


def test_the_same_document_has_no_change():
    assert {pair.change for pair in compare(book(), book())} == {Change.SAME}


def test_a_changed_amount_is_marked_whole_and_nothing_beside_it():
    entries = list(ledger(5).entries)
    entries[1] = msgspec.structs.replace(entries[1], paid=entries[1].paid + 100)
    pairs = compare(book(), book(entries=tuple(entries)))
    changed = [pair for pair in pairs if pair.change is not Change.SAME]
    assert [pair.change for pair in changed] == [Change.CHANGED, Change.CHANGED]  # row and sum
    row = changed[0]
    assert [any(mark for _, mark in cell) for cell in row.new.cells] == [False, False, False, True]
    assert row.new.cells[3] == ((row.new.cells[3][0][0], True),)


def test_an_empty_cell_of_a_table_keeps_its_place():
    table = Table(
        columns=(Column("姓名"), Column("工种"), Column("补助")),
        rows=(("赵＊兰", "", "300"),),
        totals=("合计", "", "300"),
    )
    rows = [line.cells for line in lines_of(Content(document=table))]
    assert rows[1:] == [("赵＊兰", "—", "300"), ("合计", "—", "300")]


def test_a_row_more_and_a_row_less_are_named():
    entries = ledger(5).entries
    more = compare(book(entries=entries[:-1]), book())
    less = compare(book(), book(entries=entries[:-1]))
    assert Change.ADDED in {pair.change for pair in more}
    assert Change.REMOVED in {pair.change for pair in less}


def test_words_are_marked_where_they_differ():
    pairs = compare(prose("一", "水渠本月修好。"), prose("一", "水渠下月修好。"))
    assert pairs[0].change is Change.SAME
    assert pairs[1].old.cells[0] == (("水渠", False), ("本", True), ("月修好。", False))
    assert pairs[1].new.cells[0] == (("水渠", False), ("下", True), ("月修好。", False))


def test_texts_that_have_nothing_in_common_are_marked_whole():
    pairs = compare(prose("水渠修好了。"), prose("明天停电，请备好蜡烛。"))
    assert pairs[0].new.cells[0] == (("明天停电，请备好蜡烛。", True),)


def test_without_an_older_version_everything_is_as_it_is():
    content = prose("一", "二")
    assert [pair.change for pair in compare(None, content)] == [Change.SAME, Change.SAME]
    assert len(lines_of(content)) == 2


def test_four_hundred_rows_against_four_hundred_take_no_time_to_speak_of():
    """Every row differs in its amount: the worst case for a comparison by lines."""
    big = ledger(400)
    other = tuple(msgspec.structs.replace(e, note="改") for e in big.entries)
    pairs = compare(
        Content(document=big), Content(document=msgspec.structs.replace(big, entries=other))
    )
    assert sum(pair.change is Change.CHANGED for pair in pairs) == 400


def test_what_did_not_change_is_folded_and_what_is_near_a_change_is_not():
    entries = list(ledger(30).entries)
    entries[15] = msgspec.structs.replace(entries[15], note="改")
    old = Content(document=ledger(30))
    runs = runs_of(
        compare(old, Content(document=msgspec.structs.replace(ledger(30), entries=tuple(entries))))
    )
    assert [run.folded for run in runs] == [True, False, True]
    assert [len(run.pairs) for run in runs] == [15, 3, 16]
    assert sum(len(run.pairs) for run in runs) == len(lines_of(old))
