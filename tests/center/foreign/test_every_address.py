"""Every address of the center, from the resolver: as strangers to a village, and looked at twice.

An address that is new is walked without anybody adding it here; what it is about has to be
known by the name of its argument, or the test says so.
"""

import io
import zipfile
from datetime import timedelta

import pytest

from kiosk.affairs.case import Act
from kiosk.affairs.deadline import beijing_day
from tests.support import serving
from tests.support.cases import PHOTO, VILLAGE, verified
from tests.support.gatehouse import KEY
from tests.support.serving import warned
from tests.support.writer import ROWS

SECRET = "只给柳河看"
"""Stands in whatever is not public of the village."""
COUNTED = {
    "django_session",
    "axes_accessattempt",
    "axes_accesslog",
    "feedback_tally",  # how often something was tried in this hour
    "site_visit",  # which page was opened how often, without tracking
    "codes_subject",  # derived from the feed when it is first asked for
    "fleet_published",
    "fleet_appearance",
}
"""Tables in which looking may leave a trace: counters, and what follows from the feed."""
OF_NO_VILLAGE = {"desk-overview-item", "desk-overview-item-xlsx"}
"""About an item of the catalogue, in whatever lies below who asks."""
LOGGED_IN = ("desk/", "staff/")
OPEN = {"staff-login", "staff-logout"}
OWN = {"staff-factor"}
"""Begins to bind one's own phone."""


def patterns():
    """Every address: its name, its path and the names of its arguments."""
    from django.urls import URLPattern, get_resolver

    def walk(resolver, before):
        for each in resolver.url_patterns:
            if isinstance(each, URLPattern):
                inner = each.pattern
                regex = getattr(inner, "regex", None)
                names = set(inner.converters) | set(regex.groupindex if regex else ())
                yield each.name, before + str(inner), names
            else:
                yield from walk(each, before + str(each.pattern))

    return list(walk(get_resolver(), ""))


class Planted:
    """A village with one of everything that an address can be about."""

    def __init__(self, hall, gatehouse, writer) -> None:
        from django.utils import timezone

        from kiosk.center.board.leaving import ask_removal
        from kiosk.center.cases.models import CasePhoto
        from kiosk.center.obligations.refresh import refresh_all
        from kiosk.center.writing.models import Upload
        from tests.center.notices.test_desk_notices import sent

        gatehouse.by_the_clock = True
        gatehouse.pass_gate(gatehouse.draft(title="村西水渠"))
        gatehouse.work()
        waiting = gatehouse.send(
            gatehouse.draft(f"{SECRET}的草稿", title=f"{SECRET}的题目", period="2026-11-19")
        )
        removal = ask_removal(gatehouse.staff["office"], KEY, f"{SECRET}的理由", gatehouse.now)
        writer.starts()
        writer.brings(
            *[*ROWS[:4], ("10.3", f"{SECRET}的账", "王", "", 2400, None, 3400), *ROWS[5:]]
        )
        receipt = hall.file(words=f"{SECRET}的话", row=f"{SECRET}的行", photos=(PHOTO,))
        refresh_all()
        notice = sent(hall, division=VILLAGE, now=timezone.now())
        hall.now = timezone.now()
        served = self._served(hall)
        sessions = [self._session(hall, ended=ended) for ended in (False, True)]
        self.known = {
            "item": {"desk-overview-item": ["D2"], "desk-overview-item-xlsx": ["D2"], "": [KEY]},
            "key": {
                "desk-notice-settle": [notice.key],
                "desk-appraisal": sessions,
                "ballot": sessions,
                "": [KEY],
            },
            "pk": {
                "review-settle": [removal.pk],
                "write-raw": [self._first(Upload)],
                "": [waiting.pk],
            },
            "number": {
                "site-old": [1],
                "code-number-typed": ["12345678"],
                "review-screen-page": [1],
                "write-drawn": [1],
                "feedback": [receipt.number],
                "code": [receipt.number],
                "": [receipt.number, *served],
            },
            "division": [VILLAGE],
            "code": {"": ["D2"], "site": [VILLAGE], "open311-definition": ["clean"]},
            "period": ["2026-10"],
            "digest": [CasePhoto.objects.get().digest],
            "username": ["clerk"],
            "change": ["password", "leave", "back", "codes", "unbind"],
            "act": {"desk-notice-settle": ["review", "end"], "": [a.value for a in Act]},
            "affairs": ["village", "all"],
            "name": ["page.css"],
            "token": ["ABCDEFGH", serving.code_for("", division=VILLAGE)],
            "form": ["json", "xml"],
            "size": ["A4"],
            "catalogue": ["village"],
        }

    @staticmethod
    def _served(hall):
        """An errand, a booking for today, a bid and a warning; their numbers."""
        day = beijing_day(hall.now)
        own = {"name": f"{SECRET}的人", "phone": "0990-2819999", "title": f"{SECRET}的事"}
        seat = {"item": serving.TIMETABLE, "slot": "1@x", "seats": 1, "held_on": day}
        filings = (
            ("errand-papers", {"address": f"{SECRET}的门"}),
            ("booking", seat),
            ("bid", {"item": serving.TENDER, "held_on": day}),
        )
        found = [hall.file(m, f"{SECRET}的话", **own, **more).number for m, more in filings]
        return [*found, warned(hall, f"{SECRET}的预警")]

    @staticmethod
    def _session(hall, *, ended):
        from kiosk.center.appraisals.holding import end, hand_out, open_session

        clerk = hall.staff["clerk"]
        session = open_session(
            clerk,
            VILLAGE,
            "2026年度评议",
            questions=[SECRET],
            candidates=[("韩＊德", "书记")],
            eligible=9,
            opens=hall.now,
            closes=hall.now + timedelta(hours=9),
            now=hall.now,
        )
        hand_out(clerk, session, 2, now=hall.now)
        if ended:
            end(clerk, session, now=hall.now)
        return session.key

    @staticmethod
    def _first(model):
        found = model.objects.first()
        return found.pk if found is not None else 1

    def addresses(self, name, arguments):
        """An address with every value that its arguments have here."""
        from django.urls import reverse

        rows = [{}]
        for argument in sorted(arguments):
            known = self.known[argument]  # KeyError: say above what this is about
            if isinstance(known, dict):
                parts = name.split("-")
                shorter = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
                known = known[next((each for each in shorter if each in known), "")]
            rows = [row | {argument: value} for row in rows for value in known]
        return [reverse(name, kwargs=row) for row in rows]


