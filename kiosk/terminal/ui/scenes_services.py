"""The screens of services, holdings and the villagers' word by a name, where there is content."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.affairs.guide import LifeEvent
from kiosk.affairs.holdings import HoldingClass
from kiosk.affairs.people import Use
from kiosk.affairs.routing import Rank
from kiosk.affairs.statute import chapters_of
from kiosk.feed.ballots import ballot_code
from kiosk.feed.code import Purpose
from kiosk.terminal.ui.board import Board
from kiosk.terminal.ui.readers.policy import is_long
from kiosk.terminal.ui.screens.code import show_code
from kiosk.terminal.ui.screens.estate.holding import HoldingScreen
from kiosk.terminal.ui.screens.estate.hub import EstateScreen
from kiosk.terminal.ui.screens.estate.lists import ClassScreen, ContractsScreen, ExchangeScreen
from kiosk.terminal.ui.screens.estate.risks import RisksScreen
from kiosk.terminal.ui.screens.reader import Reader
from kiosk.terminal.ui.screens.screen import Subject
from kiosk.terminal.ui.screens.services.errands import ErrandsScreen
from kiosk.terminal.ui.screens.services.guides import GroupsScreen, open_event
from kiosk.terminal.ui.screens.services.hub import ServicesScreen
from kiosk.terminal.ui.screens.services.pad import GuidePad
from kiosk.terminal.ui.screens.services.times import TimesScreen
from kiosk.terminal.ui.screens.services.who import WhoScreen
from kiosk.terminal.ui.screens.words.appraisals import AppraisalsScreen
from kiosk.terminal.ui.screens.words.booth import Booth
from kiosk.terminal.ui.screens.words.policies import PoliciesScreen
from kiosk.terminal.ui.screens.words.reports import ReportsScreen
from kiosk.terminal.ui.screens.words.statute import ChapterScreen, StatuteSearch
from kiosk.terminal.ui.screens.words.vote import (
    CodeScreen,
    DoneScreen,
    QuestionScreen,
    SummaryScreen,
)

Scenes = dict[str, Callable[[], None]]
_CODE = ballot_code("48213905771")
"""One that reads like a code and opens nothing."""


def service_scenes(board: Board) -> Scenes:
    """What there is only where somebody published it."""
    return _services(board) | _estate(board) | _words(board)


def _services(board: Board) -> Scenes:
    services, go = board.desk.services, board.go
    found: Scenes = {}
    guides = services.guides()
    if guides:
        events = [event for event in LifeEvent if services.guides_about(event)]
        found["services"] = partial(go, ServicesScreen)
        if events:
            found["event"] = partial(open_event, board, events[0])
        rank = guides[0].document.rank
        found["groups"] = partial(go, GroupsScreen, rank)
        found["guide-pad"] = partial(go, GuidePad)
        errands = [each for each in guides if each.document.errand]
        if errands:
            found["errand"] = partial(_serve, board, errands[0].id, errands[0].title)
    cases = board.desk.cases()
    if cases is not None and cases.errands:
        found["errands"] = partial(go, ErrandsScreen)
    if services.office(Rank.VILLAGE) is not None:
        found["who"] = partial(go, WhoScreen)
    for use in Use:
        if services.timetables(use):
            found[f"times-{use.value}"] = partial(go, TimesScreen, use, use.chinese)
    return found


def _estate(board: Board) -> Scenes:
    services, go = board.desk.services, board.go
    found: Scenes = {}
    for register in services.registers()[:1]:
        found["estate"] = partial(go, EstateScreen)
        rows = list(enumerate(register.document.holdings, 1))
        for row, holding in sorted(rows, key=lambda each: not each[1].photos)[:1]:
            found["holdings"] = partial(go, ClassScreen, holding.group)
            found["holding"] = partial(go, HoldingScreen, register.shelved, holding, row)
        if any(holding.group is HoldingClass.LAND for _, holding in rows):
            found["holdings-land"] = partial(go, ClassScreen, HoldingClass.LAND)
    if services.contracts():
        found["contracts"] = partial(go, ContractsScreen)
    if services.tenders():
        found["exchange"] = partial(go, ExchangeScreen)
    if services.risks() is not None:
        found["warnings"] = partial(go, RisksScreen)
    return found


def _words(board: Board) -> Scenes:
    services, go = board.desk.services, board.go
    found: Scenes = {}
    if services.policies():
        found["policies"] = partial(go, PoliciesScreen)
    for policy in services.policies():
        content = board.desk.library.content(policy.id)
        if content is not None and is_long(content):
            chapters = chapters_of(content.body)
            found["chapter"] = partial(go, ChapterScreen, policy.shelved, chapters, 0)
            found["statute-search"] = partial(_statute, board, policy.shelved, content)
            break
    if services.reports():
        found["reports"] = partial(go, ReportsScreen)
    if services.appraisals():
        found["appraisals"] = partial(go, AppraisalsScreen)
    for each in services.open_ballots()[:1] if board.desk.ballots is not None else []:
        booth = Booth(each.shelved, each.document, _CODE)
        for number in range(len(booth.asked) - 1):
            booth.give(number, (10, 8, 5, 9)[number % 4])
        found["vote-code"] = partial(go, CodeScreen, each.shelved, each.document)
        found["vote"] = partial(go, QuestionScreen, booth, 0)
        found["vote-summary"] = partial(go, SummaryScreen, booth)
        found["vote-done"] = partial(go, DoneScreen, "您的票交好了。", well=True)
    return found


def _serve(board: Board, id_: str, title: str) -> None:
    """The large code under which somebody else runs the errand."""
    shelved = board.desk.library.get(id_)
    if shelved is not None:
        board.go(Reader, shelved)
        subject = Subject(shelved.disclosure.division, id_, title=title)
        show_code(board, subject, Purpose.SERVE, "走不开？村里替您跑")


def _statute(board: Board, shelved: object, content: object) -> None:
    """As it looks after one letter."""
    board.go(StatuteSearch, shelved, content)
    screen = board.screen
    assert isinstance(screen, StatuteSearch)
    screen.find("c")
