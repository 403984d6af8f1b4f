"""The two addresses that terminals report to; README.md beside this file describes them."""

from __future__ import annotations

import contextlib
import logging
import random
import re
import threading
import time
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kiosk.center.codes.keys import CodeKeyError, CodeKeys
from kiosk.center.fleet.chronicle import FEED_ERRORS, Chronicle
from kiosk.center.fleet.receiving import RefusedError, Signed, take_enrolment, take_heartbeat
from kiosk.feed.report import CODE_KEY, LIMIT, SEQUENCE, SIGNATURE, TERMINAL

_LOG = logging.getLogger(__name__)
_NAME = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


class Bucket:
    """So many a second, and a burst: what comes beyond is asked to come later."""

    def __init__(self, a_second: float, burst: float) -> None:
        self._rate, self._burst = a_second, burst
        self._left, self._at = burst, time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether there is one left."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


_enrolments = Bucket(50, 1_000)
"""Never by address alone: a whole township may stand behind one."""


_places = threading.BoundedSemaphore(3)
"""Threads of this process that may be busy with heartbeats: of eight, five stay for the feed.

Without it a slow disk under the database held all threads, and after a simulated power cut 70
of 346 terminals could not poll (974 attempts): reporting must never stand in the way of showing.
"""


@cache
def chronicle() -> Chronicle:
    """The one chronicle of this process."""
    return Chronicle(settings.FEED)


@csrf_exempt
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """A terminal asks to be known."""
    try:
        signed = _signed(request)
        with _place(2):
            state = take_enrolment(signed, _scopes())
    except (RefusedError, OperationalError) as error:
        return _refused(error)
    status = {"accepted": 200, "pending": 202}.get(state, 403)
    answer = JsonResponse({"state": state}, status=status)
    return _with_code_key(answer) if status == 200 else answer


@csrf_exempt
@require_POST
def heartbeat(request: HttpRequest) -> HttpResponse:
    """A terminal says what it shows."""
    try:
        signed = _signed(request)
        with _place(0):
            _take(signed)
    except (RefusedError, OperationalError) as error:
        return _refused(error)
    return _with_code_key(HttpResponse(status=204))


def _with_code_key(answer: HttpResponse) -> HttpResponse:
    """Tell an accepted terminal the key for the marks on its codes."""
    try:
        answer[CODE_KEY] = CodeKeys(settings.DATA).words()
    except CodeKeyError:
        _LOG.exception("no key for codes; they go without a mark")
    return answer


@contextlib.contextmanager
def _place(patience: float) -> Iterator[None]:
    """One of the few threads that may do this; RefusedError if none is free in so many seconds."""
    if not _places.acquire(timeout=patience):
        after = random.randint(5, 30)  # noqa: S311 - spreads load
        raise RefusedError(503, "busy", retry_after=after)
    try:
        yield
    finally:
        _places.release()


def _take(signed: Signed) -> None:
    try:
        chronicle().refresh()
    except FEED_ERRORS:
        _LOG.exception("the feed cannot be read; heartbeats are kept all the same")
    take_heartbeat(signed)


def _scopes() -> frozenset[str]:
    """The county's scopes; RefusedError for a flood, or while there is no feed."""
    if not _enrolments.take():
        raise RefusedError(503, "请稍后再试", retry_after=30)
    try:
        chronicle().refresh()
    except FEED_ERRORS as error:
        raise RefusedError(503, "中心还没有发布内容", retry_after=60) from error
    return chronicle().scopes


def _signed(request: HttpRequest) -> Signed:
    """The parts of a signed request; RefusedError before anything large is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) == 0:
        raise RefusedError(411, "no length")
    if int(length) > LIMIT:
        raise RefusedError(413, f"more than {LIMIT} bytes")
    name = request.headers.get(TERMINAL, "")
    number = request.headers.get(SEQUENCE, "")
    if not _NAME.fullmatch(name) or not _NUMBER.fullmatch(number):
        raise RefusedError(401, "not signed")
    signature = request.headers.get(SIGNATURE, "")
    return Signed(name, int(number), signature, request.body)


def _refused(error: Exception) -> HttpResponse:
    if not isinstance(error, RefusedError):
        _LOG.warning("busy: %s", error)
        error = RefusedError(503, "busy", retry_after=30)
    said = {"error": str(error)} | ({"state": error.state} if error.state else {})
    response = JsonResponse(said, status=error.status, json_dumps_params={"ensure_ascii": False})
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response
