"""Risk rules (三资预警): what looks wrong with the money, said as what was seen, never as guilt.

Pure: a rule is data, `findings` looks at what one village has made public and says what it saw,
where, and since when.  Precision before recall: a rule that shouts at honest clerks is switched
off within a week, so each knows its innocent look-alikes (`RiskRule.unless`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

import msgspec

from kiosk.affairs.deadline import Colour, chinese_day
from kiosk.affairs.holdings import Contract, Tender
from kiosk.affairs.money import format_yuan
from kiosk.affairs.period import Cycle, parse_period


class Check(StrEnum):
    """What a rule looks for."""

    UNDECIDED = "undecided"
    UNPAID = "unpaid"
    ENDING = "ending"
    CHEAP = "cheap"
    SPLIT = "split"
    CASH = "cash"
    LATE = "late"
    GAP = "gap"

    @property
    def chinese(self) -> str:
        """As risks.yaml writes it behind 检查."""
        return _CHECKS[self]


_CHECKS = {
    Check.UNDECIDED: "大额支出没有决议",
    Check.UNPAID: "租金逾期",
    Check.ENDING: "合同到期没有公开竞价",
    Check.CHEAP: "价格偏低",
    Check.SPLIT: "同一收款方多次小额",
    Check.CASH: "大额现金",
    Check.LATE: "账目晚公开",
    Check.GAP: "结余接不上",
}


class RiskRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule of a county, valid from a day on.

    ``limit`` in fen, ``days`` and ``times`` and ``share`` (percent) mean what the check says
    (`findings`).  A finding is yellow, after ``orange`` days orange, after ``red`` days red.
    ``unless`` are words that make an entry an innocent one (interest, transfers, wages).
    """

    code: str
    check: Check
    name: str
    valid_from: date
    limit: int = 0
    days: int = 0
    times: int = 0
    share: int = 0
    orange: int = 30
    red: int = 90
    unless: tuple[str, ...] = ()
    source: str = ""

    def colour(self, since: date, today: date) -> Colour:
        """How urgent a finding is that stands since a day."""
        age = (today - since).days
        if age >= self.red:
            return Colour.RED
        return Colour.ORANGE if age >= self.orange else Colour.YELLOW


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where it was seen: the id of a disclosure, its row from 1 (None: the whole), what stands."""

    item: str
    text: str
    row: int | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule saw.  ``key`` is the same every night for the same thing."""

    rule: RiskRule
    division: str
    key: str
    said: str
    since: date
    evidence: tuple[Evidence, ...]

    def colour(self, today: date) -> Colour:
        """How urgent it is on a day."""
        return self.rule.colour(self.since, today)


class Paid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a ledger; ``decided``: what it names leads to a resolution (directly or not)."""

    item: str
    row: int
    day: date
    summary: str
    party: str
    account: str
    note: str
    paid: int
    decided: bool = False


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """One month's balances."""

    item: str
    period: str
    opening: int
    closing: int


class Let(msgspec.Struct, frozen=True, kw_only=True):
    """A contract with its id, and whether a tender names it."""

    item: str
    contract: Contract
    tendered: bool = False


class LateItem(msgspec.Struct, frozen=True, kw_only=True):
    """Accounts that should be public and are not."""

    item: str
    name: str
    period: str
    due: date


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one village has made public, as far as rules look at it.

    ``peers`` are contracts of other villages, to compare prices with.
    """

    division: str
    paid: tuple[Paid, ...] = ()
    books: tuple[Book, ...] = ()
    contracts: tuple[Let, ...] = ()
    tenders: tuple[Tender, ...] = ()
    late: tuple[LateItem, ...] = ()
    peers: tuple[Contract, ...] = ()


class PublicRisk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the county confirmed, as anyone may read it; ``answer`` is the unit's."""

    number: str
    name: str
    said: str
    colour: Colour
    since: date
    confirmed: date
    unit: str
    state: str
    evidence: tuple[Evidence, ...] = ()
    due: date | None = None
    answer: str = ""
    ended: bool = False


class RiskBoard(msgspec.Struct, frozen=True, kw_only=True, tag="risks"):
    """Everything confirmed of one village, the most urgent first."""

    division: str
    day: date
    risks: tuple[PublicRisk, ...]


