"""What the command line does beside the center is on record too, where there is a center."""

from tests.support.folder import VILLAGE, CountyFolder, Machine


def test_pushing_withdrawing_notices_and_keys_are_on_record(tmp_path):
    machine, county = Machine(tmp_path / "state"), CountyFolder(tmp_path / "示例县")
    county.accounts(10, paid=18_000)
    machine.alone(("keys", "init", county.path))
    assert not (tmp_path / "state" / "center").exists(), "no center, no log"
    told = machine.alone(
        ("staff", "list"),
        ("push", county.path),
        ("push", county.path),
        (
            "notice",
            VILLAGE,
            "今晚有大雨",
            "--until",
            "2099-11-23T08:00",
            "--area",
            "柳河",
            "--do",
            "回家",
        ),
        ("withdraw", f"{VILLAGE}-D2-2026-10", "--reason", "凭证有误"),
        ("keys", "rotate", "timestamp", "--yes"),
        ("audit", "list"),
        ("audit", "verify"),
    )
    rows = [line.split("\t") for line in told.splitlines() if line.count("\t") >= 6]
    assert [row[3] for row in rows] == ["从文件夹发布", "发布紧急通知", "撤下", "更换密钥"]
    assert "凭证有误" in rows[2][5]
    assert "共4条" in told
