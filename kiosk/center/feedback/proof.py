"""The proof of work on the form (ALTCHA, version 1): a second of a phone, nothing to look at.

Made for one form only: its nonce stands in the signed salt.  Whoever sends none, for want of
JavaScript or of patience, is held for review and never refused.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from altcha.v1 import ChallengeOptions, Payload, create_challenge, verify_solution
from django.conf import settings

_HOURS = 24


def challenge(nonce: str, *, now: datetime, work: int) -> dict[str, Any]:
    """A challenge for this form; ``work`` is the largest number that may be the answer."""
    made = create_challenge(
        ChallengeOptions(
            algorithm="SHA-256",
            max_number=work,
            hmac_key=_key(),
            expires=now + timedelta(hours=_HOURS),
            params={"form": _name(nonce)},
        )
    )
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxNumber": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


def is_solved(answer: str, nonce: str) -> bool:
    """Whether the answer is right, in time, and for this form."""
    if not answer or len(answer) > 2_000:
        return False
    try:
        payload = Payload.from_base64(answer)
        good, _ = verify_solution(payload.to_dict(), _key(), check_expires=True)
        return good and payload.parse_salt()[2].get("form") == [_name(nonce)]
    except Exception:  # noqa: BLE001 - the library raises what the bytes make it raise
        return False


def _name(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()[:16]


def _key() -> str:
    return hashlib.sha256(f"altcha {settings.SECRET_KEY}".encode()).hexdigest()
