"""What the technician looks at: each fault is found, and says what to do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.state import State


@pytest.fixture
def state(gatehouse, tmp_path):
    """A county's folders where all is well."""
    from django.conf import settings

    found = State(tmp_path / "state")
    found.feed, found.online, found.offline = gatehouse.feed, gatehouse.online, tmp_path / "away"
    (Path(settings.DATA) / "backup-done").touch()
    for path in found.online.glob("*.pem"):
        path.chmod(0o600)
    return found


def examined(state, **more):
    from kiosk.center.tending.doctor import examine

    return {f"{f.name} {f.what}" for f in examine(state, **more) if not f.good}


def now_of(gatehouse):
    """A moment after all that was signed."""
    stamp = gatehouse.feed / "metadata" / "timestamp.json"
    return datetime.fromtimestamp(stamp.stat().st_mtime, UTC) + timedelta(seconds=5)


def test_where_all_is_well_every_line_says_so(state, gatehouse):
    from kiosk.center.tending.doctor import examine

    found = list(examine(state, now=now_of(gatehouse)))
    assert {f.name for f in found} == {
        "密钥",
        "签名",
        "时钟",
        "放假安排",
        "硬盘",
        "发布队列",
        "操作记录",
        "备份",
    }
    assert [str(f) for f in found if not f.good and f.name != "硬盘"] == []


def one(found, name):
    (told,) = [each for each in found if each.startswith(name)]
    return told


def test_keys_that_others_may_read_or_that_are_missing_are_found(state, gatehouse):
    now = now_of(gatehouse)
    (state.online / "timestamp.pem").chmod(0o644)
    assert "chmod 600" in one(examined(state, now=now), "密钥")
    (state.online / "timestamp.pem").unlink()
    assert "少了 timestamp" in one(examined(state, now=now), "密钥")
    state.offline.mkdir()
    (state.offline / "root-1.pem").write_text("x")
    assert "移到U盘" in one(examined(state, now=now), "离线密钥")


def test_signatures_that_run_out_and_a_clock_that_lags_are_found(state, gatehouse):
    now = now_of(gatehouse)
    assert "快到期" in one(examined(state, now=now + timedelta(days=6)), "签名")
    late = examined(state, now=now + timedelta(days=400))
    assert any("已经过期" in each and "delegate" in each for each in late)
    assert "timedatectl" in one(examined(state, now=now - timedelta(days=2)), "时钟")


def test_a_missing_calendar_is_a_fault_from_december_on(state):
    from kiosk.center.tending.doctor import examine

    def calendar(moment):
        return next(f for f in examine(state, now=moment) if f.name == "放假安排")

    assert not calendar(datetime(2090, 12, 5, tzinfo=UTC)).good
    assert calendar(datetime(2090, 11, 5, tzinfo=UTC)).good
    assert "2026 年的已经有了" in calendar(datetime(2025, 12, 5, tzinfo=UTC)).what


def test_a_job_that_waits_and_one_that_failed_are_found(state, gatehouse):
    from kiosk.center.board.models import Job

    gatehouse.pass_gate()
    now = now_of(gatehouse)
    Job.objects.update(made_at=now - timedelta(hours=2))
    assert "kiosk serve" in one(examined(state, now=now), "发布队列")
    Job.objects.update(error="硬盘满了，没有写。")
    assert "硬盘满了" in one(examined(state, now=now), "发布队列")


def test_a_broken_chain_and_an_old_backup_are_found(state, gatehouse, monkeypatch):
    from django.conf import settings

    from kiosk.center.audit.chain import START, Head, Verdict
    from kiosk.center.tending import doctor

    broken = Verdict(1, Head(1, START), "第2条的内容被改过。")
    monkeypatch.setattr(doctor, "verify", lambda: broken)
    mark = Path(settings.DATA) / "backup-done"
    old = now_of(gatehouse).timestamp() - 5 * 86_400
    os.utime(mark, (old, old))
    found = examined(state, now=now_of(gatehouse))
    assert "第2条的内容被改过" in one(found, "操作记录")
    assert "太久了" in one(found, "备份")
    mark.unlink()
    assert "touch" in one(examined(state, now=now_of(gatehouse)), "备份")


def test_what_cannot_be_looked_at_does_not_hide_the_rest(state, gatehouse, tmp_path):
    state.feed = tmp_path / "nowhere"
    found = examined(state, now=now_of(gatehouse))
    assert any(each.startswith("签名 看不了") for each in found)
    from kiosk.center.tending.doctor import examine

    assert any(f.name == "操作记录" and f.good for f in examine(state, now=now_of(gatehouse)))


def test_a_full_disk_is_found(state, gatehouse, monkeypatch):
    from types import SimpleNamespace

    from kiosk.center.tending import doctor

    small = SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=10**9))
    monkeypatch.setattr(doctor, "shutil", small)
    assert any("快满了" in each for each in examined(state, now=now_of(gatehouse)))
