"""Whether what came over the web is looked at before it goes to its unit."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import Error as DatabaseFailure
from django.db import transaction
from django.http import HttpRequest

from kiosk.center.codes.subjects import Resolved
from kiosk.center.feedback.limits import address_of, tally
from kiosk.center.feedback.proof import is_solved
from kiosk.center.feedback.rules import rules

_LOG = logging.getLogger(__name__)


def is_suspicious(request: HttpRequest, found: Resolved, nonce: str, now: datetime) -> bool:
    """Whether it is looked at first: no proof of work, or a flood.

    What cannot be counted is looked at too: counting must never cost anyone their case.
    """
    flood = rules().flood
    counted = [("token", found.token, flood.token), ("address", address_of(request), flood.address)]
    if found.terminal:
        counted.append(("terminal", found.terminal, flood.terminal))
    try:
        with transaction.atomic():  # one flush to the disk for all of them
            over = [tally(what, value, now=now) > limit for what, value, limit in counted]
    except DatabaseFailure:
        _LOG.exception("filings cannot be counted")
        return True
    return any(over) or not is_solved(request.POST.get("altcha", ""), nonce)
