"""The open ballot of a division in the feed, so that its screen can offer it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from kiosk.affairs.appraisal import Ballot
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.disclosure import Content, Disclosure, disclosure_id
from kiosk.affairs.period import STANDING
from kiosk.affairs.posted import BALLOTS
from kiosk.center.appraisals.models import Session
from kiosk.center.cases.standing import standing_document
from kiosk.center.obligations.refresh import today_in
from kiosk.feed.draft import Draft
from kiosk.feed.tree import Repository

_BEFORE = timedelta(days=1)
"""It stands on the board so long before it opens."""


def drafts(tree: Repository, county: County, scopes: set[str] | None) -> Iterator[Draft]:
    """The newest session of each division that is open or about to be, where it changed.

    One that is over stays as it was: the screen itself sees that it has closed.
    """
    now = timezone.now()
    newest: dict[str, Session] = {}
    for session in Session.objects.filter(opens__lte=now + _BEFORE).order_by("id"):
        newest[session.division] = session
    for division in county.divisions:
        found = newest.get(division.code)
        wanted = scopes is None or division.scope in scopes
        if found is None or not wanted or division.scope not in tree.scopes:
            continue
        face, before = standing_document(tree, division.code, BALLOTS.code, Ballot)
        ballot = found.ballot()
        over = not ballot.is_open(now) and now >= ballot.opens
        if before == ballot or (over and (before is None or before.session != found.key)):
            continue
        yield Draft(
            disclosure=Disclosure(
                id=disclosure_id(division.code, BALLOTS.code, str(STANDING)),
                division=division.code,
                item=BALLOTS.code,
                title=found.title,
                kind=Kind.BALLOT,
                period=str(STANDING),
                published=face.published if face else min(today_in(county), beijing_day(now)),
                unit=division.name,
            ),
            content=Content(document=ballot),
        )
