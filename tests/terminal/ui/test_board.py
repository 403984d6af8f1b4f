"""What a visitor does at the board, with a finger and nothing else."""

from datetime import date

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.theme import Look, Step
from tests.support.pilot import Finger
from tests.support.village import NOW, Village, face, later, prose

pytestmark = pytest.mark.ui


def test_home_names_the_village_the_three_affairs_the_money_and_what_is_missing(pilot):
    for text in (
        "柳河村公开栏",
        "党务",
        "政务",
        "村务",
        "10月村里的钱",
        "该公开、还没公开",
        "最近公开",
    ):
        assert pilot.sees(text), text
    assert pilot.sees("示例数据")
    assert pilot.sees("内容更新于")


def test_the_accounts_of_october_are_two_touches_from_home(pilot):
    pilot.tap("村里的钱")
    pilot.tap("2026年10月")
    assert pilot.sees("10月收支明细")
    assert pilot.sees("上期结余")
    assert pilot.sees("100,000.00")


def test_a_ledger_row_opens_its_voucher_which_enlarges_and_closes(pilot):
    pilot.tap("10月收支明细")
    pilot.tap("看凭证")
    viewer = pilot.board.cover
    pilot.wait(lambda: viewer._texture is not None)
    before = viewer._rectangle.size
    pilot.tap("放大")
    assert viewer._rectangle.size[0] > before[0]
    pilot.tap("返回")
    assert pilot.board.cover is None
    assert pilot.sees("10月收支明细")


def test_an_enlarged_voucher_never_leaves_the_panel_however_it_is_dragged(pilot):
    pilot.tap("10月收支明细")
    pilot.tap("看凭证")
    viewer = pilot.board.cover
    pilot.wait(lambda: viewer._texture is not None)
    for _ in range(3):
        pilot.tap("放大")
    pilot.swipe(5000, 5000)
    x, y, wide, tall = viewer._area()
    left, bottom = viewer._rectangle.pos
    assert left <= x + 1
    assert bottom <= y + 1
    assert left + viewer._rectangle.size[0] >= x + wide - 1
    assert bottom + viewer._rectangle.size[1] >= y + tall - 1


def test_every_screen_leads_home_in_one_touch(pilot):
    for way in ("党务", "村务", "村里的钱", "该公开", "全部公开内容", "查找"):
        pilot.tap(way)
        assert len(pilot.board.stack) == 2
        pilot.tap("首页")
        assert pilot.sees("柳河村公开栏")


def test_back_returns_to_the_page_of_the_list_one_came_from(pilot):
    pilot.tap("看不清")
    pilot.tap("特大字")
    pilot.tap("好了")
    pilot.tap("全部公开内容")
    pilot.tap("下一页")
    pilot.tap_block(
        next(t for t in pilot.taps() if "公开" in t.spoken_text and "，" in t.spoken_text)
    )
    pilot.tap("返回")
    assert pilot.board.screen.page == 1


def test_the_list_narrows_by_class_year_and_month_and_marks_what_is_new(pilot):
    pilot.tap("全部公开内容")
    assert pilot.sees("新")
    pilot.tap("全部类别")
    pilot.tap("财务与三资")
    assert pilot.sees("土地承包合同一览")
    assert not pilot.sees("主题党日")
    pilot.tap("全部年份")
    pilot.tap("2026年")
    pilot.tap("全部月份")
    pilot.tap("9月")
    assert pilot.sees("9月收支明细")
    assert not pilot.sees("10月收支明细")


def test_text_grows_in_two_steps_and_comes_back(pilot):
    sizes = [pilot.board.kit.theme.body.size]
    pilot.tap("看不清")
    for said in ("大字", "特大字"):
        pilot.tap(said)
        sizes.append(pilot.board.kit.theme.body.size)
    assert sizes[2] == pytest.approx(2 * sizes[0], abs=1)
    assert sizes[0] < sizes[1] < sizes[2]
    pilot.tap("标准字")
    assert pilot.board.kit.theme.body.size == sizes[0]


