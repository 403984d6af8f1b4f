"""From what was scanned or typed to what it is about; and what a mark is worth."""

import stat

import msgspec
import pytest
from django.conf import settings

from kiosk.center.codes.keys import CodeKeyError, CodeKeys
from kiosk.feed.code import Purpose, number_of, read_token, subject_of, token
from tests.support.phone import LEDGER, NOTICE, VILLAGE, Box


@pytest.fixture
def keys(tmp_path):
    return CodeKeys(tmp_path)


def is_marked(text):
    from kiosk.center.codes.views import resolved

    return resolved(text).at_screen


def test_the_first_key_is_made_when_asked_for_and_only_its_owner_reads_it(keys, tmp_path):
    words = keys.words()
    assert words == keys.words()
    assert words.startswith("1:")
    path = tmp_path / "code-keys" / "1"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().hex() not in words
    assert [p.name for p in path.parent.iterdir()] == ["1"], "no drafts are left behind"


def test_a_new_key_goes_out_and_the_old_one_still_counts_until_it_is_forgotten(phone):
    box = Box()
    keys = CodeKeys(settings.DATA)
    old = box.token()
    first = read_token(old).key
    number = keys.rotate()
    assert keys.words().startswith(f"{number}:")
    assert is_marked(old)
    assert is_marked(box.token())
    keys.forget(first)
    assert not is_marked(old)
    with pytest.raises(CodeKeyError, match="唯一"):
        keys.forget(number)
    with pytest.raises(CodeKeyError, match="没有"):
        keys.forget(99)


def test_a_damaged_key_costs_the_marks_only(phone):
    box = Box()
    marked = box.token()
    path = settings.DATA / "code-keys" / str(read_token(marked).key)
    kept = path.read_bytes()
    from kiosk.center.codes import keys

    keys._load.cache_clear()
    path.write_bytes(b"short")
    try:
        assert not is_marked(marked)
        assert phone.client.get(f"/f/{marked}").status_code == 200
    finally:
        path.write_bytes(kept)
        keys._load.cache_clear()


def test_a_mark_holds_for_the_hours_that_the_county_lays_down(phone):
    box = Box()
    assert is_marked(box.token(hours=0))
    assert is_marked(box.token(hours=11))
    assert not is_marked(box.token(hours=14))
    assert is_marked(box.token(hours=-1)), "a clock that is a little fast"
    assert not is_marked(box.token(hours=-3))


def test_revoking_a_terminal_takes_its_marks(phone):
    from kiosk.center.fleet.models import State

    box = Box()
    marked = box.token()
    for state, holds in ((State.PENDING, False), (State.ACCEPTED, True), (State.REVOKED, False)):
        box.row.state = state
        box.row.save()
        assert is_marked(marked) is holds


def test_a_terminal_cannot_mark_for_a_village_that_is_not_its_own(phone):
    stranger = Box(division="990101101202")
    assert not is_marked(stranger.token())


def test_a_forged_mark_is_none_and_the_code_still_opens(phone):
    code = read_token(Box().token())
    forged = token(msgspec.structs.replace(code, mark=bytes(10)))
    assert not is_marked(forged)
    assert phone.client.get(f"/f/{forged}").status_code == 200


def test_take_away_opens_the_page_and_speak_up_the_form(phone):
    box = Box()
    page = phone.client.get(f"/T/{box.token(purpose=Purpose.TAKE)}")
    assert "2026年10月收支明细" in page.content.decode()
    form = phone.client.get(f"/T/{box.token(purpose=Purpose.SPEAK)}")
    assert form.status_code == 302
    assert form["Location"].startswith("/f/")
    small = phone.client.get(f"/t/{box.token().lower()}")
    assert small.status_code == 302, "a reader may write the address in small letters"


def test_the_page_behind_a_marked_code_keeps_the_mark_for_the_form(phone):
    marked = Box().token(purpose=Purpose.TAKE)
    page = phone.client.get(f"/T/{marked}").content.decode()
    assert f'href="/f/{marked}"' in page
    assert f'href="/f/{marked}?row=2"' in page


def test_eight_digits_lead_to_the_page(phone):
    number = number_of(subject_of(VILLAGE, LEDGER))
    wide = "".join(chr(0xFF10 + int(d)) for d in number)
    for address in (f"/n/{number}", f"/n?number={number[:4]}+{number[4:]}", f"/n?number={wide}"):
        answer = phone.client.get(address)
        assert answer["Location"] == f"/i/{LEDGER}", address
    village = phone.client.get(f"/n/{number_of(subject_of(VILLAGE))}")
    assert village["Location"] == f"/v/{VILLAGE}"


