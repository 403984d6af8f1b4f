"""The reading side: what the screen asks for and what it gets."""

import sqlite3
from datetime import date

import feedlab as sample
import msgspec
import pytest
from hall import Terminal

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.disclosure import Column, Content, Table
from kiosk.affairs.obligation import State
from kiosk.feed import durable
from kiosk.terminal.library import Library
from kiosk.terminal.library.finding import suggestions
from kiosk.terminal.library.words import initials_of, matched, query, spaced
from kiosk.terminal.library.writer import LibraryWriter


@pytest.fixture
def full(feed, terminal):
    feed.push(
        sample.notice(initials="gyxjbtsqdgg"),
        sample.notice(
            "本村共有𠮷姓、䶮姓村民3户。",
            period="2025-12-01",
            title="村民会议决议：分红1,286.50元",
            published=date(2025, 12, 3),
        ),
        sample.notice("长期有效。", item="C2", period="standing", title="值班制度"),
        sample.notice("交纳党费。", item="A1", period="2026-Q3", title="第三季度党费"),
        sample.notice("没有目录的。", item="Z9", period="2026-10-20", title="旧目录的一项"),
        sample.ledger(8),
        sample.ledger(9, opening=120_00),
        sample.notice(division=sample.TOWNSHIP, title="镇里的公告"),
        sample.notice(division=sample.COUNTY, title="县里的公告"),
    )
    terminal.follow()
    return terminal.library


def titles(found):
    return [s.disclosure.title for s in found]


def test_it_lists_by_the_kind_of_document_and_leaves_kinds_out(full):
    ledgers = full.shelves(kind=Kind.LEDGER)
    assert ledgers
    assert {s.disclosure.kind for s in ledgers} == {Kind.LEDGER}
    rest = full.shelves(but=(Kind.LEDGER,))
    assert len(rest) + len(ledgers) == full.count()
    assert Kind.LEDGER not in {s.disclosure.kind for s in rest}
    assert full.count(kind=Kind.LEDGER, divisions=[sample.TOWNSHIP]) == 0
    assert {s.disclosure.kind for s in full.search("县", kind=Kind.PROSE)} <= {Kind.PROSE}


def test_everything_is_empty_before_the_first_edition(tmp_path):
    library = Library(tmp_path / "none.sqlite", tmp_path / "blobs")
    assert library.edition() is None
    assert library.county() is None
    assert not library.changed()
    assert library.shelves() == []
    assert library.count() == 0
    assert library.years() == []
    assert library.classes(divisions=[sample.VILLAGE], affairs=Affairs.PARTY) == []
    assert library.get("x") is None
    assert library.content("x") is None
    assert library.media_path("a" * 64) is None
    assert library.media_path("../../etc/passwd") is None
    assert library.ledger_months(sample.VILLAGE) == []
    assert library.search("水渠") == []
    assert library.obligations(sample.VILLAGE, date(2026, 11, 22)) == []
    assert not (tmp_path / "none.sqlite").exists()


def test_a_word_in_the_middle_of_a_title_is_found(full):
    assert titles(full.search("北塘水渠"))[0] == "关于修建北塘水渠的公告"
    assert titles(full.search("塘水")) == titles(full.search("北塘水渠"))
    assert full.search("渠水") == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("会议 分红", "村民会议决议：分红1,286.50元"),
        ("1286", "村民会议决议：分红1,286.50元"),
        ("1,286.50", "村民会议决议：分红1,286.50元"),
        ("１,２８６.５０元", "村民会议决议：分红1,286.50元"),
        ("𠮷姓", "村民会议决议：分红1,286.50元"),
        ("䶮", "村民会议决议：分红1,286.50元"),
        ("jbtsq", "关于修建北塘水渠的公告"),
        ("JBT", "关于修建北塘水渠的公告"),
        ("购买路灯", "2026年9月收支明细"),
        ("2026年8月", "2026年8月收支明细"),
        ('"', None),
        ("水渠 OR 会议 *", None),
        ("", None),
    ],
)
def test_search(full, typed, title):
    found = titles(full.search(typed))
    assert (title in found) if title else found == []


def test_text_of_documents_is_searched_too(full):
    assert titles(full.search("下月动工")) != []
    assert len(full.search("公告", limit=2)) == 2