def rules_in_force(rules: Sequence[RiskRule], day: date) -> list[RiskRule]:
    """The newest of each code that is valid on a day, in the order in which they were written."""
    newest: dict[str, RiskRule] = {}
    for rule in sorted(rules, key=lambda each: each.valid_from):
        if rule.valid_from <= day:
            newest[rule.code] = rule
    return list(newest.values())


def findings(seen: Seen, rules: Sequence[RiskRule], today: date) -> list[Finding]:
    """Everything that the rules in force see on a day, the oldest first."""
    found = [
        finding
        for rule in rules_in_force(rules, today)
        for finding in _LOOK[rule.check](rule, seen, today)
    ]
    return sorted(found, key=lambda each: (each.since, each.key))


def _undecided(rule: RiskRule, seen: Seen, _: date) -> Iterator[Finding]:
    """A payment above ``limit`` that leads to no resolution."""
    for each in seen.paid:
        if each.paid <= rule.limit or each.decided or _innocent(rule, each):
            continue
        said = (
            f"{chinese_day(each.day)}支出 {format_yuan(each.paid)} 元（{each.summary}），超过"
            f" {format_yuan(rule.limit)} 元，账上没有连到会议决议"
        )
        yield _finding(rule, seen, f"{each.item}/{each.row}", said, each.day, (_row(each),))


def _unpaid(rule: RiskRule, seen: Seen, today: date) -> Iterator[Finding]:
    """Rent of ``limit`` or more that is ``days`` past its day."""
    for each in seen.contracts:
        for number, part in enumerate(each.contract.installments, 1):
            missing = part.amount - part.paid
            since = part.due + timedelta(days=rule.days + 1)
            if missing < max(1, rule.limit) or today < since:
                continue
            said = (
                f"{each.contract.subject}：{chinese_day(part.due)}到期的租金还差"
                f" {format_yuan(missing)} 元没有收到"
            )
            text = f"应收 {format_yuan(part.amount)} 元，已收 {format_yuan(part.paid)} 元"
            evidence = Evidence(item=each.item, row=number, text=text)
            yield _finding(rule, seen, f"{each.item}/{part.due}", said, since, (evidence,))


def _ending(rule: RiskRule, seen: Seen, today: date) -> Iterator[Finding]:
    """A contract that ends within ``days`` (or has ended) and that no tender names."""
    for each in seen.contracts:
        since = each.contract.ends - timedelta(days=rule.days)
        if each.tendered or today < since or today > each.contract.ends + timedelta(days=730):
            continue
        over = "已经到期" if each.contract.ends < today else "快到期了"
        said = (
            f"{each.contract.subject}的合同{chinese_day(each.contract.ends)}到期，{over}，"
            "还没有看到公开竞价的公告"
        )
        begins, ends = chinese_day(each.contract.begins), chinese_day(each.contract.ends)
        text = f"{each.contract.number}，{begins}至{ends}"
        evidence = Evidence(item=each.item, text=text)
        yield _finding(rule, seen, each.item, said, since, (evidence,))


def _cheap(rule: RiskRule, seen: Seen, today: date) -> Iterator[Finding]:
    """A price below ``share`` percent of the median of at least ``times`` comparable ones."""
    everybody = [each.contract for each in seen.contracts] + list(seen.peers)
    for each in seen.contracts:
        own = each.contract
        price = own.unit_price
        if price is None or own.ends < today or own.begins > today:
            continue
        like = [
            other.unit_price
            for other in everybody
            if other is not own
            and (other.group, other.unit) == (own.group, own.unit)
            and other.unit_price is not None
            and other.ends >= today
        ]
        if len(like) < max(1, rule.times):
            continue
        usual = int(median(like))
        if price * 100 >= usual * rule.share:
            continue
        said = (
            f"{own.subject}每{own.unit}每年 {format_yuan(price)} 元，"
            f"同类 {len(like)} 份合同的中间价是 {format_yuan(usual)} 元"
        )
        evidence = Evidence(item=each.item, text=f"{own.number}，{own.manner or '没有写怎么定的'}")
        yield _finding(rule, seen, each.item, said, own.begins, (evidence,))