def test_two_disclosures_with_one_number_are_told_apart_by_a_question(phone):
    from kiosk.center.codes.models import Subject
    from kiosk.center.codes.subjects import table

    table().refresh()
    Subject.objects.filter(item__in=[LEDGER, NOTICE]).update(number="00000001")
    page = phone.client.get("/n/00000001").content.decode()
    assert "您要看哪一件" in page
    assert "2026年10月收支明细" in page
    assert "关于修建北塘水渠的公告" in page


@pytest.mark.parametrize("number", ["00000000", "1", "abc", "²³", "9" * 300])
def test_a_number_that_nobody_has_says_so(phone, number):
    answer = phone.client.get(f"/n/{number}")
    assert answer.status_code == 404
    assert "再输一遍" in answer.content.decode()


def test_a_code_for_something_new_works_as_soon_as_it_is_published(phone, published_feed, tmp_path):
    import feedlab as sample

    from kiosk.center.codes.subjects import UnknownSubjectError, poster_token
    from tests.support.phone import forget_feed

    feed = sample.Feed(tmp_path)
    feed.push(sample.ledger(10))
    settings.FEED = feed.repo
    forget_feed()
    fresh = sample.notice(period="2026-11-01")
    code = poster_token(VILLAGE, fresh.disclosure.id)
    with pytest.raises(UnknownSubjectError):
        is_marked(code)
    feed.push(sample.ledger(10), fresh)
    assert not is_marked(code)
    assert phone.client.get(f"/i/{fresh.disclosure.id}").status_code == 200


def test_what_was_withdrawn_says_so_and_can_still_be_spoken_about(phone, tmp_path):
    import feedlab as sample

    from kiosk.center.codes.subjects import poster_token
    from tests.support.phone import forget_feed

    feed = sample.Feed(tmp_path)
    feed.push(sample.ledger(10), sample.notice())
    settings.FEED = feed.repo
    forget_feed()
    feed.publisher.withdraw(NOTICE, reason="凭证有误")
    page = phone.client.get(f"/i/{NOTICE}")
    assert page.status_code == 410
    assert "已经撤下来" in page.content.decode()
    assert "水渠下月动工" not in page.content.decode()
    assert phone.client.get(f"/f/{poster_token(VILLAGE, NOTICE)}").status_code == 200
    assert NOTICE not in phone.client.get(f"/v/{VILLAGE}").content.decode()


def test_without_a_feed_pages_say_what_is_safe(phone, tmp_path):
    from tests.support.phone import forget_feed

    settings.FEED = tmp_path / "nothing"
    forget_feed()
    answer = phone.client.get(f"/i/{LEDGER}")
    assert answer.status_code == 503
    assert "没有受影响" in answer.content.decode()


def test_an_accepted_terminal_is_told_the_key_and_a_waiting_one_is_not(phone, published_feed):
    from kiosk.center.fleet.models import Terminal
    from kiosk.feed.report import CODE_KEY, ENROL, Enrolment, signed_headers

    box = Box()
    body = msgspec.json.encode(Enrolment(key=box.row.key, division=VILLAGE))
    answers = []
    for number, state in enumerate(("pending", "accepted"), 1):
        Terminal.objects.filter(pk=box.id).update(state=state)
        headers = signed_headers(box.key, ENROL, number, body)
        answers.append(
            phone.client.post(f"/{ENROL}", body, content_type="application/json", headers=headers)
        )
    assert [CODE_KEY in answer for answer in answers] == [False, True]
    assert answers[1][CODE_KEY] == CodeKeys(settings.DATA).words()


def test_a_picture_of_the_feed_opens_in_the_browser_and_nothing_else_does(phone, tmp_path):
    import feedlab as sample

    from tests.support.phone import forget_feed

    feed = sample.Feed(tmp_path)
    webp = b"RIFF" + bytes(40)
    draft = sample.pictured(tmp_path / "files", webp)
    feed.push(draft)
    settings.FEED = feed.repo
    forget_feed()
    page = phone.client.get(f"/i/{draft.disclosure.id}").content.decode()
    digest = next(iter(draft.blobs))
    assert f'src="/b/{digest}"' in page
    shown = phone.client.get(f"/b/{digest}")
    assert (shown["Content-Type"], shown.content) == ("image/webp", webp)
    document = next(
        p for p in (feed.repo / "blobs").rglob("*") if len(p.name) == 64 and p.name != digest
    )
    assert phone.client.get(f"/b/{document.name}").status_code == 404
    assert phone.client.get(f"/b/{'0' * 64}").status_code == 404
