"""What is on record, that nobody changes it unseen, and who reads it."""

import argparse
import threading

import pytest

from tests.support.cases import COUNTY, PASSWORD, TOWN, VILLAGE


def entries():
    from kiosk.center.audit.models import AuditEntry

    return [(e.act, e.about, e.username) for e in AuditEntry.objects.all()]


def put(about="一件事", **more):
    from kiosk.center.audit.log import record

    return record("case.look", about, **({"by": None} | more))


def verify(printed=None):
    from kiosk.center.audit.commands import run

    status, lines = run(argparse.Namespace(act="verify", printed=printed, last=50))
    return status, "\n".join(lines)


def test_a_row_says_who_what_when_and_from_where(hall, rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="x MicroMessenger/8 Android 14")
    entry = put(by=hall.staff["clerk"], facts={"版本": 2}, request=request)
    assert (entry.number, entry.username, entry.name, entry.scope) == (
        1,
        "clerk",
        "柳有田",
        VILLAGE,
    )
    assert (entry.address, entry.agent, entry.told) == ("192.0.2.7", "微信 安卓", {"版本": 2})
    assert put(division=TOWN).before == entry.digest


def test_behind_the_proxy_the_address_is_the_clerks_own(hall, rf):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.9")
    assert put(request=request).address == "192.0.2.9"


def test_what_is_rolled_back_leaves_neither_a_row_nor_a_gap(hall):
    from django.db import transaction

    put()

    def fail():
        with transaction.atomic():
            put("nothing")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert put("next").number == 2
    assert verify()[0] == 0


def test_facts_with_fractions_are_refused(hall):
    with pytest.raises(TypeError, match="fractions"):
        put(facts={"a": [{"b": 0.5}]})


def test_log_ins_failures_and_lock_outs_are_on_record_without_what_was_typed(hall):
    client = hall.client()
    client.post("/staff/login", {"username": "clerk", "password": PASSWORD})
    client.post("/staff/logout")
    client.post("/staff/login", {"username": "my secret word", "password": ""})
    client.post("/staff/login", {"username": "my secret word", "password": "x"})
    for _ in range(9):
        client.post("/staff/login", {"username": "clerk", "password": "wrong"})
    acts = [act for act, _, _ in entries()]
    assert acts[:2] == ["staff.login", "staff.logout"]
    assert acts.count("staff.refused") == 6, "one of nobody, five before the lock"
    assert acts.count("staff.locked") == 1, "once an hour, however often they go on"
    assert "my secret word" not in str(entries())
    assert ("staff.refused", "clerk", "") in entries()
    assert verify()[0] == 0


def test_a_flood_of_wrong_names_does_not_bury_the_log(hall, rf):
    from kiosk.center.audit.logins import failure

    for number in range(40):
        failure("staff.refused", f"nobody{number}", rf.post("/staff/login"))
    assert len(entries()) == 30


def test_what_is_done_to_people_and_every_look_at_a_contact_is_on_record(hall):
    from kiosk.center.cases import acts

    office = hall.client("office")
    for change in ("password", "leave", "back"):
        office.post(f"/staff/people/clerk/{change}")
    receipt = hall.file(name="孟小兰", phone="13812345678")
    acts.look(hall.staff["clerk"], receipt.number, hall.now)
    assert entries()[1:] == [
        ("staff.password", "clerk", "office"),
        ("staff.left", "clerk", "office"),
        ("staff.back", "clerk", "office"),
        ("case.look", receipt.number, "clerk"),
    ]
    assert "孟小兰" not in str(entries())


