"""Whatever stands in a cell or behind a key, reading ends with marks and never with a crash."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.support.kinds import SAMPLES

ODD = [
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "²",
    "１２",
    "٣",
    "-",
    "无",
    "：",
    "、、",
    "每周",
    "每月",
    "每月0日",
    "每周一至",
    "99:99",
    "-5",
    "1e9",
    "\u200b",
    "é" * 600,
    True,
    0,
    -1,
    0.1,
    1.5,
    1e15,
    time(8, 30),
    timedelta(days=3),
    date(1900, 1, 1),
    datetime(2026, 1, 1, 8, 30),  # noqa: DTZ001 - as a sheet has it
]
BEHIND = ["", "[]", "{}", "[a, [b]]", "{a: {b: c}}", "{a: b}", "'0001-01-01 00:00'", "'9999-12-31'"]


@pytest.mark.parametrize("kind", [kind for kind, sample in SAMPLES.items() if sample.rows])
def test_odd_cells(kinds, kind):
    sample = SAMPLES[kind]
    start = next(n for n, row in enumerate(sample.rows) if len([c for c in row if c]) > 2)
    width = len(sample.rows[start])
    rows = [[value] * width for value in ODD]
    for shift in range(width):
        good = list(sample.rows[start + 1])
        good[shift] = ODD[shift % len(ODD)]
        rows.append(good)
    kinds.lay(sample._replace(rows=[sample.rows[start], *rows]))
    problems = kinds.problems()
    assert problems
    assert all(p.row is not None for p in problems if p.file == sample.sheet_file)


@pytest.mark.parametrize("value", [*BEHIND, *(v for v in ODD if isinstance(v, str))])
@pytest.mark.parametrize("kind", SAMPLES)
def test_odd_values_behind_every_key(kinds, kind, value):
    sample = SAMPLES[kind]
    for line in sample.card[4:]:
        sample = sample.said(line.split(":", 1)[0], value)
    kinds.lay(sample)
    assert all("读不" not in str(p) or p.row is not None for p in kinds.problems())
