"""Looking at what every village has made public, and filing what the rules see as cases.

Every night, and whenever something was published: only villages whose own feed, day or rules
changed are looked at again, a few at a time, so that nobody's publication waits.  The same
finding is the same case, however often it is seen; one that is seen no more ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from django.db import transaction

from kiosk.affairs.case import Act, Actor, CaseState, Channel
from kiosk.affairs.catalogue import Kind
from kiosk.affairs.county import County
from kiosk.affairs.division import Level, lineage
from kiosk.affairs.gathering import LOOKED_AT, Shown, gather
from kiosk.affairs.holdings import Contract
from kiosk.affairs.risk import Finding, RiskRule, findings
from kiosk.affairs.sort import Sort
from kiosk.center.cases.history import record
from kiosk.center.cases.models import Case
from kiosk.center.cases.sealing import nonce_digest
from kiosk.center.cases.services import Filing, file_case, rules_on
from kiosk.center.obligations.refresh import today_in
from kiosk.center.risks.rules import current
from kiosk.center.site.shelf import shelf

_AT_ONCE = 10
"""Villages that one look takes: a fraction of a second."""
_GONE = "规则不再看到这个情况，自动结束。"


class Looked(NamedTuple):
    """How many cases one look filed and ended, and how many villages are left to look at."""

    filed: int = 0
    ended: int = 0
    left: int = 0


class Looker:
    """Remembers what each village looked like when it was last looked at."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[object, ...]] = {}
        self._contracts: dict[str, tuple[str, tuple[Contract, ...]]] = {}

    def look_at_all(self, now: datetime) -> Looked:
        """Look until nothing is left."""
        filed = ended = 0
        while True:
            found = self.look(now)
            filed, ended = filed + found.filed, ended + found.ended
            if not found.left:
                return Looked(filed, ended)

    def look(self, now: datetime) -> Looked:
        """Look at some of the villages that changed; the rest at the next call.

        Raises one of `kiosk.center.site.shelf.FEED_ERRORS` where the feed is damaged.
        """
        county = shelf().county()
        if county is None:
            return Looked()
        today, rules = today_in(county, now), current()
        matters = rules_on(now.date()).matters_of(Sort.WARNING)
        if not matters or not rules:
            return Looked()
        villages = [d.code for d in county.divisions if d.level in {Level.VILLAGE, Level.COMMUNITY}]
        for code in villages:
            self._keep_contracts(code)
        marks = {
            code: (*(shelf().mark(each) for each in lineage(code)), today, rules)
            for code in villages
        }
        waiting = [code for code in villages if self._seen.get(code) != marks[code]]
        filed = ended = 0
        for code in waiting[:_AT_ONCE]:
            found = self._look_at(county, code, rules, today)
            more = _write(code, found, matters[0].code, now)
            filed, ended = filed + more.filed, ended + more.ended
            self._seen[code] = marks[code]
        return Looked(filed, ended, max(0, len(waiting) - _AT_ONCE))

    def _look_at(
        self, county: County, code: str, rules: tuple[RiskRule, ...], today: date
    ) -> list[Finding]:
        # Of the levels above it matters what is a resolution and what names one: their faces say.
        above = [Shown(face) for each in lineage(code)[1:] for face in shelf().faces(each)]
        peers = [c for other, (_, kept) in self._contracts.items() if other != code for c in kept]
        owed = county.owed(code, shelf().faces(code), today)
        seen = gather(code, shown_of(code), above=above, owed=owed, peers=peers)
        return findings(seen, rules, today)

    def _keep_contracts(self, code: str) -> None:
        mark = shelf().mark(code)
        kept = self._contracts.get(code)
        if kept is None or kept[0] != mark:
            found = tuple(
                each.content.document
                for each in shown_of(code, frozenset({Kind.CONTRACT}))
                if isinstance(each.content.document, Contract)
            )
            self._contracts[code] = (mark, found)


def shown_of(division: str, kinds: AbstractSet[Kind] = LOOKED_AT) -> Iterable[Shown]:
    """What a division shows now, with its documents of these kinds."""
    for face in shelf().faces(division):
        opened = shelf().open(face.id) if face.kind in kinds else None
        if opened is not None and opened.content is not None:
            yield Shown(face, opened.content)
        else:
            yield Shown(face)


def _nonce(finding: Finding) -> str:
    return f"kiosk risk finding {finding.key}"


def _write(division: str, found: list[Finding], matter: str, now: datetime) -> Looked:
    """File what is new, end what is seen no more; nothing else is touched."""
    digests = {nonce_digest(_nonce(each)): each for each in found}
    standing = Case.objects.filter(division=division, sort=Sort.WARNING.value)
    known = set(standing.values_list("nonce", flat=True))
    fresh = [each for digest, each in digests.items() if digest not in known]
    for each in fresh:
        file_case(_filing(each, matter), now=now)
    over = [s.value for s in CaseState if s.ended]
    gone = standing.exclude(nonce__in=digests).exclude(state__in=over)
    ended = 0
    for pk in list(gone.values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if not case.standing.ended:
                record(case, Act.LAPSE, Actor.SYSTEM, now, words=_GONE)
                ended += 1
    return Looked(len(fresh), ended)


def _filing(finding: Finding, matter: str) -> Filing:
    first = finding.evidence[0]
    return Filing(
        division=finding.division,
        matter=matter,
        words=finding.said,
        nonce=_nonce(finding),
        channel=Channel.RULE,
        item=first.item,
        title=finding.rule.name,
        facts={
            "rule": msgspec.to_builtins(finding.rule),
            "said": finding.said,
            "since": finding.since.isoformat(),
            "evidence": msgspec.to_builtins(finding.evidence),
        },
    )