def test_a_title_counts_more_than_the_text(feed, terminal):
    feed.push(
        sample.notice("路灯" * 20, title="别的事", published=date(2026, 11, 1)),
        sample.notice("内容", title="安装路灯", period="2026-10-14"),
    )
    terminal.follow()
    assert titles(terminal.library.search("路灯"))[0] == "安装路灯"


def test_cutting():
    assert spaced("2026年10月，收支明细（D2）") == "2026 年 10 月 收 支 明 细 d 2"
    assert query("  ，。 ") == ""


def test_lists_are_filtered_sorted_and_paged(full):
    own = {"divisions": [sample.VILLAGE]}
    assert titles(full.shelves(**own, class_code="D")) == [
        "2026年9月收支明细",
        "2026年8月收支明细",
    ]
    assert titles(full.shelves(**own, affairs=Affairs.PARTY)) == ["第三季度党费"]
    assert titles(full.shelves(**own, item="C2")) == ["值班制度"]
    assert titles(full.shelves(**own, year=2025)) == ["村民会议决议：分红1,286.50元"]
    # what the third quarter and September cover ends in September; published in October
    assert titles(full.shelves(**own, year=2026, month=9)) == [
        "第三季度党费",
        "2026年9月收支明细",
    ]
    everything = full.shelves()
    assert full.shelves(limit=3, offset=2) == everything[2:5]
    published = [s.disclosure.published for s in everything]
    assert published == sorted(published, reverse=True)
    assert full.count() == len(everything) == 9
    assert full.count(divisions=[sample.TOWNSHIP, sample.COUNTY]) == 2
    assert full.count(divisions=[]) == 0


def test_years_count_the_year_in_which_the_period_ends(full):
    assert full.years(divisions=[sample.VILLAGE]) == [(2026, 6), (2025, 1)]


def test_classes_name_empty_ones_and_what_no_catalogue_knows(full):
    found = full.classes(divisions=[sample.VILLAGE], affairs=Affairs.VILLAGE)
    assert [(c.class_code, c.class_name, c.count) for c in found] == [
        ("C", "村务", 3),
        ("D", "财务与三资", 2),
        ("", "其他", 1),
    ]
    party = full.classes(divisions=[sample.NEIGHBOUR], affairs=Affairs.PARTY)
    assert [(c.class_code, c.hint, c.count) for c in party] == [("A", "党费", 0)]


def test_a_countys_item_without_a_catalogue_stands_under_others(full):
    (shelved,) = full.shelves(divisions=[sample.COUNTY])
    assert (shelved.affairs, shelved.class_name) == (Affairs.GOVERNMENT, "其他")


def test_ledger_months_are_totals_oldest_first(full):
    august, september = full.ledger_months(sample.VILLAGE)
    assert (august.period, august.opening, august.received) == ("2026-08", 10000, 5000)
    assert (august.paid, august.closing, august.count) == (3000, 12000, 2)
    assert (september.id, september.item) == (sample.ledger(9).disclosure.id, "D2")


def test_obligations_come_from_the_catalogue_of_the_division(full):
    owed = full.obligations(sample.VILLAGE, date(2026, 11, 22))
    ledgers = {o.period: o.state for o in owed if o.item.code == "D2"}
    assert ledgers == {
        "2026-08": State.FULFILLED,
        "2026-09": State.FULFILLED,
        "2026-10": State.OVERDUE,
    }
    assert full.obligations(sample.COUNTY, date(2026, 11, 22)) == []


def test_a_new_catalogue_moves_items_to_their_new_class(feed, terminal):
    feed.push(sample.ledger(8))
    terminal.follow()
    (catalogue,) = feed.county.catalogues
    moved = tuple(
        msgspec.structs.replace(c, name="财务公开") if c.code == "D" else c
        for c in catalogue.classes
    )
    feed.county = msgspec.structs.replace(
        feed.county, catalogues=(msgspec.structs.replace(catalogue, classes=moved),)
    )
    feed.push()
    terminal.follow()
    assert terminal.library.shelves()[0].class_name == "财务公开"
    assert titles(terminal.library.search("路灯")) == ["2026年8月收支明细"]


def test_a_switch_that_breaks_midway_changes_nothing(feed, terminal, monkeypatch):
    feed.push(sample.notice())
    terminal.follow()
    before = (terminal.titles(), terminal.library.edition().digest)
    feed.push(sample.ledger(8), sample.notice("二。", title="新题目"))

    def broken(*_):
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.terminal.library.index._insert_ledger", broken)
        with pytest.raises(sqlite3.OperationalError):
            terminal.follow()
    assert (terminal.titles(), terminal.library.edition().digest) == before
    terminal.restart()
    terminal.follow()
    assert set(terminal.titles()) == {"新题目", "2026年8月收支明细"}


