"""Whatever a county posts: on every new page nothing is cut, hidden or too small, in every look."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from kiosk.affairs.case import CaseState, Verdict
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Content, Excuse, Ledger, LedgerEntry, Nothing
from kiosk.affairs.notice import Danger, Severity
from kiosk.affairs.public_case import CaseBoard, CaseCounts, Rated
from kiosk.terminal.config import Panel
from kiosk.terminal.ui.flows import purposes
from kiosk.terminal.ui.screens.ask import AskScreen, CaseScreen
from kiosk.terminal.ui.screens.attract import attract
from kiosk.terminal.ui.screens.entry import EntryScreen
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.notices import NoticePoster, NoticesScreen
from kiosk.terminal.ui.screens.purpose import PurposeScreen
from kiosk.terminal.ui.screens.ratings import RatingsScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.theme import Look, Step
from tests.support import posted
from tests.support.eyes import faults
from tests.support.village import NOW, TODAY, VILLAGE, Village, face

pytestmark = pytest.mark.ui
UPRIGHT, WIDE = Panel(), Panel(width=1920, height=1080)
LOOKS = [Look(step, contrast=seated, seated=seated) for step in Step for seated in (False, True)]
"""The ground changes colours and nothing else, so that it need not be multiplied with the rest."""
SUMMARY = (
    "2026年7月北塘机井电费1,234,567.89元比上年同期多了一半，请村委会"
    "把电表读数、抽水天数和每一户分摊的数目逐项贴出来（第三次问）"
)
UNIT = (
    "示例县青禾镇人民政府农村集体资产财务管理服务中心"
    "（原农村经济经营管理站）监督指导股驻柳河村第一联络办公室（代章）"
)
ACCOUNT = "公益性基础设施日常管护和应急抢修及其他临时性支出（含防汛抗旱）"
NAME = "欧阳＊䶮𠮷"
HUGE = 9_999_999_99
NOTICES, CASES, ROWS = 200, 60, 400
MOST_PAGES = 3


def many_cases():
    found = []
    for number in range(1, CASES + 1):
        state = (CaseState.RECEIVED, CaseState.ASSIGNED, CaseState.CLOSED)[number % 3]
        more = {"summary": SUMMARY, "about": SUMMARY, "unit": UNIT, "person": NAME, "post": UNIT}
        if state is CaseState.CLOSED:
            more |= {"verdict": Verdict.NOT, "answer": "" if number % 2 else SUMMARY * 12}
        found.append(posted.case(CASES + 1 - number, state, **more))
    return CaseBoard(
        division=VILLAGE,
        day=TODAY,
        counts=CaseCounts(filed=123_456, open=98_765, overdue=54_321, answered=9, solved=8),
        cases=tuple(found),
        ratings=(Rated(name=UNIT, count=123_456, average=1_000, words=(("好", 123_456),)),),
    )


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """200 notices, 60 cases, 400 payments for one purpose, everything as long as it gets."""
    village = Village(tmp_path_factory.mktemp("crowded"))
    village.add_everything()
    village.add(posted.board_face(), Content(document=many_cases()))
    for number in range(NOTICES):
        day = TODAY - timedelta(days=number)
        severity = Severity.EXTREME if number == 0 else Severity.MODERATE
        notice = posted.notice(
            NOW, severity, danger=Danger.OTHER, area=UNIT, contact=UNIT, instruction=SUMMARY * 4
        )
        village.add(posted.notice_face(SUMMARY, day), Content(document=notice))
    day = date(2026, 10, 12)
    entry = LedgerEntry(
        day=day,
        summary=SUMMARY,
        party=UNIT,
        paid=HUGE,
        account=ACCOUNT,
        handler=NAME,
        note=SUMMARY,
    )
    entries = (entry,) * ROWS
    entries += (msgspec.structs.replace(entry, paid=0, received=ROWS * HUGE),)
    book = Ledger(opening=0, closing=0, entries=entries)
    village.show("D2", "10月收支明细", "2026-10", TODAY, book)
    village.show("E3", SUMMARY, "2026-Q2", TODAY, Nothing(SUMMARY * 8))
    excused = Content(document=Excuse(reason=SUMMARY * 8, granted_by=UNIT))
    village.add(face("A7", SUMMARY, Kind.EXCUSE, "2026-10", TODAY), excused)
    village.publish()
    village.sync()
    return village


def pages_of(board):
    """Every new page of the crowded village, by a name."""
    desk = board.desk
    shelved, notice = desk.notices()[0]
    long, short = (
        next(c for c in desk.cases().cases if bool(c.answer) is has) for has in (True, False)
    )
    book = desk.library.get(f"{VILLAGE}-D2-2026-10")
    row = desk.library.content(book.disclosure.id).document.entries[0]
    purpose = next(p for p in purposes(desk.library, desk.months(), paid=True))
    assert len(purpose.entries) == ROWS
    return {
        "home": board.home,
        "ask": lambda: board.go(AskScreen),
        "case": lambda: board.go(CaseScreen, long),
        "case without an answer": lambda: board.go(CaseScreen, short),
        "ratings": lambda: board.go(RatingsScreen),
        "notices": lambda: board.go(NoticesScreen),
        "notice": lambda: board.go(Reader, shelved),
        "alarm": lambda: board.open_cover(NoticePoster(board, shelved, notice, print)),
        "attract": lambda: board.open_cover(attract(board, 0)),
        "money": lambda: board.go(MoneyScreen),
        "purpose": lambda: board.go(PurposeScreen, purpose),
        "entry": lambda: board.go(EntryScreen, book, row, 1),
        "nothing": lambda: board.go(Reader, desk.library.get(f"{VILLAGE}-E3-2026-Q2")),
        "excuse": lambda: board.go(Reader, desk.library.get(f"{VILLAGE}-A7-2026-10")),
    }


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_nothing_is_cut_however_much_and_however_long(open_pilot, crowded, panel, look):
    pilot = open_pilot(crowded, panel)
    board = pilot.board
    pilot.app.stop_looking()  # an alarm would cover whatever is on the board
    for name, show in pages_of(board).items():
        board.wipe()
        board.set_look(look)
        show()
        count = board.laid_out.count if board.cover is None else 1
        for number in range(min(MOST_PAGES, count)):
            if number:
                board.turn(1)
            assert faults(pilot) == [], f"{name}, page {number + 1}"


def test_all_notices_and_all_payments_are_there_to_the_last(open_pilot, crowded):
    pilot = open_pilot(crowded)
    board = pilot.board
    pilot.app.stop_looking()
    assert len(board.desk.notices()) == NOTICES
    board.home()
    assert pilot.sees(f"还有 {NOTICES - 1} 条") or pilot.find(f"还有 {NOTICES - 1} 条")
    purpose = purposes(board.desk.library, board.desk.months(), paid=True)[0]
    board.go(PurposeScreen, purpose)
    assert pilot.sees(f"{ROWS} 笔")


def test_a_village_without_cases_says_so_and_still_shows_the_way(open_pilot, tmp_path):
    village = Village(tmp_path)
    village.add_everything()
    none = CaseBoard(division=VILLAGE, day=TODAY, counts=CaseCounts(), cases=())
    village.add(posted.board_face(), Content(document=none))
    village.publish()
    village.sync()
    pilot = open_pilot(village)
    pilot.tap("有话说")
    assert pilot.sees("还没有公布过大家反映的事")
    assert pilot.sees("有话想对村里、镇里说")
    assert faults(pilot) == []
