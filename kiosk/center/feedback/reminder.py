"""A booking as an entry in the phone's calendar: the phone reminds, nobody sends messages."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.center.cases.services import Progress

_LINE = 70
"""Octets of a line (RFC 5545 allows 75), so that no character is cut in two."""


def reminder(found: Progress, now: datetime) -> str | None:
    """The iCalendar text of a booking, with an alarm a day and an hour before.

    Where the timetable does not have its time any more, the whole day that was booked; None for
    what has no day.
    """
    from kiosk.center.errands.offer import begins, ends, occurrence_of

    held = occurrence_of(found.item, found.slot) if found.slot else None
    if held is not None:
        span = [f"DTSTART:{_stamp(begins(held))}", f"DTEND:{_stamp(ends(held))}"]
    elif found.held_on is not None:
        span = [f"DTSTART;VALUE=DATE:{found.held_on:%Y%m%d}"]
    else:
        return None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//openaffairs-kiosk//booking//ZH",
        "BEGIN:VEVENT",
        f"UID:{found.number}@openaffairs-kiosk",
        f"DTSTAMP:{_stamp(now)}",
        *span,
        f"SUMMARY:{_text(found.about or found.matter_name)}",
        *([f"LOCATION:{_text(held.slot.place)}"] if held is not None else []),
        f"DESCRIPTION:{_text(f'编号 {found.number}。去不了请扫码取消，让给别人。')}",
        *(
            line
            for before in ("-P1D", "-PT1H")[: 2 if held is not None else 1]
            for line in (
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"TRIGGER:{before}",
                f"DESCRIPTION:{_text(found.matter_name)}",
                "END:VALARM",
            )
        ),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Long lines go on after a blank."""
    parts, held = [], ""
    for sign in line:
        if len((held + sign).encode()) > _LINE:
            parts.append(held)
            held = " "
        held += sign
    return "\r\n".join([*parts, held])