def test_a_library_of_another_version_is_built_anew(feed, terminal):
    feed.push(sample.notice())
    terminal.follow()
    terminal.sync.library._db.execute("PRAGMA user_version = 99")
    terminal.restart()
    assert "version 99" in terminal.sync.library.rebuilt
    assert len(terminal.titles()) == 1


def test_the_note_beside_the_library_never_leads_back_before_a_takedown(
    feed, terminal, monkeypatch
):
    feed.push(sample.notice(), sample.ledger(8))
    terminal.follow()
    feed.publisher.withdraw(sample.notice().disclosure.id, reason="误")
    commit = LibraryWriter._transaction

    def power_cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(LibraryWriter, "_transaction", power_cut)
    with pytest.raises(KeyboardInterrupt):
        terminal.follow()
    monkeypatch.setattr(LibraryWriter, "_transaction", commit)
    terminal.sync.close()
    terminal.library.close()
    for file in terminal.config.data_path.glob("library.sqlite*"):
        file.unlink()
    terminal.start()
    assert terminal.titles() == ["2026年8月收支明细"]


def test_a_replaced_ledger_does_not_count_twice(feed, terminal):
    old = sample.ledger(8)
    replaced = msgspec.structs.replace(
        old, disclosure=msgspec.structs.replace(old.disclosure, replaced_by="x")
    )
    feed.push(replaced, sample.ledger(9))
    terminal.follow()
    assert [m.period for m in terminal.library.ledger_months(sample.VILLAGE)] == ["2026-09"]


def test_a_damaged_picture_is_not_handed_out_and_comes_again(feed, terminal, tmp_path):
    draft = sample.pictured(tmp_path / "p")
    feed.push(draft)
    terminal.follow()
    (media,) = draft.content.media()
    path = terminal.sync.blobs.path(media.digest)
    path.write_bytes(b"y" * media.size)
    assert (
        Library(terminal.config.library_path, terminal.config.blobs_path).media_path(media.digest)
        is None
    )
    terminal.follow()
    assert terminal.library.media_path(media.digest).read_bytes() == b"webp" * 5000


def test_nothing_shown_holds_an_unmasked_number(feed, terminal):
    from kiosk.feed.checks import PublishError

    with pytest.raises(PublishError):
        feed.push(sample.notice("户主 99010119850315123X 领取。", title="手机 13812345678"))
    terminal.follow()
    for file in terminal.config.data_path.rglob("*"):
        assert not file.is_file() or b"13812345678" not in file.read_bytes()


def test_two_syncs_never_share_a_folder(terminal):
    from kiosk.terminal.sync import run

    lock = terminal.config.data_path / "sync.lock"
    with durable.only_one(lock, "忙"), pytest.raises(durable.BusyError, match="没有启动"):
        run(terminal.config, once=True)


def test_kinds_are_those_of_the_documents(full):
    kinds = {s.disclosure.kind for s in full.shelves()}
    assert kinds == {Kind.PROSE, Kind.LEDGER}


def test_a_countys_own_hall_works(feed, tmp_path):
    feed.push(sample.notice(division=sample.COUNTY))
    hall = Terminal(tmp_path / "county-hall", feed, sample.COUNTY)
    hall.follow()
    assert hall.titles() == ["关于修建北塘水渠的公告"]
    hall.sync.close()
    hall.library.close()


# Finding: rows, amounts, links, suggestions.

TARGET = f"{sample.VILLAGE}-C1-2026-03-05"


@pytest.fixture
def linked(feed, terminal):
    """A ledger whose second row names a notice, and a table with amounts."""
    book = sample.ledger(8)
    entries = book.content.document.entries
    entries = tuple(
        msgspec.structs.replace(e, related=(TARGET,) if number == 1 else ())
        for number, e in enumerate(entries)
    )
    document = msgspec.structs.replace(book.content.document, entries=entries)
    book = msgspec.structs.replace(
        book, content=msgspec.structs.replace(book.content, document=document)
    )
    table = Table(
        columns=(
            Column("承包人"),
            Column("年租金", number=True),
            Column("面积（亩）", number=True),
        ),
        rows=(("王＊", "12,500.00", "99999999"), ("李＊", "300.00", "2")),
    )
    contracts = sample.notice("合同。", item="C2", period="2026-Q1", title="承包合同一览")
    contracts = msgspec.structs.replace(
        contracts,
        disclosure=msgspec.structs.replace(
            contracts.disclosure, kind=Kind.TABLE, related=(TARGET, "nowhere")
        ),
        content=Content(document=table),
    )
    feed.push(book, contracts, sample.notice(period="2026-03-05", title="修渠的决定"))
    terminal.follow()
    return terminal


