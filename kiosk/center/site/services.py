"""办事找人 on the phone: guides by what happened in the family, who is there, who comes when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.deadline import BEIJING
from kiosk.affairs.disclosure import Disclosure
from kiosk.affairs.guide import LifeEvent, ServiceGuide
from kiosk.affairs.people import Occurrence, People, Timetable, Use
from kiosk.affairs.routing import Rank, rank_of
from kiosk.center.codes.subjects import poster_token
from kiosk.center.site.board import Board, documents
from kiosk.center.site.page import page
from kiosk.center.site.village import board_page, frame
from kiosk.feed.code import Purpose

Guides = list[tuple[Disclosure, ServiceGuide]]


@board_page
def services(request: HttpRequest, board: Board) -> HttpResponse:
    """All of it; ``?about=`` a life event or ``?group=`` a class narrows it to its guides."""
    guides = _guides(board)
    about, group = request.GET.get("about", ""), request.GET.get("group", "")
    if group not in {guide.group for _, guide in guides}:
        group = ""  # nobody makes this page say something by an address of their own
    event = next((each for each in LifeEvent if each.value == about), None)
    if event is not None:
        chosen, shown = event.chinese, [g for g in guides if event in g[1].events]
    else:
        chosen, shown = group, [g for g in guides if g[1].group == group]
    events = Counter(each for _, guide in guides for each in guide.events)
    groups = Counter((guide.rank, guide.group) for _, guide in guides)
    timetables = documents(board, Kind.TIMETABLE, Timetable)
    office = next(iter(documents(board, Kind.PEOPLE, People)), None)
    moment = _moment(board)
    calendar = board.county.calendar
    opened = office is not None and office[1].open_at(moment, calendar)
    context = frame(board) | {
        "chosen": chosen,
        "guides": shown,
        "events": [(each, events[each]) for each in LifeEvent if events[each]],
        "groups": [
            (rank, name, groups[rank, name])
            for rank, name in sorted(groups, key=lambda key: list(Rank).index(key[0]))
        ],
        "office": office,
        "open": opened,
        "opens": None if office is None or opened else office[1].opens_next(moment, calendar),
        "duty": _duty(timetables, moment, board),
        "timetables": [face for face, _ in timetables],
        "people": [face for face, _ in documents(board, Kind.PEOPLE, People)],
        "errand": _errand(board),
    }
    return page(request, "site/services.html", context, changed=board.changed())


def _errand(board: Board) -> str:
    if rank_of(board.division.code) is not Rank.VILLAGE:
        return ""
    token = poster_token(board.division.code, purpose=Purpose.SERVE)
    return reverse("serve", args=(token,))


def _guides(board: Board) -> Guides:
    """The village's own guides first, then those of the levels above, by their class."""
    ranks = list(Rank)
    found = documents(board, Kind.GUIDE, ServiceGuide)
    return sorted(found, key=lambda each: (ranks.index(each[1].rank), each[1].group))


def _duty(
    timetables: list[tuple[Disclosure, Timetable]], moment: datetime, board: Board
) -> list[Occurrence]:
    own = board.division.code
    return [
        held
        for face, table in timetables
        if table.use is Use.DUTY and face.division == own
        for held in table.now(moment, board.county.calendar)
    ]


def _moment(board: Board) -> datetime:
    """Now in China; in a sample county the time of day on the day of the sample."""
    here = board.now.astimezone(BEIJING)
    return datetime.combine(board.today, here.time(), BEIJING)
