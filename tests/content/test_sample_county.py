"""The committed sample: large enough, small enough, true to the fen, without personal data."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from PIL import Image
from python_calamine import load_workbook

from kiosk.affairs.masking import find_personal_data

COUNTY = Path(__file__).resolve().parents[2] / "content" / "示例县"
CARDS = sorted(COUNTY.glob("*/*.md")) + sorted(COUNTY.glob("*/*/说明.md"))
PLACES = sorted(path.name for path in COUNTY.iterdir() if path.is_dir())
LEDGERS = sorted(COUNTY.glob("*/*/收支明细.xlsx"))


def card(path: Path) -> dict[str, object]:
    found = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(found, dict)
    return found


def ledger(path: Path) -> tuple[Decimal, Decimal, list[list[object]]]:
    """Opening, closing and the rows between."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()[3:]
    assert rows[0][1] == "上期结余"
    assert rows[-2][1] == "合计"
    assert rows[-1][1] == "本期结余"
    return money(rows[0][4]), money(rows[-1][4]), rows[1:-2]


def money(cell: object) -> Decimal:
    return Decimal(str(cell)).quantize(Decimal("0.01")) if cell != "" else Decimal(0)


def test_the_sample_holds_at_least_400_disclosures_and_75_of_the_village_in_the_pictures():
    assert len(CARDS) >= 400
    assert sum("柳河村" in str(path) for path in CARDS) >= 75


def test_the_sample_stays_below_25_megabytes():
    assert sum(p.stat().st_size for p in COUNTY.rglob("*") if p.is_file()) < 25_000_000


def test_every_disclosure_lies_between_its_first_day_and_the_sample_day():
    for path in CARDS:
        assert "2025-11-01" <= str(card(path)["公开日期"]) <= "2026-11-22", path


@pytest.mark.parametrize("place", [p for p in PLACES if p.endswith(("村", "社区"))])
def test_ledgers_add_up_and_open_where_the_month_before_closed(place):
    before = None
    months = [path for path in LEDGERS if path.parts[-3] == place]
    assert len(months) >= 10
    for path in months:
        opening, closing, rows = ledger(path)
        received = sum((money(row[4]) for row in rows), start=Decimal(0))
        paid = sum((money(row[5]) for row in rows), start=Decimal(0))
        assert opening + received - paid == closing, path
        assert before in {None, opening}, path
        assert 15 <= len(rows) <= 40, path
        before = closing


def test_every_payment_has_a_voucher_that_exists_and_is_a_picture():
    for path in LEDGERS:
        for row in ledger(path)[2]:
            if money(row[5]):
                assert (path.parent / "凭证" / str(row[6])).is_file(), (path, row)
    some = sorted(COUNTY.glob("*/*/凭证/*.png"))[::97]
    assert some
    for path in some:
        with Image.open(path) as picture:
            picture.verify()


def test_no_identity_card_phone_or_bank_number_stands_in_any_text():
    for path in CARDS:
        assert find_personal_data(path.read_text(encoding="utf-8")) == [], path


def test_the_longest_document_has_more_than_8000_characters():
    longest = max(len(re.sub(r"\s", "", p.read_text(encoding="utf-8"))) for p in CARDS)
    assert longest > 8000


def test_rare_characters_and_a_title_of_60_characters_are_in_the_sample():
    everything = "".join(path.read_text(encoding="utf-8") for path in CARDS)
    for sign in "䶮㙍𠮷堃犇镕":
        assert sign in everything
    assert max(len(str(card(path)["标题"])) for path in CARDS) == 60