def test_light_on_black_and_low_for_the_seated_hold_until_the_visitor_is_gone(pilot):
    pilot.tap("看不清")
    pilot.tap("黑底白字")
    pilot.tap("坐着看")
    pilot.tap("好了")
    pilot.tap("村里的钱")
    theme = pilot.board.kit.theme
    assert theme.colour.paper[:3] == (0, 0, 0)
    assert all(tap.top <= theme.height for tap in pilot.taps())
    assert theme.height < theme.panel.height
    picture = pilot.picture()
    assert picture.getpixel((5, 5)) == (0, 0, 0)
    assert picture.getextrema() == ((0, 255),) * 3
    pilot.board.wipe()
    assert pilot.board.kit.theme.look == Look()
    assert pilot.board.height == pilot.board.kit.theme.panel.height


def test_a_jittering_finger_taps_and_a_wiping_hand_turns_the_page(pilot):
    pilot.tap("10月收支明细", jitter=20)
    assert pilot.sees("上期结余")
    pilot.swipe(-400)
    assert pilot.board.screen.page == 1
    assert len(pilot.board.stack) == 2, "a wipe must not open what lies under it"
    pilot.swipe(400)
    assert pilot.board.screen.page == 0
    pilot.swipe(400)
    assert pilot.board.screen.page == 0


def test_a_second_finger_changes_nothing(pilot):
    target = pilot.find("村里的钱")
    first = Finger(5, pilot.board.height - 5).down()
    Finger(*target.center).down().up()
    pilot.frames(2)
    assert len(pilot.board.stack) == 1
    first.up()
    pilot.tap("村里的钱")
    assert len(pilot.board.stack) == 2


def test_a_finger_that_was_never_lifted_does_not_block_the_board_for_good(pilot, monkeypatch):
    Finger(5, pilot.board.height - 5).down()
    pilot.board.hand._since -= 11
    pilot.tap("村里的钱")
    assert pilot.sees("现在结余")


def test_the_due_table_counts_and_explains_with_the_law(pilot):
    pilot.tap("该公开、还没公开")
    assert pilot.sees("逾期没有公开")
    pilot.tap("2026年10月 三会一课")
    assert pilot.sees("法律依据")
    assert pilot.sees("第三十条")
    assert pilot.sees("村民委员会")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("土地承包合同一览", "每一行都一样"),
        ("村西水渠维修", "已付预算的 57%"),
        ("村民代表会议决议", "同意 30 票，反对 0 票，弃权 1 票"),
        ("关于冬季防火的通知", "第 1 页，共 2 页"),
        ("三季度没有临时救助", "本季度没有发生临时救助。"),
    ],
)
def test_every_kind_of_document_has_its_reader(pilot, title, expected):
    pilot.tap("全部公开内容")
    while not any(title in t.spoken_text for t in pilot.taps()):
        pilot.tap("下一页")
    pilot.tap(title)
    assert expected in pilot.read_all()


def test_who_approved_stands_at_the_end_of_a_document(pilot):
    pilot.tap("10月收支明细")
    assert "村务监督委员会审核：赵＊兰" in pilot.read_all()


def test_an_idle_page_draws_no_frames(pilot):
    pilot.tap("10月收支明细")
    pilot.frames(10)
    before = pilot.flips
    pilot.frames(60)
    assert pilot.flips == before


def test_an_empty_library_says_what_happens_and_what_to_do(open_pilot, tmp_path):
    village = Village(tmp_path)
    pilot = open_pilot(village)
    assert pilot.sees("正在取内容")
    village.add_everything()
    village.publish()
    village.sync()
    pilot.wait(lambda: pilot.sees("柳河村公开栏"))


