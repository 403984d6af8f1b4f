"""Only enrolled terminals are heard, each word once, and no more than fits."""

from datetime import timedelta

import feedlab as sample
import pytest
from django.test import Client
from django.utils import timezone

from kiosk.feed.report import BEAT, ENROL, LIMIT, Span


def states():
    from kiosk.center.fleet.models import Terminal

    return list(Terminal.objects.values_list("state", flat=True))


def showings():
    from kiosk.center.fleet.models import Showing

    return list(Showing.objects.all())


def span(number=1, since=60, until=0, **fields):
    return Span(number=number, scopes={sample.VILLAGE: 1}, since=since, until=until, **fields)


def test_a_new_terminal_is_pending_until_a_person_says_otherwise(new_box):
    box = new_box()
    answer = box.enrol()
    assert (answer.status_code, answer.json()) == (202, {"state": "pending"})
    assert box.enrol().status_code == 202
    assert states() == ["pending"]
    refused = box.beat()
    assert (refused.status_code, refused.json()["state"]) == (403, "pending")
    box.becomes("accepted")
    assert box.enrol().json() == {"state": "accepted"}
    assert box.beat().status_code == 204


def test_a_division_of_another_county_is_refused(new_box):
    assert new_box("110101001201").enrol().status_code == 422
    assert new_box("000000000001").enrol().status_code == 422
    assert states() == []


def test_nobody_enrols_with_a_key_that_he_does_not_hold(new_box):
    box, other = new_box(), new_box()
    assert box.enrol(key=other.public).status_code == 401
    signed_by_other = other.post(ENROL, b"{}", **{"X-Kiosk-Terminal": box.id})
    assert signed_by_other.status_code == 400
    assert states() == []


def test_a_box_that_moves_to_another_village_is_pending_again(box):
    box.division = sample.NEIGHBOUR
    assert box.beat().json()["state"] == "moved"
    assert box.enrol().status_code == 202
    assert box.row.division == sample.NEIGHBOUR
    assert states() == ["pending"]


def test_a_revoked_box_stays_revoked_wherever_it_moves(box):
    box.becomes("revoked")
    box.division = sample.NEIGHBOUR
    assert (box.enrol().status_code, box.beat().json()["state"]) == (403, "revoked")
    assert states() == ["revoked"]


def test_what_was_said_once_cannot_be_said_again(box):
    box.sequence = 40
    assert box.beat().status_code == 204
    box.waits()
    box.sequence -= 1
    assert box.beat().status_code == 409
    box.sequence = 10
    assert box.beat().status_code == 409
    assert box.enrol().status_code == 409
    box.sequence = 41
    assert box.beat().status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Kiosk-Signature": "AAAA"}, 401),
        ({"X-Kiosk-Signature": "not base64 !"}, 401),
        ({"X-Kiosk-Sequence": "7777"}, 401),
        ({"X-Kiosk-Sequence": "-1"}, 401),
        ({"X-Kiosk-Sequence": "9" * 30}, 401),
        ({"X-Kiosk-Terminal": "0" * 32}, 403),
        ({"X-Kiosk-Terminal": "../../etc"}, 401),
    ],
)
def test_a_word_that_is_not_signed_by_one_of_ours_is_refused(box, headers, status):
    assert box.post(BEAT, box.body(), **headers).status_code == status
    assert box.row.heard_at is None


def test_a_signature_for_one_address_does_not_count_at_the_other(box):
    from kiosk.feed.report import signed_headers

    headers = signed_headers(box.key, ENROL, 99, box.body())
    answer = Client().post(f"/{BEAT}", box.body(), content_type="application/json", headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b"{}", b'{"division":"x"}', b"[" * 900, b'{"division":"990101101201","disk":-1}'],
)
def test_what_is_no_heartbeat_is_refused_even_from_ours(box, body):
    assert box.post(BEAT, body).status_code == 400
    assert box.row.heard_at is None


def test_too_much_is_refused_before_it_is_looked_at(box):
    assert box.post(BEAT, b" " * (LIMIT + 1)).status_code == 413
    assert box.post(BEAT, b"").status_code == 411
    assert Client().get(f"/{BEAT}").status_code == 405
    assert Client().get(f"/{ENROL}").status_code == 405


