"""A county from one file: every mistake first, then all of it, and the second time nothing."""

import stat
from datetime import date

import pypdfium2
import pytest

from kiosk.center.tending.county_file import CountyFileError, read_plan
from tests.support.folder import Machine

COUNTY = """\
名称: 试点县
起算日: 2026-11-01
区划:
  - {代码: "990101000000", 名称: 试点县}
  - {代码: "990101101000", 名称: 青禾镇}
  - {代码: "990101101201", 名称: 柳河村}
人员:
  - {登录名: xian, 姓名: 洪＊正, 职务: 主任, 区划: "990101000000", 单位: openness}
  - {登录名: shenji, 姓名: 审＊计, 区划: "990101000000", 单位: openness, 审计: 是}
  - {登录名: qinghe, 姓名: 叶＊青, 区划: "990101101000", 单位: affairs}
  - {登录名: liuhe, 姓名: 孙＊芳, 区划: "990101101201", 单位: station}
"""
TODAY = date(2026, 11, 22)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "县.yaml"
    path.write_text(COUNTY, encoding="utf-8")
    return path


def files_in(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_file_is_read_whole_and_says_where_nobody_signs(file):
    plan = read_plan(file, TODAY)
    assert [p.username for p in plan.people] == ["xian", "shenji", "qinghe", "liuhe"]
    assert plan.people[1].auditor
    assert plan.county.gates
    assert any("村务监督委员会" in note and "柳河村" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("单位: station", "单位: nobody", r"第 11 行.*单位.*station（便民服务站）"),
        ("单位: affairs", "单位: station", "第 10 行"),
        ('"990101101201", 单位', '"990101101299", 单位', "不在上面的区划里"),
        ("登录名: liuhe", "登录名: xian", "和第 8 行重复"),
        ("登录名: liuhe", "登录名: 柳河", "小写字母"),
        ("姓名: 孙＊芳, ", "", "缺“姓名”"),
        ("起算日: 2026-11-01", "起算日: 明天", "不是日期"),
        ("人员:", "人原:", "是不是“人员”"),
        ("人员:", "诉求办理: 没有.yaml\n人员:", "没有“没有.yaml”"),
        ('"990101101000"', '"990102101000"', "9901"),
    ],
)
def test_a_mistake_names_its_row_and_nothing_is_made(file, tmp_path, old, new, told):
    assert old in COUNTY
    file.write_text(COUNTY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CountyFileError, match=told) as refused:
        read_plan(file, TODAY)
    assert "县.yaml 第" in str(refused.value)
    assert "什么也没有建" in str(refused.value)
    assert list(tmp_path.iterdir()) == [file]


def test_all_mistakes_are_told_at_once(file):
    text = COUNTY.replace("单位: station", "单位: x").replace("单位: affairs", "单位: y")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CountyFileError, match="共 2 处"):
        read_plan(file, TODAY)


def test_keys_feed_people_and_slips_are_made_once_and_a_check_makes_nothing(file, tmp_path):
    machine, slips = Machine(tmp_path / "state"), tmp_path / "slips"
    create = ("center", "create-county", file)
    told = machine.alone((*create, "--dry-run"))
    assert "什么也没有建" in told
    assert [p.name for p in tmp_path.iterdir()] == ["县.yaml"]
    machine.alone((*create, "--slips", slips))
    made = sorted(slips.glob("*.pdf"))
    assert [p.name for p in made] == ["990101000000.pdf", "990101101000.pdf"]
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in made)
    with pypdfium2.PdfDocument(made[1]) as pdf:
        words = pdf[0].get_textpage().get_text_range()
    assert "liuhe" in words
    assert "柳河村" in words
    before = files_in(tmp_path)
    again = machine.alone(create, ("staff", "list"), ("audit", "verify"))
    assert "新加 0 人，原来就有 4 人" in again
    assert "共 4 人" in again
    same = [p for p, data in files_in(tmp_path).items() if before.get(p) != data]
    assert [p.name for p in same if "sqlite3" not in p.name] == []


def test_what_is_made_can_be_pushed_into_and_grows_with_the_file(file, tmp_path):
    machine = Machine(tmp_path / "state")
    told = machine.alone(("center", "create-county", file, "--folder-only"))
    assert "kiosk keys ceremony" in told
    assert not (tmp_path / "state" / "feed").exists()
    sticks = [word for n in "abc" for word in ("--offline", tmp_path / f"stick-{n}")]
    ceremony = ("keys", "ceremony", tmp_path / "试点县", "--yes", *sticks)
    first = machine.alone(ceremony, ("center", "create-county", file))
    assert "密钥已生成" not in first.partition("检查过，没有错误")[2]
    assert "第一次的密码" in first
    more = COUNTY.replace(
        "人员:",
        '  - {代码: "990101101202", 名称: 北塘村}\n人员:\n'
        '  - {登录名: beitang, 姓名: 北＊塘, 区划: "990101101202", 单位: station}',
        1,
    ).replace("姓名: 孙＊芳", "姓名: 别＊人")
    file.write_text(more, encoding="utf-8")
    told = machine.alone(
        ("center", "create-county", file, *sticks),
        ("push", tmp_path / "试点县"),
    )
    assert "已授权 1 个单位" in told
    assert "liuhe 已经有了，和文件里不一样，没有改" in told
    assert "新加 1 人" in told
    assert "没有变化，什么也没有写" in told