def test_what_arrives_while_someone_reads_does_not_move_the_page_but_is_hinted_at(
    open_pilot, tmp_path
):
    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    village.sync()
    pilot = open_pilot(village)
    pilot.tap("党务")
    pilot.tap("9月主题党日")
    pilot.tap("下一页")
    before = pilot.texts()
    village.add(face("A7", "11月党员大会", Kind.PROSE, "2026-11-20", date(2026, 11, 21)), prose())
    village.publish()
    village.sync()
    pilot.wait(lambda: pilot.sees("有新内容"))
    footer = {t for t in pilot.texts() if "新内容" in t or "更新" in t}
    assert [t for t in pilot.texts() if t not in footer] == [t for t in before if "更新" not in t]
    pilot.tap("首页")
    assert pilot.sees("11月党员大会")


def test_what_is_withdrawn_while_someone_reads_it_is_gone_and_says_so(open_pilot, tmp_path):
    from kiosk.feed.publisher import Publisher

    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    village.sync()
    pilot = open_pilot(village)
    pilot.tap("10月收支明细")
    Publisher(village.feed, village.online).withdraw("990101101201-D2-2026-10", reason="金额有误")
    village.sync()
    pilot.wait(lambda: pilot.sees("已经撤下"))
    pilot.tap("首页")
    assert not pilot.sees("10月收支明细")


def test_the_footer_says_when_the_line_has_been_down_for_days(open_pilot, village):
    pilot = open_pilot(village, now=later(400))
    assert pilot.sees("没有联网核对")


def test_nobody_there_is_asked_then_everything_chosen_is_wiped_and_the_newest_shown(
    open_pilot, village, monkeypatch
):
    monkeypatch.setattr("kiosk.terminal.ui.app._COUNTDOWN", 1)
    pilot = open_pilot(village, idle_seconds=2, attract_seconds=1)
    pilot.board.set_step(Step.LARGE)
    pilot.tap("村里的钱")
    pilot.wait(lambda: pilot.sees("您还在看吗"))
    pilot.tap("我还在看")
    assert pilot.sees("村里的钱")
    pilot.wait(lambda: pilot.sees("点一下，看全文"))
    assert pilot.board.kit.theme.step == 0
    first = pilot.texts()
    pilot.wait(lambda: pilot.texts() != first)
    title = pilot.board.cover.shelved.disclosure.title
    pilot.tap_at(300, 900)
    assert pilot.board.cover is None
    assert pilot.sees(title)


@pytest.mark.parametrize("panel", [Panel(), Panel(width=1920, height=1080)], ids=["up", "wide"])
def test_upright_and_wide_panels_show_the_same_things(open_pilot, village, panel):
    pilot = open_pilot(village, panel)
    assert pilot.sees("10月村里的钱")
    pilot.tap("10月收支明细")
    assert "第 30 笔" in pilot.read_all()


def test_now_is_shown_in_china_whatever_the_machine_thinks(pilot):
    assert NOW.hour == 1
    assert pilot.sees("9:41")


def test_a_page_that_fails_is_a_calm_page_with_a_way_home(pilot, monkeypatch, caplog):
    from kiosk.terminal.ui.screens.money import MoneyScreen

    def fails(self, width):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(MoneyScreen, "pieces", fails)
        pilot.tap("村里的钱")
    assert pilot.sees("这一页打不开")
    assert "ZeroDivisionError" in caplog.text
    pilot.tap("首页")
    assert pilot.sees("柳河村公开栏")


def test_a_page_that_fails_again_and_again_ends_the_program_to_be_started_anew(pilot, monkeypatch):
    from kiosk.terminal.ui.screens.money import MoneyScreen

    def fails(self, width):
        raise ZeroDivisionError

    monkeypatch.setattr(MoneyScreen, "pieces", fails)
    for _ in range(3):
        pilot.tap("村里的钱")
        pilot.tap("首页")
    with pytest.raises(ZeroDivisionError):
        pilot.tap("村里的钱")


def test_a_clock_that_nobody_checked_is_admitted(pilot, monkeypatch):
    import msgspec

    library = pilot.board.desk.library
    edition = msgspec.structs.replace(library.edition(), clock_trusted=False)
    monkeypatch.setattr(library, "edition", lambda: edition)
    pilot.board.home()
    assert pilot.sees("时间还没有核对")
