"""Rules and sample: read with all mistakes named, made once, in every state."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.affairs.case import CaseState
from kiosk.affairs.county import County
from kiosk.state import sources

SAMPLE = sources() / "content"


@pytest.fixture
def county():
    from kiosk.center.folder.county import read_county
    from kiosk.center.folder.problems import Pen

    found = read_county(SAMPLE / "示例县" / "county.yaml", Pen("county.yaml"))
    return County(
        name=found.name,
        divisions=found.divisions,
        catalogues=(),
        rules=(),
        since=found.since,
        sample_day=found.sample_day,
    )


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 4, tzinfo=UTC),
        datetime(2026, 2, 25, 4, tzinfo=UTC),
        datetime(2027, 1, 4, 4, tzinfo=UTC),
    ],
)
def test_the_sample_fills_every_pile_on_any_day_and_is_made_once(database, county, now):
    from kiosk.center.accounts.models import Staff
    from kiosk.center.cases.models import Case
    from kiosk.center.cases.setup import set_up

    told = list(set_up(SAMPLE / "示例县", Path(database.DATA), county, now))
    people = [line.split()[:2] for line in told[1:-1] if "动态码密钥" not in line]
    assert len(people) == Staff.objects.count()
    states = set(Case.objects.values_list("state", flat=True))
    assert {
        CaseState.RECEIVED,
        CaseState.ASSIGNED,
        CaseState.CLARIFYING,
        CaseState.REOPENED,
        CaseState.CLOSED,
        CaseState.HELD,
    } <= states
    passwords = [password for _, password in people]
    assert all(Staff.objects.get(username=u).check_password(p) for u, p in people)
    again = "".join(set_up(SAMPLE / "示例县", Path(database.DATA), county, now))
    assert not any(password in again for password in passwords)
    assert Case.objects.count() == 14


def test_a_county_that_is_no_sample_gets_no_made_up_staff(database, county):
    import msgspec

    from kiosk.center.accounts.models import Staff
    from kiosk.center.cases.setup import set_up

    real = msgspec.structs.replace(county, sample_day=None)
    told = list(set_up(SAMPLE, Path(database.DATA) / "nowhere", real, datetime.now(UTC)))
    assert [line[:4] for line in told] == ["诉求办理", "三资预警"], "its rules and nothing else"
    assert not Staff.objects.exists()


def test_the_rules_that_come_with_the_program_hold_together(django):
    from kiosk.center.cases.rules import read_rules

    rules = read_rules(SAMPLE / "cases.yaml")[-1]
    assert [rules.clock(c).days for c in ("ordinary", "special", "complex")] == [3, 7, 15]
    assert rules.problems() == []
    assert all(m.hint for m in rules.matters)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("单位: finance, 时限: special", "单位: nobody, 时限: special", "“nobody”不在单位里"),
        ("单位: finance, 时限: special", "单位: finance, 时限: never", "“never”不在时限里"),
        ("工作日: 3,", "工作日: 三,", "应当是天数"),
        ("工作日: 3,", "工作日: 0,", "1到200"),
        ("级别: 村,", "级别: 组,", "“组”不认识"),
        ("职务: 主任, 纪检: 是", "职务: 主任", "纪检: 是"),
        ("生效: 2025-11-01", "生效: 明天", "不是日期"),
        ("放假安排: {}", "放假安排: {2027: {放假: [元旦], 上班: []}}", "2027-01-01 元旦"),
        ("  来源:", "  来原:", "是不是“来源”"),
    ],
)
def test_a_mistake_in_the_rules_names_file_and_line_and_changes_nothing(
    django, tmp_path, old, new, told
):
    from kiosk.center.cases.rules import RulesError
    from kiosk.center.cases.setup import load_rules

    text = (SAMPLE / "cases.yaml").read_text(encoding="utf-8")
    assert old in text
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError, match=told) as refused:
        load_rules(mine, tmp_path / "data")
    assert "mine.yaml 第" in str(refused.value)
    assert not (tmp_path / "data").exists()


def test_check_finds_mistakes_in_a_countys_own_rules(tmp_path, capsys):
    from kiosk.cli import main
    from tests.support.folder import CountyFolder

    folder = CountyFolder(tmp_path / "示例县")
    folder.accounts(10, paid=18_000)
    own, state = folder.path / "cases.yaml", ["--state", str(tmp_path / "state")]
    text = (SAMPLE / "cases.yaml").read_text(encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    assert main(["check", str(folder.path), *state]) == 0
    route = "指派:\n    - {事项: works, 区划: 990101999000, 单位: land}"
    text = text.replace("指派: []", route).replace("工作日: 3,", "工作日: 三,")
    own.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(folder.path), *state]) == 1
    told = capsys.readouterr().out
    assert "cases.yaml 第" in told
    assert "应当是天数" in told
    assert "“990101999000”不在 county.yaml 里" in told
    assert "公开内容没有错误：1 件，可以发布" in told


def test_new_rules_hold_for_new_cases_and_old_ones_keep_theirs(hall, django):
    own = Path(django.DATA) / "cases.yaml"
    text = (SAMPLE / "cases.yaml").read_text(encoding="utf-8")
    before = hall.file()
    shorter = text.replace("名称: 一般事项, 工作日: 3", "名称: 一般事项, 工作日: 1")
    own.write_text(shorter, encoding="utf-8")
    try:
        assert hall.file().due == date(2026, 3, 3)
        assert hall.find(before).due == date(2026, 3, 5)
    finally:
        own.unlink()


def test_the_deadline_verb_prints_the_date_and_how_it_was_counted(capsys):
    from kiosk.cli import main

    assert main(["deadline", "2026-02-13", "--days", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-02-25"
    assert "2月16日 星期一：不算（春节放假）" in lines
    assert main(["deadline", "never"]) == 1
    assert "不是日期" in capsys.readouterr().err
    assert main(["deadline", "2026-02-13", "--days", "0"]) == 1