def test_rows_of_ledgers_are_found_by_purpose_party_and_initials(linked):
    entries = sample.ledger(8).content.document.entries
    library = linked.library
    for number, entry in enumerate(entries):
        found = library.lines(entry.summary)
        assert (number, entry.summary, entry.paid, entry.received) in [
            (line.number, line.summary, line.paid, line.received) for line in found
        ]
        assert found[0].shelved.disclosure.id == sample.ledger(8).disclosure.id
        assert number in [line.number for line in library.lines(initials_of(entry.summary))]
    assert library.lines("没有这样的事") == []
    assert library.lines("，") == []


def test_rows_without_a_word_come_largest_first_and_can_be_narrowed(linked):
    amounts = [max(line.received, line.paid) for line in linked.library.lines("")]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) == len(sample.ledger(8).content.document.entries)
    least = amounts[0]
    assert [line.number for line in linked.library.lines("", least=least + 1)] == []
    assert len(linked.library.lines("", least=least)) >= 1
    assert linked.library.lines("", year=1999) == []


def test_the_largest_amount_of_money_decides_and_an_area_is_none(linked):
    found = linked.library.search("合同", least=12_500_00)
    assert [s.disclosure.title for s in found] == ["承包合同一览"]
    assert linked.library.search("合同", least=12_500_01) == []


def test_who_is_named_knows_by_whom_and_by_which_row(linked):
    found = linked.library.references(TARGET)
    assert {(r.shelved.disclosure.title, r.number) for r in found} == {
        ("承包合同一览", None),
        (sample.ledger(8).disclosure.title, 1),
    }
    row = next(r for r in found if r.number == 1)
    assert row.summary == sample.ledger(8).content.document.entries[1].summary


def test_what_is_withdrawn_takes_its_rows_words_and_links_along(linked):
    linked.feed.publisher.withdraw(sample.ledger(8).disclosure.id, reason="有误")
    linked.follow()
    assert linked.library.lines("") == []
    assert [r.number for r in linked.library.references(TARGET)] == [None]
    with sqlite3.connect(linked.config.library_path) as db:
        for table in ("line", "line_words"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_with_more_matches_than_are_ranked_titles_come_before_texts(linked, monkeypatch):
    monkeypatch.setattr("kiosk.terminal.library.finding._RANKED", 0)
    found = [s.disclosure.title for s in linked.library.search("合同")]
    assert found == ["承包合同一览"]
    assert [s.disclosure.title for s in linked.library.search("决定")] == ["修渠的决定"]


def test_words_of_many_titles_are_suggested_whole_and_once():
    titles = [
        "2026年10月收支明细",
        "2026年9月收支明细",
        "2026年8月收支明细",
        "第三季度最低生活保障对象名单",
        "第二季度最低生活保障对象名单",
        "关于修水渠的决议",
        "关于修路的决议",
    ]
    found = suggestions(titles, 4)
    assert found[0] == "收支明细"
    assert "决议" in found
    assert not any(a != b and a in b for a in found for b in found)
    assert all("月" not in word and "关于" not in word for word in found)


@pytest.mark.parametrize(
    ("title", "initials", "typed", "found"),
    [
        ("2026年10月收支明细", "2026n10yszmx", "szmx", "收支明细"),
        ("2026年10月收支明细", "2026n10yszmx", "SZ", "收支"),
        ("收支（明细）", "szmx", "zm", ""),
        ("收支明细", "", "sz", ""),
    ],
)
def test_typed_initials_know_the_words_that_they_stand_for(title, initials, typed, found):
    assert matched(title, initials, typed) == found


def test_initials_are_known_for_common_characters_without_a_dictionary():
    assert initials_of("村西水渠清淤2026年") == "cxsqqy2026n"
    assert initials_of("䶮") == ""
