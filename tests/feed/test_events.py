"""The list of refusals on a terminal: short, durable, harmless; and the words for people."""

from datetime import UTC, datetime, timedelta

from kiosk.feed.events import EventLog, recent_events
from kiosk.feed.refusals import Refusal, Refused

NOW = datetime(2026, 12, 20, 8, tzinfo=UTC)


def test_each_kind_of_refusal_has_a_sentence_that_says_what_is_safe():
    for kind in Refusal:
        assert kind.sentence.endswith("。")
        assert "内容" in kind.sentence
        assert "请" in kind.sentence


def event(kind=Refusal.FREEZE, where="timestamp", detail="x"):
    return Refused(kind, where, detail)


def test_a_refusal_repeated_for_days_is_one_line_and_few_writes(tmp_path, monkeypatch):
    log, saved = EventLog(tmp_path), []
    save = EventLog._save
    monkeypatch.setattr(EventLog, "_save", lambda self: (saved.append(1), save(self)))
    for minute in range(1000):
        log.note(event(), NOW + timedelta(minutes=minute))
    assert len(saved) == 10
    (kept,) = recent_events(tmp_path)
    assert (kept.count, kept.at) == (512, NOW)
    assert kept.last > kept.at
    log.note(event(Refusal.ROLLBACK), NOW)
    assert [(e.kind, e.count) for e in recent_events(tmp_path)] == [
        (Refusal.FREEZE, 1000),
        (Refusal.ROLLBACK, 1),
    ]


def test_the_list_of_events_cannot_grow_and_survives_damage(tmp_path):
    log = EventLog(tmp_path)
    for number in range(300):
        log.note(event(where=f"scope {number}", detail="很长" * 5000), NOW)
    kept = recent_events(tmp_path)
    assert len(kept) == 100
    assert kept[-1].where == "scope 299"
    file = tmp_path / "events.jsonl"
    assert file.stat().st_size < 200_000
    file.write_bytes(b"damage" + file.read_bytes())
    assert len(recent_events(tmp_path)) == 99
    assert len(EventLog(tmp_path).events) == 99
    assert recent_events(tmp_path / "nowhere") == []


def test_a_disk_that_is_full_stops_no_poll(tmp_path, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError(28, "no space left")

    monkeypatch.setattr("kiosk.feed.durable.write_durable", full)
    log = EventLog(tmp_path)
    log.note(event(), NOW)
    assert len(log.events) == 1
    assert "no space left" in caplog.text
