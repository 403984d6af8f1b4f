"""Codes as they are read from pictures, and what a mark holds against."""

from datetime import UTC, datetime

import msgspec
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from kiosk.feed.agreement import agree_at_center, agree_at_terminal
from kiosk.feed.code import (
    Code,
    CodeError,
    Purpose,
    address,
    hour_of,
    is_sealed,
    modules,
    number_of,
    read_token,
    seal,
    subject_of,
    token,
)

VILLAGE = "990101101201"
ITEM = f"{VILLAGE}-D2-2026-10"
HOST = "https://gongkai.qinghe.example.cn"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys():
    own = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return own, X25519PrivateKey.from_private_bytes(bytes(range(32, 64)))


@pytest.fixture(scope="module")
def marked(keys):
    own, center = keys
    plain = Code(
        purpose=Purpose.SPEAK,
        subject=subject_of(VILLAGE, ITEM),
        row=23,
        screen=True,
        terminal="0123456789",
        hour=hour_of(NOW),
        key=1,
    )
    return seal(plain, agree_at_terminal(own, center.public_key().public_bytes_raw()))


def picture(text, *, pixels=8):
    """The code on white, with its quiet zone."""
    dark = modules(text)
    size = len(dark) + 8
    small = Image.new("L", (size, size), 255)
    for y, line in enumerate(dark):
        for x, module in enumerate(line):
            if module:
                small.putpixel((x + 4, y + 4), 0)
    return small.resize((size * pixels, size * pixels), Image.Resampling.NEAREST)


def test_both_sides_agree_on_a_key_that_never_travelled(keys, marked):
    own, center = keys
    public = own.public_key().public_bytes_raw()
    assert is_sealed(marked, agree_at_center(center, public))


def test_another_terminal_or_center_makes_another_mark(keys, marked):
    own, center = keys
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not is_sealed(marked, agree_at_center(center, stranger))
    public = own.public_key().public_bytes_raw()
    assert not is_sealed(marked, agree_at_center(X25519PrivateKey.generate(), public))


@pytest.mark.parametrize(
    "change",
    [
        {"row": 24},
        {"purpose": Purpose.TAKE},
        {"subject": subject_of(VILLAGE)},
        {"hour": 1},
        {"key": 2},
        {"terminal": "0123456788"},
        {"screen": False},
        {"mark": b""},
    ],
)
def test_nothing_in_a_marked_code_can_be_changed(keys, marked, change):
    own, center = keys
    key = agree_at_center(center, own.public_key().public_bytes_raw())
    assert is_sealed(marked, key)
    assert not is_sealed(msgspec.structs.replace(marked, **change), key)


@pytest.mark.parametrize("wrong", [bytes(32), b"short", b"\x01" + bytes(31)])
def test_a_key_that_is_none_is_refused(keys, wrong):
    with pytest.raises(CodeError):
        agree_at_terminal(keys[0], wrong)


@pytest.mark.parametrize("number", [0, 1, 2**255 - 20])
def test_a_terminal_whose_key_is_no_point_has_no_marks(keys, number):
    with pytest.raises(CodeError):
        agree_at_center(keys[1], number.to_bytes(32, "little"))


def test_the_longest_code_fits_version_4_with_a_host_of_30(marked):
    host = "https://" + "a" * 27 + ".cn"
    text = address(host, marked)
    assert len(text) <= 90
    assert len(modules(text)) == 33, "version 4 has 33 modules"


def test_a_code_too_fine_to_read_is_refused_and_the_reason_said(marked):
    with pytest.raises(CodeError, match="换一个不超过 30 个字符的域名"):
        modules(address("https://" + "a" * 40 + ".cn", marked))


@pytest.mark.parametrize("base", ["", "gk.example.cn", "https://gk.example.cn/center/", "ftp://x"])
def test_only_a_bare_host_makes_an_address(base, marked):
    with pytest.raises(CodeError):
        address(base, marked)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p,
        lambda p: p.resize((p.width // 3, p.height // 3), Image.Resampling.BILINEAR),
        lambda p: p.rotate(12, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
        lambda p: p.filter(ImageFilter.GaussianBlur(3)),
        lambda p: p.point(lambda v: 60 + v * 120 // 255),
        lambda p: p.rotate(-12, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(2)),
    ],
    ids=["plain", "small", "turned", "blurred", "pale", "turned and blurred"],
)
def test_an_independent_reader_reads_it(marked, spoil):
    text = address(HOST, marked)
    found = zxingcpp.read_barcodes(spoil(picture(text)))
    assert [each.text for each in found] == [text]
    assert read_token(found[0].text.rpartition("/")[2]) == marked


codes = st.builds(
    Code,
    purpose=st.sampled_from(Purpose),
    subject=st.binary(min_size=8, max_size=8),
    row=st.integers(0, 65_535),
    screen=st.booleans(),
)


@settings(derandomize=True, max_examples=60)
@given(codes)
def test_a_token_says_what_it_was_made_from(code):
    assert read_token(token(code)) == read_token(token(code).lower()) == code
    assert len(token(code)) == 18


@settings(derandomize=True, max_examples=150)
@given(st.text(max_size=60) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=60))
def test_what_is_no_token_is_refused_and_nothing_else_happens(text):
    try:
        code = read_token(text)
    except CodeError:
        return
    assert read_token(token(code)) == code


def test_numbers_have_eight_digits_and_differ_by_subject():
    numbers = {number_of(subject_of(VILLAGE, f"{VILLAGE}-D2-2026-{n:02}")) for n in range(1, 13)}
    assert len(numbers) == 12
    assert all(len(n) == 8 and n.isdigit() for n in numbers)
    assert number_of(subject_of(VILLAGE)) not in numbers
