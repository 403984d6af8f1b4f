"""The board of confirmed warnings of each village: what was seen, who answers, what they said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from django.utils import timezone

from kiosk.affairs.case import CaseState
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure, disclosure_id
from kiosk.affairs.division import scope_of
from kiosk.affairs.period import STANDING
from kiosk.affairs.posted import RISKS
from kiosk.affairs.public_case import mask
from kiosk.affairs.risk import Evidence, PublicRisk, RiskBoard, RiskRule
from kiosk.affairs.sort import Sort, state_name
from kiosk.center.cases.models import Case
from kiosk.center.cases.places import unit_name
from kiosk.center.cases.rules import current
from kiosk.center.cases.standing import standing_document
from kiosk.center.obligations.refresh import today_in
from kiosk.feed.draft import Draft
from kiosk.feed.tree import Repository

_ENDED_DAYS = 365
"""A warning that was cleared up stays readable for a year: it is to the unit's credit."""


def drafts(tree: Repository, county: County, scopes: set[str] | None) -> Iterator[Draft]:
    """The boards that are not in the feed as they should be."""
    confirmed = Case.objects.filter(sort=Sort.WARNING.value, facts__has_key="confirmed")
    divisions = set(confirmed.values_list("division", flat=True).distinct())
    today = today_in(county)
    for division in county.divisions:
        wanted = scopes is None or division.scope in scopes
        if not wanted or division.code not in divisions or division.scope not in tree.scopes:
            continue
        board = board_of(division.code, today)
        face, before = standing_document(tree, division.code, RISKS.code, RiskBoard)
        if before is not None and msgspec.structs.replace(board, day=before.day) == before:
            continue
        yield Draft(
            disclosure=Disclosure(
                id=disclosure_id(division.code, RISKS.code, str(STANDING)),
                division=division.code,
                item=RISKS.code,
                title="三资预警",
                kind=Kind.RISKS,
                period=str(STANDING),
                published=face.published if face else today,
                unit=county.name,
            ),
            content=Content(document=board),
        )


def board_of(division: str, today: date) -> RiskBoard:
    """What stands on the board of a division on a day."""
    found = Case.objects.filter(
        sort=Sort.WARNING.value, facts__has_key="confirmed", scope=scope_of(division)
    )
    risks = [risk_of(case, today) for case in found.order_by("id")]
    shown = [r for r in risks if not r.ended or (today - r.confirmed).days <= _ENDED_DAYS]
    order = {"red": 0, "orange": 1, "yellow": 2}
    shown.sort(key=lambda r: (r.ended, order[r.colour.value], r.since, r.number))
    return RiskBoard(division=division, day=today, risks=tuple(shown))


def risk_of(case: Case, today: date) -> PublicRisk:
    """The public face of a warning."""
    facts = case.facts
    rule = msgspec.convert(facts["rule"], RiskRule)
    since = date.fromisoformat(facts["since"])
    rules = current(timezone.localdate())
    answered = case.standing in {CaseState.ANSWERED, CaseState.CLOSED}
    ended = case.standing.ended
    return PublicRisk(
        number=case.number,
        name=rule.name,
        said=facts["said"],
        colour=rule.colour(since, today),
        since=since,
        confirmed=date.fromisoformat(facts.get("confirmed", today.isoformat())),
        unit=unit_name(case.place, rules),
        state=state_name(case.kind, case.standing),
        evidence=msgspec.convert(facts["evidence"], tuple[Evidence, ...]),
        due=None if ended else case.due,
        answer=mask(case.answer) if answered else "",
        ended=ended,
    )
