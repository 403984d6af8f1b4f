"""The one file that describes a whole county: divisions, rules, and who works where.

名称: 某县
起算日: 2026-12-01
区划:
  - {代码: "990101000000", 名称: 某县}
公开规则: rules.yaml        # these four may be missing: what comes with the program holds
审批规则: gates.yaml
诉求办理: cases.yaml
三资预警: risks.yaml
目录: 目录文件夹
人员:
  - {登录名: xian, 姓名: 洪＊正, 职务: 主任, 区划: "990101000000", 单位: openness}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.division import Division, DivisionError, Level, level_of
from kiosk.affairs.role import Role, fits
from kiosk.affairs.routing import CaseRules, rank_of, rules_on
from kiosk.center.cases.rules import check_rules, read_rules
from kiosk.center.folder.county import (
    COUNTY_KEYS,
    CountyFile,
    Fields,
    county_in_fields,
    read_catalogue_folder,
)
from kiosk.center.folder.gates import read_gates
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.risks import RISKS, read_risks
from kiosk.center.folder.rules import RULES, read_all_rules
from kiosk.center.folder.text import read_text
from kiosk.center.folder.yamltext import Entry, read_yaml
from kiosk.state import sources

_FILES = ("公开规则", "审批规则", "诉求办理", "三资预警", "目录")
_PERSON = ("登录名", "姓名", "职务", "区划", "单位", "审计")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
CONTENT = sources() / "content"


class CountyFileError(Exception):
    """The file cannot be used.  The message is Chinese: every mistake with its row."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who is to be entered."""

    username: str
    name: str
    post: str
    division: str
    unit: str
    auditor: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A whole county as it is to be; files are those of the county's own, '' for none."""

    county: County
    people: tuple[Person, ...]
    files: dict[str, Path]
    """By their name in a county folder: rules.yaml, gates.yaml, cases.yaml, risks.yaml ..."""
    notes: tuple[str, ...]
    """What is no mistake and may be one."""


def read_plan(path: Path, today: date) -> Plan:
    """Read and check everything; CountyFileError with all mistakes."""
    pen = Pen(path.name)
    plan = _plan(path, pen, today) if path.is_file() else None
    if not path.is_file():
        pen.mark("没有这个文件")
    if plan is None or len(pen):
        lines = [str(problem) for problem in pen.marks]
        raise CountyFileError("\n".join([*lines, f"共 {len(lines)} 处要改。什么也没有建。"]))
    return plan


def _plan(path: Path, pen: Pen, today: date) -> Plan | None:
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return None
    fields = Fields(root, pen, (*COUNTY_KEYS, *_FILES, "人员"), "县的文件")
    frame = county_in_fields(fields)
    own = {key: _own_file(fields, key, path.parent) for key in _FILES}
    if frame is None or len(pen):
        return None
    county = _county(frame, own, pen)
    cases = own["诉求办理"] or CONTENT / "cases.yaml"
    for problem in check_rules(cases, county):
        pen.on(problem.file).mark(problem.message, row=problem.row, column=problem.column)
    if own["三资预警"] is not None:
        read_risks(own["三资预警"], pen.on(RISKS))
    if len(pen):
        return None
    rules = rules_on(read_rules(cases), today)
    people = tuple(_people(fields, county, rules, pen))
    if len(pen):
        return None
    names = ("rules.yaml", "gates.yaml", "cases.yaml", RISKS, "catalogues")
    files = {name: own[key] for name, key in zip(names, _FILES, strict=True)}
    return Plan(
        county=county,
        people=people,
        files={name: file for name, file in files.items() if file is not None},
        notes=tuple(_notes(county.divisions, people, rules)),
    )


def _own_file(fields: Fields, key: str, beside: Path) -> Path | None:
    name = fields.text(key, needed=False)
    if not name:
        return None
    path = beside / name
    if not path.exists():
        fields.mark(key, f"没有“{name}”（应当和这个文件放在一起）")
    return path


def _county(frame: CountyFile, own: dict[str, Path | None], pen: Pen) -> County:
    common = CONTENT / RULES
    catalogues = own["目录"] or CONTENT / "catalogues"
    gates = own["审批规则"] or CONTENT / "gates.yaml"
    return County(
        name=frame.name,
        divisions=frame.divisions,
        catalogues=read_catalogue_folder(catalogues, pen.on(catalogues.name)),
        rules=read_all_rules(own["公开规则"] or common, common, pen),
        since=frame.since,
        sample_day=frame.sample_day,
        gates=read_gates(gates, pen.on(gates.name)),
    )


def _people(fields: Fields, county: County, rules: CaseRules, pen: Pen) -> Iterator[Person]:
    known = {division.code for division in county.divisions}
    seen: dict[str, int] = {}
    for entry in fields.list("人员"):
        person = _person(entry, pen, known, rules)
        if person.username in seen:
            message = f"登录名“{person.username}”和第 {seen[person.username]} 行重复"
            pen.mark(message, row=entry.row, column="登录名")
        seen.setdefault(person.username, entry.row)
        yield person


def _person(entry: Entry, pen: Pen, known: set[str], rules: CaseRules) -> Person:
    each = Fields(entry, pen, _PERSON, "人员")
    person = Person(
        username=each.text("登录名"),
        name=each.text("姓名"),
        post=each.text("职务", needed=False),
        division=each.text("区划"),
        unit=each.text("单位"),
        auditor=each.yes("审计"),
    )
    if person.username and not _USERNAME.fullmatch(person.username):
        each.mark("登录名", f"“{person.username}”要用小写字母和数字，2到40个，例如 liuhe1")
    if person.division and person.division not in known:
        each.mark("区划", f"“{person.division}”不在上面的区划里")
    elif person.division and person.unit:
        wrong = _misplaced(person, rules)
        if wrong:
            each.mark("单位", wrong)
    return person


def _misplaced(person: Person, rules: CaseRules) -> str:
    rank = rank_of(person.division)
    own = "、".join(f"{u.code}（{u.name}）" for u in rules.units if u.rank is rank)
    try:
        unit = rules.unit(person.unit)
        role = Role.AUDITOR if person.auditor else unit.role
        if unit.rank is rank and fits(role, level_of(person.division)):
            return ""
    except (KeyError, DivisionError):
        pass
    return f"{rank.chinese}一级没有“{person.unit}”，有这些：{own}"


def _notes(
    divisions: tuple[Division, ...], people: tuple[Person, ...], rules: CaseRules
) -> Iterator[str]:
    """Divisions where nobody writes, or nobody signs."""
    working = {(p.division, rules.unit(p.unit).role) for p in people if not p.auditor}
    wanted = {
        Level.VILLAGE: (Role.VILLAGE, Role.COMMITTEE),
        Level.COMMUNITY: (Role.VILLAGE, Role.COMMITTEE),
        Level.TOWNSHIP: (Role.TOWNSHIP, Role.PARTY),
        Level.STREET: (Role.TOWNSHIP, Role.PARTY),
        Level.COUNTY: (Role.COUNTY, Role.DISCIPLINE),
    }
    for role in dict.fromkeys(role for roles in wanted.values() for role in roles):
        lacking = [
            d.name for d in divisions if role in wanted[d.level] and (d.code, role) not in working
        ]
        if lacking:
            named = "、".join(lacking[:5]) + ("等" if len(lacking) > 5 else "")
            yield f"还没有“{role.chinese}”的单位 {len(lacking)} 个：{named}。可以以后由上一级加。"
