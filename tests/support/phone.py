"""A resident's phone before a county that has published a little, and what it does there."""

from __future__ import annotations

import html
import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[1] / "feed"))
import feedlab as sample

from kiosk.feed.agreement import agree_at_terminal
from kiosk.feed.code import (
    Code,
    Purpose,
    hour_of,
    seal,
    subject_of,
    token,
)
from kiosk.feed.report import code_of, public_key, terminal_id

VILLAGE = sample.VILLAGE
LEDGER = f"{VILLAGE}-D2-2026-10"
NOTICE = f"{VILLAGE}-C1-2026-10-12"
WORDS = "路灯电费我看不懂，凭证上的数和账上的不一样。"


@pytest.fixture(scope="session")
def published_feed(tmp_path_factory):
    """A ledger and a notice of one village; nobody changes it."""
    feed = sample.Feed(tmp_path_factory.mktemp("phone"))
    feed.push(sample.ledger(10), sample.notice())
    return feed


def forget_feed() -> None:
    """Nothing of another feed is remembered in this process."""
    from kiosk.center.codes.subjects import table
    from kiosk.center.fleet.views import chronicle
    from kiosk.center.site.shelf import shelf

    for each in (table, chronicle, shelf):
        each.cache_clear()


@pytest.fixture
def phone(hall, published_feed):
    """A phone; the county has staff and has published."""
    from django.conf import settings

    before, settings.FEED = settings.FEED, published_feed.repo
    forget_feed()
    yield Phone()
    settings.FEED = before
    forget_feed()


class Box:
    """A terminal that the county has accepted, as far as its codes go."""

    def __init__(self, division: str = VILLAGE) -> None:
        from django.utils import timezone

        from kiosk.center.fleet.models import State, Terminal

        self.key = Ed25519PrivateKey.generate()
        public = public_key(self.key)
        self.id = terminal_id(public)
        self.row = Terminal.objects.create(
            id=self.id,
            key=public,
            code=code_of(self.id),
            division=division,
            state=State.ACCEPTED,
            asked_at=timezone.now(),
        )

    def token(self, item=LEDGER, *, purpose=Purpose.SPEAK, hours=0, row=0, division=VILLAGE):
        """A marked code, made so many hours ago."""
        from django.conf import settings
        from django.utils import timezone

        from kiosk.center.codes.keys import CodeKeys

        number, _, center = CodeKeys(settings.DATA).words().partition(":")
        code = Code(
            purpose=purpose,
            subject=subject_of(division, item),
            row=row,
            screen=True,
            terminal=self.id[:10],
            hour=hour_of(timezone.now() - timedelta(hours=hours)),
            key=int(number),
        )
        return token(seal(code, agree_at_terminal(self.key, bytes.fromhex(center))))


class Phone:
    """Fills in forms as a browser does: it sends what stands in the page."""

    def __init__(self) -> None:
        from django.test import Client

        from kiosk.center.codes.subjects import poster_token

        self.client = Client()
        self.token = poster_token(VILLAGE, LEDGER)
        self.page = None

    def opens(self, token: str = "", query: str = ""):
        self.page = self.client.get(f"/f/{token or self.token}{query}")
        return self.page

    def sends(self, **typed):
        """The form on the page with what was typed; the next page."""
        action, kept = fields(self.page)
        self.page = self.client.post(action, kept | typed)
        return self.page

    def previews(self, **typed):
        plain = {"words": WORDS, "matter": "accounts", "step": "preview"}
        return self.sends(**(plain | typed))

    def files(self, *, proof=True, token: str = "", **typed):
        """From the code to the receipt; number and query code."""
        self.opens(token)
        self.previews(**typed)
        self.sends(step="send", **(solved(self.page) if proof else {}))
        return receipt_of(self.page)


def fields(page) -> tuple[str, dict[str, str]]:
    """Where a page's first form goes, and what it sends along."""
    text = page.content.decode()
    form = re.search(r'<form method="post" action="([^"]+)"', text)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return html.unescape(form[1]), {name: html.unescape(value) for name, value in hidden}


def solved(page) -> dict[str, str]:
    """The answer to the page's proof of work."""
    from altcha.v1 import Challenge, Payload, solve_challenge

    task = json.loads(
        html.unescape(re.search(r'data-challenge="([^"]+)"', page.content.decode())[1])
    )
    found = solve_challenge(
        Challenge(
            algorithm=task["algorithm"],
            challenge=task["challenge"],
            max_number=task["maxNumber"],
            salt=task["salt"],
            signature=task["signature"],
        )
    )
    payload = Payload(
        algorithm=task["algorithm"],
        challenge=task["challenge"],
        number=found.number,
        salt=task["salt"],
        signature=task["signature"],
    )
    return {"altcha": payload.to_base64()}


def receipt_of(page) -> tuple[str, str]:
    """Number and query code on a receipt."""
    assert page.status_code == 200, page.content.decode()
    _, kept = fields(page)
    return kept["number"], kept["code"]


def only_case():
    """The one case that was kept."""
    from kiosk.center.cases.models import Case

    return Case.objects.get()


def answer(hall) -> None:
    """The unit has answered."""
    from django.utils import timezone

    from kiosk.affairs.case import Act, Actor
    from kiosk.center.cases.history import record

    now, case = timezone.now(), only_case()
    staff = hall.staff["finance"]
    record(case, Act.ACCEPT, Actor.HANDLER, now, staff=staff)
    case.person, case.answer = staff, "账和凭证重新对过，差的三十元是手续费。"
    record(case, Act.ANSWER, Actor.HANDLER, now, staff=staff, words=case.answer)


def look(phone, number, code, path="/p", **more):
    """What somebody with these two numbers is shown."""
    return phone.client.post(path, {"number": number, "code": code} | more)
