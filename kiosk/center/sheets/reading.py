"""A file of a clerk's, step by step: which sheet, which columns, then the form."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from pathlib import Path
from typing import NamedTuple

from kiosk.affairs.period import Period
from kiosk.center.sheets.fault import SheetError
from kiosk.center.sheets.form import LedgerForm, TableForm
from kiosk.center.sheets.heads import find_heads
from kiosk.center.sheets.mapping import Mapping, Proposal, propose
from kiosk.center.sheets.rows import read_ledger_form
from kiosk.center.sheets.table import read_table_form, too_wide
from kiosk.center.sheets.words import Meaning
from kiosk.center.sheets.workbook import Workbook


class Reading(NamedTuple):
    """What was understood of a file.

    ``names`` are its sheets and ``name`` the one that was read; ``questions`` say in Chinese what
    must be asked before there is a ``form``.
    """

    names: tuple[str, ...]
    name: str
    proposal: Proposal
    questions: tuple[str, ...]
    form: LedgerForm | TableForm | None


def read_file(  # noqa: PLR0913 - what a clerk has answered so far
    path: Path,
    period: Period | None,
    *,
    ledger: bool,
    name: str | None = None,
    remembered: Mapping | None = None,
    answers: Mapped[int, Meaning] | None = None,
) -> Reading:
    """Read a ledger or a table out of an .xlsx or .xls file.

    ``name`` is the sheet that was chosen, ``answers`` are meanings by column (from 0).  Raises
    SheetError where no answer would help.
    """
    workbook = Workbook(path)
    chosen = name if name in workbook.names else workbook.likely(period)
    sheet = workbook.sheet(chosen)
    heads = find_heads(sheet, ledger=ledger)
    if heads is None:
        wanted = "日期、摘要、收入、支出" if ledger else "列名（至少两列）"
        raise SheetError(
            f"在“{chosen}”里找不到表头：要有一行写着{wanted}。"
            "表没有坏，也没有改动；请在表里补上这一行再传，或者选别的工作表，或者直接在这里填"
        )
    proposal = propose(sheet, heads, period, remembered, ledger=ledger)
    if answers is not None:
        proposal = proposal.answered(answers)
    questions = tuple(_questions(proposal, ledger=ledger))
    form: LedgerForm | TableForm | None = None
    if not questions and ledger:
        form = read_ledger_form(sheet, heads, proposal, period)
    elif not questions:
        form = read_table_form(sheet, heads, proposal)
    return Reading(tuple(workbook.names), chosen, proposal, questions, form)


def _questions(proposal: Proposal, *, ledger: bool) -> list[str]:
    found = [f"“{guess.head}”这一列是什么？" for guess in proposal.unsure]
    if not ledger:
        wide = too_wide(proposal)
        return [*found, wide] if wide else found
    found += [f"哪一列是“{word}”？" for word in proposal.missing()]
    found += [f"有两列都当作“{word}”，只能留一列" for word in proposal.doubled()]
    return found
