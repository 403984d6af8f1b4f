"""Appraisals: points of the four words, averages to two decimals, what cannot be."""

from datetime import date

import pytest

from kiosk.affairs.appraisal import Appraisal, Appraised, Tally, average_of, points_text


def tally(*votes):
    return Tally(question="履职", votes=votes)


def test_the_average_is_of_points_given_to_two_decimals():
    assert points_text(tally(1, 1, 1, 0, 0, 0, 0, 0).average) == "9.00"
    assert points_text(tally(2, 0, 0, 1, 0, 0, 0, 0).average) == "9.00"
    assert points_text(tally(1, 1, 0, 0, 0, 0, 0, 1).average) == "7.33"
    assert points_text(tally(2, 1, 0, 0, 0, 0, 0, 0).average) == "9.67"


def test_nobody_voted_is_no_average_but_no_error():
    assert average_of([]) == 0
    assert tally(0, 0, 0, 0, 0, 0, 0, 0).average == 0


def test_words_count_both_of_their_points():
    assert tally(3, 2, 1, 0, 0, 4, 0, 1).words == (("好", 5), ("较好", 1), ("一般", 4), ("差", 1))


@pytest.mark.parametrize(
    ("numbers", "votes", "wrong"),
    [
        ((40, 41, 40), 40, "到会"),
        ((40, 38, 39), 38, "投票"),
        ((40, 38, 38), 39, "票"),
        ((40, 38, 38), 38, ""),
    ],
)
def test_more_voters_than_people_is_named(numbers, votes, wrong):
    eligible, present, voted = numbers
    each = Appraised(name="韩＊德", post="书记", tallies=(tally(votes, 0, 0, 0, 0, 0, 0, 0),))
    made = Appraisal(
        day=date(2026, 11, 14),
        eligible=eligible,
        present=present,
        voted=voted,
        appraised=(each,),
    )
    assert wrong in "".join(made.problems())
    assert bool(made.problems()) == bool(wrong)
