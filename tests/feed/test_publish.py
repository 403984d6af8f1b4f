"""Publishing: what is written, what is not, and what stays when it goes wrong."""

import gzip
import json
import os
import threading
import time
from datetime import date
from pathlib import Path

import feedlab as sample
import jsonschema
import msgspec
import pytest

import kiosk.feed
from kiosk.affairs.catalogue import Affairs, Kind
from kiosk.affairs.disclosure import Approval, Content, Ledger, LedgerEntry
from kiosk.affairs.gate import Gate, Step
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank
from kiosk.feed import durable, publisher
from kiosk.feed.checks import PublishError
from kiosk.feed.documents import Entry, decode, json_schema, schema_text
from kiosk.feed.draft import Draft
from kiosk.feed.durable import BusyError, only_one
from kiosk.feed.log import grow
from kiosk.feed.repository import lock_of
from kiosk.feed.tree import Repository, RepositoryError
from kiosk.feed.verify import VerifyError


def changed(before, after):
    return {name for name in after if before.get(name) != after[name]}


def test_the_same_push_twice_writes_nothing_at_all(feed, tmp_path):
    drafts = [sample.notice(), sample.ledger(8), sample.pictured(tmp_path / "p")]
    outcome = feed.push(*drafts)
    assert len(outcome.added) == 3
    before = feed.files()
    feed.clock.forward(hours=1)
    outcome = feed.push(*drafts)
    assert feed.files() == before
    assert (len(outcome.unchanged), outcome.scopes) == (3, [])


def test_nothing_is_published_that_has_not_passed_the_gate_of_the_county(feed):
    """Whoever calls the publisher from a program meets the same gate."""
    step = Step(
        code="committee",
        name="监委会审核",
        role=Role.COMMITTEE,
        rank=Rank.VILLAGE,
        words=("村监委",),
    )
    last = Step(
        code="township", name="乡镇审核", role=Role.TOWNSHIP, rank=Rank.TOWNSHIP, words=("镇",)
    )
    gate = Gate(
        ranks=(Rank.VILLAGE,),
        affairs=(Affairs.VILLAGE,),
        steps=(step, last),
        source="示例",
        valid_from=date(2020, 1, 1),
    )
    feed.county = msgspec.structs.replace(feed.county, gates=(gate,))
    before = feed.files()
    with pytest.raises(PublishError) as caught:
        feed.push(sample.notice())
    assert "还没有“乡镇审核”" in str(caught.value)
    assert feed.files() == before
    day = date(2026, 10, 12)
    signed = (
        Approval(step="村监委审核", person="赵＊兰", day=day),
        Approval(step="青禾镇审核", person="孙＊平", day=day),
    )
    assert feed.push(sample.notice(approvals=signed)).added


def test_a_push_of_one_village_touches_only_its_files(feed):
    feed.push(sample.notice(), sample.notice(division=sample.NEIGHBOUR))
    before = feed.files()
    outcome = feed.push(sample.notice("改了。"))
    assert outcome.scopes == [sample.VILLAGE]
    touched = {n.removesuffix(".gz") for n in changed(before, feed.files())}
    allowed = (
        "blobs/",
        f"targets/{sample.VILLAGE}/",
        f"metadata/3.{sample.VILLAGE}.json",
        "metadata/3.snapshot.json",
        "metadata/timestamp.json",
    )
    assert [n for n in touched if not n.startswith(allowed)] == []
    assert len(touched) == 5


def test_what_is_not_pushed_again_stays_on_the_board(feed):
    feed.push(sample.notice(), sample.ledger(8))
    outcome = feed.push(sample.notice("改了。"))
    assert outcome.kept == [sample.ledger(8).disclosure.id]
    assert len(board(feed)) == 2


def board(feed, scope=sample.VILLAGE):
    tree = Repository(feed.repo)
    contents = publisher._contents(tree, scope)
    return {e.disclosure.id: e.disclosure.version for e in contents.entries}


def test_versions_are_counted_by_the_publisher(feed):
    id_ = sample.notice().disclosure.id
    for number, text in enumerate(("一。", "二。", "二。", "三。"), 1):
        feed.push(sample.notice(text))
        assert board(feed) == {id_: number if number < 3 else number - 1}
    feed.push(sample.notice("三。", title="换了标题"))
    assert board(feed) == {id_: 4}


@pytest.mark.parametrize("step", range(24))
def test_a_process_killed_at_any_write_leaves_the_old_state_or_the_new(feed, tmp_path, step):
    feed.push(sample.notice("旧。"))
    timestamp = (feed.repo / "metadata" / "timestamp.json").read_bytes()
    child = os.fork()
    if child == 0:
        left = iter(range(step))
        write = durable.write_durable

        def dying(*args, **kwargs):
            if next(left, None) is None:
                os._exit(9)
            write(*args, **kwargs)

        durable.write_durable = dying
        feed.push(sample.notice("新。"), sample.pictured(tmp_path / "p"), sample.ledger(8))
        os._exit(0)
    # 22 writes in all: the last steps do not kill, and prove that the first ones do
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    now = (feed.repo / "metadata" / "timestamp.json").read_bytes()
    assert died == (now == timestamp)
    assert len(board(feed)) == (1 if died else 3)
    outcome = feed.push(sample.notice("新。"), sample.pictured(tmp_path / "p"), sample.ledger(8))
    assert bool(outcome.scopes) == died
    assert board(feed)[sample.notice().disclosure.id] == 2


