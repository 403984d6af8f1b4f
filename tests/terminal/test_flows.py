"""Where the money goes, added up by purpose, and fairly compared with last year."""

from datetime import date

from kiosk.affairs.disclosure import Content, Ledger, LedgerEntry
from kiosk.terminal.library import LedgerMonth
from kiosk.terminal.ui.flows import UNNAMED, compared, purposes


def month(period, received=0, paid=0):
    return LedgerMonth(
        id=f"L-{period}",
        period=period,
        opening=0,
        received=received,
        paid=paid,
        closing=0,
        count=1,
        item="D2",
    )


class Shelf:
    """A library of ledgers by id; one of them is not there yet."""

    def __init__(self, **ledgers):
        self.ledgers = ledgers

    def content(self, name):
        entries = self.ledgers.get(name.replace("-", "_"))
        if entries is None:
            return None
        return Content(document=Ledger(opening=0, closing=0, entries=tuple(entries)))


def entry(account, *, paid=0, received=0, summary="买了东西"):
    return LedgerEntry(
        day=date(2026, 10, 5), summary=summary, paid=paid, received=received, account=account
    )


def test_payments_are_added_by_account_the_largest_first_and_know_their_row():
    shelf = Shelf(
        L_2026_09=[entry("办公费", paid=300), entry("工程支出", paid=5_000)],
        L_2026_10=[entry("租金", received=9_000), entry("办公费", paid=500), entry("", paid=10)],
    )
    months = [month("2026-09"), month("2026-10"), month("2026-11")]
    found = purposes(shelf, months, paid=True)
    assert [(p.name, p.fen) for p in found] == [("工程支出", 5_000), ("办公费", 800), (UNNAMED, 10)]
    assert [(e.fen, e.ledger, e.row) for e in found[1].entries] == [
        (500, "L-2026-10", 2),
        (300, "L-2026-09", 1),
    ]
    assert [p.name for p in purposes(shelf, months, paid=False)] == ["租金"]


def test_only_months_that_stand_in_both_years_are_compared():
    months = [
        month("2025-09", 10, 1),
        month("2025-10", 20, 2),
        month("2026-08", 1_000, 1_000),
        month("2026-09", 40, 4),
        month("2026-10", 50, 5),
    ]
    found = compared(months)
    assert found == ("9月到10月", 90, 9, 30, 3)
    assert compared(months[2:]) is None
    assert compared([]) is None
    assert compared([month("2025-10", 1, 1), month("2026-10", 2, 2)]).label == "10月"
