"""The boards that the center posts by itself: cases, confirmed warnings, open ballots.

The publishing worker (`kiosk.center.board.worker`) watches the events and posts the boards of the
divisions that they belong to, whenever they change: the server's own workers, which answer
strangers, cannot sign.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure, disclosure_id
from kiosk.affairs.division import scope_of
from kiosk.affairs.posted import CASES
from kiosk.affairs.public_case import CaseBoard
from kiosk.affairs.sort import Sort
from kiosk.center.cases.standing import standing_document
from kiosk.center.posting import PostError, county_in, post
from kiosk.feed.checks import PublishError
from kiosk.feed.documents import DocumentError
from kiosk.feed.draft import Draft
from kiosk.feed.durable import BusyError
from kiosk.feed.keys import KeysError
from kiosk.feed.tree import Repository, RepositoryError
from kiosk.feed.verify import VerifyError

_LOG = logging.getLogger(__name__)
_ALL_SECONDS = 3_600.0
"""Time alone makes cases late: all boards are looked at this often."""
_PERIOD = "standing"
TROUBLE = (OSError, BusyError, KeysError, RepositoryError, VerifyError, DocumentError, PostError)
"""What keeps a post from the feed until it is tried again."""


def post_boards(feed: Path, online: Path, scopes: set[str] | None = None) -> list[str]:
    """Post the boards that differ from what stands in the feed; the ids that were posted.

    ``scopes`` limits it to these; None is all.  A board that may not be published (a number in
    an answer that looks like somebody's) is logged and left as it was; the others go out.
    """
    from kiosk.center.appraisals import boards as ballots
    from kiosk.center.risks import boards as risks

    tree, county = Repository(feed), county_in(feed)
    drafts = [
        draft
        for made in (_drafts, risks.drafts, ballots.drafts)
        for draft in made(tree, county, scopes)
    ]
    if not drafts:
        return []
    try:
        outcome = post(feed, online, drafts)
    except PublishError:
        return [posted for draft in drafts for posted in _alone(feed, online, draft)]
    return [*outcome.added, *outcome.changed]


def _alone(feed: Path, online: Path, draft: Draft) -> list[str]:
    try:
        outcome = post(feed, online, [draft])
    except PublishError as error:
        _LOG.error("诉求公开栏 %s 没有更新，原来的照常公开：%s", draft.disclosure.id, error)
        return []
    return [*outcome.added, *outcome.changed]


def _drafts(tree: Repository, county: County, scopes: set[str] | None) -> Iterator[Draft]:
    """The boards that are not in the feed as they should be."""
    from kiosk.center.cases.models import Case
    from kiosk.center.cases.services import board_of
    from kiosk.center.feedback.models import Rating
    from kiosk.center.feedback.scores import board_ratings

    shown = Case.objects.filter(sort__in=(Sort.FEEDBACK.value, Sort.ERRAND.value))
    filed = set(shown.values_list("division", flat=True).distinct())
    filed |= set(Rating.objects.values_list("division", flat=True).distinct())
    for division in county.divisions:
        wanted = scopes is None or division.scope in scopes
        if not wanted or division.code not in filed or division.scope not in tree.scopes:
            continue
        ratings = board_ratings(division.code, division.name) or msgspec.UNSET
        board = msgspec.structs.replace(board_of(division.code), ratings=ratings)
        face, standing = standing_document(tree, division.code, CASES.code, CaseBoard)
        if standing is not None and msgspec.structs.replace(board, day=standing.day) == standing:
            continue
        yield Draft(
            disclosure=Disclosure(
                id=disclosure_id(division.code, CASES.code, _PERIOD),
                division=division.code,
                item=CASES.code,
                title="大家反映的事",
                kind=Kind.CASES,
                period=_PERIOD,
                published=face.published if face else board.day,
                unit=division.name,
            ),
            content=Content(document=board),
        )


class Watcher:
    """Looks for new events, and posts the boards that they belong to."""

    def __init__(self, feed: Path, online: Path) -> None:
        self._feed, self._online = feed, online
        self._seen = self._rated = 0
        self._sessions = (0, 0)
        self._all_at = 0.0

    def look(self) -> list[str]:
        """One look; what was posted.  What goes wrong is logged, and tried at the next look."""
        from django.db import DatabaseError, connections

        from kiosk.center.appraisals.models import Session
        from kiosk.center.cases.models import CaseEvent
        from kiosk.center.feedback.models import Rating

        try:
            newest = CaseEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
            rated = Rating.objects.order_by("-id").values_list("id", flat=True).first() or 0
            sessions = Session.objects.count(), Session.objects.exclude(closed_at=None).count()
            if time.monotonic() >= self._all_at:
                posted = post_boards(self._feed, self._online)
                self._all_at = time.monotonic() + _ALL_SECONDS
            elif (newest, rated, sessions) != (self._seen, self._rated, self._sessions):
                moved = CaseEvent.objects.filter(id__gt=self._seen)
                scopes = set(moved.values_list("case__scope", flat=True).distinct())
                told = Rating.objects.filter(id__gt=self._rated)
                scopes |= {scope_of(d) for d in told.values_list("division", flat=True).distinct()}
                if sessions != self._sessions:
                    scopes |= set(Session.objects.values_list("scope", flat=True).distinct())
                posted = post_boards(self._feed, self._online, scopes)
            else:
                return []
        except (DatabaseError, *TROUBLE) as error:
            _LOG.warning("诉求公开栏这次没有更新，过一会儿再试：%s", error)
            return []
        finally:
            connections.close_all()
        self._seen, self._rated, self._sessions = newest, rated, sessions
        return posted
