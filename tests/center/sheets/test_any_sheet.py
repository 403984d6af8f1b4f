"""Whatever stands on a sheet, it is read or refused with a sentence; nothing breaks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.affairs.masking import find_personal_data
from kiosk.affairs.period import parse_period
from kiosk.center.folder.sheet import Sheet
from kiosk.center.sheets.heads import find_heads
from kiosk.center.sheets.ledger import check_ledger
from kiosk.center.sheets.mapping import propose
from kiosk.center.sheets.rows import only_period, read_ledger_form
from kiosk.center.sheets.table import check_table, read_table_form

HEADS = ("日期", "摘要", "收入", "支出", "余额", "金额", "月", "日", "备注", "身份证号", "收支", "")
WORDS = (
    "合计",
    "上期结余",
    "10月结余",
    "小计",
    "〃",
    "制表人：赵＊兰",
    "以下空白",
    "-",
    "电费",
    "３０",
)
PERIODS = [parse_period(p) for p in ("2026-10", "2026-Q3", "2026", "standing", "2026-10-12")]
value = st.one_of(
    st.sampled_from(
        (*HEADS, *WORDS, "10.1", "2026.10.3", "13800001111", "(３０)", "1.2万", "#REF!")
    ),
    st.text(max_size=8),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from((datetime(2026, 10, 3, 8), time(8, 30), timedelta(hours=30), date.max)),  # noqa: DTZ001
)
rows = st.lists(st.lists(value, max_size=8), min_size=1, max_size=12)
merge = st.tuples(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), st.tuples(st.integers(3, 6), st.integers(3, 6))
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(HEADS), min_size=3, max_size=8), rows, st.lists(merge, max_size=2))
def test_a_ledger_of_anything_is_read_checked_and_named_by_row(heads, body, merges):
    for period in PERIODS:
        sheet = Sheet([["表"], list(heads), *(list(r) for r in body)], merges)
        found = find_heads(sheet)
        if found is None:
            continue
        proposal = propose(sheet, found, period)
        form = read_ledger_form(sheet, found, proposal, period)
        for shown in (form, only_period(form, period)):
            checked = check_ledger(shown, period, 100)
            assert all(f.message for f in checked.faults)
            if checked.ledger is not None:
                assert checked.ledger.difference == 0
                texts = [t for e in checked.ledger.entries for t in (e.summary, e.party, e.note)]
                assert not any(find_personal_data(t) for t in texts)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(rows, st.lists(merge, max_size=2))
def test_a_table_of_anything_is_read_and_checked(body, merges):
    sheet = Sheet([list(r) for r in body], merges)
    found = find_heads(sheet, ledger=False)
    if found is None:
        return
    proposal = propose(sheet, found, None, ledger=False)
    checked = check_table(read_table_form(sheet, found, proposal))
    assert checked.table is not None or all(f.message for f in checked.faults)
    if checked.table is not None:
        assert all(len(row) == len(checked.table.columns) for row in checked.table.rows)
