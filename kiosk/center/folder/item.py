"""One disclosure out of its card, its body, its sheet and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.affairs.catalogue import Catalogue, CatalogueItem, Kind
from kiosk.affairs.disclosure import (
    Approval,
    Block,
    Content,
    Disclosure,
    Document,
    Excuse,
    Nothing,
    Prose,
    Scan,
    disclosure_id,
)
from kiosk.affairs.division import Division
from kiosk.affairs.media import Media
from kiosk.affairs.period import Period, PeriodError, parse_period
from kiosk.center.folder import card as cards
from kiosk.center.folder.assembled import check_assembled, texts_of
from kiosk.center.folder.card import Card, split_card
from kiosk.center.folder.days import check_days
from kiosk.center.folder.initials import initials_of
from kiosk.center.folder.kinds import FORMS, KNOWN, READERS, Ground, own_keys, owners
from kiosk.center.folder.kinds.rows import Rows
from kiosk.center.folder.kinds.values import Facts
from kiosk.center.folder.ledger import read_ledger
from kiosk.center.folder.links import Link, Links
from kiosk.center.folder.markdown import read_body
from kiosk.center.folder.media import Converted
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.resolution import read_resolution
from kiosk.center.folder.sheet import Sheet, read_sheet
from kiosk.center.folder.shelf import Shelf
from kiosk.center.folder.table import read_table
from kiosk.center.folder.text import (
    SHORT_LIMIT,
    TITLE_LIMIT,
    check_length,
    check_text,
    nearest,
    read_text,
)
from kiosk.center.folder.walk import ItemFiles
from kiosk.feed.draft import Draft

_KINDS = {k.chinese: k for k in Kind if k.is_authored}
_SHEETS = frozenset({Kind.LEDGER, Kind.TABLE} | {k for k, form in FORMS.items() if form.columns})
_BODILESS = frozenset({Kind.NOTHING, Kind.EXCUSE}) | {k for k, form in FORMS.items() if form.parts}
"""Kinds whose body goes into the document."""
_STATEMENT_LIMIT = 500


class Surroundings(NamedTuple):
    """What an item is read against; ``errands`` as in `Ground`."""

    division: Division
    catalogue: Catalogue | None
    today: date
    converted: Mapping[Path, Converted]
    errands: Mapping[str, str] | None = None


class ReadItem(NamedTuple):
    """A draft (None if too much is wrong) with the place of its card, of its id and its links."""

    draft: Draft | None
    id: str
    file: str
    row: int | None
    links: Sequence[Link] = ()


def read_item(files: ItemFiles, around: Surroundings, pen: Pen, folder: Path) -> ReadItem | None:
    """Read one item and mark every mistake in it; None if it has no card at all."""
    own = pen.on(files.card.relative_to(folder).as_posix())
    before = len(own)
    text = read_text(files.card, own)
    split = split_card(text, own) if text is not None else None
    if text is None or split is None:
        return None
    for row, line in enumerate(text.split("\n"), 1):
        check_text(line, own, row=row)
    read = _ItemReader(files, around, own, folder).read(Card.read(split.card, own, KNOWN), split)
    if read.draft is not None and len(own) == before:
        check_assembled(read.draft, own)
    return read


class _ItemReader:
    def __init__(self, files: ItemFiles, around: Surroundings, pen: Pen, folder: Path) -> None:
        self._files = files
        self._around = around
        self._pen = pen
        self._folder = folder
        self._shelf = Shelf(files.media, around.converted)
        self._links = Links(around.division.code)
        self._check_media()

    def _check_media(self) -> None:
        for path in self._files.media.values():
            found = self._around.converted.get(path)
            if found is None:
                continue
            own = self._pen.on(path.relative_to(self._folder).as_posix())
            if found.error:
                own.mark(found.error)
            for finding in found.findings:
                own.mark(f"{finding}；个人号码不能上公开栏，请遮盖后重新扫描")

    def read(self, card: Card, split: cards.Split) -> ReadItem:
        item = self._item(card)
        period = self._period(card)
        published = card.day("公开日期", needed=True)
        kind = self._kind(card, item)
        title = card.text("标题", limit=TITLE_LIMIT, needed=True)
        body = read_body(split.body, split.body_row, self._pen, self._picture)
        if kind is not None:
            for key in card.foreign(own_keys(kind)):
                card.mark(key, f"“{key}”只用在{owners(key)}里，这一件是“{kind.chinese}”")
        document = self._document(card, kind, period, published, body, split)
        check_days(card, item, kind, period, published, self._around.today)
        face = self._face(card, published)
        serial = card.count("序号", least=1) or 1
        identity = ""
        if item is not None and period is not None:
            identity = disclosure_id(self._around.division.code, item.code, str(period), serial)
        related = card.related(self._links)
        place = (identity, self._pen.file, card.row("目录"), self._links.found)
        if item is None or period is None or published is None or kind is None or document is None:
            return ReadItem(None, *place)
        disclosure = Disclosure(
            id=identity,
            division=self._around.division.code,
            item=item.code,
            title=title,
            kind=kind,
            period=str(period),
            published=published,
            unit=card.text("责任单位", limit=SHORT_LIMIT) or item.unit,
            approvals=face.approvals,
            notice_until=face.notice_until,
            correction=card.text("更正", limit=200),
            corrected=face.corrected,
            replaced_by=card.text("由…代替", limit=80),
            initials=initials_of(title),
            related=related,
        )
        kept = () if kind in _BODILESS else body
        content = Content(document=document, body=kept, recording=self._recording(title))
        return ReadItem(
            Draft(disclosure=disclosure, content=content, blobs=self._blobs(content)), *place
        )

    def _blobs(self, content: Content) -> dict[str, Path]:
        return {m.digest: self._shelf.blobs[m.digest] for m in content.media()}

    def _recording(self, title: str) -> Media | msgspec.UnsetType:
        names = self._shelf.recordings()
        if len(names) > 1:
            self._pen.mark(f"有 {len(names)} 个录音（{'、'.join(names)}），一件只能有一个")
        found = self._shelf.recording(names[0], f"{title}（录音）") if names else None
        return found or msgspec.UNSET

    def _picture(self, source: str, alt: str, row: int) -> Media | None:
        if "://" in source or source.startswith("data:"):
            self._pen.mark("插图只能用文件夹里的图片，不能用网址", row=row)
            return None
        if not alt:
            self._pen.mark(
                f"插图“{source}”没有说明；请写成 ![说明]({source})，看不见的人要靠它", row=row
            )
        found = self._shelf.pictures(source, alt, self._pen, row=row)
        if len(found) > 1:
            self._pen.mark(f"“{source}”有 {len(found)} 页，不能当插图；请用“扫描件”类型", row=row)
        return found[0] if found else None

    def _item(self, card: Card) -> CatalogueItem | None:
        code = card.text("目录", limit=20, needed=True)
        catalogue, division = self._around.catalogue, self._around.division
        if not code or catalogue is None:
            return None
        found = catalogue.find(code.upper())
        if found is None:
            known = {item.code: item.name for _, item in catalogue.items()}
            named = next((c for c, name in known.items() if name == code), None)
            hint = f"，是不是“{named}”？" if named else nearest(code.upper(), known)
            card.mark(
                "目录",
                f"“{catalogue.name}”里没有“{code}”这一项"
                f"（{division.name}用的是{division.level.chinese}的目录）{hint}",
            )
            return None
        return found[1]

    def _period(self, card: Card) -> Period | None:
        text = card.text("期间", limit=20, needed=True)
        if not text:
            return None
        try:
            return parse_period(text)
        except PeriodError:
            card.mark(
                "期间",
                f"“{text}”不是期间；可以写 2026-10（月）、2026-Q3（季）、2026-H1（半年）、"
                "2026（年）、2026-10-12（当天）、长期",
            )
            return None

    def _kind(self, card: Card, item: CatalogueItem | None) -> Kind | None:
        text = card.text("类型", limit=10)
        if not text:
            return item.kind if item else None
        kind = _KINDS.get(text)
        if kind is None:
            card.mark("类型", f"没有“{text}”这个类型，可以写：{'、'.join(_KINDS)}")
        return kind

    def _document(  # noqa: PLR0911, PLR0913, PLR0917 - what the kinds need, together
        self,
        card: Card,
        kind: Kind | None,
        period: Period | None,
        published: date | None,
        body: tuple[Block, ...],
        split: cards.Split,
    ) -> Document | None:
        text, row = split.body, split.body_row
        sheet = self._sheet(kind)
        match kind:
            case Kind.LEDGER if sheet:
                return read_ledger(sheet, self._sheet_pen(), self._shelf, period, self._links)
            case Kind.TABLE if sheet:
                return read_table(sheet, self._sheet_pen())
            case Kind.RESOLUTION:
                return read_resolution(card, self._pen)
            case Kind.SCAN:
                return self._scan(card)
            case Kind.PROSE:
                if not body and "![" not in text:  # a picture that failed is marked already
                    self._pen.mark("正文是空的", row=row)
                return Prose()
            case Kind.NOTHING | Kind.EXCUSE:
                return self._statement(card, kind, body, row)
            case Kind():
                return self._declared(card, kind, sheet, published, body, split)
        return None

    def _declared(  # noqa: PLR0913, PLR0917 - all that a reader may ask for
        self,
        card: Card,
        kind: Kind,
        sheet: Sheet | None,
        published: date | None,
        body: tuple[Block, ...],
        split: cards.Split,
    ) -> Document | None:
        """A kind that says itself what it asks for; its card is read even without its sheet."""
        if kind not in READERS:
            return None
        form, read, _ = READERS[kind]
        rows = None
        if sheet is not None:
            rows = Rows(form, sheet, self._sheet_pen(), self._shelf, self._links)
        return read(
            Ground(
                facts=Facts(card, form.keys, self._pen, self._shelf, self._links),
                rows=rows,
                pen=self._pen,
                latest=card.day("更正日期") or published,
                body=body,
                text=split.body,
                text_row=split.body_row,
                errands=self._around.errands,
            )
        )

    def _statement(
        self, card: Card, kind: Kind, body: tuple[Block, ...], row: int
    ) -> Document | None:
        text = "\n".join(texts_of(body)).replace("\n", " ")
        if not text:
            what = (
                "写一句话，例如“本季度没有发生临时救助。”" if kind is Kind.NOTHING else "写明原因"
            )
            self._pen.mark(f"正文是空的；“{kind.chinese}”要{what}", row=row)
            return None
        check_length(text, _STATEMENT_LIMIT, self._pen, row=row)
        if kind is Kind.NOTHING:
            return Nothing(text)
        granted_by = card.text("批准单位", limit=SHORT_LIMIT, needed=True)
        return Excuse(text, granted_by)

    def _sheet_pen(self) -> Pen:
        return self._pen.on(self._files.sheets[0].relative_to(self._folder).as_posix())

    def _sheet(self, kind: Kind | None) -> Sheet | None:
        sheets = self._files.sheets
        if kind is None:
            return None
        if kind not in _SHEETS:
            if sheets:
                self._sheet_pen().mark(
                    f"这一件是“{kind.chinese}”，用不上表格；请改类型，或者把表格另放一件"
                )
            return None
        if not sheets:
            self._pen.mark(f"“{kind.chinese}”要有一个 .xlsx 文件，和这个 .md 放在同一个文件夹里")
            return None
        if len(sheets) > 1:
            names = "、".join(s.name for s in sheets)
            self._pen.mark(
                f"有 {len(sheets)} 个表格（{names}），一件只能有一个；请分成几件，用“序号”区分"
            )
            return None
        return read_sheet(sheets[0], self._sheet_pen())

    def _scan(self, card: Card) -> Scan | None:
        if not card.yes("无涉密内容"):
            card.mark(
                "无涉密内容",
                "扫描件要有人先看过，上面没有身份证号、银行卡号、手机号，"
                "再在卡片里写“无涉密内容: 是”",
            )
        pages: list[Media] = []
        names = self._shelf.names()
        if not names:
            self._pen.mark("扫描件里没有 PDF，也没有照片")
            return None
        for name in names:
            alt = f"{card.text('标题', limit=TITLE_LIMIT)} {Path(name).stem}"[:100]
            pages += self._shelf.pictures(name, alt, self._pen)
        return Scan(pages=tuple(pages)) if pages else None

    def _face(self, card: Card, published: date | None) -> _Face:
        approvals = card.approvals()
        corrected = self._corrected(card, published)
        latest = corrected or published
        for approval in approvals:
            if latest is not None and approval.day > latest:
                word = "更正日期" if corrected else "公开日期"
                card.mark("审核", f"“{approval.step}”在 {approval.day}，比{word} {latest} 还晚")
        until = card.day("公示至")
        days = card.count("公示天数", least=1)
        if until is not None and days is not None:
            card.mark("公示至", "“公示至”和“公示天数”只写一个")
        if until is not None and published is not None and until < published:
            card.mark("公示至", f"公示在 {until} 结束，比公开日期 {published} 还早")
        if until is None and days is not None and published is not None:
            until = published + timedelta(days=min(days, 3_660))
        return _Face(approvals, until, corrected)

    def _corrected(self, card: Card, published: date | None) -> date | None:
        """The day of a correction: never before the item, never in the future, never alone."""
        day = card.day("更正日期")
        if day is None or published is None:
            return None
        if not card.text("更正", limit=200):
            card.mark("更正日期", "写了更正日期，还要写“更正: 原因”")
        if day < published:
            card.mark(
                "更正日期",
                f"更正日期 {day} 比公开日期 {published} 还早；公开日期写第一次公开的那天",
            )
        if day > self._around.today:
            card.mark("更正日期", f"更正日期 {day} 还没有到（今天是 {self._around.today}）")
        return day


class _Face(NamedTuple):
    approvals: tuple[Approval, ...]
    notice_until: date | None
    corrected: date | None
