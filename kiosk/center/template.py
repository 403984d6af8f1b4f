"""Templates for a clerk: one folder a kind, with the card to fill in and the sheet to fill in.

The cards are left empty where only the author knows: an untouched template never passes a
check, so it is never published by mistake.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kiosk.center.folder.kinds import FORMS, Field, Form, Holds

_YUAN = "#,##0.00"
_DAY = "yyyy-mm-dd"
_TEXT = "@"
_FORMATS = {
    Holds.DAY: _DAY,
    Holds.TIME: "hh:mm",
    Holds.YUAN: _YUAN,
    Holds.COUNT: "0",
    Holds.QUANTITY: "0.##",
}
_ROWS = 40
"""Rows that are drawn and formatted; more may be added."""


class TemplateError(Exception):
    """The templates cannot be written.  The message is Chinese."""


class _Column(NamedTuple):
    name: str
    width: int
    format: str = _TEXT
    choices: tuple[str, ...] = ()
    note: str = ""


_LEDGER = (
    _Column("日期", 13, _DAY),
    _Column("摘要", 32),
    _Column("对方", 18),
    _Column("科目", 16),
    _Column("收入", 14, _YUAN),
    _Column("支出", 14, _YUAN),
    _Column("凭证", 20),
    _Column("备注", 20),
    _Column("关联", 24),
)
_TABLE = (
    _Column("序号", 8, "0"),
    _Column("户主", 14),
    _Column("组别", 12),
    _Column("人数", 8, "0"),
    _Column("金额（元）", 16, _YUAN),
    _Column("备注", 24),
)
_HEAD = """目录:            # 公开目录里的项目编号，例如 {item}；kiosk catalogue 可以列出全部
标题:            # 例如 {title}
期间: {period:<12}# 2026-10 月，2026-Q3 季，2026-H1 半年，2026 年，2026-10-12 当天，长期
公开日期:        # 例如 2026-11-12
审核:            # 每行一步：步骤 姓名（中间用＊遮住） 日期
#  - 村务监督委员会审核 赵＊兰 2026-11-10
#  - 乡镇农经站备案 孙＊平 2026-11-12
关联:            # 可以不写；和它有关的公开内容的编号，例如 C2-2026-03-16，几件用顿号隔开
"""


class _Kind(NamedTuple):
    """One template: its folder, what stands in the card, and what stands in the body."""

    folder: str
    item: str
    title: str
    card: str
    body: str


_KINDS = (
    _Kind(
        "账目",
        "D2",
        "2026年10月收支明细",
        "类型: 账目\n公示天数: 10\n",
        "（可以写一两句说明，也可以不写。凭证图片放进“凭证”文件夹，表里只写文件名。）",
    ),
    _Kind(
        "表格",
        "E1",
        "2026年第三季度低保对象名单",
        "类型: 表格\n公示天数: 7\n",
        "（可以写一两句说明，也可以不写。表里不要有身份证号、银行卡号、电话的列。）",
    ),
    _Kind(
        "决议",
        "C2",
        "村民代表会议关于修北塘水渠的决议",
        "类型: 决议\n会议:            # 例如 村民代表会议\n开会日期:\n地点:\n主持:\n应到:\n实到:\n"
        "表决:            # 每件事一行，照下面的样子写\n"
        "#  - {事项: 修北塘水渠, 同意: 30, 反对: 0, 弃权: 1, 结果: 通过}\n",
        "（可以写会议的经过。）",
    ),
    _Kind(
        "扫描件",
        "G1",
        "关于城乡居民医保缴费的通知",
        "类型: 扫描件\n无涉密内容:      # 看过以后写 是：上面没有身份证号、银行卡号、手机号\n",
        "（PDF 或照片放在这个文件夹里，按文件名排序。）",
    ),
    _Kind(
        "文章",
        "B1",
        "柳河村村情概况",
        "类型: 文章\n",
        "正文用普通文字写。空一行是新的一段。\n\n## 小标题\n\n- 列表\n- **重点**\n",
    ),
    _Kind("本期无", "E3", "2026年第三季度临时救助", "类型: 本期无\n", "本季度没有发生临时救助。"),
    _Kind(
        "免公开",
        "D2",
        "免公开说明",
        "类型: 免公开\n批准单位:        # 例如 青禾镇人民政府\n",
        "（写明原因，公开栏上看得见。）",
    ),
)


def _declared(form: Form) -> _Kind:
    """The template of a kind that says itself what it asks for."""
    lines = [f"类型: {form.kind.chinese}", *(_line(key) for key in form.keys)]
    body = form.body
    if form.parts:
        body = "\n\n".join(f"## {part.name}\n\n（{part.hint}，以 - 开头）" for part in form.parts)
    return _Kind(form.kind.chinese, form.item, form.title, "\n".join(lines) + "\n", body)


def _line(key: Field) -> str:
    """A key with what belongs there behind a #, which nobody reads as its value."""
    said = [] if key.needed else ["可以不写"]
    if key.hint:
        said.append(key.hint)
    if key.choices:
        said.append(f"可以写：{'、'.join(key.choices)}")
    if key.example:
        said.append(f"例如 {key.example}" if key.holds is not Holds.LINES else "照下面的样子写")
    name = f"{key.name}:"
    line = f"{name:<14}# {'；'.join(said)}" if said else name
    if key.holds is Holds.LINES and key.example:
        line += f"\n#  - {key.example}"
    return line


