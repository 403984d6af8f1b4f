"""Takedown by two, and back to an earlier day."""

from datetime import date, timedelta

import pytest

from tests.support.cases import VILLAGE
from tests.support.gatehouse import KEY


def error():
    from kiosk.center.board.gate import BoardError

    return BoardError


@pytest.fixture
def shown(gatehouse):
    """An item that is public since the 20th."""
    gatehouse.pass_gate()
    gatehouse.work()
    return gatehouse


def ask(house, who="clerk", reason="写了不该写的"):
    from kiosk.center.board.leaving import ask_removal

    return ask_removal(house.staff[who], KEY, reason, house.now)


def test_one_person_asks_another_confirms_and_it_is_gone_at_once(shown):
    from kiosk.center.board.leaving import confirm_removal

    removal = ask(shown)
    shown.work()
    assert shown.public()
    confirm_removal(shown.staff["office"], removal.pk, shown.now)
    shown.work()
    assert shown.public() == {}


@pytest.mark.parametrize("who", ["clerk", "committee", "auditor", "foreign", "other_office"])
def test_nobody_confirms_what_they_asked_for_or_may_not_publish(shown, who):
    from kiosk.center.board.leaving import confirm_removal

    removal = ask(shown)
    with pytest.raises(error()):
        confirm_removal(shown.staff[who], removal.pk, shown.now)
    shown.work()
    assert shown.public()


def test_who_may_publish_does_not_withdraw_alone(shown):
    from kiosk.center.board.leaving import confirm_removal

    removal = ask(shown, "office")
    with pytest.raises(error(), match="两个人"):
        confirm_removal(shown.staff["office"], removal.pk, shown.now)


def test_the_database_wants_two_people_too(shown):
    from django.db import DatabaseError, transaction

    from kiosk.center.board.models import Removal

    removal = ask(shown, "office")
    alone = Removal.objects.filter(pk=removal.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        alone.update(confirmed_by=shown.staff["office"], confirmed_at=shown.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        alone.update(reason="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        alone.delete()


def test_a_refused_takedown_stays_on_record_and_the_item_public(shown):
    from kiosk.center.board.leaving import confirm_removal, refuse_removal

    removal = ask(shown)
    refuse_removal(shown.staff["office"], removal.pk, shown.now)
    with pytest.raises(error()):
        confirm_removal(shown.staff["office"], removal.pk, shown.now)
    assert ask(shown).pk != removal.pk


def test_a_takedown_wants_a_reason_and_something_that_is_public(shown):
    with pytest.raises(error(), match="撤下的原因"):
        ask(shown, reason="  ")
    ask(shown)
    with pytest.raises(error(), match="已经有人提出"):
        ask(shown, "second")


def test_what_was_withdrawn_comes_back_only_as_a_new_version_through_the_gate(shown):
    from kiosk.center.board.leaving import confirm_removal

    confirm_removal(shown.staff["office"], ask(shown).pk, shown.now)
    shown.work()
    shown.now += timedelta(days=1)
    shown.pass_gate(shown.draft("改好了的一份。"))
    shown.work()
    assert shown.words() == "改好了的一份。"


def test_back_to_yesterday_in_one_act(shown):
    from kiosk.center.board.leaving import back_to

    shown.now += timedelta(days=2)
    shown.pass_gate(shown.draft("被人改坏了。", correction="改"))
    shown.pass_gate(shown.draft("新的一件。", item="D8", period="2026-11-22"))
    shown.work()
    assert len(shown.public()) == 2
    done = back_to(shown.staff["office"], VILLAGE, date(2026, 11, 21), "账号被人用了", shown.now)
    assert (done.changed, done.gone) == ([KEY], [f"{VILLAGE}-D8-2026-11-22"])
    shown.work()
    assert shown.words() == "村西水渠修好了。"
    assert list(shown.public()) == [KEY]


def test_back_to_a_day_does_not_bring_back_what_was_withdrawn(shown):
    from kiosk.center.board.leaving import back_to, confirm_removal

    shown.now += timedelta(days=2)
    shown.pass_gate(shown.draft("新的一件。", item="D8", period="2026-11-22"))
    confirm_removal(shown.staff["office"], ask(shown).pk, shown.now)
    shown.work()
    back_to(shown.staff["county"], VILLAGE, date(2026, 11, 21), "核对", shown.now)
    shown.work()
    assert shown.public() == {}


@pytest.mark.parametrize("who", ["clerk", "committee", "other_office", "auditor", "foreign"])
def test_a_village_does_not_go_back_by_itself(shown, who):
    from kiosk.center.board.leaving import back_to

    shown.now += timedelta(days=2)
    with pytest.raises(error()):
        back_to(shown.staff[who], VILLAGE, date(2026, 11, 19), "试试", shown.now)


def test_going_back_to_where_nothing_changed_changes_nothing(shown):
    from kiosk.center.board.leaving import back_to

    shown.now += timedelta(days=2)
    with pytest.raises(error(), match="没有换过内容"):
        back_to(shown.staff["office"], VILLAGE, date(2026, 11, 21), "核对", shown.now)
    with pytest.raises(error(), match="以前的一天"):
        back_to(shown.staff["office"], VILLAGE, date(2026, 11, 22), "核对", shown.now)
