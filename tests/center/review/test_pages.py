"""The reviewers' pages: seen by those whose turn it is, acting through the one gate."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.cases import VILLAGE, verified
from tests.support.gatehouse import KEY


@pytest.fixture
def desk(gatehouse):
    """A browser for each person, logged in with both factors."""
    gatehouse.by_the_clock = True

    def opens(who: str) -> Client:
        client = Client()
        client.force_login(gatehouse.staff[who], "django.contrib.auth.backends.ModelBackend")
        verified(client, gatehouse.staff[who])
        return client

    return opens


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def press(client, name, *args, **fields):
    return client.post(reverse(name, args=args), fields, follow=True)


def test_it_waits_for_the_committee_then_for_the_township_and_then_is_public(gatehouse, desk):
    version = gatehouse.send()
    committee, office = desk("committee"), desk("office")
    assert version.title not in page(office, "review").content.decode()
    listed = page(committee, "review").content.decode()
    assert version.title in listed
    opened = page(committee, "review-version", version.pk).content.decode()
    assert "村西水渠修好了。" in opened
    said = press(committee, "review-act", version.pk, act="approve", digest=version.digest)
    assert "下一步：乡镇审核" in said.content.decode()
    assert version.title in page(office, "review").content.decode()
    said = press(office, "review-act", version.pk, act="approve", digest=version.digest)
    assert "马上上公开栏" in said.content.decode()
    gatehouse.work()
    assert gatehouse.words()


def test_sent_back_with_a_reason_that_the_author_reads(gatehouse, desk):
    version = gatehouse.send()
    committee, clerk = desk("committee"), desk("clerk")
    empty = press(committee, "review-act", version.pk, act="back", reason="")
    assert (empty.status_code, "退回的原因" in empty.content.decode()) == (422, True)
    press(committee, "review-act", version.pk, act="back", reason="发票少一张")
    assert "发票少一张" in page(clerk, "review-version", version.pk).content.decode()


def test_a_correction_is_shown_beside_what_is_public_with_the_difference_marked(gatehouse, desk):
    gatehouse.pass_gate(gatehouse.draft("水渠本月修好。"))
    version = gatehouse.send(gatehouse.draft("水渠下月修好。", correction="日子写错"))
    text = page(desk("committee"), "review-version", version.pk).content.decode()
    assert "<del>本</del>" in text
    assert "<ins>下</ins>" in text
    assert "日子写错" in text


def test_the_sums_of_a_ledger_are_done_for_the_reviewer(gatehouse, desk):
    version = gatehouse.send(gatehouse.accounts())
    text = page(desk("committee"), "review-version", version.pk).content.decode()
    assert "上期结余 100,000.00" in text
    assert "笔支出没有凭证照片" in text


def test_several_at_once_only_where_each_was_opened(gatehouse, desk):
    from kiosk.center.board.models import Version

    for day in (16, 17, 18):
        gatehouse.send(gatehouse.draft(f"第{day}天。", period=f"2026-11-{day}"))
    numbers = list(Version.objects.values_list("pk", flat=True))
    committee = desk("committee")
    page(committee, "review-version", numbers[0])
    assert "一起通过" not in page(committee, "review").content.decode()  # one is not several
    page(committee, "review-version", numbers[1])
    assert "一起通过" in page(committee, "review").content.decode()
    said = press(committee, "review-together", version=numbers).content.decode()
    assert "通过了 2 件" in said
    assert "还没有打开看过" in said
    assert [v.step for v in Version.objects.order_by("pk")] == [1, 1, 0]


def test_several_at_once_without_a_tick_says_what_is_missing(gatehouse, desk):
    gatehouse.send()
    assert "还没有打勾" in press(desk("committee"), "review-together").content.decode()


@pytest.mark.parametrize("reason", ["", " ", "\0", "\u200b\u2060"])
def test_a_reason_that_nobody_can_read_is_none(gatehouse, desk, reason):
    from kiosk.center.board.models import Removal

    gatehouse.pass_gate()
    gatehouse.work()
    said = press(desk("clerk"), "review-ask", KEY, reason=reason).content.decode()
    assert "请写明撤下的原因" in said
    assert not Removal.objects.exists()


@pytest.mark.parametrize("who", ["foreign", "foreign_committee", "other_office"])
def test_people_from_elsewhere_find_nothing(gatehouse, desk, who):
    version = gatehouse.send()
    client = desk(who)
    for name, args in (("review-version", (version.pk,)), ("review-item", (KEY,))):
        assert page(client, name, *args).status_code == 404
    for name, args, fields in (
        ("review-act", (version.pk,), {"act": "approve", "digest": version.digest}),
        ("review-ask", (KEY,), {"reason": "试试"}),
        ("review-back", (VILLAGE,), {"day": "2026-11-01", "reason": "试试"}),
    ):
        assert press(client, name, *args, **fields).status_code == 404
    version.refresh_from_db()
    assert (version.state, version.step) == ("waiting", 0)


def test_getting_a_page_changes_nothing(gatehouse, desk):
    from kiosk.center.audit.models import AuditEntry
    from kiosk.center.board.models import Signature

    version = gatehouse.send()
    client = desk("committee")
    before = AuditEntry.objects.count()
    for name, args in (
        ("review", ()),
        ("review-version", (version.pk,)),
        ("review-item", (KEY,)),
        ("review-act", (version.pk,)),
        ("review-together", ()),
        ("review-ask", (KEY,)),
    ):
        page(client, name, *args)
    assert (AuditEntry.objects.count(), Signature.objects.count()) == (before, 0)


def test_a_takedown_is_asked_for_by_one_and_settled_by_another_on_the_page(gatehouse, desk):
    gatehouse.pass_gate()
    gatehouse.work()
    clerk, office = desk("clerk"), desk("office")
    assert "要两个人" in page(clerk, "review-item", KEY).content.decode()
    press(clerk, "review-ask", KEY, reason="写了不该写的")
    from kiosk.center.board.models import Removal

    removal = Removal.objects.get()
    press(clerk, "review-settle", removal.pk, act="confirm")
    gatehouse.work()
    assert gatehouse.public()
    assert "写了不该写的" in page(office, "review").content.decode()
    press(office, "review-settle", removal.pk, act="confirm")
    gatehouse.work()
    assert gatehouse.public() == {}


def test_a_township_sets_a_board_back_and_a_village_cannot(gatehouse, desk):
    assert page(desk("office"), "review-places").status_code == 200
    assert page(desk("clerk"), "review-places").status_code == 404
    text = page(desk("office"), "review-back", VILLAGE).content.decode()
    assert "退回到哪一天晚上" in text
    said = press(desk("office"), "review-back", VILLAGE, day="2026-11-01", reason="核对")
    assert (said.status_code, "没有换过内容" in said.content.decode()) == (422, True)


def test_pictures_of_what_is_not_public_are_for_those_who_review_it(gatehouse, desk):
    import msgspec

    from kiosk.affairs.disclosure import Content, Figure, Prose

    media, path = gatehouse.village.media("水渠")
    draft = gatehouse.draft()
    content = Content(document=Prose(), body=(Figure(media=media),))
    version = gatehouse.send(
        msgspec.structs.replace(draft, content=content, blobs={media.digest: path})
    )
    shown = page(desk("committee"), "review-media", version.pk, media.digest)
    assert b"".join(shown.streaming_content) == path.read_bytes()
    assert page(desk("foreign"), "review-media", version.pk, media.digest).status_code == 404
    assert page(desk("committee"), "review-media", version.pk, "0" * 64).status_code == 404


def test_the_reviewer_sees_the_real_screen_or_is_told_why_not(gatehouse, desk, monkeypatch):
    from kiosk.center.writing import drawing

    version = gatehouse.send()
    monkeypatch.setattr(drawing, "draw", lambda *_: None)
    told = page(desk("committee"), "review-screen", version.pk).content.decode()
    assert "画不出屏幕的样子" in told
    monkeypatch.setattr(drawing, "draw", lambda *_: drawing.Drawn("0" * 64, 2, 3))
    shown = page(desk("committee"), "review-screen", version.pk).content.decode()
    assert shown.count("<img") == 2
    assert "一共 3 页" in shown
    assert page(desk("foreign"), "review-screen", version.pk).status_code == 404


def test_a_word_in_the_middle_of_a_title_is_found_and_only_in_ones_own_division(gatehouse, desk):
    gatehouse.send(gatehouse.draft(title="关于北塘边清淤工程招标结果的公告"))

    def finds(who: str, words: str) -> bool:
        answer = desk(who).get(reverse("review-find"), {"q": words})
        return "招标结果的公告" in answer.content.decode()

    assert finds("clerk", "清淤工程")
    assert finds("office", "结果 清淤")
    assert not finds("clerk", "淤清")
    assert not finds("foreign", "清淤工程")
    assert not finds("other_office", "清淤工程")


def test_a_takedown_that_waits_is_counted_at_the_button(gatehouse, desk):
    from kiosk.center.board.leaving import to_confirm

    gatehouse.pass_gate()
    gatehouse.work()
    press(desk("clerk"), "review-ask", KEY, reason="写了不该写的")
    assert to_confirm(gatehouse.staff["office"]).count() == 1
    assert not to_confirm(gatehouse.staff["clerk"]).exists()
    assert not to_confirm(gatehouse.staff["other_office"]).exists()


def test_the_way_back_to_a_day_is_offered_only_to_whom_it_leads_somewhere(gatehouse, desk):
    for who in ("office", "county", "leader", "party", "committee", "auditor"):
        client = desk(who)
        offered = reverse("review-places") in page(client, "review").content.decode()
        assert offered is (page(client, "review-places").status_code == 200), who