def test_the_database_refuses_to_change_delete_replace_or_slip_in_a_row(hall):
    from django.db import DatabaseError, connection, transaction

    from kiosk.center.audit.models import AuditEntry

    for each in "一二三":
        put(each)
    columns = (
        "at, person, username, name, scope, confidential, act, about, facts, address, agent, "
        '"before", digest FROM audit_auditentry WHERE number = 3'
    )
    attempts = [
        lambda c: c.execute("UPDATE audit_auditentry SET name = '别人' WHERE number = 2"),
        lambda c: c.execute("DELETE FROM audit_auditentry WHERE number = 3"),
        lambda c: c.execute(f"INSERT INTO audit_auditentry SELECT 5, {columns}"),
        lambda c: c.execute(f"INSERT INTO audit_auditentry SELECT 4, {columns}"),
        lambda _: AuditEntry.objects.filter(number=1).update(about="别的"),
        lambda _: AuditEntry.objects.get(number=1).delete(),
        lambda _: AuditEntry.objects.get(number=1).save(),
    ]
    if connection.vendor == "sqlite":
        attempts.append(
            lambda c: c.execute(f"INSERT OR REPLACE INTO audit_auditentry SELECT 3, {columns}")
        )
    else:
        attempts.append(lambda c: c.execute("TRUNCATE audit_auditentry"))
    for attempt in attempts:
        with (
            pytest.raises(DatabaseError, match=r"append-only|not the next link"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            attempt(cursor)
    assert verify() == (0, verify()[1])
    assert "共3条" in verify()[1]


def without_triggers(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE audit_auditentry SET name = '别人' WHERE number = 2", "第2条的内容被改过"),
        ("UPDATE audit_auditentry SET facts = 'x' WHERE number = 2", "第2条的内容被改过"),
        ("UPDATE audit_auditentry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3", "第3条"),
        ("DELETE FROM audit_auditentry WHERE number = 2", "第2条不见了"),
        ("DELETE FROM audit_auditentry WHERE number = 4", "现在只有3条"),
    ],
)
def test_whoever_drops_the_triggers_and_edits_is_found(hall, change, told):
    from kiosk.center.audit.log import head

    for each in "一二三四":
        put(each)
    printed = head().printed
    assert verify(printed)[0] == 0
    without_triggers(change)
    status, said = verify(printed)
    assert status == 1
    assert told in said


def test_several_writers_make_one_chain(hall):
    from django.db import connection, transaction

    failed = []

    def work(name):
        try:
            for number in range(8):
                with transaction.atomic():
                    put(f"{name}{number}")
        except Exception as error:  # noqa: BLE001 - told by the assertion
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(entries()) == 24
    assert verify()[0] == 0


def test_auditors_and_the_county_read_what_is_below_them_and_clerks_have_no_such_page(hall):
    put("柳河的事", by=hall.staff["clerk"])
    put("松林的事", by=hall.staff["foreign"])
    put("秘密的事", by=hall.staff["inspection"], confidential=True)
    for who in ("county", "auditor"):
        page = hall.client(who).get("/desk/audit/").content.decode()
        assert "柳河的事" in page
        assert "松林的事" in page
        assert "秘密的事" not in page
    assert "秘密的事" in hall.client("supervision").get("/desk/audit/").content.decode()
    town = hall.client("inspection").get("/desk/audit/").content.decode()
    assert "柳河的事" in town
    assert "松林的事" not in town
    for who in ("clerk", "office", "finance"):
        assert hall.client(who).get("/desk/audit/").status_code == 404
    assert hall.client().get("/desk/audit/").status_code == 302


def test_the_page_is_narrowed_by_division_person_and_day_and_goes_on_over_pages(hall):
    put("柳河的事", by=hall.staff["clerk"])
    put("松林的事", by=hall.staff["foreign"])
    client = hall.client("county")

    def shown(**query):
        page = client.get("/desk/audit/", query).content.decode()
        return "柳河的事" in page, "松林的事" in page

    assert shown(division=VILLAGE) == (True, False)
    assert shown(division=COUNTY) == (True, True)
    assert shown(division="12") == (False, False)
    assert shown(who="松有") == (False, True)
    assert shown(who="clerk") == (True, False)
    assert shown(day="2020-01-01") == (False, False)
    assert shown(day="nonsense") == (True, True)
    for number in range(60):
        put(f"第{number}件")
    assert shown() == (False, False)
    assert shown(page="2") == (True, True)


def test_the_monthly_form_carries_the_head_of_the_chain(hall):
    from kiosk.center.audit.log import head

    put()
    client = hall.client("office")
    printed = head().printed
    assert printed in client.get("/desk/month").content.decode()


def test_the_command_line_lists_the_newest_and_tells_the_head(hall):
    from kiosk.center.audit.commands import run
    from kiosk.center.audit.log import head

    put("第一件", by=hall.staff["clerk"])
    put("第二件")
    _, lines = run(argparse.Namespace(act="list", printed=None, last=1))
    assert [line.split("\t")[4] for line in lines] == ["第二件"]
    _, lines = run(argparse.Namespace(act="head", printed=None, last=1))
    assert head().printed in "".join(lines)
