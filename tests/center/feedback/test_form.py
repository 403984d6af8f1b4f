"""The form: what it asks, what it keeps, and that nothing typed is ever lost."""

import html
import io
import re

import pytest
from PIL import Image

from kiosk.affairs.case import CaseState
from tests.support.phone import (
    LEDGER,
    NOTICE,
    VILLAGE,
    WORDS,
    Box,
    Phone,
    fields,
    only_case,
    receipt_of,
    solved,
)


def text(page):
    return page.content.decode()


def jpeg(size=(2400, 1200), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", **options)
    return io.BytesIO(out.getvalue())


def named(file, name="photo.jpg"):
    file.name = name
    return file


def test_the_form_already_says_what_it_is_about(phone):
    page = text(phone.opens(query="?row=2"))
    assert "2026年10月收支明细" in page
    assert "第2笔 10月9日 购买路灯 支 30.00元" in page
    assert "青禾镇柳河村" in page
    assert "账目看不懂" in page


@pytest.mark.parametrize("row", ["99", "0", "-1", "x", "９", "99999999999"])
def test_a_row_that_does_not_exist_is_left_out(phone, row):
    page = phone.opens(query=f"?row={row}")
    assert page.status_code == 200
    assert "第" not in re.search(r"说的是.*?</div>", text(page), re.DOTALL)[0].replace("第2", "")


def test_what_is_filed_is_a_case_with_everything_that_was_said(phone):
    number, _ = phone.files(name="赵＊兰", phone="13800001111")
    case = only_case()
    assert (case.number, case.division, case.item) == (number, VILLAGE, LEDGER)
    assert (case.words, case.matter, case.channel) == (WORDS, "accounts", "poster")
    assert case.standing is CaseState.RECEIVED
    assert case.about.startswith("2026年10月收支明细")


def test_pressing_twice_gives_the_same_receipt_and_one_case(phone):
    phone.opens()
    phone.previews()
    preview, proof = phone.page, solved(phone.page)
    first = receipt_of(phone.sends(step="send", **proof))
    phone.page = preview
    assert receipt_of(phone.sends(step="send", **proof)) == first
    assert only_case().number == first[0]


def test_the_preview_shows_what_others_will_see_and_warns_of_personal_data(phone):
    phone.opens()
    page = text(phone.previews(words="我是张＊，电话 138 0000 1111，路灯不亮"))
    public = page.split("公开栏上大家看得到")[1].split("<form")[0]
    assert "138****11" in page
    assert "手机号" in page
    assert "13800001111" not in public
    assert "路灯不亮" not in public, "the words themselves are never public"
    assert "农村经济管理站" in public
    assert only_count() == 0, "a preview keeps no case"


def only_count():
    from kiosk.center.cases.models import Case

    return Case.objects.count()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "  "}, "请写几句是什么事"),
        ({"words": "长" * 2001}, "最多2000个字"),
        ({"matter": ""}, "哪一类事"),
        ({"matter": "no such"}, "哪一类事"),
        ({"name": "赵＊兰"}, "也请留电话"),
        ({"phone": "1" * 41}, "电话最多40个字"),
    ],
)
def test_a_mistake_is_named_and_costs_nothing_that_was_typed(phone, typed, said):
    phone.opens()
    whole = {"words": WORDS, "matter": "accounts", "name": "", "phone": ""} | typed
    page = phone.previews(**whole)
    assert page.status_code == 422
    assert said in text(page)
    for value in (v for k, v in whole.items() if v.strip() and k != "matter"):
        assert value in text(page)
    if whole["matter"] == "accounts":
        assert 'value="accounts" checked' in text(page)


def test_words_come_back_exactly_as_typed_through_preview_and_back(phone):
    words = "第一行\n\"引号\" <b>&amp;</b>\n\n　第四行 'x'"
    phone.opens()
    phone.previews(words=words)
    back = text(phone.sends(step="edit"))
    assert "<b>&amp;</b>" not in back, "nothing typed becomes markup"
    typed = html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", back, re.DOTALL)[1])
    assert typed == words
    phone.previews(words=typed)
    phone.sends(step="send", **solved(phone.page))
    assert only_case().words == words


