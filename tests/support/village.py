"""A village of three disclosures and more, published and synced, without a network."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw

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
    Column,
    Content,
    Disclosure,
    Document,
    Heading,
    Ledger,
    LedgerEntry,
    Motion,
    Nothing,
    Paragraph,
    Project,
    Prose,
    Resolution,
    Scan,
    Span,
    Stage,
    Table,
    disclosure_id,
)
from kiosk.affairs.division import Division, Level
from kiosk.affairs.due_rule import DueRule
from kiosk.affairs.media import Media
from kiosk.affairs.period import Cycle
from kiosk.feed.blobs import digest_of
from kiosk.feed.draft import Draft
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository
from kiosk.terminal.config import Panel, TerminalConfig
from kiosk.terminal.sync import run as sync
from tests.support import posted

VILLAGE = "990101101201"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
_LAW = LegalBasis(title="村民委员会组织法", version="2018年修正", article="第三十条")


def _item(code: str, name: str, kind: Kind, cycle: Cycle = Cycle.MONTHLY) -> CatalogueItem:
    return CatalogueItem(
        code=code,
        name=name,
        cycle=cycle,
        kind=kind,
        unit="村民委员会",
        basis=(_LAW,),
        within_days=10 if cycle is Cycle.AT_ONCE else None,
    )


CATALOGUE = Catalogue(
    id="village",
    name="村级公开目录",
    levels=(Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY),
    valid_from=date(2020, 1, 1),
    source="测试",
    classes=(
        CatalogueClass(
            code="A",
            name="党务",
            affairs=Affairs.PARTY,
            items=(_item("A7", "三会一课", Kind.PROSE),),
            hint="支部的事",
        ),
        CatalogueClass(
            code="D",
            name="财务与三资",
            affairs=Affairs.VILLAGE,
            items=(
                _item("D2", "收支明细", Kind.LEDGER),
                _item("D8", "合同", Kind.TABLE, Cycle.AT_ONCE),
            ),
            hint="收入、支出",
        ),
        CatalogueClass(
            code="F",
            name="土地与建设",
            affairs=Affairs.GOVERNMENT,
            items=(
                _item("F7", "公益工程", Kind.PROJECT, Cycle.AT_ONCE),
                _item("C2", "决议", Kind.RESOLUTION, Cycle.AT_ONCE),
                _item("F3", "公告", Kind.SCAN, Cycle.AT_ONCE),
                _item("E3", "临时救助", Kind.TABLE, Cycle.QUARTERLY),
            ),
        ),
    ),
)

COUNTY = County(
    name="示例县",
    divisions=(
        Division(code="990101000000", name="示例县"),
        Division(code="990101101000", name="青禾镇"),
        Division(code=VILLAGE, name="柳河村"),
        Division(code="990101101202", name="北塘村"),
    ),
    catalogues=(CATALOGUE,),
    rules=(
        DueRule(
            cycle=Cycle.MONTHLY,
            due_days=15,
            days_on_view=10,
            source="测试",
            valid_from=date(2020, 1, 1),
        ),
    ),
    since=date(2026, 9, 1),
    sample_day=TODAY,
)


def face(item: str, title: str, kind: Kind, period: str, published: date, **more) -> Disclosure:
    division = more.pop("division", VILLAGE)
    return Disclosure(
        id=disclosure_id(division, item, period, more.pop("serial", 1)),
        division=division,
        item=item,
        title=title,
        kind=kind,
        period=period,
        published=published,
        unit="柳河村村民委员会",
        approvals=(Approval(step="村务监督委员会审核", person="赵＊兰", day=published),),
        **more,
    )


def ledger(rows: int, month: int = 10) -> Ledger:
    entries = tuple(
        LedgerEntry(
            day=date(2026, month, 1 + n % 28),
            summary=f"第 {n + 1} 笔：村西水渠维修与保洁",
            party="青禾水利工程队",
            received=0 if n % 3 else 100_000 + n,
            paid=50_000 + n if n % 3 else 0,
        )
        for n in range(rows)
    )
    opening = 10_000_000
    closing = opening + sum(e.received for e in entries) - sum(e.paid for e in entries)
    return Ledger(opening=opening, closing=closing, entries=entries)


def prose(characters: int = 600) -> Content:
    sentence = "2026年10月12日，村民代表会议讨论了“村西水渠维修”一事，预算 126,000.00 元。"
    count = max(1, characters // (len(sentence) * 4))
    paragraph = Paragraph((Span(sentence * 3), Span("全部公开", strong=True), Span(sentence)))
    return Content(
        document=Prose(), body=(Heading(1, "第一章　总则"), *(paragraph for _ in range(count)))
    )


class Village:
    """A county's feed and one terminal's folder below a temporary folder."""

    def __init__(self, folder: Path, county: County = COUNTY) -> None:
        self.folder, self.county = folder, county
        self.offline, self.online = folder / "offline", folder / "online"
        self.feed = folder / "feed"
        init_keys(self.offline, self.online)
        create_repository(self.feed, offline=self.offline, online=self.online, county=county)
        self.drafts: dict[str, Draft] = {}
        self.hall = folder / "hall"
        self.hall.mkdir()
        (self.hall / "root.json").write_bytes((self.feed / "metadata/1.root.json").read_bytes())

    def media(
        self, name: str, size: tuple[int, int] = (480, 640), ground: str = "#f2efe4"
    ) -> tuple[Media, Path]:
        path = self.folder / f"{name}.png"
        picture = Image.new("RGB", size, ground)
        ImageDraw.Draw(picture).rectangle((40, 40, size[0] - 40, size[1] - 40), outline="#9e1b22")
        picture.save(path)
        digest = digest_of(path.read_bytes())
        media = Media(
            digest=digest,
            size=path.stat().st_size,
            type="image/png",
            width=size[0],
            height=size[1],
            alt=name,
        )
        return media, path

    def add(self, disclosure: Disclosure, content: Content, *paths: Path) -> Disclosure:
        blobs = {digest_of(path.read_bytes()): path for path in paths}
        self.drafts[disclosure.id] = Draft(disclosure=disclosure, content=content, blobs=blobs)
        return disclosure

    def add_everything(self) -> None:
        """One of each kind, and a month's accounts of 30 rows with vouchers."""
        voucher, path = self.media("付款凭证")
        for month in (9, 10):
            book = ledger(30, month)
            entries = tuple(
                LedgerEntry(
                    day=e.day,
                    summary=e.summary,
                    party=e.party,
                    received=e.received,
                    paid=e.paid,
                    vouchers=(voucher,) if e.paid else (),
                )
                for e in book.entries
            )
            book = Ledger(opening=book.opening, closing=book.closing, entries=entries)
            self.show(
                "D2",
                f"{month}月收支明细",
                f"2026-{month:02d}",
                date(2026, month + 1, 12),
                book,
                path,
            )
        self.add(face("A7", "9月主题党日", Kind.PROSE, "2026-09", date(2026, 10, 9)), prose(3000))
        columns = tuple(Column(n, number=n == "租金（元）") for n in _EIGHT)
        rows = tuple(
            (f"第{n}块地", "王＊山", "北塘", "12.5 亩", "3,000.00", "10 年", "公开协商", "按时")
            for n in range(40)
        )
        self.show(
            "D8",
            "土地承包合同一览",
            "2026-11-18",
            date(2026, 11, 18),
            Table(columns=columns, rows=rows),
        )
        photo, photo_path = self.media("施工现场", (960, 720))
        stages = (
            Stage(name="招标", done=date(2026, 7, 8), note="三家报价。"),
            Stage(
                name="砌石",
                planned=date(2026, 10, 20),
                budget=7_200_000,
                paid=7_200_000,
                photos=(photo,),
            ),
            Stage(name="验收", planned=date(2026, 12, 20)),
        )
        self.show(
            "F7",
            "村西水渠维修",
            "2026-11-08",
            date(2026, 11, 8),
            Project(budget=12_600_000, stages=stages, contractor="青禾水利工程队"),
            photo_path,
        )
        motions = (
            Motion(text="维修村西水渠", agreed=30, opposed=0, abstained=1, passed=True),
            Motion(text="延长北塘承包期", agreed=12, opposed=17, abstained=2, passed=False),
        )
        self.show(
            "C2",
            "村民代表会议决议",
            "2026-10-12",
            date(2026, 10, 13),
            Resolution(
                meeting="村民代表会议",
                day=date(2026, 10, 12),
                motions=motions,
                expected=35,
                present=31,
            ),
        )
        pages = [self.media(f"第 {n} 页", (1240, 1754)) for n in (1, 2)]
        self.show(
            "F3",
            "关于冬季防火的通知",
            "2026-11-01",
            date(2026, 11, 1),
            Scan(pages=tuple(m for m, _ in pages)),
            *(p for _, p in pages),
        )
        self.show(
            "E3",
            "三季度没有临时救助",
            "2026-Q3",
            date(2026, 10, 9),
            Nothing("本季度没有发生临时救助。"),
        )
        self.add(posted.board_face(), Content(document=posted.cases()))

    def show(
        self, item: str, title: str, period: str, day: date, document: Document, *paths: Path
    ) -> None:
        kind = {
            Ledger: Kind.LEDGER,
            Table: Kind.TABLE,
            Project: Kind.PROJECT,
            Scan: Kind.SCAN,
            Resolution: Kind.RESOLUTION,
            Nothing: Kind.NOTHING,
        }[type(document)]
        self.add(face(item, title, kind, period, day), Content(document=document), *paths)

    def publish(self):
        return Publisher(self.feed, self.online).publish(self.county, self.drafts.values())

    def config(self, panel: Panel | None = None, **more) -> TerminalConfig:
        return TerminalConfig(
            division=VILLAGE,
            feed=f"file://{self.feed}/",
            root="root.json",
            folder=self.hall,
            panel=panel or Panel(),
            **({"center": "https://gk.shilixian.example"} | more),
        )

    def sync(self) -> None:
        sync(self.config(), once=True)


_EIGHT = ("名称", "承包人", "位置", "面积", "租金（元）", "期限", "方式", "付款")


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)
