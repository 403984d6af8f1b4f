"""Every page of every screen, upright and wide, in every text size: nothing cut, nothing hidden."""

from datetime import date

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Column, Content, Table
from kiosk.terminal.config import PRESETS, Panel
from kiosk.terminal.ui.scenes import scenes
from kiosk.terminal.ui.theme import Look, Step
from tests.support.eyes import faults
from tests.support.village import Village, face, ledger, prose

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
LONG = (
    "关于柳河村村西水渠清淤砌石与北塘机井水泵更换及二〇二六年第三"
    "季度人居环境整治村级配套资金使用情况的公示（更正以后的第二稿，全文）"
)


@pytest.fixture(scope="module")
def odd_village(tmp_path_factory):
    """A title of 60 characters, 400 ledger rows, names with rare characters, a huge amount."""
    village = Village(tmp_path_factory.mktemp("odd"))
    village.add_everything()
    village.add(
        face("A7", LONG, Kind.PROSE, "2026-10", date(2026, 11, 20), correction="参加人数" * 20),
        prose(9000),
    )
    village.show("D2", "8月收支明细", "2026-08", date(2026, 9, 12), ledger(400, 8))
    names = ("王＊䶮", "李＊㙍", "赵＊𠮷", "陈＊堃")
    rows = tuple((name, "1,234,567,890.12", "无异议" * 12) for name in names)
    columns = (Column("姓名"), Column("金额（元）", number=True), Column("公示情况"))
    village.add(
        face("D8", "补贴", Kind.TABLE, "2026-11-21", date(2026, 11, 21)),
        Content(
            document=Table(columns=columns, rows=rows, totals=("合计", "4,938,271,560.48", ""))
        ),
    )
    village.publish()
    village.sync()
    return village


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_nothing_is_cut_hidden_or_too_small(open_pilot, odd_village, panel, step):
    pilot = open_pilot(odd_village, panel)
    board = pilot.board
    seen = 0
    for name, show in scenes(board, pilot.app.caretaker).items():
        board.wipe()
        board.set_step(step)
        show()
        for number in range(board._pages.count if board.cover is None else 1):
            if number:
                board.turn(1)
            assert faults(pilot) == [], f"{name}, page {number + 1}"
            seen += 1
    assert seen > 30


@pytest.mark.parametrize("step", [Step.STANDARD, Step.LARGEST])
@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_is_cut_on_any_panel_of_the_market(open_pilot, odd_village, preset, step):
    pilot = open_pilot(odd_village, Panel(preset=preset, **PRESETS[preset]))
    board = pilot.board
    for name, show in scenes(board, pilot.app.caretaker).items():
        board.wipe()
        board.set_look(Look(step, contrast=True))
        show()
        for number in range(min(3, board._pages.count) if board.cover is None else 1):
            if number:
                board.turn(1)
            assert faults(pilot) == [], f"{name}, page {number + 1}"


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_a_title_of_sixty_characters_and_four_hundred_rows_are_read_to_the_end(
    open_pilot, odd_village, panel
):
    assert len(LONG) >= 60
    pilot = open_pilot(odd_village, panel)
    pilot.tap("最近公开")
    pilot.tap(LONG)
    assert pilot.sees(LONG)
    assert faults(pilot) == []
    pilot.tap("首页")
    shelved = pilot.board.desk.library.get("990101101201-D2-2026-08")
    from kiosk.terminal.ui.screens.reader import Reader

    pilot.board.go(Reader, shelved)
    text = pilot.read_all()
    assert all(f"第 {n} 笔" in text for n in range(1, 401))


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_the_attract_loop_keeps_its_invitation_on_the_panel_however_long_the_title(
    open_pilot, odd_village, panel
):
    from kiosk.terminal.ui.screens.attract import attract

    pilot = open_pilot(odd_village, panel)
    for number in range(8):
        pilot.board.open_cover(attract(pilot.board, number))
        words = [b for b in pilot.blocks() if "最近公开的第" in getattr(b, "text", "")]
        assert words[0].y >= pilot.board.kit.theme.small
        assert faults(pilot) == []
