"""The one gate to feedback for other rooms of the center; everything else here is inside."""

from __future__ import annotations

from kiosk.center.cases.clock import Done, escalate, run_clocks
from kiosk.center.cases.filing import Filing, Receipt, file_case, is_kept, taken
from kiosk.center.cases.photos import clean as clean_photo
from kiosk.center.cases.progress import (
    NotFoundError,
    Progress,
    Step,
    cancel,
    clarify,
    find_case,
    give_verdict,
    photo_of,
)
from kiosk.center.cases.public import board_of, preview, public_case, public_cases
from kiosk.center.cases.rules import current as rules_on

__all__ = [
    "Done",
    "Filing",
    "NotFoundError",
    "Progress",
    "Receipt",
    "Step",
    "board_of",
    "cancel",
    "clarify",
    "clean_photo",
    "escalate",
    "file_case",
    "find_case",
    "give_verdict",
    "is_kept",
    "photo_of",
    "preview",
    "public_case",
    "public_cases",
    "rules_on",
    "run_clocks",
    "taken",
]