def test_a_disk_that_refuses_takes_its_own_files_away_again(feed, monkeypatch):
    feed.push(sample.notice("旧。"))
    before = feed.files()

    def full(path, *args, **kwargs):
        if path.name == "timestamp.json":
            raise OSError(28, "no space left")
        return write(path, *args, **kwargs)

    write = durable.write_durable
    monkeypatch.setattr(durable, "write_durable", full)
    with pytest.raises(OSError):
        feed.push(sample.notice("新。"))
    assert {n for n in changed(before, feed.files()) if not n.startswith("blobs/")} == set()


def test_a_state_that_a_terminal_would_refuse_is_not_published(feed, monkeypatch):
    feed.push(sample.notice())
    before = feed.files()

    def wrong(old, live, appended, takedowns):
        entry = msgspec.structs.replace(
            appended[0],
            disclosure=msgspec.structs.replace(appended[0].disclosure, division=sample.NEIGHBOUR),
        )
        return grow(old, live, [entry], takedowns)

    monkeypatch.setattr(publisher, "grow", wrong)
    with pytest.raises(VerifyError, match="没有通过"):
        feed.push(sample.ledger(8))
    assert {n for n in changed(before, feed.files()) if not n.startswith("blobs/")} == set()


def broken_drafts(tmp_path):
    lost = sample.pictured(tmp_path / "p")
    next(iter(lost.blobs.values())).unlink()
    entry = LedgerEntry(day=date(2026, 8, 1), summary="租金", received=5)
    crooked = Content(document=Ledger(opening=0, closing=4, entries=(entry,)))
    ledger_face = sample.ledger(8).disclosure
    replaced = msgspec.structs.replace
    return {
        "missing picture": (lost, "不见了"),
        "crooked ledger": (Draft(disclosure=ledger_face, content=crooked), "差 1 分"),
        "phone": (sample.notice("联系电话 13812345678。"), "手机号"),
        "foreign id": (
            Draft(
                disclosure=replaced(sample.disclosure(), division=sample.NEIGHBOUR),
                content=sample.prose("文"),
            ),
            "不属于",
        ),
        "unknown village": (sample.notice(division="990101101299"), "还没有发布授权"),
        "kind": (
            Draft(
                disclosure=replaced(sample.disclosure(), kind=Kind.TABLE),
                content=sample.prose("文"),
            ),
            "类型",
        ),
        "type": (
            Draft(
                disclosure=replaced(sample.disclosure(), title=7),
                content=sample.prose("文"),
            ),
            "不合规格",
        ),
        "bad id": (
            Draft(
                disclosure=replaced(sample.disclosure(), id=f"{sample.VILLAGE}-其他"),
                content=sample.prose("文"),
            ),
            "编号应当是",
        ),
    }


@pytest.mark.parametrize(
    "case",
    [
        "missing picture",
        "crooked ledger",
        "phone",
        "foreign id",
        "unknown village",
        "kind",
        "type",
        "bad id",
    ],
)
def test_one_bad_draft_and_nothing_is_published(feed, tmp_path, case):
    bad, words = broken_drafts(tmp_path)[case]
    before = feed.files()
    with pytest.raises(PublishError, match=words) as error:
        feed.push(sample.ledger(9), bad)
    assert len(error.value.problems) == 1
    assert feed.files() == before


def test_the_same_id_twice_is_a_mistake(feed):
    with pytest.raises(PublishError, match="用了两次"):
        feed.push(sample.notice(), sample.notice("另一个。"))


def test_only_one_writer(feed):
    hurried = publisher.Publisher(feed.repo, feed.online, patience=0)
    with only_one(lock_of(feed.repo), "忙"), pytest.raises(BusyError, match="什么也没有发布"):
        hurried.publish(feed.county, [sample.notice()])


def test_a_push_waits_for_a_writer_who_is_soon_done(feed):
    with only_one(lock_of(feed.repo), "忙"):
        push = threading.Thread(target=feed.push, args=[sample.notice()])
        push.start()
        time.sleep(0.1)
        assert push.is_alive()
    push.join(10)
    assert len(board(feed)) == 1


def test_two_timestamps_never_share_a_second(feed):
    file = feed.repo / "metadata" / "timestamp.json"
    seconds = []
    for text in ("一。", "二。", "三。"):
        feed.push(sample.notice(text))
        seconds.append(int(file.stat().st_mtime))
    assert len(set(seconds)) == 3


