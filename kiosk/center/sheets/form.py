"""What a clerk sees and types: every cell as text, with the row it came from."""

from __future__ import annotations

import msgspec


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One receipt or payment as typed.  ``row`` is the row of the sheet, counted from 1.

    A day is written 2026-10-03, an amount in yuan; ``vouchers`` are digests of pictures,
    ``related`` ids of what belongs with it.
    """

    row: int | None = None
    day: str = ""
    summary: str = ""
    received: str = ""
    paid: str = ""
    party: str = ""
    account: str = ""
    handler: str = ""
    number: str = ""
    note: str = ""
    balance: str = ""
    vouchers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed in it."""
        return not (set(FIELDS) - {"balance"}) & {f for f in FIELDS if getattr(self, f).strip()}


FIELDS = {
    "day": "日期",
    "summary": "摘要",
    "received": "收入",
    "paid": "支出",
    "party": "对方",
    "account": "科目",
    "handler": "经手人",
    "number": "凭证号",
    "note": "备注",
    "balance": "余额",
}
"""The fields of a line and the words that stand over them."""


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount that a sheet states about itself, in yuan, and the row where it does."""

    row: int | None = None
    received: str = ""
    paid: str = ""
    amount: str = ""


class LedgerForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole ledger as typed or read: the balances, the lines, the total if one is written.

    ``heads`` names the columns as the sheet does, by field; ``notes`` say what was understood,
    left out or computed, in Chinese sentences.
    """

    opening: Written = Written()
    closing: Written = Written()
    total: Written = Written()
    lines: tuple[LedgerLine, ...] = ()
    heads: dict[str, str] = {}
    notes: tuple[str, ...] = ()

    def head(self, field: str) -> str:
        """The word over a field, as the sheet shows it."""
        return self.heads.get(field) or FIELDS.get(field, "")


class TableForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A list in columns as typed or read; every row as wide as ``columns``.

    ``numbers`` are the rows' places in the sheet, counted from 1, empty where they were typed;
    ``totals`` is the 合计 row.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    totals: tuple[str, ...] = ()
    totals_row: int | None = None
    notes: tuple[str, ...] = ()
