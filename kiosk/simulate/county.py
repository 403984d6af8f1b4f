"""A county of any size, made up by rule: the same numbers give the same county."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kiosk.affairs.catalogue import (
    Affairs,
    Catalogue,
    CatalogueClass,
    CatalogueItem,
    Kind,
    LegalBasis,
)
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import (
    Approval,
    Content,
    Disclosure,
    Paragraph,
    Prose,
    Span,
    disclosure_id,
)
from kiosk.affairs.division import Division, Level
from kiosk.affairs.period import Cycle
from kiosk.feed.draft import Draft

COUNTY = "990901000000"
"""No county has this code."""

DAY = date(2026, 11, 1)
_ITEM = CatalogueItem(
    code="C1",
    name="公告",
    cycle=Cycle.AT_ONCE,
    kind=Kind.PROSE,
    unit="村民委员会",
    basis=(LegalBasis(title="示例条例", version="2020年", article="第一条"),),
    within_days=10,
)
_CATALOGUE = Catalogue(
    id="all",
    name="模拟目录",
    levels=tuple(Level),
    valid_from=date(2020, 1, 1),
    source="模拟",
    classes=(CatalogueClass(code="C", name="村务", affairs=Affairs.VILLAGE, items=(_ITEM,)),),
)
_SENTENCE = "水渠维修按计划进行，已完成的部分经村务监督委员会验收，经费见当月收支明细。"


def county_of(villages: int, townships: int) -> County:
    """That many villages, dealt out over that many townships, with their county above."""
    towns = [f"990901{100 + town}000" for town in range(townships)]
    divisions = [Division(code=COUNTY, name="模拟县")]
    divisions += [Division(code=c, name=f"第{n}镇") for n, c in enumerate(towns, 1)]
    for village in range(villages):
        town = towns[village % townships]
        code = f"{town[:9]}{200 + village // townships}"
        divisions.append(Division(code=code, name=f"第{village + 1}村"))
    return County(
        name="模拟县",
        divisions=tuple(divisions),
        catalogues=(_CATALOGUE,),
        rules=(),
        since=date(2026, 10, 1),
        sample_day=DAY,
    )


def villages_of(county: County) -> list[str]:
    """The codes of its villages, in order."""
    return [d.code for d in county.divisions if d.level is Level.VILLAGE]


def first_drafts(county: County, items: int) -> Iterator[Draft]:
    """That many notices for every division, one a day."""
    for division in county.divisions:
        for number in range(items):
            yield notice(division.code, DAY - timedelta(days=number), division.name)


def notice(division: str, day: date, name: str) -> Draft:
    """One notice of about 1,200 characters."""
    face = Disclosure(
        id=disclosure_id(division, "C1", day.isoformat()),
        division=division,
        item="C1",
        title=f"{name}{day.month}月{day.day}日公告",
        kind=Kind.PROSE,
        period=day.isoformat(),
        published=day,
        unit="村民委员会",
        approvals=(Approval(step="村监委审核", person="赵＊兰", day=day),),
    )
    paragraphs = tuple(
        Paragraph(spans=(Span(text=f"{name}，第{n}条。{_SENTENCE}"),)) for n in range(1, 29)
    )
    return Draft(disclosure=face, content=Content(document=Prose(), body=paragraphs))
