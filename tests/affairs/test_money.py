"""Amounts: what clerks type and spreadsheets store, to the fen."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.affairs.money import MoneyError, format_yuan, parse_yuan

FEN = st.integers(min_value=-(10**13), max_value=10**13)


@given(FEN)
def test_what_is_shown_is_read_back_to_the_fen(fen):
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(format_yuan(fen) + " 元") == fen


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_a_spreadsheet_float_is_rounded_to_the_fen_it_means(fen):
    assert parse_yuan(fen / 100) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1286.5", 128650),
        ("1,286.50 元", 128650),
        ("￥1,286.50", 128650),
        ("１２８６．５", 128650),
        ("(30.00)", -3000),
        ("（30）", -3000),
        ("−30", -3000),
        ("-¥30", -3000),
        ("0", 0),
        ("12.3400", 1234),
        (12, 1200),
        (0.1 + 0.2, 30),
    ],
)
def test_amounts_as_clerks_type_them(typed, fen):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "三十元",
        "3元5角",
        "3元5",
        "12,34",
        "1,2,3",
        "12 34",
        "1.234",
        "1e5",
        "--3",
        "1.2.3",
        "10元20元",
        0.001,
        1e300,
        float("nan"),
        float("inf"),
        True,
        "9" * 20,
        10**14,
    ],
)
def test_what_could_be_two_amounts_is_none(typed):
    with pytest.raises(MoneyError):
        parse_yuan(typed)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_money_error(text):
    with contextlib.suppress(MoneyError):
        assert isinstance(parse_yuan(text), int)
