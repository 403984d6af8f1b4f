"""Log-in, log-out, passwords, and who looks after whom."""

import argparse

import pytest

from tests.support.cases import COUNTY, FOREIGN, OTHER_TOWN, PASSWORD, TOWN, VILLAGE


def log_in(client, username, password, **more):
    return client.post("/staff/login", {"username": username, "password": password}, **more)


def test_logging_in_leads_to_the_page_that_was_asked_for_and_nowhere_else(hall):
    client = hall.client()
    asked = client.get("/desk/month")
    assert asked["Location"] == "/staff/login?next=%2Fdesk%2Fmonth"
    form = {"username": "clerk", "password": PASSWORD}
    assert client.post("/staff/login", form | {"next": "/desk/month"})["Location"] == "/desk/month"
    elsewhere = hall.client().post("/staff/login", form | {"next": "https://evil.example/"})
    assert elsewhere["Location"] == "/desk/home/"


def test_six_wrong_passwords_lock_that_name_at_that_address_and_nobody_else(hall):
    client = hall.client()
    for _ in range(6):
        last = log_in(client, "clerk", "wrong")
    assert last.status_code == 429
    assert "先锁15分钟" in last.content.decode()
    assert log_in(client, "clerk", PASSWORD).status_code == 429, "the right one too"
    assert log_in(hall.client(), "foreign", PASSWORD).status_code == 302
    elsewhere = log_in(hall.client(), "clerk", PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302, "a stranger cannot lock a clerk out"


def test_the_wrong_name_and_the_wrong_password_read_the_same(hall):
    pages = [log_in(hall.client(), name, "wrong").content.decode() for name in ("clerk", "nobody")]
    assert "登录名或密码不对" in pages[0]
    assert pages[0].count("登录名或密码不对") == pages[1].count("登录名或密码不对")


def test_one_who_has_left_cannot_log_in_and_is_out_at_once(hall):
    client = hall.client("clerk")
    hall.staff["clerk"].is_active = False
    hall.staff["clerk"].save()
    assert client.get("/desk/").status_code == 302
    assert log_in(hall.client(), "clerk", PASSWORD).status_code == 200


def test_logging_out_needs_a_post_and_ends_the_session(hall):
    client = hall.client("clerk")
    assert client.get("/staff/logout").status_code == 405
    assert client.get("/desk/").status_code == 200
    assert client.post("/staff/logout").status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(hall):
    from kiosk.center.accounts.people import new_password

    first = new_password(hall.staff["clerk"], by=None)
    client = hall.client()
    log_in(client, "clerk", first)
    assert client.get("/desk/")["Location"] == "/staff/password"
    short = {"old_password": first, "new_password1": "12345678", "new_password2": "12345678"}
    assert client.post("/staff/password", short).status_code == 200
    good = "four words in a row"
    changed = {"old_password": first, "new_password1": good, "new_password2": good}
    assert client.post("/staff/password", changed)["Location"] == "/desk/home/"
    assert client.get("/desk/").status_code == 200


def test_a_new_password_ends_the_sessions_of_the_old_one(hall):
    client = hall.client("clerk")
    made = hall.client("office").post("/staff/people/clerk/password").content.decode()
    assert "只显示这一次" in made
    assert client.get("/desk/").status_code == 302


def test_a_form_without_its_token_is_refused_in_chinese(hall):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/staff/login", {"username": "clerk", "password": PASSWORD})
    assert answer.status_code == 403
    assert "没有提交" in answer.content.decode()


def test_a_button_opened_as_an_address_is_answered_in_chinese(hall):
    answer = hall.client("clerk").get("/desk/overview/remind")
    assert answer.status_code == 405
    assert "什么也没有改动" in answer.content.decode()


def test_staff_pages_are_never_kept_and_run_no_script(hall):
    page = hall.client("clerk").get("/desk/")
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "<script" not in page.content.decode()
    cookie = hall.client()
    log_in(cookie, "clerk", PASSWORD)
    assert cookie.cookies["sessionid"]["httponly"]
    assert cookie.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("who", "place", "made"),
    [
        ("county", f"{VILLAGE}/station", True),
        ("county", f"{TOWN}/finance", True),
        ("county", f"{TOWN}/inspection", False),
        ("county", f"{COUNTY}/supervision", False),
        ("supervision", f"{TOWN}/inspection", True),
        ("supervision", f"{TOWN}/finance", False),
        ("office", f"{VILLAGE}/station", True),
        ("office", f"{FOREIGN}/station", False),
        ("office", f"{OTHER_TOWN}/finance", False),
        ("office", f"{COUNTY}/openness", False),
    ],
)
def test_people_are_made_by_the_level_above_and_discipline_by_discipline(
    hall, monkeypatch, who, place, made
):
    from kiosk.center.accounts import views
    from kiosk.center.accounts.models import Staff

    codes = (COUNTY, TOWN, OTHER_TOWN, VILLAGE, FOREIGN)
    monkeypatch.setattr(views, "division_names", lambda: dict.fromkeys(codes, ""))
    form = {"username": "new", "name": "新来的", "post": "", "place": place}
    page = hall.client(who).post("/staff/people", form)
    assert Staff.objects.filter(username="new").exists() is made, page.content.decode()


