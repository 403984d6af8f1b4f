"""Staff and cases of the sample county, made once, so that the staff's pages are alive.

Everything goes through the same services as real filings, with moments in the past.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import yaml

from kiosk.affairs.case import Act, CaseError, CaseState, Channel, Verdict
from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.sort import Sort
from kiosk.center.accounts.models import Staff
from kiosk.center.accounts.people import add_staff
from kiosk.center.cases import acts
from kiosk.center.cases.clock import run_clocks
from kiosk.center.cases.filing import Filing, Receipt, file_case
from kiosk.center.cases.models import Case
from kiosk.center.cases.progress import give_verdict
from kiosk.center.cases.rules import current


class _Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    username: str = msgspec.field(name="登录名")
    name: str = msgspec.field(name="姓名")
    post: str = msgspec.field(name="职务")
    division: str = msgspec.field(name="区划")
    unit: str = msgspec.field(name="单位")
    auditor: bool = msgspec.field(name="审计", default=False)


class _Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    act: Act = msgspec.field(name="做")
    day: int = msgspec.field(name="第几天", default=0)
    who: str = msgspec.field(name="谁", default="")
    words: str = msgspec.field(name="话", default="")
    summary: str = msgspec.field(name="事由", default="")
    person: str = msgspec.field(name="交给", default="")
    verdict: Verdict | None = msgspec.field(name="评价", default=None)


class _Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    days_ago: int = msgspec.field(name="几天前")
    division: str = msgspec.field(name="区划")
    matter: str = msgspec.field(name="事项")
    words: str = msgspec.field(name="内容")
    channel: Channel = msgspec.field(name="怎么来", default=Channel.SCREEN)
    item: str = msgspec.field(name="公开内容", default="")
    title: str = msgspec.field(name="题目", default="")
    row: str = msgspec.field(name="行", default="")
    name: str = msgspec.field(name="姓名", default="")
    phone: str = msgspec.field(name="电话", default="")
    suspicious: bool = msgspec.field(name="可疑", default=False)
    steps: tuple[_Step, ...] = msgspec.field(name="经过", default=())


class _Warned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    division: str = msgspec.field(name="区划")
    rule: str = msgspec.field(name="规则")
    steps: tuple[_Step, ...] = msgspec.field(name="经过")


class _Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    people: tuple[_Person, ...] = msgspec.field(name="人员")
    cases: tuple[_Case, ...] = msgspec.field(name="诉求")
    warned: tuple[_Warned, ...] = msgspec.field(name="预警", default=())


def make_sample(path: Path, county: County, now: datetime) -> Iterator[tuple[Staff, str]]:
    """Everyone in the file with their random passwords, then the cases; nothing if done before.

    Divisions that the county does not have are left out.
    """
    if Staff.objects.exists():
        return
    sample = _read(path)
    rules = current(beijing_day(now))
    known = {division.code for division in county.divisions}
    for each in sample.people:
        if each.division in known:
            fields = {name: getattr(each, name) for name in each.__struct_fields__}
            person, password = add_staff(**fields, rules=rules)
            person.must_change = False
            person.save()
            yield person, password
    for case in sample.cases:
        if case.division in known:
            _file(case, now)
    run_clocks(now)


def _read(path: Path) -> _Sample:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _Sample)


def settle_warnings(path: Path, now: datetime) -> int:
    """What the county and the units did with some of the warnings, once; how many were settled.

    The warnings themselves are what the rules saw in what was published.
    """
    settled = 0
    for each in _read(path).warned:
        found = Case.objects.filter(
            division=each.division,
            sort=Sort.WARNING.value,
            state=CaseState.RECEIVED.value,
            facts__rule__code=each.rule,
        )
        case = found.order_by("id").first()
        if case is None or "confirmed" in case.facts:
            continue
        for order, step in enumerate(each.steps):
            _step(step, case.number, now + timedelta(minutes=order))
        settled += 1
    return settled


def _file(case: _Case, now: datetime) -> None:
    start = now - timedelta(days=case.days_ago)
    receipt = file_case(
        Filing(
            division=case.division,
            matter=case.matter,
            words=case.words,
            nonce=secrets.token_urlsafe(24),
            channel=case.channel,
            item=case.item,
            title=case.title,
            row=case.row,
            name=case.name,
            phone=case.phone,
            at_screen=case.channel is Channel.SCREEN,
            suspicious=case.suspicious,
        ),
        now=start,
    )
    for order, step in enumerate(case.steps):
        _do(step, receipt, start + timedelta(days=step.day, minutes=order))


def _do(step: _Step, receipt: Receipt, at: datetime) -> None:
    if step.act is Act.JUDGE and step.verdict is not None:
        give_verdict(receipt.number, receipt.query_code, step.verdict, step.words, now=at)
        return
    _step(step, receipt.number, at)


def _step(step: _Step, number: str, at: datetime) -> None:
    staff = Staff.objects.filter(username=step.who).first()
    if staff is None:
        return
    match step.act:
        case Act.ACCEPT:
            acts.accept(staff, number, at)
        case Act.ASSIGN:
            acts.assign(staff, number, at, person=step.person)
        case Act.ASK:
            acts.ask(staff, number, at, question=step.words)
        case Act.ANSWER:
            acts.answer(staff, number, at, summary=step.summary, words=step.words)
        case Act.CONFIRM:
            acts.confirm(staff, number, at)
        case _:
            raise CaseError(f"示例里不能写“{step.act.value}”")
