"""Who signs proves themselves twice: with an app, or with a sheet of paper."""

import argparse
import re
import time

import pytest

from tests.support.cases import PASSWORD, TOWN


@pytest.fixture
def clock(monkeypatch):
    """The time by which codes are made; an hour that steps by half minutes at a word."""
    from kiosk.center.factor import models

    class Clock:
        now = time.time() // 30 * 30 + 5

        def time(self):
            return self.now

    found = Clock()
    monkeypatch.setattr(models, "time", found)
    return found


def logged_in(hall, who):
    """By password alone."""
    client = hall.client()
    assert client.post("/staff/login", {"username": who, "password": PASSWORD}).status_code == 302
    return client


def device_of(hall, who):
    from kiosk.center.factor.models import Authenticator

    return Authenticator.objects.get(user=hall.staff[who])


def give(hall, who):
    from kiosk.center.factor.keeping import give_app

    return give_app(hall.staff[who])


def recorded():
    from kiosk.center.audit.models import AuditEntry

    acts = AuditEntry.objects.filter(act__startswith="factor")
    return [(e.act, e.about, e.username) for e in acts]


def error_of(answer):
    return re.search(r"errorlist[^>]*><li>([^<]*)", answer.content.decode())[1]


def test_a_clerk_needs_no_second_factor_and_whoever_signs_cannot_go_on_without(hall):
    assert logged_in(hall, "clerk").get("/desk/").status_code == 200
    assert logged_in(hall, "auditor").get("/desk/").status_code == 200
    for who in ("finance", "office", "county", "inspection", "supervision"):
        client = logged_in(hall, who)
        for path in ("/desk/", "/desk/month", "/staff/people", "/desk/list.xlsx"):
            assert client.get(path)["Location"].startswith("/staff/factor?next="), (who, path)
        assert client.post("/desk/new", {})["Location"] == "/staff/factor"


def test_every_role_that_signs_needs_one():
    from kiosk.affairs.role import Role
    from kiosk.center.accounts.models import Staff
    from kiosk.center.factor.keeping import needs_factor

    without = {role for role in Role if not needs_factor(Staff(role=role.value))}
    assert without == {Role.VILLAGE, Role.AUDITOR}


def test_an_app_is_set_up_in_two_steps_and_lets_in_from_then_on(hall, clock):
    client = logged_in(hall, "office")
    assert "腾讯身份验证器" in client.get("/staff/factor").content.decode()
    assert client.post("/staff/factor")["Location"] == "/staff/factor/scan"
    device = device_of(hall, "office")
    page = client.get("/staff/factor/scan").content.decode()
    assert device.typed_secret in page
    assert "<svg" in page
    assert client.get("/desk/").status_code == 302, "not yet"
    wrong = client.post("/staff/factor/scan", {"code": "000000"})
    assert (wrong.status_code, "码不对" in error_of(wrong)) == (422, True)
    done = client.post("/staff/factor/scan", {"code": device.usable_code()})
    codes = re.findall(r">(\d{4} \d{4})<", done.content.decode())
    assert len(set(codes)) == 8
    assert client.get("/desk/").status_code == 200
    assert ("factor.set", "office", "office") in recorded()

    clock.now += 30
    again = logged_in(hall, "office")
    assert again.get("/desk/month")["Location"] == "/staff/code?next=%2Fdesk%2Fmonth"
    typed = {"code": device_of(hall, "office").usable_code(), "next": "/desk/month"}
    assert again.post("/staff/code", typed)["Location"] == "/desk/month"
    assert again.get("/desk/month").status_code == 200

    paper = logged_in(hall, "office")
    assert paper.post("/staff/code", {"code": codes[0]}).status_code == 302
    assert paper.get("/desk/").status_code == 200


def test_codes_follow_the_standard(hall, clock):
    """The example values of RFC 6238, appendix B, cut to six digits."""
    from kiosk.center.factor.models import Authenticator
    from kiosk.center.factor.sealing import seal_secret

    person = hall.staff["office"]
    secret = seal_secret(b"12345678901234567890", person.pk)
    for moment, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        clock.now = moment
        device = Authenticator(user=person, secret=secret)
        assert device.usable_code() == code
        assert device.matches(code)
        assert not device.matches(code), "once"


def test_a_code_works_once_and_not_a_minute_later(hall, clock):
    device = give(hall, "office")
    code = device.usable_code()
    assert logged_in(hall, "office").post("/staff/code", {"code": code}).status_code == 302
    again = logged_in(hall, "office").post("/staff/code", {"code": code})
    assert (again.status_code, "码不对" in error_of(again)) == (422, True)
    clock.now += 300
    old = device_of(hall, "office").usable_code()
    clock.now += 90
    _forget_waiting(hall, "office")
    assert logged_in(hall, "office").post("/staff/code", {"code": old}).status_code == 422