def test_whose_access_was_changed_by_whom_is_written_down_for_good(hall):
    from django.db import DatabaseError

    from kiosk.center.accounts.models import StaffEvent

    office = hall.client("office")
    for change in ("password", "leave", "back"):
        office.post(f"/staff/people/clerk/{change}")
    run(act="password", username="clerk")
    told = [(e.act, e.by and e.by.username) for e in StaffEvent.objects.all()]
    assert told == [
        ("password", None),
        ("back", "office"),
        ("left", "office"),
        ("password", "office"),
    ]
    assert "青有禾" in office.get("/staff/people").content.decode()
    for attempt in (
        lambda: StaffEvent.objects.update(by=None),
        lambda: StaffEvent.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            attempt()


@pytest.mark.parametrize("who", ["clerk", "finance", "auditor", "inspection"])
def test_those_who_look_after_nobody_have_no_such_page(hall, who):
    assert hall.client(who).get("/staff/people").status_code == 404


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("office", "county"),
        ("office", "foreign"),
        ("county", "inspection"),
        ("county", "county"),
        ("clerk", "second"),
    ],
)
def test_nobody_changes_the_password_of_someone_above_or_beside(hall, who, whom):
    before = hall.staff[whom].password
    answer = hall.client(who).post(f"/staff/people/{whom}/password")
    assert answer.status_code == 404
    hall.staff[whom].refresh_from_db()
    assert hall.staff[whom].password == before


def run(**options):
    from kiosk.center.accounts.commands import run as command

    plain = {"username": None, "name": "", "post": "", "division": "", "unit": "", "auditor": False}
    return "\n".join(command(argparse.Namespace(**(plain | options))))


def test_the_command_line_makes_the_first_people_and_prints_their_password_once(hall):
    from kiosk.center.accounts.models import Staff

    told = run(act="add", username="first", name="第一人", division=COUNTY)
    password = told.split("第一次的密码：")[1].split("\n")[0]
    person = Staff.objects.get(username="first")
    assert person.check_password(password)
    assert (person.role, person.unit, person.must_change) == ("county", "openness", True)
    assert "第一人" in run(act="list")
    assert password not in run(act="list")
    renewed = run(act="password", username="first")
    assert password not in renewed


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"act": "add", "username": "x", "name": "某", "division": "123"}, "12位"),
        (
            {"act": "add", "username": "x", "name": "某", "division": TOWN, "unit": "station"},
            "乡镇一级没有",
        ),
        ({"act": "add", "username": "clerk", "name": "某", "division": TOWN}, "已经有人用"),
        ({"act": "add", "username": "x", "division": TOWN}, "姓名"),
        ({"act": "password", "username": "nobody"}, "没有登录名"),
        ({"act": "password"}, "请写登录名"),
    ],
)
def test_mistakes_on_the_command_line_are_sentences_and_change_nothing(hall, options, told):
    from kiosk.center.accounts.models import Staff
    from kiosk.center.accounts.people import StaffError

    with pytest.raises(StaffError, match=told):
        run(**options)
    assert Staff.objects.count() == len(hall.staff)