def _split(rule: RiskRule, seen: Seen, _: date) -> Iterator[Finding]:
    """One payee ``times`` times within ``days``, each below ``limit``, together above it.

    Each at least a third of the limit: small daily bills are no way around a meeting.
    """
    parties: dict[str, list[Paid]] = {}
    for each in seen.paid:
        near = rule.limit // 3 <= each.paid <= rule.limit
        if each.party.strip() and near and not each.decided and not _innocent(rule, each):
            parties.setdefault(each.party.strip(), []).append(each)
    for party, rows in parties.items():
        rows.sort(key=lambda each: (each.day, each.item, each.row))
        start = 0
        while start < len(rows):
            first = rows[start]
            run = [r for r in rows[start:] if (r.day - first.day).days <= rule.days]
            total = sum(r.paid for r in run)
            if len(run) < rule.times or total <= rule.limit:
                start += 1
                continue
            said = (
                f"{rule.days} 天里付给“{party}” {len(run)} 笔，每笔都不到"
                f" {format_yuan(rule.limit)} 元，加起来 {format_yuan(total)} 元"
            )
            key = f"{party}/{first.item}/{first.row}"
            yield _finding(rule, seen, key, said, run[-1].day, tuple(_row(r) for r in run))
            start += len(run)


def _cash(rule: RiskRule, seen: Seen, _: date) -> Iterator[Finding]:
    """A payment above ``limit`` of which the book says that it was made in cash."""
    for each in seen.paid:
        words = f"{each.summary} {each.note}"
        if "现金" not in words or each.paid <= rule.limit or _innocent(rule, each):
            continue
        said = (
            f"{chinese_day(each.day)}用现金支出 {format_yuan(each.paid)} 元（{each.summary}），"
            f"超过现金限额 {format_yuan(rule.limit)} 元"
        )
        yield _finding(rule, seen, f"{each.item}/{each.row}", said, each.day, (_row(each),))


def _late(rule: RiskRule, seen: Seen, today: date) -> Iterator[Finding]:
    """Accounts ``days`` past the day on which they should have been public."""
    for each in seen.late:
        since = each.due + timedelta(days=rule.days + 1)
        if today < since:
            continue
        month = parse_period(each.period).chinese
        said = f"{month}的{each.name}该在{chinese_day(each.due)}以前公开，到现在还没有公开"
        evidence = Evidence(item=f"{seen.division}-{each.item}-{each.period}", text="还没有公开")
        yield _finding(rule, seen, f"{each.item}/{each.period}", said, since, (evidence,))


def _gap(rule: RiskRule, seen: Seen, _: date) -> Iterator[Finding]:
    """A month that does not open with what the month before closed with."""
    monthly = [b for b in seen.books if parse_period(b.period).cycle is Cycle.MONTHLY]
    for before, after in pairwise(sorted(monthly, key=lambda each: each.period)):
        first, last = parse_period(after.period).first, parse_period(before.period).last
        gap = abs(after.opening - before.closing)
        if first - last != timedelta(days=1) or gap <= rule.limit:
            continue
        said = (
            f"{parse_period(after.period).chinese}的上期结余是 {format_yuan(after.opening)} 元，"
            f"前一个月的本期结余是 {format_yuan(before.closing)} 元，差 {format_yuan(gap)} 元"
        )
        evidence = (
            Evidence(item=before.item, text=f"本期结余 {format_yuan(before.closing)} 元"),
            Evidence(item=after.item, text=f"上期结余 {format_yuan(after.opening)} 元"),
        )
        yield _finding(rule, seen, after.item, said, first, evidence)


_LOOK: dict[Check, Callable[[RiskRule, Seen, date], Iterator[Finding]]] = {
    Check.UNDECIDED: _undecided,
    Check.UNPAID: _unpaid,
    Check.ENDING: _ending,
    Check.CHEAP: _cheap,
    Check.SPLIT: _split,
    Check.CASH: _cash,
    Check.LATE: _late,
    Check.GAP: _gap,
}


def _finding(  # noqa: PLR0913, PLR0917 - what a finding is made of
    rule: RiskRule, seen: Seen, key: str, said: str, since: date, evidence: tuple[Evidence, ...]
) -> Finding:
    return Finding(
        rule=rule,
        division=seen.division,
        key=f"{seen.division}/{rule.code}/{key}",
        said=said,
        since=since,
        evidence=evidence,
    )


def _row(paid: Paid) -> Evidence:
    text = f"{chinese_day(paid.day)} {paid.summary} {format_yuan(paid.paid)} 元"
    return Evidence(item=paid.item, row=paid.row, text=text)


def _innocent(rule: RiskRule, paid: Paid) -> bool:
    words = f"{paid.summary} {paid.account} {paid.note}"
    return any(word in words for word in rule.unless)