def test_without_the_proof_of_work_it_is_held_and_not_lost(phone):
    number, code = phone.files(proof=False)
    case = only_case()
    assert case.standing is CaseState.HELD
    assert "先由上一级核对" in text(phone.page)
    assert (case.number, len(code)) == (number, 10)


@pytest.mark.parametrize("answer", ["x", "e30=", "bnVsbA==", "W10=", "A" * 3000, "ÿ"])
def test_a_senseless_proof_is_none_and_nothing_breaks(phone, answer):
    phone.opens()
    phone.previews()
    assert phone.sends(step="send", altcha=answer).status_code == 200
    assert only_case().standing is CaseState.HELD


def test_the_proof_of_another_form_does_not_count(phone):
    other = Phone()
    other.opens()
    other.previews()
    proof = solved(other.page)
    phone.opens()
    phone.previews()
    phone.sends(step="send", **proof)
    assert only_case().standing is CaseState.HELD


def test_photos_lose_place_and_size_and_are_kept_through_the_preview(phone):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (34.0, 1.0, 2.0)}
    exif[0x010F] = "a camera"
    phone.opens()
    page = phone.previews(photos=[named(jpeg(exif=exif)), named(jpeg((50, 40)))])
    assert text(page).count("data:image/jpeg") == 2
    phone.sends(step="send", **solved(page))
    from django.conf import settings

    from kiosk.center.feedback.models import DraftPhoto

    stored = [photo.digest for photo in only_case().photos.all()]
    assert len(stored) == 2
    with Image.open(settings.DATA / "photos" / stored[0][:2] / stored[0]) as picture:
        assert picture.size == (1600, 800)
        assert not picture.getexif()
    assert DraftPhoto.objects.count() == 0, "what is filed does not wait any longer"


def test_a_file_that_is_no_picture_is_refused_and_the_rest_stays(phone):
    phone.opens()
    page = phone.previews(photos=[named(jpeg()), named(io.BytesIO(b"<html>"), "x.jpg")])
    assert page.status_code == 422
    assert "打不开" in text(page)
    assert WORDS in text(page)
    assert text(page).count("data:image/jpeg") == 1


def test_a_picture_that_would_fill_the_memory_is_refused(phone):
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    phone.opens()
    page = phone.previews(photos=[named(io.BytesIO(bomb.getvalue()), "bomb.png")])
    assert page.status_code == 422
    assert "太大" in text(page) or "打不开" in text(page)


def test_a_seventh_photo_is_left_out_and_one_can_be_taken_away(phone):
    phone.opens()
    page = phone.previews(photos=[named(jpeg((40, 40 + n))) for n in range(7)])
    assert page.status_code == 422
    assert "最多6张" in text(page)
    first = re.search(r'name="drop" value="(\d+)"', text(page))[1]
    page = phone.previews(drop=first)
    assert page.status_code == 200
    assert text(page).count("data:image/jpeg") == 5


def test_a_stranger_cannot_take_away_somebody_elses_photo(phone):
    from kiosk.center.feedback.models import DraftPhoto

    phone.opens()
    phone.previews(photos=[named(jpeg((40, 40)))])
    theirs = DraftPhoto.objects.get().pk
    stranger = Phone()
    stranger.opens()
    stranger.previews(drop=str(theirs))
    assert DraftPhoto.objects.filter(pk=theirs).exists()


def test_photos_of_a_form_that_nobody_sent_are_swept_away(phone):
    from datetime import timedelta

    from django.utils import timezone

    from kiosk.center.feedback.models import DraftPhoto

    phone.opens()
    phone.previews(photos=[named(jpeg((40, 40)))])
    DraftPhoto.objects.update(made_at=timezone.now() - timedelta(hours=25))
    other = Phone()
    other.opens()
    other.previews()
    assert DraftPhoto.objects.count() == 0


