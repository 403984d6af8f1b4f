"""Periods: what is written is read back, and every month, quarter and year has its days."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.affairs.period import (
    STANDING,
    Cycle,
    PeriodError,
    parse_period,
    period_of,
    periods_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(list(Cycle)))
def test_a_period_is_read_back_from_its_short_text(day, cycle):
    period = period_of(day, cycle)
    assert parse_period(str(period)) == period
    assert period.first <= day <= period.last


@given(
    DAYS, DAYS, st.sampled_from([Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.HALF_YEARLY, Cycle.YEARLY])
)
def test_periods_between_two_days_touch_and_lie_inside(start, end, cycle):
    found = periods_between(start, end, cycle)
    for before, after in itertools.pairwise(found):
        assert after.first - before.last == timedelta(days=1)
    for period in found:
        assert start <= period.first <= period.last <= end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-Q5",
        "2026-H3",
        "2026-02-30",
        "20261012",
        "2026-W41-1",
        "26-10",
        "0000",
        "2026-1",
    ],
)
def test_what_names_no_period_is_refused(text):
    with pytest.raises(PeriodError):
        parse_period(text)


def test_standing_is_written_in_both_languages():
    assert parse_period("长期") == parse_period("standing") == STANDING


def test_periods_are_read_out_in_chinese():
    texts = ["2026-10", "2026-Q3", "2026-H2", "2026", "2026-10-02", "长期"]
    assert [parse_period(t).chinese for t in texts] == [
        "2026年10月",
        "2026年第3季度",
        "2026年下半年",
        "2026年",
        "2026年10月2日",
        "长期公开",
    ]
