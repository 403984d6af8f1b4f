"""Votes count once, by code, and nothing that is kept can join a vote to a code."""

import json
import threading
from datetime import timedelta

import pytest

from kiosk.affairs.appraisal import POINTS, points_text
from kiosk.feed.ballots import CastBallot, read_ballot_code
from tests.support.cases import VILLAGE

pytestmark = pytest.mark.database
CANDIDATES = [("韩＊德", "党支部书记"), ("孙＊芳", "站长")]
QUESTIONS = ["履职", "服务"]


@pytest.fixture
def session(hall):
    from django.utils import timezone

    from kiosk.center.appraisals.holding import open_session

    hall.now = timezone.now()
    return open_session(
        hall.staff["clerk"],
        VILLAGE,
        "2026年度民主评议",
        questions=QUESTIONS,
        candidates=CANDIDATES,
        eligible=40,
        opens=hall.now - timedelta(minutes=1),
        closes=hall.now + timedelta(hours=2),
        now=hall.now,
    )


def codes(hall, session, count=3):
    from kiosk.center.appraisals.holding import hand_out

    return hand_out(hall.staff["clerk"], session, count, now=hall.now)


def ballot(session, code, points=10):
    votes = tuple((c, q, points) for c in range(2) for q in range(2))
    return CastBallot(session=session.key, code=code, votes=votes)


def cast(hall, session, code, points=10):
    from kiosk.center.appraisals.holding import cast as count

    return count(ballot(session, code, points), now=hall.now)


def end(hall, session):
    from kiosk.center.appraisals.holding import end as finish

    finish(hall.staff["clerk"], session, now=hall.now)


def result(session):
    from kiosk.center.appraisals.holding import result_of

    return result_of(session)


def everything_kept():
    """Every row of every table but the log's chain and the sessions, as text."""
    from django.db import connection

    kept = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("audit_", "django_", "auth_", "axes_", "accounts_")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            kept[table] = sorted(map(repr, cursor.fetchall()))
    return kept


def test_codes_are_told_once_and_only_their_digests_are_kept(hall, session):
    made = codes(hall, session)
    assert len(set(made)) == 3
    assert all(read_ballot_code(code) == code for code in made)
    kept = json.dumps(everything_kept())
    assert not any(code in kept for code in made)


def test_a_code_votes_once(hall, session):
    code = codes(hall, session)[0]
    assert cast(hall, session, code).accepted
    again = cast(hall, session, code, points=3)
    assert not again.accepted
    assert "已经用过" in again.reason
    end(hall, session)
    assert result(session).voted == 1
    assert points_text(result(session).appraised[0].average) == "10.00"


def test_of_ten_who_send_the_same_code_at_once_one_counts(hall, session):
    from django.db import connections

    code = codes(hall, session)[0]
    accepted = []

    def send():
        try:
            accepted.append(cast(hall, session, code).accepted)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert accepted.count(True) == 1
    end(hall, session)
    assert sum(t.count for a in result(session).appraised for t in a.tallies) == 4


def test_who_cast_which_vote_leaves_no_trace_at_all(hall, session):
    """The same votes by exchanged codes leave the same database, to the byte."""
    from django.db import transaction

    first, second, _ = codes(hall, session)
    kept = []
    for pair in ((first, 10), (second, 3)), ((second, 10), (first, 3)), ((first, 3), (second, 10)):
        with transaction.atomic():
            for code, points in pair:
                assert cast(hall, session, code, points).accepted
            kept.append(everything_kept())
            transaction.set_rollback(True)
    assert kept[0] == kept[1] == kept[2]


def test_nothing_that_is_kept_of_a_vote_has_a_time_or_points_to_a_code(django):
    from django.db import models

    from kiosk.center.appraisals.models import Counter, VotingCode

    for model in (Counter, VotingCode):
        kinds = {type(field) for field in model._meta.get_fields()}
        assert not kinds & {models.DateTimeField, models.DateField, models.TimeField}
    related = {f.related_model.__name__ for f in Counter._meta.get_fields() if f.is_relation}
    assert related == {"Session"}


