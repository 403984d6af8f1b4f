"""From a draft to the public there is one way, and it needs two other people."""

from datetime import date, timedelta

import msgspec
import pytest

from kiosk.affairs.disclosure import Content, Paragraph, Prose, Span
from tests.support.cases import VILLAGE
from tests.support.gatehouse import KEY


def board_error():
    from kiosk.center.board.gate import BoardError

    return BoardError


def test_what_two_people_signed_is_public_with_their_names(gatehouse):
    gatehouse.pass_gate()
    assert gatehouse.public() == {}
    assert gatehouse.work()
    face, content = gatehouse.public()[KEY]
    assert content.body[0].spans[0].text == "村西水渠修好了。"
    assert [(a.step, a.person, a.gate) for a in face.approvals] == [
        ("村务监督委员会审核", "赵有兰", "committee"),
        ("青禾镇党政综合办公室审核", "青有禾", "township"),
    ]
    assert face.published == date(2026, 11, 20)
    assert not gatehouse.work()


def test_nothing_is_public_before_the_last_signature(gatehouse):
    version = gatehouse.send()
    gatehouse.work()
    gatehouse.sign(version, "committee")
    gatehouse.work()
    assert gatehouse.public() == {}


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("office", "不由您审"),
        ("clerk", "自己写的不能自己审"),
        ("second", "不由您审"),
        ("auditor", "不由您审"),
        ("party", "不由您审"),
        ("leader", "不由您审"),
        ("county", "不由您审"),
        ("inspection", "不由您审"),
        ("foreign_committee", "没有这一份"),
        ("foreign", "没有这一份"),
        ("other_office", "没有这一份"),
    ],
)
def test_nobody_signs_out_of_turn(gatehouse, first, said):
    version = gatehouse.send()
    with pytest.raises(board_error(), match=said):
        gatehouse.sign(version, first)


def test_the_same_person_does_not_sign_twice_whatever_role_they_have_by_then(gatehouse):
    version = gatehouse.send()
    gatehouse.sign(version, "committee")
    person = gatehouse.staff["committee"]
    person.role, person.division, person.unit = "township", "990101101000", "affairs"
    person.save()
    with pytest.raises(board_error(), match="已经审过一步"):
        gatehouse.sign(version, "committee")


def test_who_wrote_it_does_not_sign_it_after_a_change_of_post(gatehouse):
    version = gatehouse.send()
    person = gatehouse.staff["clerk"]
    person.role, person.unit = "committee", "committee"
    person.save()
    with pytest.raises(board_error(), match="自己写的"):
        gatehouse.sign(version, "clerk")


def test_who_has_left_neither_sends_nor_signs(gatehouse):
    version = gatehouse.send()
    person = gatehouse.staff["committee"]
    person.is_active = False
    person.save()
    with pytest.raises(board_error()):
        gatehouse.sign(version, "committee")


@pytest.mark.parametrize("who", ["committee", "office", "foreign", "county", "auditor"])
def test_only_the_villages_own_clerks_write_for_it(gatehouse, who):
    with pytest.raises(board_error(), match="不由您来写"):
        gatehouse.send(by=who)


def test_what_was_sent_back_says_why_and_the_next_one_begins_anew(gatehouse):
    from kiosk.center.board.gate import send_back
    from kiosk.center.board.models import Signature

    version = gatehouse.send()
    gatehouse.sign(version, "committee")
    with pytest.raises(board_error(), match="退回的原因"):
        send_back(gatehouse.staff["office"], version.pk, " ", gatehouse.now)
    back = send_back(gatehouse.staff["office"], version.pk, "第三行金额不对", gatehouse.now)
    assert back.state == "returned"
    assert Signature.objects.get(version=version, act="back").reason == "第三行金额不对"
    again = gatehouse.send(gatehouse.draft("金额改好了。"))
    assert again.step == 0
    gatehouse.sign(again, "committee")
    gatehouse.sign(again, "office")
    gatehouse.work()
    assert gatehouse.words() == "金额改好了。"


def test_what_was_not_seen_cannot_be_signed(gatehouse):
    from kiosk.center.board.gate import approve

    version = gatehouse.send()
    with pytest.raises(board_error(), match="内容换过了"):
        approve(gatehouse.staff["committee"], version.pk, "0" * 64, gatehouse.now)


