"""Reading one disclosure: what it is, the document, and who let it through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.affairs.disclosure import (
    Content,
    Excuse,
    Ledger,
    LedgerEntry,
    Nothing,
    Project,
    Resolution,
    Scan,
    Table,
)
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.notice import Notice
from kiosk.affairs.period import Cycle
from kiosk.affairs.policy import Policy
from kiosk.feed.code import Purpose
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Flow, Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.kinds import kind_pieces
from kiosk.terminal.ui.readers.ledger import as_bar, entry_name, ledger_pieces
from kiosk.terminal.ui.readers.links import link_pieces, links_from, links_to
from kiosk.terminal.ui.readers.notice import notice_pieces
from kiosk.terminal.ui.readers.project import project_pieces
from kiosk.terminal.ui.readers.prose import body_pieces, told_pieces
from kiosk.terminal.ui.readers.resolution import resolution_pieces
from kiosk.terminal.ui.readers.scan import scan_pieces
from kiosk.terminal.ui.readers.table import fits, table_pieces
from kiosk.terminal.ui.screens.code import small_code
from kiosk.terminal.ui.screens.screen import FlowScreen, Pages, Subject
from kiosk.terminal.ui.widgets.bars import Month
from kiosk.terminal.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_MONTHS = 12
_TAKE = ("把这张单子带走", "手机扫一扫，要带的东西、电话都在手机上。点一下，码变大。")


class ScanFlow(Flow):
    """Pages whose pieces are as high as the board, so that another height makes other pieces."""

    def __init__(
        self,
        pieces: list[Piece],
        height: float,
        columns: int,
        gap: float,
        again: Callable[[float], ScanFlow],
    ) -> None:
        super().__init__(pieces, height=height, columns=columns, gap=gap)
        self._again = again

    def within(self, height: float) -> ScanFlow:
        return self._again(height)


class Reader(FlowScreen):
    """One disclosure, read once and kept while it is open: nothing moves under the finger.

    It begins at row ``number`` of its ledger, if one is given, which then is marked, and so are
    the words ``sought``.
    """

    def __init__(
        self,
        board: Stage,
        shelved: Shelved,
        number: int | None = None,
        sought: Sequence[str] = (),
    ) -> None:
        super().__init__(board)
        self.sought = sought
        self._row = None if number is None else entry_name(number)
        self._arrived = False
        self.shelved = shelved
        self.title = shelved.disclosure.title
        self.crumbs = tuple(dict.fromkeys((shelved.affairs.chinese, shelved.class_name)))
        self.content: Content | None = board.desk.library.content(shelved.disclosure.id)

    def gone(self) -> bool:
        return self.board.desk.library.get(self.shelved.disclosure.id) is None

    def open_at(self, pages: Pages) -> None:
        if self._row is not None and not self._arrived:
            self.page = pages.find(self._row)
            self._arrived = True

    def mark(self, page: Block) -> None:
        super().mark(page)
        colour = self.board.kit.colour
        for each in page.tree() if self._row else ():
            if each.name == self._row:
                Mark(colour.mark, colour.ink).on(each)

    def recording(self) -> Path | None:
        recorded = self.content.recording if self.content else msgspec.UNSET
        if recorded is msgspec.UNSET:
            return None
        return self.board.desk.library.media_path(recorded.digest)

    def pages(self, width: float, height: float) -> Pages:
        if self.content is not None and isinstance(self.content.document, Scan):
            return self._scanned(self.content.document, width, height)
        self.two_columns = not self._needs_whole_width(width)
        return super().pages(width, height)

    def _needs_whole_width(self, width: float) -> bool:
        """Whether it is a table whose columns fit beside each other only on the whole panel."""
        document = self.content.document if self.content else None
        if not isinstance(document, Table):
            return False
        return not fits(self.board, document, width / 2 - self.kit.theme.margin) and fits(
            self.board, document, width
        )

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        found = [] if self._is_guide() else self._facts(width)
        if self.content is None:
            words = kit.words("这一件的内容还没有下载完整。连上网以后会自动补齐，请过一会儿再看。")
            return [*found, piece(words, width, gap=theme.gap)]
        start = len(found)
        found += self._document(self.content, width)
        if start < len(found):
            found[start] = found[start]._replace(gap=theme.small)
        if not isinstance(self.content.document, Policy):  # which deals with its own
            found += body_pieces(self.board, self.content.body, width)
        return [*found, *self._end(width)]

    def _end(self, width: float) -> list[Piece]:
        """Below every document: what belongs with it, who let it through, and its code."""
        facts = []
        if self._is_guide():  # what to bring and whom to call come first
            facts = self._facts(width)
            facts[0] = facts[0]._replace(gap=self.kit.theme.gap)
        return [*self._links(width), *facts, *self._approvals(width), *self._code(width)]

    def _is_guide(self) -> bool:
        return self.content is not None and isinstance(self.content.document, ServiceGuide)

    def _links(self, width: float) -> list[Piece]:
        """What it names, and what names it; nothing twice."""
        own = self.shelved.disclosure
        document = self.content.document if self.content else None
        inside = () if isinstance(document, Ledger) or not self.content else self.content.related()
        named = links_to(self.board, [*own.related, *inside])
        known = {link.shelved.disclosure.id for link in named}
        back = links_from(self.board.desk.library.references(own.id))
        links = [*named, *(b for b in back if b.what or b.shelved.disclosure.id not in known)]
        return link_pieces(self.board, "有关的内容", links, width, self._open)

    def _open(self, shelved: Shelved, number: int | None) -> None:
        self.board.go(Reader, shelved, number)

    def _open_entry(self, entry: LedgerEntry) -> None:
        from kiosk.terminal.ui.screens.entry import EntryScreen  # it opens readers itself

        ledger = self.content.document if self.content else None
        entries = ledger.entries if isinstance(ledger, Ledger) else ()
        row = next(n for n, each in enumerate(entries, 1) if each is entry)
        self.board.go(EntryScreen, self.shelved, entry, row)

    def _document(self, content: Content, width: float) -> list[Piece]:  # noqa: PLR0911 - a kind a line
        board, kit = self.board, self.board.kit
        match content.document:
            case Ledger() as ledger:
                return ledger_pieces(board, ledger, self._months(), width, self._open_entry)
            case Table() as table:
                return table_pieces(board, table, width)
            case Project() as project:
                return project_pieces(board, project, width)
            case Resolution() as resolution:
                return resolution_pieces(board, resolution, width)
            case Nothing(statement=statement):
                return told_pieces(board, "", statement, width, kit.theme.heading)
            case Notice() as notice:
                return notice_pieces(board, notice, width)
            case Excuse(reason=reason, granted_by=by):
                told = told_pieces(board, "", f"这一期免予公开。原因：{reason}", width)
                return [*told, piece(kit.note(f"批准：{by}"), width)]
            case _:
                return kind_pieces(board, self.shelved, content, width)

    def _scanned(self, scan: Scan, width: float, height: float) -> ScanFlow:
        """Upright the facts stand over the first page; all others have the board alone."""
        theme = self.kit.theme
        columns = 1 if theme.portrait else 2
        column = (width - theme.margin * (columns - 1)) // columns
        facts = self._facts(column)
        used = sum(p.height + p.gap for p in facts) + theme.small
        if theme.portrait:
            first = scan_pieces(self.board, scan, column, height - used)[:1]
            pages = [*first, *scan_pieces(self.board, scan, column, height)[1:]]
        else:
            pages = scan_pieces(self.board, scan, column, height - used)
        pages[0] = pages[0]._replace(gap=theme.small)
        words = body_pieces(self.board, self.content.body if self.content else (), column)
        pieces = [*facts, *pages, *words, *self._end(column)]
        return ScanFlow(pieces, height, columns, theme.margin, partial(self._scanned, scan, width))

    def _months(self) -> list[Month]:
        """The months of the same book up to this ledger's own, for its picture."""
        own = self.shelved.disclosure
        if own.covered.cycle is not Cycle.MONTHLY:
            return []
        book = self.board.desk.library.ledger_months(own.division)
        found = [m for m in book if m.item == own.item and m.period <= own.period]
        return [as_bar(m) for m in found[-_MONTHS:]]

    def _facts(self, width: float) -> list[Piece]:
        """One line: when it was made public and by whom; and the reason of a correction."""
        kit, theme = self.board.kit, self.board.kit.theme
        disclosure, today = self.shelved.disclosure, self.board.desk.today()
        said = [f"{day_text(disclosure.published, today)}公开"]
        if disclosure.corrected is not None:
            said.append(f"{day_text(disclosure.corrected, today)}更正")
        if disclosure.notice_until is not None:
            said.append(f"公示到{day_text(disclosure.notice_until, today)}")
        said.append(disclosure.unit)
        tag = self.shelved.affairs.chinese
        line = Row(
            kit.affairs_tag(self.shelved.affairs),
            kit.note("，".join(said)),
            widths=(kit.tag_width(tag), 1.0),
            gap=theme.small,
            align="middle",
        )
        line.spoken_text = f"{tag}，{'，'.join(said)}。"
        found = [piece(line, width)]
        notes = []
        if disclosure.correction:
            notes.append(f"更正：{disclosure.correction}")
        if disclosure.replaced_by:
            other = self.board.desk.library.get(disclosure.replaced_by)
            name = other.disclosure.title if other else disclosure.replaced_by
            notes.append(f"已由《{name}》代替")
        for note in notes:
            words = kit.words(note, theme.row, kit.colour.due)
            card = kit.card(words, fill=kit.colour.due_ground, edge=kit.colour.due_edge)
            found.append(piece(card, width, gap=theme.small))
        return found

    def subject(self) -> Subject:
        """What the code of this page is about."""
        face = self.shelved.disclosure
        return Subject(face.division, face.id, title=face.title)

    def _code(self, width: float) -> list[Piece]:
        """The small code, after everything has been read."""
        if self._is_guide():
            card = small_code(self.board, self.subject(), _TAKE, Purpose.TAKE)
        else:
            card = small_code(self.board, self.subject())
        return [] if card is None else [piece(card, width, gap=self.kit.theme.gap)]

    def _approvals(self, width: float) -> list[Piece]:
        """Who let it through, at the very end."""
        kit, theme = self.board.kit, self.board.kit.theme
        approvals = self.shelved.disclosure.approvals
        if not approvals:
            return []
        today = self.board.desk.today()
        lines = [
            kit.words(f"{a.step}：{a.person}，{day_text(a.day, today)}", theme.row)
            for a in approvals
        ]
        column = Column(kit.rule(), kit.note("谁审核的"), *lines, gap=theme.tiny)
        return [piece(column, width, gap=theme.gap)]