def _columns(form: Form) -> tuple[_Column, ...]:
    return tuple(
        _Column(
            field.name,
            field.width,
            _FORMATS.get(field.holds, _TEXT),
            field.choices if field.holds is Holds.CHOICE else ("是",) * (field.holds is Holds.YES),
            _note(field),
        )
        for field in form.columns
    )


def _note(field: Field) -> str:
    """What a clerk reads who points at a head."""
    said = [] if field.needed else ["可以空着"]
    said += [field.hint] if field.hint else []
    said += [f"可以写：{'、'.join(field.choices)}"] if field.choices else []
    said += [f"例如：{field.example}"] if field.example else []
    return "\n".join(said)


_ALL = (*_KINDS, *(_declared(form) for form in FORMS.values()))


def write_templates(folder: Path) -> None:
    """Write one folder per kind: the card to fill in and, where one is needed, the sheet.

    Raises TemplateError when there is already something in one of these folders; then nothing
    is written at all, so that a filled-in template is never lost.
    """
    taken = [k.folder for k in _ALL if (folder / k.folder).exists()]
    if taken:
        raise TemplateError(
            f"{folder} 里已经有“{'、'.join(taken)}”，什么也没有写；请换一个空文件夹"
        )
    try:
        for kind in _ALL:
            _write_card(folder / kind.folder, kind)
        _write_sheet(folder / "账目" / "收支明细.xlsx", "收支明细", _LEDGER, ledger=True)
        _write_sheet(folder / "表格" / "名单.xlsx", "名单", _TABLE, total="合计")
        (folder / "账目" / "凭证").mkdir()
        for form in FORMS.values():
            own = folder / form.kind.chinese
            if form.columns:
                _write_sheet(own / f"{form.sheet}.xlsx", form.sheet, _columns(form))
            for pictures in form.folders:
                (own / pictures).mkdir()
    except OSError as error:
        raise TemplateError(f"样板写不进 {folder}（{error.strerror}）") from error


def _write_card(folder: Path, kind: _Kind) -> None:
    folder.mkdir(parents=True)
    head = _HEAD.format(item=kind.item, title=kind.title, period="")
    text = f"---\n{head}{kind.card}---\n{kind.body}\n"
    (folder / "说明.md").write_text(text, encoding="utf-8")


def _write_sheet(
    path: Path,
    name: str,
    columns: tuple[_Column, ...],
    *,
    ledger: bool = False,
    total: str = "",
) -> None:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new workbook always has one
        raise TypeError(type(sheet))
    sheet.title = name
    sheet.append([c.name for c in columns])
    line = Side(style="thin", color="999999")
    box = Border(left=line, right=line, top=line, bottom=line)
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E8EEF4")
        head.alignment = Alignment(horizontal="center", vertical="center")
        for row in range(1, _ROWS + 2):
            cell = sheet.cell(row, number)
            cell.border = box
            if row > 1:
                cell.number_format = column.format
                cell.alignment = Alignment(wrap_text=column.format == _TEXT, vertical="center")
        if column.note:
            head.comment = Comment(column.note, "样板", width=240, height=120)
        _guard(sheet, column, letter)
    sheet.freeze_panes = "A2"
    if ledger:
        sheet["B2"] = "上期结余"
        sheet[f"B{_ROWS}"] = "合计"
        sheet[f"B{_ROWS + 1}"] = "本期结余"
    if total:
        sheet[f"A{_ROWS + 1}"] = total
    book.save(path)


def _guard(sheet: Worksheet, column: _Column, letter: str) -> None:
    """Let the spreadsheet itself refuse what the column does not take."""
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"')
        rule.error = f"请从这里面选：{'、'.join(column.choices)}"
    elif column.format == _DAY:
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526")
        rule.error = "请写日期，例如 2026-10-12"
    elif column.format == _YUAN:
        rule = DataValidation(type="decimal", operator="greaterThan", formula1="-1000000000")
        rule.error = "请只写数字，单位是元"
    elif column.format in {_FORMATS[Holds.COUNT], _FORMATS[Holds.QUANTITY]}:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
        rule.error = "请只写数字"
    else:
        return
    rule.allow_blank = True
    rule.errorTitle = column.name
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS + 1}")
