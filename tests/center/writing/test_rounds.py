"""What comes back is opened again; what is public is corrected; two tabs do not fight."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.affairs.disclosure import Content, Ledger, disclosure_id
from tests.support.cases import VILLAGE
from tests.support.phone import forget_feed
from tests.support.writer import ROWS, Writer

KEY = disclosure_id(VILLAGE, "D2", "2026-10")


def sends_ledger(writer):
    from kiosk.center.board.models import Version

    writer.starts()
    writer.brings(*ROWS)
    assert writer.client.post(writer.place + "send", {}).status_code == 302
    return Version.objects.latest("id")


def test_what_was_sent_back_is_opened_with_its_reason_and_sent_again(writer, gatehouse, undrawn):
    from django.utils import timezone

    from kiosk.center.board.gate import send_back

    version = sends_ledger(writer)
    send_back(gatehouse.staff["committee"], version.pk, "少了电费", timezone.now())
    page = writer.page()
    assert "退回来了，要改" in page
    assert "少了电费" in page
    writer.starts("again")
    assert "少了电费" in writer.page()
    assert len(writer.typed.ledger.lines) == 2
    writer.sends("save", title="2026年10月收支明细（补电费）")
    assert writer.client.post(writer.place + "send", {}).status_code == 302
    assert "少了电费" not in writer.page()


def test_the_author_takes_back_what_nobody_has_passed(writer, undrawn):
    sends_ledger(writer)
    writer.client.post(writer.place + "recall")
    page = writer.page()
    assert "已经收回来了" in page
    writer.starts("again")
    assert writer.typed.ledger.lines[0].summary == "北塘承包款"


def test_a_correction_keeps_all_that_stood_there_and_needs_a_reason(writer, gatehouse, undrawn):
    draft = _published(gatehouse)
    assert "已经公开" in writer.page()
    answer = writer.client.post(writer.place, {"act": "correct", "correction": " "})
    assert answer.status_code == 422
    assert writer.copy is None
    writer.client.post(writer.place, {"act": "correct", "correction": "电费写错了"})
    typed = writer.typed
    assert typed.correcting
    before = draft.content.document
    assert len(typed.ledger.lines) == len(before.entries)
    assert typed.ledger.lines[0].related == before.entries[0].related
    writer.sends("save", title="2026年10月收支明细")
    assert writer.client.post(writer.place + "send", {}).status_code == 302
    from kiosk.center.board.models import Version

    version = Version.objects.latest("id")
    assert version.written.correction == "电费写错了"
    assert version.document.document == before


def test_what_was_said_to_be_nothing_can_be_corrected_into_something(writer, gatehouse, undrawn):
    from kiosk.affairs.disclosure import Excuse, Nothing

    for document in (Nothing("本月没有收支。"), Excuse("账目移交", "示例县")):
        _published(gatehouse, document)
        assert "原来说没有，其实有：填账目" in writer.page()
        writer.client.post(writer.place, {"act": "instead", "correction": "漏报了一笔"})
        assert writer.typed.correcting
        writer.brings(*ROWS)
        assert "还有" not in writer.page("look")
        writer.client.post(writer.place + "drop")


def _published(gatehouse, document=None):
    from datetime import date

    from kiosk.affairs.disclosure import Approval

    draft = gatehouse.accounts(10)
    ledger = draft.content.document
    assert isinstance(ledger, Ledger)
    first, *rest = ledger.entries
    linked = msgspec.structs.replace(first, related=(f"{VILLAGE}-D8-2026-11-18",))
    ledger = msgspec.structs.replace(ledger, entries=(linked, *rest))
    names = ("村务监督委员会审核", "青禾镇农经站审核")
    approvals = tuple(
        Approval(step=step, person=f"赵＊{n}", day=date(2026, 11, 12))
        for n, step in enumerate(names)
    )
    face = msgspec.structs.replace(
        draft.disclosure, approvals=approvals, published=date(2026, 11, 12)
    )
    if document is not None:
        face = msgspec.structs.replace(face, kind=document.__struct_config__.tag)
        face = msgspec.convert(msgspec.to_builtins(face), type(face))
    content = Content(document=document or ledger)
    draft = msgspec.structs.replace(draft, disclosure=face, content=content)
    gatehouse.village.drafts[KEY] = draft
    gatehouse.village.publish()
    forget_feed()
    return draft


def test_two_tabs_do_not_overwrite_each_other_unseen(writer):
    writer.starts()
    first = writer.boxes() | {"line-0-summary": "电费", "act": "save"}
    second = writer.boxes() | {"line-0-summary": "水费", "act": "save"}
    writer.client.post(writer.place, first)
    answer = writer.client.post(writer.place, second)
    assert answer.status_code == 409
    assert "刚才在别的地方改过" in answer.content.decode()
    assert "水费" in answer.content.decode()
    assert writer.typed.ledger.lines[0].summary == "电费"
    writer.client.post(writer.place, second | {"revision": str(writer.copy.revision)})
    assert writer.typed.ledger.lines[0].summary == "水费"


def test_saving_by_itself_answers_with_the_revision_and_never_overwrites(writer):
    writer.starts()
    boxes = writer.boxes() | {"line-0-summary": "电费"}
    answer = writer.client.post(writer.place + "save", boxes)
    assert answer.json()["revision"] == 2
    assert writer.client.post(writer.place + "save", boxes).status_code == 409
    assert writer.client.get(writer.place + "save").json()["token"]


def test_an_unfinished_copy_is_thrown_away_only_after_asking(writer):
    writer.starts()
    assert "不要了？" in writer.page("drop")
    assert writer.copy is not None
    writer.client.post(writer.place + "drop")
    assert writer.copy is None


def test_a_members_only_item_is_stopped_before_it_is_sent(writer, gatehouse, undrawn):
    from kiosk.affairs.due_rule import Audience

    county = gatehouse.village.county
    rules = tuple(msgspec.structs.replace(r, audience=Audience.MEMBERS) for r in county.rules)
    gatehouse.village.county = msgspec.structs.replace(county, rules=rules)
    gatehouse.village.publish()
    forget_feed()
    writer.starts()
    writer.brings(*ROWS)
    assert "只向本集体成员公开" in writer.page("look")


ACTS = ("", "save", "none", "columns", "look", "phone", "send", "recall", "drop", "raw/1")


@pytest.mark.parametrize("who", ["foreign", "office", "auditor", "committee"])
def test_nobody_else_sees_or_changes_what_a_clerk_writes(writer, gatehouse, hall, who):
    from django.test import Client

    writer.starts()
    writer.brings(*ROWS)
    client = Client()
    client.force_login(gatehouse.staff[who], backend="django.contrib.auth.backends.ModelBackend")
    digest = "0" * 64
    for act in (*ACTS, f"picture/{digest}"):
        for method in (client.get, client.post):
            answer = method(writer.place + act, {"act": "save", "title": "改了"})
            assert answer.status_code in {302, 404, 405}, (who, act)
            if answer.status_code == 302:  # only to prove who they are, before anything else
                assert answer["Location"].startswith("/staff/"), (who, act)
    assert writer.typed.title == "2026年10月收支明细"


def test_a_stranger_is_asked_to_log_in_and_comes_back(writer):
    from django.test import Client

    answer = Client().get(writer.place)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/login?next=")


@pytest.mark.parametrize("place", ["Z9/2026-10/", "D2/2026-13/", "D2/nonsense/", "D2/2026/x"])
def test_an_address_of_nothing_is_not_there(writer, place):
    assert writer.client.get(f"/desk/write/{VILLAGE}/{place}").status_code == 404


def test_a_file_of_another_item_cannot_be_fetched_through_this_one(writer, gatehouse, hall):
    from kiosk.center.writing.models import Upload

    writer.starts()
    writer.brings(*ROWS)
    other = Writer(gatehouse, hall, code="A7")
    pk = Upload.objects.get().pk
    assert other.fetches(pk).status_code == 404
    assert writer.fetches(pk).status_code == 200


def test_an_excuse_says_why_and_is_granted_by_the_last_signature(writer, gatehouse, hall):
    """In silence nothing is excused: the reason stands on the board, with who granted it."""
    from kiosk.affairs.disclosure import Excuse
    from kiosk.center.board.models import Version

    assert "向青禾镇申请" in writer.page()
    empty = writer.client.post(writer.place + "excuse", {"statement": " "})
    assert (empty.status_code, "请写明原因" in empty.content.decode()) == (422, True)
    looked = writer.client.post(
        writer.place + "excuse", {"statement": "正在招标，定标以后补公开。"}, follow=True
    )
    assert looked.status_code == 200
    assert writer.client.post(writer.place + "send").status_code == 302
    version = Version.objects.get()
    assert version.document.document == Excuse("正在招标，定标以后补公开。", "青禾镇")
    gatehouse.sign(version, "committee")
    gatehouse.sign(version, "office")
    assert version.item.key
    from kiosk.center.board.gate import seen_by

    assert seen_by(gatehouse.staff["clerk"]).filter(key=version.item.key, live__isnull=False)


def test_nobody_excuses_themselves(gatehouse, hall):
    """A township signs its own disclosures: there is nobody above who would grant it."""
    from kiosk.center.writing.subject import subject_for

    township = gatehouse.staff["office"]
    assert subject_for(township, township.division, "D2", "2026-10").granted_by == ""
    answer = hall.client("office").get(f"/desk/write/{township.division}/D2/2026-10/excuse")
    assert answer.status_code == 404