def test_paper_codes_work_once_each_and_say_when_they_run_out(hall):
    from kiosk.center.factor.keeping import hand_out

    codes = hand_out(hall.staff["inspection"], by=hall.staff["supervision"])
    for number, code in enumerate(codes, 1):
        client = logged_in(hall, "inspection")
        typed = f"{code[:4]}－{code[4:]}" if number == 1 else code
        page = client.post("/staff/code", {"code": typed}, follow=True).content.decode()
        assert ("还剩2个" in page) is (number == 6)
        assert ("还剩1个" in page) is (number == 7)
    client = logged_in(hall, "inspection")
    assert client.get("/desk/")["Location"].startswith("/staff/factor"), "set up anew"


def test_a_used_paper_code_is_refused(hall):
    code = hall.codes("office")[0]
    assert logged_in(hall, "office").post("/staff/code", {"code": code}).status_code == 302
    assert logged_in(hall, "office").post("/staff/code", {"code": code}).status_code == 422


def test_secrets_and_codes_do_not_lie_open_in_the_database(hall):
    from pathlib import Path

    from django.conf import settings

    from kiosk.center.factor.models import PaperCode

    device = give(hall, "office")
    code = hall.codes("office")[0]
    assert bytes(device.plain) not in bytes(device_of(hall, "office").secret)
    assert not PaperCode.objects.filter(digest__contains=code).exists()
    (Path(settings.DATA) / "case-key").rename(Path(settings.DATA) / "elsewhere")
    try:
        from kiosk.center.cases import sealing

        sealing._key.cache_clear()
        refused = logged_in(hall, "office").post("/staff/code", {"code": code})
        assert (refused.status_code, "密钥文件" in error_of(refused)) == (422, True)
    finally:
        (Path(settings.DATA) / "elsewhere").rename(Path(settings.DATA) / "case-key")


def _forget_waiting(hall, who):
    from kiosk.center.factor.models import Authenticator

    Authenticator.objects.filter(user=hall.staff[who]).update(
        throttling_failure_timestamp=None, throttling_failure_count=0
    )


def test_after_a_wrong_code_one_waits_and_even_the_right_one_is_not_looked_at(hall, clock):
    device = give(hall, "office")
    client = logged_in(hall, "office")
    client.post("/staff/code", {"code": "000000"})
    from kiosk.center.factor.models import Authenticator

    Authenticator.objects.update(throttling_failure_count=6)
    answer = client.post("/staff/code", {"code": device.usable_code()})
    assert re.search(r"请等\d+秒再输", error_of(answer))
    assert client.get("/desk/").status_code == 302
    _forget_waiting(hall, "office")
    assert client.post("/staff/code", {"code": device.usable_code()}).status_code == 302