@pytest.mark.parametrize("where", ["kiosk.center.feedback.views.file_case", "resolve"])
def test_when_the_database_fails_the_page_keeps_the_words_and_sending_again_works(
    phone, monkeypatch, where
):
    from django.db import OperationalError

    def fail(*_args, **_more):
        raise OperationalError("disk I/O error")

    phone.opens()
    phone.previews()
    proof = solved(phone.page)
    target = "kiosk.center.feedback.views.resolved" if where == "resolve" else where
    with monkeypatch.context() as broken:
        broken.setattr(target, fail)
        page = phone.sends(step="send", **proof)
    assert page.status_code == 503
    assert WORDS in text(page)
    assert "没有丢" in text(page)
    number, _ = receipt_of(phone.sends(step="send"))
    assert only_case().number == number
    assert only_case().standing is CaseState.RECEIVED, "the proof of work was not lost either"


def test_a_form_of_another_time_is_shown_again_with_its_words(phone):
    phone.opens()
    page = phone.previews(nonce="made up:by somebody")
    assert page.status_code == 422
    assert WORDS in text(page)
    assert fields(page)[1]["nonce"] != "made up:by somebody"


def test_a_flood_is_held_and_the_honest_one_inside_is_not_lost(phone, monkeypatch):
    from dataclasses import dataclass

    from kiosk.center.cases.models import Case
    from kiosk.center.feedback import suspicion
    from kiosk.center.feedback.rules import rules

    @dataclass
    class Few:
        token: int = 2
        terminal: int = 2
        address: int = 2

    real = rules()

    class Rules:
        flood = Few()

        def __getattr__(self, name):
            return getattr(real, name)

    monkeypatch.setattr(suspicion, "rules", Rules)
    for n in range(4):
        Phone().files(words=f"第{n}件")
    states = [case.standing for case in Case.objects.order_by("id")]
    assert states == [CaseState.RECEIVED] * 2 + [CaseState.HELD] * 2


def test_where_filings_cannot_be_counted_they_are_looked_at_and_not_lost(phone, monkeypatch):
    from django.db import OperationalError

    from kiosk.center.feedback import suspicion

    def fail(*_args, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr(suspicion, "tally", fail)
    phone.files()
    assert only_case().standing is CaseState.HELD


def test_a_code_from_the_screen_gives_its_mark_to_the_case(phone):
    box = Box()
    phone.files(token=box.token(row=2))
    case = only_case()
    assert (case.at_screen, case.terminal, case.channel) == (True, box.id, "screen")
    assert "第2笔" in case.about


def test_a_late_code_opens_the_form_all_the_same_and_loses_only_its_mark(phone):
    phone.files(token=Box().token(hours=40))
    case = only_case()
    assert (case.at_screen, case.channel) == (False, "screen")
    assert case.standing is CaseState.RECEIVED


def test_a_form_about_the_whole_village_needs_no_disclosure(phone):
    from kiosk.center.codes.subjects import poster_token

    phone.files(token=poster_token(VILLAGE), matter="works")
    assert (only_case().item, only_case().division) == ("", VILLAGE)


def test_the_form_is_small(phone):
    phone.opens()
    form = len(phone.page.content)
    preview = len(phone.previews().content)
    files = ("solve.js", "progress.js", "page.css")
    scripts = sum(len(phone.client.get(f"/s/{name}").content) for name in files)
    phone.sends(step="send", **solved(phone.page))
    assert form + preview + len(phone.page.content) + scripts < 60_000


def test_a_form_that_is_too_large_is_refused_before_it_is_read(phone):
    from kiosk.center.feedback.form import REQUEST_LIMIT

    answer = phone.client.generic(
        "POST", f"/f/{phone.token}", b"", CONTENT_LENGTH=str(REQUEST_LIMIT + 1)
    )
    assert answer.status_code == 413
    assert "返回键" in text(answer)


@pytest.mark.parametrize("path", ["/f/ABC", "/f/" + "A" * 18, "/T/ABC", "/f/%00", "/T/" + "7" * 48])
def test_what_is_no_code_says_so_and_offers_the_number(phone, path):
    answer = phone.client.get(path)
    assert answer.status_code == 404
    assert "8位数字" in text(answer)


def test_every_page_is_sent_with_a_policy_that_lets_nothing_else_in(phone):
    for path in (f"/f/{phone.token}", f"/i/{NOTICE}", f"/v/{VILLAGE}", "/p", "/n"):
        answer = phone.client.get(path)
        assert answer.status_code == 200, path
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not answer.cookies, "no cookies for residents"
