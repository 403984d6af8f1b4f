"""A small made-up county for tests: its reference data, drafts, pictures, a repository."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

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
    Figure,
    Heading,
    Ledger,
    LedgerEntry,
    Paragraph,
    Prose,
    Span,
    disclosure_id,
)
from kiosk.affairs.division import Division, Level
from kiosk.affairs.due_rule import DueRule
from kiosk.affairs.media import Media
from kiosk.affairs.period import Cycle
from kiosk.feed.draft import Draft
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository

COUNTY = "990101000000"
TOWNSHIP = "990101101000"
OTHER_TOWNSHIP = "990101102000"
VILLAGE = "990101101201"
NEIGHBOUR = "990101101202"

_BASIS = (LegalBasis(title="示例条例", version="2020年", article="第一条"),)


def _item(code: str, name: str, cycle: Cycle, kind: Kind) -> CatalogueItem:
    within = 10 if cycle is Cycle.AT_ONCE else None
    return CatalogueItem(
        code=code,
        name=name,
        cycle=cycle,
        kind=kind,
        unit="村委会",
        basis=_BASIS,
        within_days=within,
    )


CATALOGUE = Catalogue(
    id="village",
    name="示例目录",
    levels=(Level.VILLAGE, Level.COMMUNITY, Level.TOWNSHIP, Level.STREET),
    valid_from=date(2020, 1, 1),
    source="示例",
    classes=(
        CatalogueClass(
            code="A",
            name="党务公开",
            affairs=Affairs.PARTY,
            hint="党费",
            items=(_item("A1", "党费收缴", Cycle.QUARTERLY, Kind.PROSE),),
        ),
        CatalogueClass(
            code="C",
            name="村务",
            affairs=Affairs.VILLAGE,
            items=(
                _item("C1", "村民会议决议", Cycle.AT_ONCE, Kind.PROSE),
                _item("C2", "工作制度", Cycle.STANDING, Kind.PROSE),
            ),
        ),
        CatalogueClass(
            code="D",
            name="财务与三资",
            affairs=Affairs.VILLAGE,
            items=(_item("D2", "收支明细", Cycle.MONTHLY, Kind.LEDGER),),
        ),
    ),
)


def county(*extra: Division) -> County:
    return County(
        name="示例县",
        divisions=(
            Division(code=COUNTY, name="示例县"),
            Division(code=TOWNSHIP, name="青禾镇"),
            Division(code=OTHER_TOWNSHIP, name="临河镇"),
            Division(code=VILLAGE, name="柳河村"),
            Division(code=NEIGHBOUR, name="北塘村"),
            *extra,
        ),
        catalogues=(CATALOGUE,),
        rules=(
            DueRule(
                cycle=Cycle.MONTHLY,
                due_days=15,
                days_on_view=10,
                source="示例",
                valid_from=date(2020, 1, 1),
            ),
        ),
        since=date(2026, 8, 1),
    )


def disclosure(
    division: str = VILLAGE, item: str = "C1", period: str = "2026-10-12", **fields
) -> Disclosure:
    serial = fields.pop("serial", 1)
    defaults = {
        "title": "关于修建北塘水渠的公告",
        "kind": Kind.PROSE,
        "published": date(2026, 10, 13),
        "unit": "村民委员会",
        "approvals": (Approval(step="村监委审核", person="赵＊兰", day=date(2026, 10, 12)),),
    }
    return Disclosure(
        id=disclosure_id(division, item, period, serial),
        division=division,
        item=item,
        period=period,
        **(defaults | fields),
    )


def prose(text: str, pictures: Iterable[Media] = ()) -> Content:
    figures = tuple(Figure(media=m) for m in pictures)
    return Content(
        document=Prose(),
        body=(Heading(level=1, text="公告"), Paragraph(spans=(Span(text=text),)), *figures),
    )


def notice(text: str = "全体村民：水渠下月动工。", **fields) -> Draft:
    return Draft(disclosure=disclosure(**fields), content=prose(text))


def ledger(month: int, division: str = VILLAGE, opening: int = 100_00, paid: int = 30_00) -> Draft:
    face = disclosure(
        division,
        "D2",
        f"2026-{month:02d}",
        title=f"2026年{month}月收支明细",
        kind=Kind.LEDGER,
        published=date(2026, month + 1, 10),
        initials=f"2026n{month}yszmx",
    )
    entries = (
        LedgerEntry(day=date(2026, month, 3), summary="土地租金", received=50_00),
        LedgerEntry(day=date(2026, month, 9), summary="购买路灯", paid=paid),
    )
    document = Ledger(opening=opening, closing=opening + 50_00 - paid, entries=entries)
    return Draft(disclosure=face, content=Content(document=document))


def picture(folder: Path, data: bytes, alt: str = "水渠照片") -> tuple[Media, Path]:
    """Bytes that pass for a picture: nothing below the UI looks inside."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    file = folder / f"{digest[:8]}.webp"
    file.write_bytes(data)
    media = Media(digest=digest, size=len(data), type="image/webp", width=8, height=8, alt=alt)
    return media, file


def pictured(folder: Path, data: bytes = b"webp" * 5000, **fields) -> Draft:
    media, file = picture(folder, data)
    face = disclosure(**({"period": "2026-10-15"} | fields))
    return Draft(disclosure=face, content=prose("见照片。", [media]), blobs={media.digest: file})


def large_county(villages: int = 346, townships: int = 23) -> County:
    """A county of the usual size: with itself and its townships 370 scopes."""
    towns = [f"990101{101 + t}000" for t in range(townships)]
    codes = [f"{towns[v % townships][:9]}{201 + v // townships}" for v in range(villages)]
    names = {COUNTY: "示例县"} | {c: f"第{n}单位" for n, c in enumerate([*towns, *codes])}
    divisions = tuple(Division(code=c, name=n) for c, n in names.items())
    return msgspec.structs.replace(county(), divisions=divisions)


def many(division: str, count: int) -> list[Draft]:
    """That many notices of one division, one a day."""
    days = [date(2026, 11, 1) - timedelta(days=n) for n in range(count)]
    return [
        notice(
            f"{division}在{day}的公告。全体村民：" + "水渠修建工程按计划推进，欢迎监督。" * 12,
            division=division,
            period=day.isoformat(),
            published=day,
            title=f"关于{day.month}月{day.day}日村务工作的公告",
            initials="gycwgzdgg",
        )
        for day in days
    ]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class Feed:
    """A repository with its keys in a temporary folder."""

    def __init__(self, folder: Path, reference: County | None = None) -> None:
        self.clock = Clock()
        self.county = reference or county()
        self.repo = folder / "repo"
        self.offline = folder / "offline"
        self.online = folder / "online"
        init_keys(self.offline, self.online)
        self.delegate()
        self.publisher = Publisher(self.repo, self.online, clock=self.clock)

    def delegate(self) -> list[str]:
        return create_repository(
            self.repo,
            offline=self.offline,
            online=self.online,
            county=self.county,
            clock=self.clock,
        )

    def push(self, *drafts: Draft):
        return self.publisher.publish(self.county, drafts)

    @property
    def root(self) -> bytes:
        return (self.repo / "metadata" / "1.root.json").read_bytes()

    def files(self) -> dict[str, tuple[int, int]]:
        """Every file with its inode and time: equal if and only if nothing was written."""
        return {
            str(p.relative_to(self.repo)): (p.stat().st_ino, p.stat().st_mtime_ns)
            for p in sorted(self.repo.rglob("*"))
            if p.is_file()
        }
