"""From a row of the accounts to what stands behind it, and back; what is new; what one may get."""

from datetime import date

import msgspec
import pytest
import zxingcpp

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Column, Content, Table
from kiosk.feed.code import read_token, subject_of
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.flows import purposes
from kiosk.terminal.ui.screens.purpose import PurposeScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.subsidy import SubsidyScreen
from kiosk.terminal.ui.widgets.words import Words
from tests.support.eyes import faults
from tests.support.village import COUNTY, VILLAGE, Village, face, ledger

pytestmark = pytest.mark.ui
PROJECT, RESOLUTION = f"{VILLAGE}-F7-2026-11-08", f"{VILLAGE}-C2-2026-10-12"
POLICY = "990101000000-F3-2026-01-05"
PLAIN = "临时救助是给突然遇到难处的家庭的。急的时候先找村委会。"


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    """A row of the accounts names the project, that the resolution, and a list its policy."""
    group = COUNTY.catalogues[0].classes[2]
    items = tuple(
        msgspec.structs.replace(item, plain=PLAIN) if item.code == "E3" else item
        for item in group.items
    )
    group = msgspec.structs.replace(group, hint="低保、补贴", items=items)
    catalogue = msgspec.structs.replace(
        COUNTY.catalogues[0], classes=(*COUNTY.catalogues[0].classes[:2], group)
    )
    county = msgspec.structs.replace(COUNTY, catalogues=(catalogue,))
    village = Village(tmp_path_factory.mktemp("linked"), county)
    village.add_everything()
    book = ledger(20, 8)
    entries = list(book.entries)
    voucher, path = village.media("一张凭证")
    entries[11] = msgspec.structs.replace(
        entries[11],
        summary="水渠进度款",
        vouchers=(voucher,),
        related=(PROJECT, RESOLUTION, f"{VILLAGE}-F7-1999-01-01"),
    )
    book = msgspec.structs.replace(book, entries=tuple(entries))
    village.show("D2", "8月收支明细", "2026-08", date(2026, 9, 12), book, path)
    project = village.drafts[PROJECT]
    village.drafts[PROJECT] = msgspec.structs.replace(
        project,
        disclosure=msgspec.structs.replace(project.disclosure, related=(RESOLUTION,)),
    )
    table = Table(
        columns=(Column("户主"), Column("金额（元）", number=True)), rows=(("王＊", "1.00"),)
    )
    village.add(
        face("E3", "临时救助名单", Kind.TABLE, "2026-Q2", date(2026, 7, 3), related=(POLICY,)),
        Content(document=table),
    )
    village.add(
        face("F3", "救助标准", Kind.TABLE, "2026-01-05", date(2026, 1, 6), division=POLICY[:12]),
        Content(document=table),
    )
    village.publish()
    village.sync()
    return village


def open_row(pilot):
    shelved = pilot.board.desk.library.get(f"{VILLAGE}-D2-2026-08")
    pilot.board.go(Reader, shelved, 11)
    pilot.frames(2)
    pilot.tap("水渠进度款")


def test_a_row_leads_to_its_project_and_that_to_its_resolution_and_back_again(open_pilot, linked):
    pilot = open_pilot(linked)
    open_row(pilot)
    assert pilot.sees("和这笔钱有关的")
    assert not any("1999" in text for text in pilot.texts())
    pilot.tap("村西水渠维修")
    assert pilot.board.screen.title == "村西水渠维修"
    while not any("村民代表会议决议" in t.spoken_text for t in pilot.taps()):
        pilot.tap("下一页")
    pilot.tap("村民代表会议决议")
    assert pilot.board.screen.title == "村民代表会议决议"
    for title in ("村西水渠维修", "水渠进度款", "8月收支明细"):
        pilot.tap("返回")
        assert pilot.board.screen.title == title
    assert pilot.board.screen.page > 0


def test_what_is_named_lists_who_names_it_and_opens_the_very_row(open_pilot, linked):
    pilot = open_pilot(linked)
    pilot.board.go(Reader, pilot.board.desk.library.get(RESOLUTION))
    pilot.frames(2)
    while not any("8月收支明细里的一笔" in t.spoken_text for t in pilot.taps()):
        pilot.tap("下一页")
    assert pilot.find("村西水渠维修")
    pilot.tap("水渠进度款")
    assert pilot.board.screen.title == "8月收支明细"
    assert pilot.sees("水渠进度款")


def test_the_voucher_of_a_row_with_links_is_a_touch_away(open_pilot, linked):
    pilot = open_pilot(linked)
    open_row(pilot)
    pilot.tap("看凭证")
    assert pilot.sees("一张凭证")
    pilot.tap("返回")
    assert pilot.sees("和这笔钱有关的")


def test_the_code_on_the_page_of_a_row_is_about_that_row(open_pilot, linked):
    pilot = open_pilot(linked)
    open_row(pilot)
    assert pilot.sees("对这一笔有疑问")
    (text,) = {found.text for found in zxingcpp.read_barcodes(pilot.picture().convert("L"))}
    token = read_token(text.rpartition("/")[2])
    assert (token.subject, token.row) == (subject_of(VILLAGE, f"{VILLAGE}-D2-2026-08"), 12)


def test_a_payment_under_its_purpose_opens_the_book_at_that_very_row(open_pilot, linked):
    pilot = open_pilot(linked)
    purpose = purposes(pilot.board.desk.library, pilot.board.desk.months(), paid=True)[0]
    pilot.board.go(PurposeScreen, purpose)
    pilot.frames(2)
    pilot.tap("第 29 笔")
    marked = {b.text for b in pilot.blocks() if isinstance(b, Words) and b.mark is not None}
    assert any("第 29 笔" in text for text in marked)
    assert not any("第 30 笔" in text or "第 28 笔" in text for text in marked)


@pytest.mark.parametrize("panel", [Panel(), Panel(width=1920, height=1080)], ids=["up", "wide"])
def test_nothing_is_cut_on_the_page_of_a_row(open_pilot, linked, panel):
    pilot = open_pilot(linked, panel)
    open_row(pilot)
    assert faults(pilot) == []


def test_what_is_new_is_one_touch_from_home_day_by_day(open_pilot, linked):
    pilot = open_pilot(linked)
    pilot.tap("最近公开，")
    assert pilot.sees("这一周新公开 1 件")
    assert pilot.sees("11月18日 星期三，4 天前")
    assert pilot.sees("土地承包合同一览")
    assert not pilot.sees("9月主题党日")
    pilot.tap("土地承包合同一览")
    pilot.tap("返回")
    assert pilot.sees("这一周新公开")


def test_grants_are_explained_with_policy_and_lists_and_nobody_in_sight(open_pilot, linked):
    pilot = open_pilot(linked)
    pilot.tap("政务")
    pilot.tap("补贴和救助有哪些")
    assert isinstance(pilot.board.screen, SubsidyScreen)
    pilot.tap("临时救助")
    assert pilot.sees("突然遇到难处")
    assert pilot.sees("谁负责")
    assert pilot.sees("第三十条")
    assert not any("＊" in text for text in pilot.texts())
    pilot.tap("救助标准")
    assert pilot.board.screen.title == "救助标准"
    pilot.tap("返回")
    pilot.tap("临时救助名单")
    assert "王＊" in pilot.read_all()
