"""Every screen of the board by a name, and how to get there from home: for pictures and tests."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.obligation import overdue
from kiosk.feed.code import Purpose
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.flows import purposes
from kiosk.terminal.ui.looks import Looks
from kiosk.terminal.ui.scenes_services import service_scenes
from kiosk.terminal.ui.screens.ask import AskScreen, CaseScreen, QueryScreen
from kiosk.terminal.ui.screens.attract import attract
from kiosk.terminal.ui.screens.code import show_code
from kiosk.terminal.ui.screens.due import DueScreen, ObligationScreen
from kiosk.terminal.ui.screens.empty import Empty, Stumbled, Withdrawn
from kiosk.terminal.ui.screens.entry import EntryScreen
from kiosk.terminal.ui.screens.fresh import FreshScreen
from kiosk.terminal.ui.screens.money import MoneyScreen
from kiosk.terminal.ui.screens.notices import NoticesScreen
from kiosk.terminal.ui.screens.purpose import PurposeScreen
from kiosk.terminal.ui.screens.ratings import RatingsScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.search import ResultsScreen, SearchScreen
from kiosk.terminal.ui.screens.shelf import ShelfScreen
from kiosk.terminal.ui.screens.staff.caretaker import Caretaker
from kiosk.terminal.ui.screens.staff.panel import StaffPanel
from kiosk.terminal.ui.screens.staff.pin import PinScreen
from kiosk.terminal.ui.screens.staff.touchtest import TouchTest
from kiosk.terminal.ui.screens.stillthere import StillThere
from kiosk.terminal.ui.screens.subsidy import GrantScreen, SubsidyScreen, grant_items
from kiosk.terminal.ui.theme import Look, Step

_MOST_TURNS = 24
_COUNTDOWN = 15
Scenes = dict[str, Callable[[], None]]


def scenes(board: Board, caretaker: Caretaker | None = None) -> Scenes:
    """Every kind of screen, by name; those that the library has nothing for are left out.

    The staff's screens are among them where there is a ``caretaker``.
    """
    found = _everyday(board) | _found(board) | service_scenes(board) | _rare(board)
    if caretaker is not None:
        found |= {
            "pin": lambda: board.go(PinScreen, caretaker),
            "staff": lambda: board.go(StaffPanel, caretaker),
            "touch-test": lambda: board.go(TouchTest),
        }
    return found


def _everyday(board: Board) -> Scenes:
    """What is there on every board."""
    return {
        "home": board.home,
        "home-largest": lambda: board.set_step(Step.LARGEST),
        "home-contrast": lambda: board.set_look(Look(contrast=True)),
        "home-seated": lambda: board.set_look(Look(seated=True)),
        "looks": lambda: board.open_cover(Looks(board)),
        "list": lambda: board.go(ShelfScreen, affairs=Affairs.VILLAGE),
        "search": lambda: _search(board),
        "results": lambda: _results(board),
        "fresh": lambda: board.go(FreshScreen),
        "subsidy": lambda: board.go(SubsidyScreen),
        "grant": lambda: _grant(board),
        "money": lambda: board.go(MoneyScreen),
        "purpose": lambda: _purpose(board),
        "ask": lambda: board.go(AskScreen),
        "query": lambda: board.go(QueryScreen),
        "ratings": lambda: board.go(RatingsScreen),
        "due": lambda: board.go(DueScreen),
        "code": lambda: _code(board, Purpose.SPEAK),
        "code-take": lambda: _code(board, Purpose.TAKE),
        "attract": lambda: _cover(board, "ItemPoster"),
        "attract-overdue": lambda: _cover(board, "OverduePoster"),
        "attract-ask": lambda: _cover(board, "AskPoster"),
    }


def _rare(board: Board) -> Scenes:
    """What happens to a visitor, rather than is chosen."""
    return {
        "still-there": lambda: board.open_cover(StillThere(board, _COUNTDOWN)),
        "empty": lambda: board.go(Empty),
        "stumbled": lambda: board.go(Stumbled),
        "withdrawn": lambda: board.go(Withdrawn),
    }


def _found(board: Board) -> Scenes:
    """What there is only where somebody published it."""
    found: Scenes = {}
    if board.desk.notices():
        found["urgent"] = lambda: _cover(board, "NoticePoster")
        found["notices"] = lambda: board.go(NoticesScreen)
    late = overdue(board.desk.obligations())
    if late:
        found["owed"] = lambda: board.go(ObligationScreen, late[0])
    cases = board.desk.cases()
    if cases is not None and cases.cases:
        told = max(cases.cases, key=lambda case: len(case.answer))
        found["case"] = lambda: board.go(CaseScreen, told)
    for kind in Kind:
        shelved = best_of(board, kind)
        if shelved is not None:
            found[kind.value] = lambda shelved=shelved: board.go(Reader, shelved)
    ledger = best_of(board, Kind.LEDGER)
    if ledger is not None:
        found["entry"] = lambda: _entry(board, ledger)
        found["voucher"] = lambda: _voucher(board, ledger)
        found["aloud"] = lambda: _aloud(board, ledger)
    return found


def best_of(board: Board, kind: Kind) -> Shelved | None:
    """The newest of a kind on the village's own board, else on the boards above."""
    for division in board.desk.scope():
        for shelved in board.desk.library.shelves(divisions=[division], kind=kind, limit=1):
            return shelved
    return None


def _search(board: Board) -> SearchScreen:
    """As it looks after two letters."""
    board.go(SearchScreen)
    screen = board.screen
    assert isinstance(screen, SearchScreen)
    screen.find("sz")
    return screen


def _results(board: Board) -> None:
    """Everything that was found."""
    board.go(ResultsScreen, _search(board).query)


def _cover(board: Board, kind: str) -> None:
    """The first poster of a kind in the attract loop, if there is one."""
    for number in range(_MOST_TURNS):
        cover = attract(board, number)
        if cover is not None and type(cover).__name__ == kind:
            board.open_cover(cover)
            return


def _code(board: Board, purpose: Purpose) -> None:
    shelved = best_of(board, Kind.LEDGER)
    if shelved is not None:
        board.go(Reader, shelved)
        assert board.screen is not None
        show_code(board, board.screen.subject(), purpose)


def _purpose(board: Board) -> None:
    """What most was paid for."""
    board.go(MoneyScreen)
    for purpose in purposes(board.desk.library, board.desk.months(), paid=True)[:1]:
        board.go(PurposeScreen, purpose)


def _entry(board: Board, shelved: Shelved) -> None:
    """The row that belongs with most."""
    board.go(Reader, shelved)
    content = board.desk.library.content(shelved.disclosure.id)
    if content is not None and isinstance(content.document, Ledger) and content.document.entries:
        rows = enumerate(content.document.entries, 1)
        row, entry = max(rows, key=lambda each: (len(each[1].related), len(each[1].vouchers)))
        board.go(EntryScreen, shelved, entry, row)


def _voucher(board: Board, ledger: Shelved) -> None:
    content = board.desk.library.content(ledger.disclosure.id)
    media = content.media() if content else []
    if media:
        board.go(Reader, ledger)
        board.view(media[:1])


def _grant(board: Board) -> None:
    """The first kind that the catalogue knows."""
    board.go(SubsidyScreen)
    for item in grant_items(board)[:1]:
        board.go(GrantScreen, item)


def _aloud(board: Board, ledger: Shelved) -> None:
    """As it looks while the second row is read."""
    board.go(Reader, ledger)
    board.aloud.start()
    while "付出" not in board.aloud.saying and board.aloud.active:
        board.aloud.go_on()
