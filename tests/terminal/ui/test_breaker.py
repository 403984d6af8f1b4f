"""Where Chinese lines end."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.ui.text.breaker import NO_END, NO_START, Run, break_lines, break_text

STATUTES = Path(__file__).parents[4] / "shared/data/statutes"
SAMPLE = Path(__file__).parents[3] / "content"


def advance(char, strong):
    """A face with square Chinese characters and Latin ones about half as wide."""
    return 1.0 if ord(char) > 0x2000 else 0.55


def lines(text, width):
    return [line.text for line in break_text(text, width, advance)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("村务公开，人人看得懂。", 4, ["村务公", "开，人人", "看得懂。"]),
        ("他说：“好。”", 4, ["他说：", "“好。”"]),
        ("共支出（含税）", 4, ["共支出", "（含税）"]),
        ("付款 72,000.00 元", 7, ["付款", "72,000.00 元"]),
        ("这是第 3 年", 4, ["这是", "第 3 年"]),
        ("一二三四五第三十条", 7, ["一二三四五", "第三十条"]),
        ("今年是2026年10月12日", 10, ["今年是", "2026年10月12日"]),
        ("等等……完", 3, ["等", "等……", "完"]),
        ("a\n\nb", 9, ["a", "", "b"]),
        ("", 9, [""]),
    ],
)
def test_lines_end_where_a_printer_would_end_them(text, width, expected):
    assert lines(text, width) == expected


def test_a_number_and_its_unit_stay_together_at_every_width():
    text = "本月支出 1,286.50 元，比上月少 12.5%，共 27 笔，面积 12.5 亩，每亩 118.00元/亩。"
    kept = ("1,286.50 元", "12.5%", "27 笔", "12.5 亩", "118.00元/亩")
    for width in range(9, 40):
        for each in kept:
            assert any(each in line for line in lines(text, width)), (each, width)


def test_what_is_wider_than_the_line_is_cut_without_a_forbidden_mark_in_front():
    for line in lines("1234567890，" * 3 + "https://示例.cn/a-very-long-path/that/goes/on", 4):
        assert line
        assert line[0] not in NO_START


def test_weights_survive_the_breaking():
    runs = (Run("村务"), Run("公开", True), Run("应当全面、真实、及时、规范。"))
    broken = break_lines(runs, 5, advance)
    assert "".join(r.text for line in broken for r in line.runs if r.strong) == "公开"
    assert "".join(line.text for line in broken) == "村务公开应当全面、真实、及时、规范。"


@given(
    st.text(alphabet="村务公开，。、（）《》“”…—0123456789.,元年月日 \nabc%", max_size=300),
    st.floats(2, 30),
)
def test_nothing_is_lost_and_no_line_starts_or_ends_wrongly(text, width):
    broken = lines(text, width)
    assert re.sub(r"[ \n]", "", "".join(broken)) == re.sub(r"[ \n]", "", text)


def _texts():
    for folder in (STATUTES, SAMPLE):
        if folder.is_dir():
            yield from sorted(folder.rglob("*.md"))[:400]


@pytest.mark.parametrize("width", [11, 21.3, 40])
def test_no_line_of_a_statute_or_sample_starts_or_ends_with_a_forbidden_mark(width):
    checked = 0
    for path in _texts():
        text = re.sub(r"[#*|>`\[\]!_-]", "", path.read_text(encoding="utf-8"))
        for line in lines(text, width):
            checked += 1
            if line.strip():
                assert line[0] not in NO_START, (path.name, line)
                assert line[-1] not in NO_END, (path.name, line)
    assert checked > 100


def test_time_grows_with_the_length_of_the_text_and_no_faster():
    """Ten times the text may not take more than thirty times as long; quadratic is a hundred."""
    text = "村民委员会应当及时公布下列事项，接受村民的监督，第 3 期付 72,000.00 元。" * 50
    lines(text, 20)

    def cost(sample):
        best = 9.0
        for _ in range(5):
            start = time.process_time()
            lines(sample, 20)
            best = min(best, time.process_time() - start)
        return best

    assert cost(text * 10) < 30 * cost(text)