def test_a_correction_needs_a_reason_passes_the_same_gate_and_keeps_the_first_day(gatehouse):
    gatehouse.pass_gate()
    gatehouse.work()
    gatehouse.now += timedelta(days=3)
    with pytest.raises(board_error(), match="更正的原因"):
        gatehouse.send(gatehouse.draft("改了。"))
    gatehouse.pass_gate(gatehouse.draft("改了。", correction="金额写错"))
    gatehouse.work()
    face, _ = gatehouse.public()[KEY]
    assert (face.published, face.corrected) == (date(2026, 11, 20), date(2026, 11, 23))
    assert (face.correction, face.version) == ("金额写错", 2)
    from kiosk.center.board.models import Version

    assert [v.state for v in Version.objects.all()] == ["replaced", "live"]


def test_one_version_of_an_item_is_under_way_at_a_time_and_its_author_may_take_it_back(gatehouse):
    from kiosk.center.board.gate import recall

    version = gatehouse.send()
    with pytest.raises(board_error(), match="已经有一份在审核"):
        gatehouse.send()
    with pytest.raises(board_error()):
        recall(gatehouse.staff["second"], version.pk, gatehouse.now)
    recall(gatehouse.staff["clerk"], version.pk, gatehouse.now)
    with pytest.raises(board_error(), match="不再送审"):
        gatehouse.sign(version, "committee")
    assert gatehouse.send().number == 2


def test_personal_numbers_and_a_ledger_that_does_not_add_up_are_not_even_sent(gatehouse):
    from kiosk.center.board.models import Version

    with pytest.raises(board_error(), match="手机号"):
        gatehouse.send(gatehouse.draft("有事打 13812345678。"))
    draft = gatehouse.accounts()
    wrong = msgspec.structs.replace(draft.content.document, closing=1)
    with pytest.raises(board_error(), match="结余"):
        gatehouse.send(
            msgspec.structs.replace(
                draft, content=msgspec.structs.replace(draft.content, document=wrong)
            )
        )
    assert not Version.objects.exists()


def test_party_items_want_the_tick_for_secrets_and_party_approvers(gatehouse):
    draft = gatehouse.draft("党员大会。", item="A7", period="2026-10")
    with pytest.raises(board_error(), match="保密审查"):
        gatehouse.send(draft)
    version = gatehouse.send(draft, secrecy=True)
    with pytest.raises(board_error(), match="不由您审"):
        gatehouse.sign(version, "committee")
    gatehouse.sign(version, "branch")
    gatehouse.sign(version, "party")
    gatehouse.work()
    assert gatehouse.words(f"{VILLAGE}-A7-2026-10") == "党员大会。"


def test_pictures_travel_with_what_they_belong_to(gatehouse):
    from kiosk.affairs.disclosure import Figure

    media, path = gatehouse.village.media("水渠")
    draft = gatehouse.draft()
    content = Content(
        document=Prose(), body=(Paragraph((Span("水渠修好了。"),)), Figure(media=media))
    )
    draft = msgspec.structs.replace(draft, content=content, blobs={media.digest: path})
    version = gatehouse.send(draft)
    path.unlink()
    gatehouse.sign(version, "committee")
    gatehouse.sign(version, "office")
    gatehouse.work()
    assert gatehouse.public()[KEY][1].media() == [media]


def test_what_is_meant_for_a_later_day_waits_for_it(gatehouse):
    with pytest.raises(board_error(), match="已经过去"):
        gatehouse.send(publish_on=date(2026, 11, 19))
    gatehouse.pass_gate(publish_on=date(2026, 11, 25))
    gatehouse.work()
    assert gatehouse.public() == {}
    gatehouse.now += timedelta(days=5)
    gatehouse.work()
    assert gatehouse.public()[KEY][0].published == date(2026, 11, 25)


def test_nothing_leaves_before_its_least_days_on_view_and_everything_on_its_day(gatehouse):
    draft = gatehouse.accounts()
    with pytest.raises(board_error(), match="至少要公开到2026年11月30日"):
        gatehouse.send(draft, until=date(2026, 11, 29))
    gatehouse.pass_gate(draft, until=date(2026, 11, 30))
    gatehouse.work()
    gatehouse.now += timedelta(days=10)
    gatehouse.work()
    assert gatehouse.public()
    gatehouse.now += timedelta(days=1)
    gatehouse.work()
    assert gatehouse.public() == {}


def test_every_act_is_on_record_and_the_chain_holds(gatehouse):
    from kiosk.center.audit.log import verify
    from kiosk.center.audit.models import AuditEntry

    gatehouse.pass_gate()
    gatehouse.work()
    acts = list(AuditEntry.objects.filter(about=KEY).values_list("act", "username"))
    assert acts == [
        ("version.submitted", "clerk"),
        ("version.approved", "committee"),
        ("version.approved", "office"),
        ("version.published", ""),
    ]
    assert verify().broken == ""