def test_too_often_is_asked_to_come_later_and_the_number_is_not_used_up(box):
    assert box.beat().status_code == 204
    answer = box.beat()
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    box.waits()
    box.sequence -= 1
    assert box.beat().status_code == 204


def test_a_flood_of_made_up_terminals_does_not_push_out_one_that_waits(new_box, monkeypatch):
    from kiosk.center.fleet import receiving
    from kiosk.center.fleet.models import Terminal

    monkeypatch.setattr(receiving, "PENDING_LIMIT", 3)
    honest, made_up = new_box(), [new_box() for _ in range(3)]
    assert honest.enrol().status_code == 202
    assert [b.enrol().status_code for b in made_up] == [202, 202, 503]
    assert honest.enrol().status_code == 202
    hours_ago = timezone.now() - timedelta(hours=2)
    Terminal.objects.filter(pk=made_up[0].id).update(asked_at=hours_ago)
    assert made_up[2].enrol().status_code == 202
    assert Terminal.objects.filter(pk=honest.id).exists()
    assert not Terminal.objects.filter(pk=made_up[0].id).exists()


def test_enrolments_are_limited_in_time(new_box, monkeypatch):
    from kiosk.center.fleet import views

    monkeypatch.setattr(views, "_enrolments", views.Bucket(0.001, 1))
    assert new_box().enrol().status_code == 202
    answer = new_box().enrol()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_the_day_keeps_its_last_heartbeat_and_old_days_go(box):
    from kiosk.center.fleet.models import Heartbeat

    box.beat(screen="Home")
    box.waits()
    box.beat(screen="Shelf")
    kept = Heartbeat.objects.get()
    assert (kept.count, kept.body["screen"]) == (2, "Shelf")
    Heartbeat.objects.update(day=kept.day - timedelta(days=200))
    box.waits()
    box.beat()
    assert Heartbeat.objects.get().day == kept.day


def test_a_stretch_grows_and_never_shrinks_or_changes(box):
    box.beat(spans=(span(since=600, until=300),))
    first = showings()[0]
    box.waits()
    box.beat(spans=(span(since=10, until=0, certain=False),))
    grown = showings()[0]
    assert grown.since == first.since
    assert grown.until > first.until
    assert not grown.certain
    box.waits()
    box.beat(spans=(Span(number=1, scopes={sample.VILLAGE: 9}, since=5, until=0),))
    assert showings()[0].scopes == {sample.VILLAGE: 1}
    box.waits()
    box.beat(spans=(span(since=9_000, until=8_000),))
    assert showings()[0].until >= grown.until


def test_a_takedown_is_acknowledged_by_the_list_that_the_screen_was_drawn_by(box, feed):
    from kiosk.center.fleet.models import TakedownAck

    feed.push(sample.notice(), sample.ledger(9))
    feed.publisher.withdraw(sample.notice().disclosure.id, reason="有误")
    box.beat(spans=(span(takedowns=0),))
    assert not TakedownAck.objects.exists()
    box.waits()
    box.beat(spans=(span(number=2, takedowns=2**50),))
    assert [a.item for a in TakedownAck.objects.all()] == [sample.notice().disclosure.id]
    feed.publisher.withdraw(sample.ledger(9).disclosure.id, reason="有误")
    box.waits()
    box.beat(spans=(span(number=2, takedowns=1),))
    assert TakedownAck.objects.count() == 1, "a boast about lists to come counts for nothing"


def test_without_a_readable_feed_heartbeats_are_kept_all_the_same(box, feed):
    (feed.repo / "metadata" / "timestamp.json").write_bytes(b"?")
    assert box.beat().status_code == 204
    assert box.row.heard_at is not None


def test_heartbeats_never_take_all_threads_from_the_feed(box, monkeypatch):
    from kiosk.center.fleet import receiving, views

    monkeypatch.setattr(receiving, "LEAST_SECONDS", 0)
    taken = []
    while views._places.acquire(blocking=False):
        taken.append(1)
    assert len(taken) <= 4
    answer = box.beat()
    assert answer.status_code == 503
    assert 5 <= int(answer["Retry-After"]) <= 30
    for _ in taken:
        views._places.release()
    assert box.beat().status_code == 204
