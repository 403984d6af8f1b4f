"""Planted numbers are found however they are written; other numbers are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.affairs.masking import Secret, find_personal_data

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@st.composite
def identities(draw) -> str:
    day = draw(st.dates(date(1920, 1, 1), date(2026, 1, 1)))
    region = draw(st.integers(110000, 659999))
    bare = f"{region}{day:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    total = sum(int(d) * w for d, w in zip(bare, WEIGHTS, strict=True))
    return bare + "10X98765432"[total % 11]


@st.composite
def phones(draw) -> str:
    return f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 10**9 - 1)):09d}"


@st.composite
def cards(draw) -> str:
    bare = draw(st.sampled_from("3456")) + "".join(
        draw(st.lists(st.sampled_from("0123456789"), min_size=14, max_size=17))
    )
    for check in "0123456789":
        digits = [int(d) for d in reversed(bare + check)]
        total = sum(d if n % 2 == 0 else (2 * d - 9 * (2 * d > 9)) for n, d in enumerate(digits))
        if total % 10 == 0:
            return bare + check
    raise AssertionError


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


BEFORE = st.sampled_from(
    ["", "电话", "联系人赵＊，", "2026年10月12日 ", "共 3 户。", "2026-10-12 ", "Tel:"]
)
AFTER = st.sampled_from(["", "。", " 2026年10月", " 30 元", "，谢谢", "\n10.5"])


@given(st.one_of(phones(), identities(), cards()), BEFORE, AFTER, st.booleans())
def test_a_planted_number_is_found_in_either_width(number, before, after, wide):
    text = before + (full_width(number) if wide else number) + after
    assert any(f.start <= len(before) < f.end for f in find_personal_data(text))


@given(phones(), st.sampled_from([" ", "-", "  ", "\u3000", "－", "\u00a0", "."]), BEFORE, AFTER)
def test_a_phone_in_groups_is_found(phone, parted, before, after):
    text = before + parted.join((phone[:3], phone[3:7], phone[7:])) + after
    found = find_personal_data(text)
    assert [f.secret for f in found] == [Secret.PHONE]


@given(identities(), st.sampled_from([" ", "-", "\u3000"]))
def test_an_identity_number_in_groups_is_found(number, parted):
    text = parted.join((number[:6], number[6:14], number[14:]))
    assert [f.secret for f in find_personal_data(text)] == [Secret.IDENTITY]


@given(cards(), st.sampled_from([" ", "-"]))
def test_a_bank_card_in_groups_of_four_is_found(card, parted):
    groups = [card[n : n + 4] for n in range(0, 16, 4)]
    if card[16:]:
        groups[-1] += card[16:]
    assert find_personal_data(parted.join(groups))


@pytest.mark.parametrize(
    "text",
    [
        "1 3 8 0 0 0 0 1 1 1 1",
        "+86 138 0000 1111",
        "8613800001111",
        "（138）00001111",
        "wx13800001111",
        "138\n00001111",
        "13800001111 2026年",
    ],
)
def test_usual_disguises_of_a_phone_are_found(text):
    assert [f.secret for f in find_personal_data(text)] == [Secret.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-12 至 2026-10-22",
        "监督电话 0571-88886666",
        "12345 便民热线，010-62345678",
        "1,380,000,111.11 元",
        "合同编号 ZJ13800001111ABC",
        "12345678901234567890",
        "发票号码 24332000000012345678",
        "0.13800001111",
        "990101101201-D2-2026-10",
        "86000 100000 36000",
        "15 3000 12345",
        "138****1111",
        "138＊＊＊＊1111",
        "330102********1234",
        "身份证号 110101199001010008",
    ],
)
def test_numbers_that_are_no_secret_are_left_alone(text):
    assert find_personal_data(text) == []


def test_two_numbers_in_one_line_are_two_findings_without_the_number_itself():
    text = "赵＊ 13800001111 13900002222"
    found = find_personal_data(text)
    assert [text[f.start : f.end] for f in found] == ["13800001111", "13900002222"]
    assert all("0000" not in f.masked for f in found)


def test_a_very_long_row_of_digits_takes_linear_time():
    assert find_personal_data("9 8 " * 20_000) == []


@given(st.text(alphabet="0123456789０１２３ -Xx.、，年", max_size=60))
def test_findings_lie_in_the_text_and_never_overlap(text):
    at = 0
    for finding in find_personal_data(text):
        assert at <= finding.start < finding.end <= len(text)
        at = finding.end