def test_every_document_follows_the_published_schema(feed, tmp_path):
    feed.push(sample.notice(), sample.ledger(8), sample.pictured(tmp_path / "p"))
    feed.publisher.withdraw(sample.ledger(8).disclosure.id, reason="测试")
    schema = json_schema()

    def validator(name):
        return jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]})

    for file in (feed.repo / "targets").rglob("*.json"):
        kind = "Takedowns" if "takedowns" in file.name else "Feed"
        validator(kind).validate(json.loads(file.read_bytes()))
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
    documents = [p for p in (feed.repo / "blobs").rglob("*") if len(p.name) == 64]
    for file in documents:
        if file.with_name(f"{file.name}.gz").exists():
            kind = "County" if b'"catalogues"' in file.read_bytes() else "Content"
            validator(kind).validate(json.loads(file.read_bytes()))
    strange = json.loads(next((feed.repo / "targets" / sample.VILLAGE).glob("*.json")).read_bytes())
    strange["head"][0]["disclosure"]["extra"] = 1
    with pytest.raises(jsonschema.ValidationError):
        validator("Feed").validate(strange)


def test_the_schema_in_the_repository_is_the_schema_of_the_code():
    file = Path(kiosk.feed.__path__[0], "schema.json")
    assert file.read_text(encoding="utf-8") == schema_text()


def test_a_taken_down_item_pushed_unchanged_stays_down(feed):
    feed.push(sample.notice(), sample.ledger(8))
    id_ = sample.notice().disclosure.id
    feed.publisher.withdraw(id_, reason="有误")
    assert feed.push(sample.notice()).withdrawn == [id_]
    outcome = feed.push(sample.notice("更正后。"))
    assert outcome.added == [id_]
    assert board(feed)[id_] == 2


def test_withdrawing_deletes_the_files_but_not_those_that_others_need(feed, tmp_path):
    shared = b"shared" * 4000
    one = sample.pictured(tmp_path / "p", shared, period="2026-10-01")
    two = sample.pictured(tmp_path / "p", shared, period="2026-10-02", title="另一件")
    own = sample.pictured(tmp_path / "p", b"own" * 4000, period="2026-10-03")
    feed.push(one, two, own)
    store = Repository(feed.repo).blobs
    (own_picture,) = own.blobs
    (shared_picture,) = one.blobs
    feed.publisher.withdraw(own.disclosure.id, reason="有误")
    feed.publisher.withdraw(one.disclosure.id, reason="有误")
    assert own_picture not in store
    assert shared_picture in store
    before = feed.files()
    feed.publisher.withdraw(one.disclosure.id, reason="有误")
    assert feed.files() == before


def test_withdrawing_what_is_not_there_is_an_error_that_changes_nothing(feed):
    before = feed.files()
    for id_ in ("什么", f"{sample.VILLAGE}-D2-2026-01"):
        with pytest.raises(PublishError):
            feed.publisher.withdraw(id_, reason="有误")
    assert feed.files() == before


def test_old_states_stay_a_day_and_no_longer(feed):
    feed.push(sample.notice("一。"))
    feed.push(sample.notice("二。"))
    old = feed.repo / "metadata" / f"2.{sample.VILLAGE}.json"
    feed.publisher.resign()
    assert old.exists()
    documents = len(list(Repository(feed.repo).blobs))
    feed.clock.forward(hours=25)
    feed.publisher.resign()
    assert not old.exists()
    assert len(list(Repository(feed.repo).blobs)) == documents - 1
    assert len(list((feed.repo / "targets" / sample.VILLAGE).glob("*.json"))) == 1


def test_resigning_renews_what_would_expire(feed):
    feed.push(sample.notice())
    feed.clock.forward(days=20)
    feed.publisher.resign()
    tree = Repository(feed.repo)
    left = {
        "timestamp": tree.timestamp.signed.expires - feed.clock(),
        "snapshot": tree.snapshot.signed.expires - feed.clock(),
        "withdraw": tree.role("withdraw").signed.expires - feed.clock(),
    }
    assert {name: delta.days for name, delta in left.items()} == {
        "timestamp": 7,
        "snapshot": 30,
        "withdraw": 30,
    }


def test_a_folder_without_a_feed_is_named(tmp_path):
    with pytest.raises(RepositoryError, match="kiosk keys init"):
        Repository(tmp_path)


def test_a_damaged_feed_on_the_publishing_side_is_named(feed):
    feed.push(sample.notice())
    file = next((feed.repo / "targets" / sample.VILLAGE).glob("*.json"))
    file.write_bytes(file.read_bytes().replace(b"2026", b"2027"))
    with pytest.raises(RepositoryError, match="已损坏"):
        feed.push(sample.notice("新。"))


def test_progress_counts_every_draft(feed):
    seen = []
    feed.publisher.publish(
        feed.county,
        [sample.notice(), sample.ledger(8)],
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_the_wire_form_of_an_entry_is_stable():
    text = b'{"disclosure":{"id":"990101101201-C1-2026","division":"990101101201","item":"C1",'
    text += b'"title":"t","kind":"prose","period":"2026","published":"2026-01-02","unit":"u",'
    text += b'"new field":1},"document":{"digest":"' + b"a" * 64 + b'","size":3}}'
    entry = decode(text, Entry)
    assert entry.disclosure.version == 1
    assert entry.files == 0
