"""A receipt is a promise: what was promised is there after the server was shot."""

import threading

import pytest
import requests

from kiosk.feed.code import Code, Purpose, subject_of, token
from tests.support.filing import Center, Resident
from tests.support.phone import LEDGER, VILLAGE

TOKEN = token(Code(purpose=Purpose.SPEAK, subject=subject_of(VILLAGE, LEDGER)))
PHONES, BEFORE = 6, 12


@pytest.fixture
def center(published_feed, tmp_path):
    found = Center(published_feed.repo, tmp_path / "data")
    yield found
    found.kill()


def test_after_sigkill_in_the_middle_receipts_given_are_cases_stored(center):
    given, pending, lock = [], [], threading.Lock()
    enough = threading.Event()

    def keeps_filing():
        while not enough.is_set():
            resident = Resident(center.url, TOKEN)
            try:
                number = resident.file()
            except (requests.RequestException, ValueError):
                with lock:
                    pending.append(resident)
                return
            resident.close()
            with lock:
                given.append(number)
                if len(given) >= BEFORE:
                    enough.set()

    phones = [threading.Thread(target=keeps_filing) for _ in range(PHONES)]
    for each in phones:
        each.start()
    assert enough.wait(120)
    center.kill()
    for each in phones:
        each.join(120)
    stored = set(center.stored())
    assert set(given) <= stored, "no receipt without its case"
    center.start()
    for resident in pending:  # the page kept what was typed: they press the button again
        given.append(resident.file())
        resident.close()
    assert sorted(given) == sorted(center.stored()), "and no case without its receipt"
