"""Filing through the open interface, with a key."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from kiosk.affairs.case import CaseError, CaseState, Channel
from kiosk.center.cases.services import Filing, file_case, public_case
from kiosk.center.codes.subjects import Resolved
from kiosk.center.feedback.about import about
from kiosk.center.feedback.form import row_of
from kiosk.center.feedback.limits import tally
from kiosk.center.feedback.rules import rules
from kiosk.center.open311.keys import find_key
from kiosk.center.open311.places import Place, find_place
from kiosk.center.open311.reading import find_matter
from kiosk.center.open311.wire import Open311Error
from kiosk.feed.code import Purpose

_LEAST_NONCE = 16
_signer = Signer(salt="kiosk-open311-token", sep=".")


def file_request(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """File what was posted; `Open311Error`.

    A flood of one key is held for review like any other; then a token comes instead of the
    number.  The header ``Idempotency-Key`` makes a repeated post give the same answer.
    """
    post = request.POST
    key = find_key(post.get("api_key", ""))
    if key is None:
        raise Open311Error(403, "api_key is missing or not valid")
    code = post.get("service_code", "")
    if not code:
        raise Open311Error(400, "service_code was not provided")
    matter = find_matter(code, now)
    place = find_place(
        post.get("address_id", ""),
        post.get("address_string", ""),
        post.get("lat", ""),
        post.get("long", ""),
    )
    words = post.get("description", "").replace("\0", "")
    media = post.get("media_url", "").strip()[:500]
    told = about(_resolved(place), row_of(post.get("attribute[ROW]", "")))
    filing = Filing(
        division=place.division,
        item=place.item,
        row=told.row,
        title=told.title,
        matter=matter.code,
        # Fetching an address that a stranger names would let them reach into the county's
        # network: the unit sees it and decides.
        words=f"{words}\n图片：{media}" if media else words,
        name=f"{post.get('last_name', '')}{post.get('first_name', '')}".strip()[:40],
        phone=(post.get("phone", "") or post.get("email", "")).strip()[:40],
        channel=Channel.OPEN311,
        nonce=_nonce(request, key.digest),
        suspicious=tally("api key", key.digest, now=now) > rules().flood.terminal,
    )
    try:
        receipt = file_case(filing, now=now)
    except CaseError as error:
        raise Open311Error(400, str(error)) from error
    number, secret = receipt.spoken
    said = {
        "service_notice": f"编号 {number}，查询码 {secret}。请转告反映人保存，查询码不会再显示。",
        "account_id": None,
    }
    if receipt.held:
        return [{"token": _signer.sign(receipt.number)} | said]
    return [{"service_request_id": receipt.number} | said]


def read_token(token: str, now: datetime) -> list[dict[str, Any]]:
    """The number that a token stands for, empty while it is being reviewed; `Open311Error`."""
    try:
        number = _signer.unsign(token)
    except BadSignature as error:
        raise Open311Error(404, "token was not found") from error
    found = public_case(number, now=now)
    known = found is not None and found.state is not CaseState.HELD
    return [{"service_request_id": number if known else None, "token": token}]


def _nonce(request: HttpRequest, key: str) -> str:
    """The client's own word for this filing, else one that is never used again."""
    given = request.headers.get("Idempotency-Key", "")[:200]
    return f"{key} {given}" if len(given) >= _LEAST_NONCE else secrets.token_urlsafe(24)


def _resolved(place: Place) -> Resolved:
    """As if a poster's code had been scanned there."""
    return Resolved("", Purpose.SPEAK, place.division, place.item, 0, False, "", False)
