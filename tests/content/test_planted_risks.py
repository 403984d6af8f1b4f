"""The risks that were planted in the sample are found, all of them and nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.holdings import Contract
from kiosk.affairs.risk import Check
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.risks import read_risks
from kiosk.center.risks.foresight import findings_in

CONTENT = Path(__file__).resolve().parents[2] / "content"
COLOURS = {"黄色": "yellow", "橙色": "orange", "红色": "red"}
PLANTED = yaml.safe_load(
    (CONTENT / "make_sample/data/risks_planted.yaml").read_text(encoding="utf-8")
)


def name_of(line):
    return f"{line['村']} {line['规则']} {line['内容']} {line.get('行', '')}"


def places(line, sample):
    """The places that a line names: an item with each row, or with none."""
    id_ = f"{sample.codes[line['村']]}-{line['内容']}"
    return {(line["规则"], id_, row) for row in line.get("行", [None])}


@pytest.fixture(scope="module")
def rules():
    pen = Pen("risks.yaml")
    found = read_risks(CONTENT / "risks.yaml", pen)
    assert not pen.marks
    return found


@pytest.fixture(scope="module")
def found(sample, rules):
    return findings_in(sample.reading, rules)


def seen(findings):
    return {(f.rule.code, e.item, e.row) for f in findings for e in f.evidence}


def test_there_is_a_rule_for_every_check(rules):
    assert {rule.check for rule in rules} == set(Check)


def test_what_is_found_is_what_was_planted_and_nothing_else(found, sample):
    planted = set().union(*(places(line, sample) for line in PLANTED if line["发现"] == "是"))
    assert seen(found) == planted


@pytest.mark.parametrize("line", [p for p in PLANTED if p["发现"] == "是"], ids=name_of)
def test_a_planted_case_has_the_colour_of_its_age(found, sample, line):
    wanted = places(line, sample)
    own = next(f for f in found if seen([f]) & wanted)
    assert own.colour(sample.day).value == COLOURS[line["颜色"]]


@pytest.mark.parametrize("line", [p for p in PLANTED if p["发现"] == "否"], ids=name_of)
def test_an_innocent_look_alike_is_not_found(found, sample, line):
    assert not seen(found) & places(line, sample)


@pytest.mark.parametrize("line", PLANTED, ids=name_of)
def test_the_table_names_rows_that_exist(sample, line):
    if line["规则"] == "late" and line["发现"] == "是":
        return
    id_ = f"{sample.codes[line['村']]}-{line['内容']}"
    document = next(c.document for f, c in sample.of(line["村"]) if f.id == id_)
    count = {
        Ledger: lambda d: len(d.entries),
        Contract: lambda d: len(d.installments),
    }[type(document)](document)
    assert all(1 <= row <= count for row in line.get("行", []))


def test_every_check_but_the_gap_is_planted_and_every_check_has_a_look_alike():
    planted = {line["规则"] for line in PLANTED if line["发现"] == "是"}
    innocent = {line["规则"] for line in PLANTED if line["发现"] == "否"}
    checks = {each.value for each in Check}
    assert planted == checks - {"gap"}
    assert innocent == checks


def test_without_its_words_a_rule_would_shout_at_honest_clerks(sample, rules, found):
    deaf = tuple(msgspec.structs.replace(rule, unless=()) for rule in rules)
    more = seen(findings_in(sample.reading, deaf)) - seen(found)
    innocent = [line for line in PLANTED if line["发现"] == "否"]
    spared = [name_of(line) for line in innocent if more & places(line, sample)]
    assert spared == [
        "石桥村 cash D2-2026-04 [4]",
        "松坪村 cash D2-2026-04 [1]",
        "松坪村 split D2-2026-08 [2]",
        "竹溪村 undecided D2-2026-03 [18]",
    ]
