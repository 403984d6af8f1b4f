"""Several at once: voters, clerks who print, and whoever ends it.  PostgreSQL lets them overlap."""

import threading
from datetime import timedelta

import pytest

from kiosk.feed.ballots import CastBallot
from tests.support.cases import VILLAGE
from tests.support.center import SERVER

pytestmark = pytest.mark.database
PEOPLE, QUESTIONS = 6, 3


@pytest.fixture
def session(hall):
    from django.utils import timezone

    from kiosk.center.appraisals.holding import open_session

    hall.now = timezone.now()
    return open_session(
        hall.staff["clerk"],
        VILLAGE,
        "2026年度民主评议",
        questions=[f"第{n}项" for n in range(QUESTIONS)],
        candidates=[(f"第{n}位", "委员") for n in range(PEOPLE)],
        eligible=24,
        opens=hall.now - timedelta(minutes=1),
        closes=hall.now + timedelta(hours=2),
        now=hall.now,
    )


def codes(hall, session, count=24):
    from kiosk.center.appraisals.holding import hand_out

    return hand_out(hall.staff["clerk"], session, count, now=hall.now)


def cast(hall, session, code, points, *, backwards=False):
    from kiosk.center.appraisals.holding import cast as count

    votes = [(c, q, points) for c in range(PEOPLE) for q in range(QUESTIONS)]
    ballot = CastBallot(
        session=session.key, code=code, votes=tuple(votes[::-1] if backwards else votes)
    )
    return count(ballot, now=hall.now)


def at_once(*jobs):
    """What each came to; an error as itself."""
    from django.db import DatabaseError, connections

    outcomes = []

    def run(job):
        try:
            outcomes.append(job())
        except (ValueError, DatabaseError) as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def counted():
    from django.db.models import Sum

    from kiosk.center.appraisals.models import Counter

    return Counter.objects.aggregate(all=Sum("count"))["all"]


def test_ballots_that_name_the_questions_in_opposite_orders_all_count(hall, session):
    made = codes(hall, session)
    answers = at_once(
        *(
            lambda n=n, code=code: cast(hall, session, code, 9, backwards=n % 2 == 1)
            for n, code in enumerate(made)
        )
    )
    assert [getattr(a, "accepted", a) for a in answers] == [True] * len(made)
    assert counted() == len(made) * PEOPLE * QUESTIONS


def test_whoever_ends_it_reads_a_result_that_no_late_ballot_changes(hall, session):
    from kiosk.center.appraisals.holding import end, result_of, used_up
    from kiosk.center.appraisals.models import Session

    made = codes(hall, session)

    def finish():
        held = Session.objects.get(pk=session.pk)
        end(hall.staff["clerk"], held, now=hall.now)
        return result_of(held)

    jobs = [lambda code=code: cast(hall, session, code, 8) for code in made]
    outcomes = at_once(*jobs[:12], finish, *jobs[12:])
    (result,) = [found for found in outcomes if hasattr(found, "voted")]
    session.refresh_from_db()
    assert result == result_of(session)
    assert counted() == used_up(session) * PEOPLE * QUESTIONS


def test_two_who_print_at_once_do_not_hand_out_more_codes_than_may_come(hall, session):
    from kiosk.center.appraisals.holding import handed_out

    at_once(*(lambda: codes(hall, session, 15) for _ in range(4)))
    assert handed_out(session) == 15


@pytest.mark.skipif(not SERVER, reason="about PostgreSQL's own marks of rows")
def test_the_servers_own_marks_do_not_tell_what_the_last_code_gave(hall, session):
    from django.db import connection

    first, second, *_ = codes(hall, session)
    assert cast(hall, session, first, 10).accepted
    assert cast(hall, session, second, 3).accepted
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM appraisals_counter")
        assert len(cursor.fetchall()) == 1