def test_results_are_shown_to_nobody_before_the_end(hall, session):
    from kiosk.center.appraisals.holding import AppraisalError

    cast(hall, session, codes(hall, session)[0])
    with pytest.raises(AppraisalError):
        result(session)
    page = hall.client("clerk").get(f"/desk/appraisals/{session.key}").content.decode()
    assert "结果谁也看不到" in page
    assert "10.00" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"votes": ((0, 0, 11),)}, "分数只能"),
        ({"votes": ((9, 0, 10),)}, "没有"),
        ({"votes": ((0, 0, 10), (0, 0, 9))}, "两次"),
        ({"votes": ()}, "一项也没有"),
        ({"code": "123456789012"}, "投票码不对"),
        ({"session": "unheard"}, "没有这一次"),
    ],
)
def test_a_ballot_that_cannot_be_uses_up_no_code(hall, session, changed, said):
    import msgspec

    from kiosk.center.appraisals.holding import cast as count
    from kiosk.center.appraisals.models import VotingCode

    code = codes(hall, session)[0]
    bad = msgspec.structs.replace(ballot(session, code), **changed)
    answer = count(bad, now=hall.now)
    assert not answer.accepted
    assert said in answer.reason
    assert not VotingCode.objects.filter(used=True).exists()


def test_before_it_opens_and_after_the_end_nothing_counts(hall, session):
    from kiosk.center.appraisals.holding import cast as count

    code = codes(hall, session)[0]
    early = count(ballot(session, code), now=session.opens - timedelta(minutes=1))
    assert "还没有开始" in early.reason
    end(hall, session)
    assert "已经结束" in cast(hall, session, code).reason


def test_no_more_codes_than_people_and_none_after_the_end(hall, session):
    from kiosk.center.appraisals.holding import AppraisalError, hand_out

    with pytest.raises(AppraisalError):
        hand_out(hall.staff["clerk"], session, 41, now=hall.now)
    end(hall, session)
    with pytest.raises(AppraisalError):
        hand_out(hall.staff["clerk"], session, 1, now=hall.now)


def test_a_foreign_village_neither_sees_nor_ends_it(hall, session):
    client = hall.client("foreign")
    for door in ("", "/codes", "/end"):
        address = f"/desk/appraisals/{session.key}{door}"
        answer = client.post(address, {"count": "1"}) if door else client.get(address)
        assert answer.status_code == 404
    session.refresh_from_db()
    assert session.closed_at is None


def test_a_session_says_what_is_wrong_with_it(hall):
    client = hall.client("clerk")
    plain = {
        "division": VILLAGE,
        "title": "评议",
        "candidates": "韩＊德 书记\n韩＊德 主任",
        "questions": "履职",
        "eligible": "40",
        "hours": "4",
    }
    page = client.post("/desk/appraisals/new", plain)
    assert page.status_code == 422
    assert "同名" in page.content.decode()
    assert "韩＊德 书记" in page.content.decode()


def test_from_the_slip_to_the_counted_vote_on_a_phone(hall, session):
    from django.test import Client

    code = codes(hall, session)[0]
    phone, door = Client(), f"/b/vote/{session.key}"
    assert "投票码" in phone.get(door).content.decode()
    page = phone.post(door, {"code": f"{code[:4]} {code[4:]}"}).content.decode()
    assert "韩＊德" in page
    chosen = {f"v-{c}-{q}": "9" for c in range(2) for q in range(2)}
    look = phone.post(door, {"code": code, "step": "look", **chosen}).content.decode()
    assert "好（9分）" in look
    done = phone.post(door, {"code": code, "step": "cast", **chosen}).content.decode()
    assert "投好了" in done
    again = phone.post(door, {"code": code, "step": "cast", **chosen})
    assert again.status_code == 422
    end(hall, session)
    assert points_text(result(session).appraised[1].average) == "9.00"


def test_opening_the_page_changes_nothing(hall, session):
    from django.test import Client

    code = codes(hall, session)[0]
    before = everything_kept()
    Client().get(f"/b/vote/{session.key}?code={code}&step=cast&v-0-0=10")
    assert everything_kept() == before


def test_who_guesses_codes_has_to_wait(hall, session, monkeypatch):
    import msgspec
    from django.test import Client

    from kiosk.center.appraisals import phone
    from kiosk.center.feedback.rules import rules

    strict = msgspec.structs.replace(
        rules(), guesses=msgspec.structs.replace(rules().guesses, address=3)
    )
    monkeypatch.setattr(phone, "rules", lambda: strict)
    client, door = Client(), f"/b/vote/{session.key}"
    answers = [client.post(door, {"code": "1"}).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]


def test_what_a_screen_sends_is_counted_or_refused_with_a_reason(hall, session):
    import msgspec
    from django.test import Client

    code = codes(hall, session)[0]
    body = msgspec.json.encode(ballot(session, code, 8))

    def post(data):
        return Client().post("/b/cast", data, content_type="application/json")

    assert post(body).json() == {"accepted": True, "reason": ""}
    assert not post(body).json()["accepted"]
    assert post(b"{").status_code == 400
    end(hall, session)
    assert points_text(result(session).appraised[0].average) == "8.00"


