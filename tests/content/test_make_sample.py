"""The generator gives the same bytes every time, and amounts in words that are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from make_sample import contracts, guides, ledger, records, town
from make_sample.draw import photo, scan, voucher
from make_sample.place import place
from make_sample.write import write

COUNTY = Path(__file__).resolve().parents[2] / "content" / "示例县"


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def a_month(root: Path) -> Path:
    where = place("竹溪村")
    month = ledger.months(where)[3]
    return write(root, where, ledger.item(where, month, "D2", published=date(2026, 3, 9)))


def test_a_month_of_a_village_is_the_same_to_the_byte_when_made_twice(tmp_path):
    first, second = a_month(tmp_path / "a"), a_month(tmp_path / "b")
    assert tree(first) == tree(second)
    assert len(tree(first)) > 10


def test_the_committed_ledger_is_what_the_generator_makes(tmp_path):
    made = a_month(tmp_path)
    committed = COUNTY / made.parent.name / made.name
    sheet = "收支明细.xlsx"
    assert (committed / sheet).read_bytes() == (made / sheet).read_bytes()


def test_a_guide_with_its_samples_and_a_contract_are_the_same_when_made_twice(tmp_path):
    county, village = place("示例县"), place("北塘村")
    for root in (tmp_path / "a", tmp_path / "b"):
        write(root, county, next(guides.items(county)))
        write(root, village, contracts.items(village)[0])
    first, second = tree(tmp_path / "a"), tree(tmp_path / "b")
    assert first == second
    assert any("样子" in name for name in first)


def test_a_scan_and_a_photo_are_the_same_to_the_byte_when_made_twice():
    notice = {
        "office": "示例县人民政府公告",
        "number": "第1号",
        "title": "公告",
        "body": ["一、内容。", "|甲|乙|"],
        "day": date(2026, 3, 2),
    }
    assert scan.draw(**notice) == scan.draw(**notice)
    assert photo.draw("完工", date(2026, 9, 16)) == photo.draw("完工", date(2026, 9, 16))


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (128650, "壹仟贰佰捌拾陆元伍角整"),
        (1000500, "壹万零伍元整"),
        (20010, "贰佰元壹角整"),
        (100005, "壹仟元零伍分"),
        (7927042, "柒万玖仟贰佰柒拾元肆角贰分"),
        (101010000, "壹佰零壹万零壹佰元整"),
        (5, "伍分"),
    ],
)
def test_amounts_are_written_in_capital_numerals(fen, words):
    assert voucher.capital(fen) == words


def test_no_ledger_ever_goes_below_zero():
    for name in ("柳河村", "石桥村", "朝阳社区"):
        assert all(month.closing >= 0 for month in ledger.months(place(name)))


def test_a_township_text_whose_item_is_in_no_catalogue_would_be_noticed():
    known = set(town.codes("township")) | set(town.codes("street"))
    assert {record["名称"] for record in town.load("town.yaml")} <= known


def test_a_record_with_an_unknown_fact_is_refused():
    record = {"目录": "A1", "题": "无", "期": "长期", "日": date(2026, 1, 1), "文": "{没有的事}"}
    with pytest.raises(KeyError):
        records.item(place("柳河村"), record, {})
