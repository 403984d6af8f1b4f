"""Each risk rule sees what it is for, and leaves its innocent look-alikes alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.affairs.deadline import Colour
from kiosk.affairs.holdings import Contract, HoldingClass, Installment
from kiosk.affairs.risk import (
    Book,
    Check,
    LateItem,
    Let,
    Paid,
    RiskRule,
    Seen,
    findings,
    rules_in_force,
)

VILLAGE = "990101101201"
TODAY = date(2026, 11, 22)
LEDGER = f"{VILLAGE}-D2-2026-10"


def rule(check, **more):
    plain = {"code": check.value, "name": check.chinese, "valid_from": date(2026, 1, 1)}
    return RiskRule(check=check, **(plain | more))


def paid(fen, row=1, day=date(2026, 10, 9), party="柳＊生", summary="修水渠", **more):
    plain = {"account": "公益支出", "note": ""}
    return Paid(
        item=LEDGER, row=row, day=day, summary=summary, party=party, paid=fen, **(plain | more)
    )


def let(price=620_00, ends=date(2030, 12, 31), tendered=False, parts=(), quantity=4600, **more):
    contract = Contract(
        number="2021-03",
        subject="㙍上地块",
        group=HoldingClass.LAND,
        tenant="柳＊生",
        begins=date(2021, 1, 1),
        ends=ends,
        rent=price * quantity // 100,
        quantity=quantity,
        unit="亩",
        installments=parts,
        **more,
    )
    return Let(item=f"{VILLAGE}-D13-2021-01-01", contract=contract, tendered=tendered)


def seen(**more):
    return Seen(division=VILLAGE, **more)


def of(check, look, today=TODAY, **more):
    return findings(look, [rule(check, **more)], today)


def test_a_large_payment_without_a_resolution_is_seen_with_its_row():
    found = of(Check.UNDECIDED, seen(paid=(paid(8_000_00, row=7),)), limit=5_000_00)
    assert len(found) == 1
    assert found[0].evidence[0].item == LEDGER
    assert found[0].evidence[0].row == 7
    assert "8,000.00 元" in found[0].said
    assert "违" not in found[0].said
    assert "贪" not in found[0].said


@pytest.mark.parametrize(
    "innocent",
    [
        paid(8_000_00, decided=True),
        paid(5_000_00),
        paid(90_000_00, summary="转存定期"),
        paid(9_000_00, account="干部报酬"),
    ],
)
def test_decided_small_and_regular_payments_are_left_alone(innocent):
    look = seen(paid=(innocent,))
    assert not of(Check.UNDECIDED, look, limit=5_000_00, unless=("转存", "干部报酬"))


def test_rent_is_overdue_after_its_days_of_grace_and_not_before():
    part = Installment(due=date(2026, 10, 1), amount=1_000_00, paid=400_00)
    look = seen(contracts=(let(parts=(part,)),))
    assert not of(Check.UNPAID, look, today=date(2026, 10, 31), days=30)
    found = of(Check.UNPAID, look, today=date(2026, 11, 1), days=30)
    assert "600.00 元" in found[0].said
    assert found[0].evidence[0].row == 1


def test_rent_that_was_paid_late_but_in_full_is_no_warning():
    part = Installment(
        due=date(2026, 1, 1), amount=1_000_00, paid=1_000_00, paid_on=date(2026, 5, 1)
    )
    assert not of(Check.UNPAID, seen(contracts=(let(parts=(part,)),)), days=30)


def test_a_contract_near_its_end_is_seen_unless_a_tender_names_it():
    ends = TODAY + timedelta(days=20)
    assert of(Check.ENDING, seen(contracts=(let(ends=ends),)), days=60)
    assert not of(Check.ENDING, seen(contracts=(let(ends=ends, tendered=True),)), days=60)
    assert not of(Check.ENDING, seen(contracts=(let(),)), days=60)


def peers(*prices, unit="亩", group=HoldingClass.LAND):
    return tuple(
        Contract(
            number=f"{n}",
            subject="地",
            group=group,
            tenant="某",
            begins=date(2024, 1, 1),
            ends=date(2030, 1, 1),
            rent=price * 10,
            quantity=1000,
            unit=unit,
        )
        for n, price in enumerate(prices)
    )


def test_a_price_far_below_the_median_of_like_contracts_is_seen():
    look = seen(contracts=(let(price=200_00),), peers=peers(600_00, 620_00, 640_00))
    found = of(Check.CHEAP, look, share=60, times=3)
    assert "中间价是 620.00 元" in found[0].said


def test_a_price_is_not_compared_with_too_few_or_other_things():
    low = (let(price=200_00),)
    assert not of(Check.CHEAP, seen(contracts=low, peers=peers(600_00)), share=60, times=3)
    ponds = peers(600_00, 620_00, 640_00, group=HoldingClass.WATER)
    assert not of(Check.CHEAP, seen(contracts=low, peers=ponds), share=60, times=3)
    by_room = peers(600_00, 620_00, 640_00, unit="间")
    assert not of(Check.CHEAP, seen(contracts=low, peers=by_room), share=60, times=3)


def test_many_payments_below_the_limit_to_one_payee_are_seen_once_with_all_their_rows():
    rows = tuple(paid(4_800_00, row=n, day=date(2026, 10, n)) for n in (3, 6, 9))
    found = of(Check.SPLIT, seen(paid=rows), limit=5_000_00, days=30, times=3)
    assert len(found) == 1
    assert [e.row for e in found[0].evidence] == [3, 6, 9]
    assert "14,400.00 元" in found[0].said


@pytest.mark.parametrize(
    "rows",
    [
        tuple(paid(4_800_00, row=n, day=date(2026, n, 1)) for n in (3, 6, 9)),
        tuple(paid(900_00, row=n, day=date(2026, 10, n)) for n in range(1, 9)),
        tuple(paid(4_800_00, row=n, party=f"柳{n}") for n in (3, 6, 9)),
        tuple(paid(4_800_00, row=n, decided=True) for n in (3, 6, 9)),
        tuple(paid(4_800_00, row=n, party="") for n in (3, 6, 9)),
        tuple(paid(4_800_00, row=n, account="电费") for n in (3, 6, 9)),
    ],
)
def test_payments_far_apart_small_to_others_decided_or_regular_are_no_splitting(rows):
    look = seen(paid=rows)
    assert not of(Check.SPLIT, look, limit=5_000_00, days=30, times=3, unless=("电费",))


def test_cash_above_the_limit_is_seen_where_the_book_says_cash():
    look = seen(paid=(paid(3_000_00, note="现金支付"), paid(3_000_00, row=2, note="转账")))
    found = of(Check.CASH, look, limit=1_000_00)
    assert [f.evidence[0].row for f in found] == [1]
    assert not of(Check.CASH, look, limit=1_000_00, unless=("现金",))


def test_accounts_are_late_after_their_days_and_name_the_month():
    late = LateItem(item="D2", name="收支明细", period="2026-09", due=date(2026, 10, 15))
    assert not of(Check.LATE, seen(late=(late,)), today=date(2026, 10, 25), days=10)
    found = of(Check.LATE, seen(late=(late,)), today=date(2026, 10, 26), days=10)
    assert "2026年9月" in found[0].said


def test_a_balance_that_does_not_carry_over_is_seen_between_neighbouring_months_only():
    def book(period, opening, closing):
        return Book(item=f"{VILLAGE}-D2-{period}", period=period, opening=opening, closing=closing)

    broken = (book("2026-09", 0, 100_00), book("2026-10", 90_00, 50_00))
    found = of(Check.GAP, seen(books=broken))
    assert "差 10.00 元" in found[0].said
    assert not of(Check.GAP, seen(books=(book("2026-08", 0, 1), book("2026-10", 5, 5))))
    assert not of(Check.GAP, seen(books=(book("2026-09", 0, 7), book("2026-10", 7, 5))))


def test_a_finding_turns_orange_and_red_with_age():
    found = of(Check.UNDECIDED, seen(paid=(paid(8_000_00),)), limit=1, orange=30, red=90)[0]
    assert found.colour(found.since) is Colour.YELLOW
    assert found.colour(found.since + timedelta(days=30)) is Colour.ORANGE
    assert found.colour(found.since + timedelta(days=90)) is Colour.RED


def test_the_same_thing_has_the_same_key_every_night():
    look = seen(paid=(paid(8_000_00),))
    tonight, tomorrow = (
        of(Check.UNDECIDED, look, today=TODAY + timedelta(days=n), limit=1) for n in (0, 1)
    )
    assert [f.key for f in tonight] == [f.key for f in tomorrow]


def test_of_two_editions_of_a_rule_the_newest_in_force_counts():
    old, new, later = (
        rule(Check.CASH, limit=limit, valid_from=day)
        for limit, day in ((1, date(2020, 1, 1)), (2, date(2026, 1, 1)), (3, date(2027, 1, 1)))
    )
    assert [r.limit for r in rules_in_force([later, new, old], TODAY)] == [2]


def test_a_deadline_says_whether_a_tender_is_open():
    from kiosk.affairs.holdings import Tender

    tender = Tender(
        subject="地",
        group=HoldingClass.LAND,
        floor=1,
        per="元/年",
        term="5年",
        deadline=datetime(2026, 12, 8, 9, tzinfo=UTC),
    )
    assert tender.is_open(datetime(2026, 12, 8, 8, 59, tzinfo=UTC))
    assert not tender.is_open(datetime(2026, 12, 8, 9, tzinfo=UTC))
