"""A county with staff at every level, where days pass at a word."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.affairs.case import Channel
from kiosk.affairs.role import Role

COUNTY = "990101000000"
TOWN, OTHER_TOWN = "990101101000", "990101201000"
VILLAGE, SISTER, FOREIGN = "990101101201", "990101101202", "990101201201"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday at noon in Beijing, followed by five ordinary weeks."""
PHOTO = b"\xff\xd8\xff\xe0 a photo that was re-encoded"

STAFF = {
    "clerk": ("柳有田", "站长", Role.VILLAGE, VILLAGE, "station"),
    "second": ("柳多余", "便民服务员", Role.VILLAGE, VILLAGE, "station"),
    "foreign": ("松有林", "站长", Role.VILLAGE, FOREIGN, "station"),
    "finance": ("账有数", "农经站站长", Role.TOWNSHIP, TOWN, "finance"),
    "office": ("青有禾", "主任", Role.TOWNSHIP, TOWN, "affairs"),
    "other_office": ("云有岭", "主任", Role.TOWNSHIP, OTHER_TOWN, "affairs"),
    "inspection": ("纪有严", "纪检委员", Role.DISCIPLINE, TOWN, "inspection"),
    "county": ("县有明", "主任", Role.COUNTY, COUNTY, "openness"),
    "supervision": ("监有察", "室主任", Role.DISCIPLINE, COUNTY, "supervision"),
    "auditor": ("审有计", "审计员", Role.AUDITOR, COUNTY, "openness"),
}
PASSWORD = "a long enough phrase"


class Hall:
    """Staff by their short names, and the ways a resident and a clerk use the services."""

    def __init__(self) -> None:
        from kiosk.center.accounts.models import Staff

        self.now = NOON
        self._nonces = itertools.count()
        self.staff = {}
        for key, (name, post, role, division, unit) in STAFF.items():
            person = Staff(
                username=key,
                name=name,
                post=post,
                role=role.value,
                division=division,
                unit=unit,
                must_change=False,
                password=_hashed(),
            )
            person.save()
            self.staff[key] = person

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def filing(self, matter="clean", words="村口的垃圾三天没人收", **fields):
        from kiosk.center.cases.services import Filing

        plain = {
            "division": VILLAGE,
            "nonce": f"a nonce that is long enough {next(self._nonces)}",
            "channel": Channel.SCREEN,
        }
        return Filing(matter=matter, words=words, **(plain | fields))

    def file(self, matter="clean", words="村口的垃圾三天没人收", **fields):
        from kiosk.center.cases.services import file_case

        return file_case(self.filing(matter, words, **fields), now=self.now)

    def case(self, receipt):
        from kiosk.center.cases.models import Case

        return Case.objects.get(number=receipt.number)

    def find(self, receipt):
        from kiosk.center.cases.services import find_case

        return find_case(receipt.number, receipt.query_code, now=self.now)

    def sees(self, who, receipt):
        """Whether a case is among those that a member of staff may see."""
        from kiosk.center.cases.models import Case
        from kiosk.center.cases.services import rules_on

        visible = Case.objects.visible_to(self.staff[who], rules_on(self.now.date()))
        return visible.filter(number=receipt.number).exists()

    def client(self, who=None):
        from django.test import Client

        client = Client()
        if who:
            client.force_login(self.staff[who], backend="django.contrib.auth.backends.ModelBackend")
            verified(client, self.staff[who])
        return client

    def codes(self, who):
        """A sheet of codes that each work once; the sheet before is worth nothing any more."""
        from kiosk.center.factor.keeping import hand_out

        return hand_out(self.staff[who], by=None)


def verified(client, person):
    """Someone who is logged in gave their second factor too."""
    from django_otp import DEVICE_ID_SESSION_KEY

    from kiosk.center.factor.models import CodeSheet

    sheet, _ = CodeSheet.objects.get_or_create(user=person, defaults={"name": "纸上的码"})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = sheet.persistent_id
    session.save()


_known: list[str] = []


def _hashed() -> str:
    """Hashing a password is slow on purpose: once for all."""
    if not _known:
        from django.contrib.auth.hashers import make_password

        _known.append(make_password(PASSWORD))
    return _known[0]


@pytest.fixture
def hall(database):
    """Staff at every level and an empty register."""
    return Hall()