@pytest.fixture
def planted(hall, gatehouse, writer, undrawn):
    return Planted(hall, gatehouse, writer)


def everything():
    """All rows of all tables in which looking must leave no trace."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - COUNTED):
            cursor.execute(f"SELECT * FROM {table}")
            rows = [tuple(map(_plain, row)) for row in cursor.fetchall()]
            found[table] = sorted(rows, key=repr)
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def changed(before):
    """The tables that are no longer what they were."""
    after = everything()
    return [table for table in before if before[table] != after[table]]


def text_of(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def client_of(gatehouse, who):
    from django.test import Client

    client = Client()
    client.force_login(gatehouse.staff[who], "django.contrib.auth.backends.ModelBackend")
    verified(client, gatehouse.staff[who])
    return client


def answers(clients, url):
    """What each gets, and gets for a form."""
    for client in clients:
        yield client.get(url)
        yield client.post(url, FORM)


FORM = {
    "act": "approve",
    "reason": "没有理由",
    "digest": "0" * 64,
    "words": "说",
    "name": "别的",
    "day": "2026-11-01",
    "division": VILLAGE,
    "code": "D2",
    "title": "别的题目",
    "nonce": "another nonce of a form",
    "channel": "paper",
    "matter": "errand-papers",
    "candidates": "韩＊德 书记",
    "questions": "办事公道",
    "eligible": "9",
    "hours": "4",
    "count": "1",
    "step": "cast",
    "v-0-0": "10",
}


def test_to_strangers_what_is_another_villages_does_not_exist(planted, gatehouse):
    people = ("foreign", "foreign_committee", "other_office")
    clients = [client_of(gatehouse, who) for who in people]
    before, asked, wrong = everything(), 0, []
    for name, path, arguments in patterns():
        if not path.startswith(LOGGED_IN) or name in OPEN | OWN:
            continue
        for url in planted.addresses(name, arguments):
            for answer in answers(clients, url):
                asked += 1
                own = not arguments or name in OF_NO_VILLAGE
                if not own and answer.status_code not in {302, 403, 404, 405}:
                    wrong.append(f"{answer.request['REQUEST_METHOD']} {url} {answer.status_code}")
                if SECRET in text_of(answer):
                    wrong.append(f"{url} shows what is not theirs")
    assert wrong == []
    assert asked > 900
    assert changed(before) == []


def test_without_logging_in_every_page_of_staff_leads_to_the_log_in(planted):
    from django.test import Client

    client, before = Client(), everything()
    for name, path, arguments in patterns():
        if not path.startswith(LOGGED_IN) or name in OPEN:
            continue
        for url in planted.addresses(name, arguments):
            for answer in (client.get(url), client.post(url, FORM)):
                assert answer.status_code in {302, 404, 405}, (url, answer.status_code)
                assert SECRET not in text_of(answer), url
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/staff/login"), url
    assert changed(before) == []


def test_looking_changes_nothing_however_often(planted, gatehouse):
    from django.test import Client

    people = ("clerk", "committee", "office", "county", "auditor")
    clients = [Client(), *(client_of(gatehouse, who) for who in people)]
    before, seen = everything(), 0
    for name, _, arguments in patterns():
        for url in planted.addresses(name, arguments):
            for client in (*clients, *clients):
                answer = client.get(url)
                text_of(answer)
                assert answer.status_code < 500, url
                seen += answer.status_code == 200
    assert seen > 300
    assert changed(before) == []


def test_what_the_public_may_send_changes_nothing_of_a_village_without_its_codes(planted):
    from django.test import Client

    client, before = Client(), everything()
    for name, path, arguments in patterns():
        if path.startswith(LOGGED_IN):
            continue
        for url in planted.addresses(name, arguments):
            answer = client.post(url, FORM)
            assert answer.status_code < 500, url
            assert SECRET not in text_of(answer), url
    assert changed(before) == []


def test_looking_at_a_file_as_it_was_brought_is_on_record_and_changes_nothing_else(
    planted, gatehouse
):
    from kiosk.center.audit.models import AuditEntry

    client = client_of(gatehouse, "clerk")
    before, known = everything(), AuditEntry.objects.count()
    ((name, _, arguments),) = [each for each in patterns() if each[0] == "write-raw"]
    (url,) = planted.addresses(name, arguments)
    assert client.get(url).status_code == 405
    assert changed(before) == []
    assert client.post(url).status_code == 200
    assert changed(before) == ["audit_auditentry"]
    assert [e.act for e in AuditEntry.objects.filter(number__gt=known)] == ["upload.look"]
