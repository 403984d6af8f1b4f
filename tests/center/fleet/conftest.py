import sys
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[2] / "feed"))
import feedlab as sample

from kiosk.feed.report import (
    BEAT,
    ENROL,
    Enrolment,
    Heartbeat,
    public_key,
    signed_headers,
    terminal_id,
)
from tests.support.center import database, django  # noqa: F401 - fixtures


@pytest.fixture
def feed(tmp_path):
    return sample.Feed(tmp_path)


@pytest.fixture
def center(database, feed):  # noqa: F811
    """The center of that feed."""
    from kiosk.center.fleet import views

    before, database.FEED = database.FEED, feed.repo
    views.chronicle.cache_clear()
    yield database
    database.FEED = before
    views.chronicle.cache_clear()


class Box:
    """A terminal as the center sees it: a key, and what it sends."""

    def __init__(self, division=sample.VILLAGE):
        self.key = Ed25519PrivateKey.generate()
        self.public = public_key(self.key)
        self.id = terminal_id(self.public)
        self.division = division
        self.sequence = 0

    def post(self, path, body, **headers):
        from django.test import Client

        self.sequence += 1
        signed = signed_headers(self.key, path, self.sequence, body) | headers
        return Client().post(f"/{path}", body, content_type="application/json", headers=signed)

    def enrol(self, **fields):
        asked = Enrolment(key=self.public, division=self.division)
        return self.post(ENROL, msgspec.json.encode(msgspec.structs.replace(asked, **fields)))

    def beat(self, **fields):
        return self.post(BEAT, self.body(**fields))

    def body(self, **fields):
        healthy = {"division": self.division, "drawn_age": 0, "disk": 9_000}
        return msgspec.json.encode(Heartbeat(**(healthy | fields)))

    @property
    def row(self):
        from kiosk.center.fleet.models import Terminal

        return Terminal.objects.get(pk=self.id)

    def becomes(self, state, **fields):
        from django.utils import timezone

        from kiosk.center.fleet.models import Terminal

        Terminal.objects.filter(pk=self.id).update(state=state, decided_at=timezone.now(), **fields)

    def waits(self):
        """Long enough to speak again."""
        from kiosk.center.fleet.models import Terminal

        Terminal.objects.filter(pk=self.id).update(heard_at=None)


@pytest.fixture
def box(center):
    """A terminal that the county has accepted."""
    found = Box()
    assert found.enrol().status_code == 202
    found.becomes("accepted")
    return found


@pytest.fixture
def new_box(center):
    return Box
