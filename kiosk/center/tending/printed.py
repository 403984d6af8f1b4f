"""A village's month on paper, as PDF/A-2b: what became public, with its signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fpdf import FPDF
from fpdf.enums import WrapMode
from fpdf.fonts import FontFace

from kiosk.affairs.disclosure import Content, Ledger, Project, Prose, Resolution, Table
from kiosk.affairs.money import format_yuan
from kiosk.center.board.faces import approvals_of
from kiosk.center.board.models import Version
from kiosk.center.tending.paper import FAMILY, chinese_pdf
from kiosk.feed.text import plain_text

_BODY, _SMALL = 11, 9
_LINE = 6.0
"""Millimetres from one line of running text to the next."""


def month_pdf(place: str, month: str, versions: Iterable[Version]) -> bytes:
    """The document of a place (its name) and a month (``2026-10``).

    Pictures are in the archive beside it; here stands what they show, in words.
    Raises FaceMissingError.
    """
    year, _, number = month.partition("-")
    title = f"{place} {year}年{int(number)}月公开内容"
    with chinese_pdf(title, archival=True) as pdf:
        pdf.set_margins(18, 18)
        pdf.set_auto_page_break(True, 18)
        pdf.add_page()
        _text(pdf, title, 17, bold=True)
        for version in versions:
            _item(pdf, version)
        return bytes(pdf.output())


def _item(pdf: FPDF, version: Version) -> None:
    face = version.written
    pdf.ln(4)
    _text(pdf, face.title, 14, bold=True)
    state = f"第{version.number}版，{version.state_words}"
    day = version.released_on
    public = f"公开 {day:%Y-%m-%d}" if day else ""
    _text(pdf, f"编号 {version.item.key}，{face.unit}，{public}，{state}", _SMALL)
    if face.correction:
        _text(pdf, f"更正：{face.correction}", _SMALL)
    for each in approvals_of(version):
        _text(pdf, f"{each.step} {each.person} {each.day:%Y-%m-%d}", _SMALL)
    pdf.ln(1)
    _content(pdf, version.document)
    _text(pdf, f"内容的 SHA-256：{version.digest}", 7)


def _content(pdf: FPDF, content: Content) -> None:
    document = content.document
    match document:
        case Ledger():
            words = Content(document=Prose(), body=content.body)
            rows = [
                (f"{e.day:%m-%d}", e.summary, e.account, _yuan(e.received), _yuan(e.paid))
                for e in document.entries
            ]
            rows.append(("", "期末余额", "", format_yuan(document.closing), ""))
            first = ("", "期初余额", "", format_yuan(document.opening), "")
            _paragraphs(pdf, words)
            columns = ("日期", "摘要", "科目", "收入", "支出")
            _table(pdf, columns, [first, *rows], (14, 60, 34, 26, 26), sums=2)
        case Table() if document.columns:
            _paragraphs(pdf, Content(document=Prose(), body=content.body))
            heads = tuple(column.name for column in document.columns)
            totals = [document.totals] if document.totals else []
            _table(pdf, heads, [*document.rows, *totals])
        case Project():
            _paragraphs(pdf, content)
            _text(pdf, f"预算 {format_yuan(document.budget)} 元", _BODY)
        case Resolution():
            _paragraphs(pdf, content)
            for motion in document.motions:
                result = "通过" if motion.passed else "未通过"
                votes = f"同意{motion.agreed} 反对{motion.opposed} 弃权{motion.abstained}"
                _text(pdf, f"{motion.text}：{votes}，{result}", _BODY)
        case _:
            _paragraphs(pdf, content)


def _paragraphs(pdf: FPDF, content: Content) -> None:
    for text in plain_text(content):
        if text.strip():
            _text(pdf, text, _BODY)


def _text(pdf: FPDF, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, "B" if bold else "", size)
    height = max(size * 0.5, _LINE * size / _BODY)
    pdf.multi_cell(
        0, height, text, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode=WrapMode.CHAR
    )


def _table(
    pdf: FPDF,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: tuple[int, ...] | None = None,
    *,
    sums: int = 0,
) -> None:
    """``sums`` of the last columns are numbers, to the right."""
    pdf.set_font(FAMILY, "", _SMALL)
    plain = len(heads) - sums
    with pdf.table(
        col_widths=widths,
        line_height=5,
        text_align=("LEFT",) * plain + ("RIGHT",) * sums,
        headings_style=FontFace(emphasis="BOLD", fill_color=(235, 235, 235)),
        wrapmode=WrapMode.CHAR,
    ) as table:
        for cells in (heads, *rows):
            row = table.row()
            for index in range(len(heads)):
                row.cell(cells[index] if index < len(cells) else "")
    pdf.ln(1)


def _yuan(fen: int) -> str:
    return format_yuan(fen) if fen else ""