def test_an_open_session_stands_on_the_board_and_closes_there(hall, tmp_path):
    from datetime import UTC, datetime

    from kiosk.affairs.appraisal import Ballot
    from kiosk.affairs.posted import BALLOTS
    from kiosk.center.appraisals.holding import open_session
    from kiosk.center.cases.boards import post_boards
    from kiosk.center.cases.standing import standing_document
    from kiosk.feed.tree import Repository
    from tests.support.village import Village

    village = Village(tmp_path)
    village.add_everything()
    village.publish()
    now = datetime.now(UTC)
    session = open_session(
        hall.staff["clerk"],
        VILLAGE,
        "评议",
        questions=QUESTIONS,
        candidates=CANDIDATES,
        eligible=40,
        opens=now,
        closes=now + timedelta(hours=2),
        now=now,
    )

    def on_board():
        post_boards(village.feed, village.online)
        return standing_document(Repository(village.feed), VILLAGE, BALLOTS.code, Ballot)[1]

    standing = on_board()
    assert standing.session == session.key
    assert standing.is_open(now + timedelta(minutes=1))
    from kiosk.center.appraisals.holding import end as finish

    finish(hall.staff["clerk"], session, now=now + timedelta(minutes=5))
    assert not on_board().is_open(now + timedelta(minutes=6))


def test_forty_voters_give_the_average_that_a_hand_count_gives(hall, session):
    made = codes(hall, session, 40)
    given = [POINTS[n % len(POINTS)] for n in range(40)]
    for code, points in zip(made, given, strict=True):
        assert cast(hall, session, code, points).accepted
    end(hall, session)
    found = result(session)
    assert (found.present, found.voted) == (40, 40)
    assert points_text(found.appraised[0].average) == f"{sum(given) / 40:.2f}"
    assert found.problems() == []


@pytest.fixture
def published(hall, session, tmp_path):
    """A county; with ``with_item`` its catalogue has a place for appraisals, and last year's."""
    from datetime import date

    import msgspec
    from django.conf import settings

    from kiosk.affairs.appraisal import Appraisal, Promise
    from kiosk.affairs.catalogue import Kind
    from kiosk.affairs.disclosure import Content
    from tests.support.phone import forget_feed
    from tests.support.village import CATALOGUE, COUNTY, Village, face

    old = settings.FEED

    def publish(*, with_item):
        first, *rest = CATALOGUE.classes
        plain = first.items[0]
        place = msgspec.structs.replace(
            plain, code="C9", name="评议", kind=Kind.APPRAISAL, cycle="at-once", within_days=9
        )
        place = msgspec.convert(msgspec.to_builtins(place), type(place))
        items = (*first.items, place) if with_item else first.items
        catalogue = msgspec.structs.replace(
            CATALOGUE, classes=(msgspec.structs.replace(first, items=items), *rest)
        )
        village = Village(tmp_path, msgspec.structs.replace(COUNTY, catalogues=(catalogue,)))
        before = Appraisal(
            day=date(2025, 11, 14),
            eligible=40,
            present=30,
            voted=30,
            appraised=(),
            promises=(Promise(by="韩＊德", text="年底前修好水渠"),),
        )
        shown = face("C9", "2025年评议", Kind.APPRAISAL, "2025-11-14", date(2025, 11, 15))
        village.add(shown, Content(document=before))
        village.publish()
        settings.FEED = village.feed
        forget_feed()
        assert cast(hall, session, codes(hall, session)[0], 8).accepted
        end(hall, session)
        door = f"/desk/appraisals/{session.key}/publish"
        return hall.client("clerk").post(door, follow=True).content.decode()

    yield publish
    settings.FEED = old
    forget_feed()


def test_the_results_become_a_form_to_complete_with_last_years_promises(published):
    from kiosk.center.writing.models import WorkingCopy

    page = published(with_item=True)
    assert "年底前修好水渠" in page
    written = WorkingCopy.objects.get().written
    assert written.facts["投票"] == "1"
    assert any("孙＊芳" in row for row in written.table.rows)


def test_where_the_catalogue_has_no_place_for_it_the_results_are_not_lost(published):
    from kiosk.center.writing.models import WorkingCopy

    page = published(with_item=False)
    assert "没有“评议”这一项" in page
    assert "8.00" in page
    assert not WorkingCopy.objects.exists()
