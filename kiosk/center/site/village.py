"""The mobile pages of a village (one 一村一码 each), of a township and of the county."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kiosk.affairs.catalogue import Affairs
from kiosk.center.codes.subjects import poster_token
from kiosk.center.site import visits
from kiosk.center.site.board import Board, Row, board_of
from kiosk.center.site.page import fresh, page
from kiosk.center.site.shelf import FEED_ERRORS
from kiosk.center.site.syndication import as_atom, as_json
from kiosk.center.site.views import damaged, doors, missing, number_of
from kiosk.center.site.words import find

_NEWEST = 8
_LISTED = 40
_FOUND = 60
_FEED = 40
_DUE = 120

_View = Callable[..., HttpResponse]


def board_page(view: _View) -> _View:
    """A view of a division's board; says what is safe where the feed is damaged."""

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        try:
            board = board_of(code)
            return view(request, board, **more) if board is not None else missing(request)
        except (*FEED_ERRORS, DatabaseFailure):
            return damaged(request)

    return opened


def division_page(request: HttpRequest, code: str, *, token: str) -> HttpResponse:
    """A division's first page; ``token`` is the code that led here, '' for none."""
    return _home(request, code, token=token)


@require_safe
def division(request: HttpRequest, code: str) -> HttpResponse:
    """The same at its stable address."""
    return _home(request, code, token="")


@board_page
def _home(request: HttpRequest, board: Board, *, token: str) -> HttpResponse:
    rows = board.rows()
    counts = Counter(row.affairs for row in rows)
    owed, cases = board.owed(), board.cases()
    context = frame(board, token) | {
        "urgent": board.urgent(),
        "affairs": [(each, counts[each]) for each in Affairs],
        "rows": rows[:_NEWEST],
        "more": len(rows) > _NEWEST,
        "sums": board.sums(),
        "owed": owed,
        "late": owed.overdue[:2],
        "cases": cases,
        "rated": cases.rated_as(board.division.name) if cases else None,
        "below": board.below(),
    }
    visits.seen(board.division.code, "", now=board.now)
    return page(request, "site/division.html", context, changed=board.changed())


@board_page
def listing(request: HttpRequest, board: Board, affairs: str) -> HttpResponse:
    """What is public of one of the three affairs, or ``all``; by class, year and month."""
    if affairs != "all" and affairs not in set(Affairs):
        return missing(request)
    rows = [r for r in board.rows() if affairs in {"all", r.affairs.value}]
    classes = {row.class_code: row.class_name for row in rows}
    years = sorted({row.face.published.year for row in rows}, reverse=True)
    chosen = {name: request.GET.get(name, "")[:10] for name in ("class", "year", "month")}
    found = [row for row in rows if _is_chosen(row, chosen)]
    pages = max(1, -(-len(found) // _LISTED))
    at = min(number_of(request.GET.get("page", "")), pages)
    context = frame(board) | {
        "affairs": Affairs(affairs) if affairs != "all" else None,
        "key": affairs,
        "classes": sorted(classes.items()),
        "years": [str(year) for year in years],
        "months": [str(month) for month in range(1, 13)],
        "chosen": chosen,
        "rows": found[(at - 1) * _LISTED : at * _LISTED],
        "count": len(found),
        "at": at,
        "pages": pages,
    }
    return page(request, "site/list.html", context, changed=board.changed())


def _is_chosen(row: Row, chosen: dict[str, str]) -> bool:
    day = row.face.published
    return (
        chosen["class"] in {"", row.class_code}
        and chosen["year"] in {"", str(day.year)}
        and chosen["month"] in {"", str(day.month)}
    )


@board_page
def search(request: HttpRequest, board: Board) -> HttpResponse:
    """What holds the words or pinyin initials that were typed."""
    typed = request.GET.get("q", "").strip()[:60]
    hits = find(board.shelf.texts(board.division.code), typed)
    context = frame(board) | {
        "typed": typed,
        "hits": [(board.row(hit.face), hit) for hit in hits[:_FOUND]],
        "count": len(hits),
        "limit": _FOUND,
    }
    return page(request, "site/search.html", context, changed=board.changed())


@board_page
def due(request: HttpRequest, board: Board) -> HttpResponse:
    """What should be public and is not: an honest table, the longest overdue first."""
    owed = board.owed()
    context = frame(board) | {
        "owed": owed,
        "groups": [
            ("逾期没有公开", owed.overdue[:_DUE]),
            ("还没到期", owed.due[:_DUE]),
            ("免公开", owed.excused[:_DUE]),
        ],
        "since": board.county.since,
        "today": board.today,
    }
    return page(request, "site/due.html", context, changed=board.changed())


@board_page
def cases(request: HttpRequest, board: Board) -> HttpResponse:
    """What neighbours said, how it stands, and what was rated; as masked as on the screen."""
    context = frame(board) | {"cases": board.cases(), "today": board.today}
    return page(request, "site/cases.html", context, changed=board.changed())


@board_page
def atom(request: HttpRequest, board: Board) -> HttpResponse:
    """The newest disclosures as an Atom feed (RFC 4287)."""
    answer = HttpResponse(
        as_atom(board, board.rows()[:_FEED], request.build_absolute_uri),
        content_type="application/atom+xml; charset=utf-8",
    )
    return fresh(request, answer, board.changed())


@board_page
def json_feed(request: HttpRequest, board: Board) -> HttpResponse:
    """The same as a JSON Feed (version 1.1)."""
    answer = HttpResponse(
        as_json(board, board.rows()[:_FEED], request.build_absolute_uri),
        content_type="application/feed+json",
    )
    return fresh(request, answer, board.changed())


def frame(board: Board, token: str = "") -> dict[str, object]:
    """What every page of a board says: where one is, and how new it is."""
    path = board.path()
    return {
        "board": board.division,
        "path": path[:-1],
        "place": board.shelf.place(board.division.code),
        "sample": board.county.sample,
        "issued": board.shelf.issued(board.division.code),
        **doors(token or poster_token(board.division.code)),
    }
