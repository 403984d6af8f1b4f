"""A folder is no way around the gate."""

import pytest

from kiosk.affairs.gate import Gate
from kiosk.affairs.routing import Rank
from kiosk.center.folder.gates import read_gates
from kiosk.center.folder.problems import Pen
from kiosk.state import sources
from tests.support.folder import CountyFolder, Machine


def read(tmp_path, text: str) -> tuple[tuple[Gate, ...], list[str]]:
    path = tmp_path / "gates.yaml"
    path.write_text(text, encoding="utf-8")
    pen = Pen("gates.yaml")
    return read_gates(path, pen), [str(mark) for mark in pen.marks]


def test_the_gates_that_come_with_the_program_cover_every_rank_and_affair():
    pen = Pen("gates.yaml")
    gates = read_gates(sources() / "content" / "gates.yaml", pen)
    assert pen.marks == []
    assert {rank for gate in gates for rank in gate.ranks} == set(Rank)
    assert all(len(gate.steps) >= 2 and gate.steps[-1].role.publishes for gate in gates)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("角色: 乡镇", "角色: 会计"),
        ("级别: [村]", "级别: [组]"),
        ("生效: 2020-01-01", "生效: 元旦"),
        ("识别: [镇]", "识别: []"),
    ],
)
def test_a_mistake_in_gates_is_named_with_its_row(tmp_path, change, said):
    text = (
        "- 级别: [村]\n  三务: [村务]\n  依据: 测试\n  生效: 2020-01-01\n  步骤:\n"
        "    - {编号: a, 名称: 甲, 角色: 监督, 级别: 村, 识别: [监督]}\n"
        "    - {编号: b, 名称: 乙, 角色: 乡镇, 级别: 乡镇, 识别: [镇]}\n"
    )
    assert read(tmp_path, text)[1] == []
    _, marks = read(tmp_path, text.replace(change, said))
    assert marks
    assert all("第" in mark for mark in marks)


def test_a_card_without_the_second_signature_is_refused_and_nothing_is_published(tmp_path, capsys):
    folder = CountyFolder(tmp_path / "county")
    card = folder.accounts(9, 800.0) / "说明.md"
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    card.write_text("".join(x for x in lines if "农经站" not in x), encoding="utf-8")
    machine = Machine(tmp_path / "state")
    assert machine("check", folder.path) == 1
    assert "还没有“乡镇审核”" in capsys.readouterr().out


def test_a_county_with_gates_of_its_own_is_read_by_them(tmp_path, capsys):
    folder = CountyFolder(tmp_path / "county")
    folder.accounts(9, 800.0)
    own = (sources() / "content" / "gates.yaml").read_text(encoding="utf-8")
    own = own.replace("识别: [乡, 镇, 街道]", "识别: [联席会议]", 1)
    (folder.path / "gates.yaml").write_text(own, encoding="utf-8")
    machine = Machine(tmp_path / "state")
    assert machine("check", folder.path) == 1
    assert "联席会议" in capsys.readouterr().out