def test_six_wrong_codes_lock_and_a_right_password_does_not_begin_the_count_anew(hall, clock):
    device = give(hall, "office")
    for _ in range(3):
        client = logged_in(hall, "office")
        for _ in range(2):
            _forget_waiting(hall, "office")
            last = client.post("/staff/code", {"code": "000000"})
    assert last.status_code == 429
    _forget_waiting(hall, "office")
    right = {"code": device.usable_code()}
    locked = client.post("/staff/code", right)
    assert (locked.status_code, "先锁15分钟" in locked.content.decode()) == (429, True)
    assert client.get("/desk/").status_code == 302
    elsewhere = hall.client()
    elsewhere.post(
        "/staff/login", {"username": "office", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.post("/staff/code", right, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert [act for act, *_ in recorded()].count("factor.refused") == 6
    from kiosk.center.audit.models import AuditEntry

    others = AuditEntry.objects.filter(act__in=("staff.refused", "staff.locked"))
    assert [(e.act, e.about) for e in others] == [("staff.locked", "office")]


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３", "123456789", "-1234567"])
def test_what_is_no_code_says_what_one_looks_like_and_costs_no_try(hall, typed):
    give(hall, "office")
    answer = logged_in(hall, "office").post("/staff/code", {"code": typed})
    assert answer.status_code in {200, 422}
    assert device_of(hall, "office").throttling_failure_count == 0


def test_digits_of_full_width_and_with_blanks_are_digits(hall, clock):
    code = give(hall, "office").usable_code()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    typed = {"code": f" {wide[:3]} {wide[3:]} "}
    assert logged_in(hall, "office").post("/staff/code", typed).status_code == 302


def test_the_level_above_hands_out_paper_and_takes_a_lost_phone_away(hall, clock):
    device = give(hall, "finance")
    inside = logged_in(hall, "finance")
    inside.post("/staff/code", {"code": device.usable_code()})
    assert inside.get("/desk/").status_code == 200
    office = hall.client("office")
    page = office.post("/staff/people/finance/codes").content.decode()
    code = re.findall(r">(\d{4} \d{4})<", page)[0]
    assert logged_in(hall, "finance").post("/staff/code", {"code": code}).status_code == 302
    assert "取消了" in office.post("/staff/people/finance/unbind").content.decode()
    assert inside.get("/desk/").status_code == 302, "out at once"
    fresh = logged_in(hall, "finance")
    assert fresh.get("/desk/")["Location"].startswith("/staff/factor")
    assert ("factor.codes", "finance", "office") in recorded()
    assert ("factor.reset", "finance", "office") in recorded()


@pytest.mark.parametrize(("who", "whom"), [("office", "county"), ("other_office", "finance")])
def test_nobody_else_hands_out_or_takes_away(hall, clock, who, whom):
    give(hall, whom)
    client = hall.client(who)
    for change in ("codes", "unbind"):
        assert client.post(f"/staff/people/{whom}/{change}").status_code == 404
    assert device_of(hall, whom).confirmed


def test_a_password_alone_cannot_replace_the_phone(hall, clock):
    device = give(hall, "office")
    thief = logged_in(hall, "office")
    assert thief.get("/staff/factor")["Location"] == "/staff/code"
    assert thief.post("/staff/factor")["Location"] == "/staff/code"
    assert thief.get("/staff/factor/scan")["Location"] == "/staff/factor"
    assert device_of(hall, "office").pk == device.pk
    owner = logged_in(hall, "office")
    owner.post("/staff/code", {"code": device.usable_code()})
    assert "已经绑定过" in owner.post("/staff/factor").content.decode()
    assert device_of(hall, "office").pk == device.pk


def test_a_password_alone_cannot_bind_a_phone_beside_a_sheet(hall):
    hall.codes("office")[0]
    thief = logged_in(hall, "office")
    assert thief.post("/staff/factor")["Location"] == "/staff/code"
    assert thief.get("/staff/factor/scan")["Location"] == "/staff/factor"


def test_another_persons_device_opens_nothing(hall, clock):
    from django_otp import DEVICE_ID_SESSION_KEY

    other = give(hall, "county")
    client = logged_in(hall, "office")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = other.persistent_id
    session.save()
    assert client.get("/desk/").status_code == 302
    assert client.post("/staff/code", {"code": other.usable_code()}).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_onward_leads_nowhere_else(hall):
    typed = {"code": hall.codes("office")[0], "next": "https://evil.example/"}
    assert logged_in(hall, "office").post("/staff/code", typed)["Location"] == "/desk/home/"


def test_pages_for_those_who_sign_are_not_there_for_others(hall, rf):
    from django.http import Http404, HttpResponse

    from kiosk.center.accounts.access import approver_page

    @approver_page
    def page(request):
        return HttpResponse("ok")

    request = rf.get("/")
    request.user = hall.staff["clerk"]
    request.resolver_match = None
    with pytest.raises(Http404):
        page(request)
    request.user = hall.staff["office"]
    assert page(request).status_code == 302
    request.user.otp_device = give(hall, "office")
    assert page(request).status_code == 200


def run(act, username):
    from kiosk.center.accounts.commands import run as command

    return "\n".join(command(argparse.Namespace(act=act, username=username)))


def test_the_command_line_hands_out_and_takes_away_and_tells_no_code_of_a_real_county(hall, clock):
    from kiosk.center.accounts.people import StaffError
    from kiosk.center.factor.models import Authenticator

    code = re.findall(r"\d{4} \d{4}", run("codes", "county"))[0]
    assert logged_in(hall, "county").post("/staff/code", {"code": code}).status_code == 302
    give(hall, "county")
    with pytest.raises(StaffError, match="只有示例县"):
        run("code", "county")
    assert "重新绑定" in run("unbind", "county")
    assert not Authenticator.objects.exists()


def test_in_a_sample_county_the_command_line_tells_codes_that_work_one_after_the_other(
    hall, clock, monkeypatch
):
    from types import SimpleNamespace

    from kiosk.center.accounts import commands
    from kiosk.center.accounts.people import StaffError

    monkeypatch.setattr(commands, "county_in", lambda _: SimpleNamespace(sample=True))
    with pytest.raises(StaffError, match="没有绑定手机"):
        run("code", "office")
    give(hall, "office")
    for _ in range(2):
        answer = logged_in(hall, "office").post("/staff/code", {"code": run("code", "office")})
        assert answer.status_code == 302
    assert hall.staff["office"].division == TOWN
