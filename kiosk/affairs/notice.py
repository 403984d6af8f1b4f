"""Urgent notices (紧急通知), with the fields of the Common Alerting Protocol (OASIS CAP 1.2)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad it is (CAP ``severity``)."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"

    @property
    def chinese(self) -> str:
        """The word on the screen; the four colours of GB/T 35965 said in words."""
        return {
            "Extreme": "特别严重",
            "Severe": "严重",
            "Moderate": "较重",
            "Minor": "一般",
        }[self.value]

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Urgency(StrEnum):
    """How soon one must act (CAP ``urgency``)."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"


class Certainty(StrEnum):
    """How sure it is (CAP ``certainty``)."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"


class Danger(StrEnum):
    """What it is about, as a village calls it; each has its picture and its CAP ``category``."""

    FLOOD = "flood"
    STORM = "storm"
    FIRE = "fire"
    HEALTH = "health"
    WATER = "water"
    POWER = "power"
    ROAD = "road"
    OTHER = "other"

    @property
    def chinese(self) -> str:
        """The word that a clerk chooses."""
        return _DANGERS[self][0]

    @property
    def category(self) -> str:
        """CAP 1.2, ``category``."""
        return _DANGERS[self][1]


_DANGERS = {
    Danger.FLOOD: ("洪水", "Met"),
    Danger.STORM: ("恶劣天气", "Met"),
    Danger.FIRE: ("火险", "Fire"),
    Danger.HEALTH: ("疫情", "Health"),
    Danger.WATER: ("停水", "Infra"),
    Danger.POWER: ("停电", "Infra"),
    Danger.ROAD: ("道路", "Transport"),
    Danger.OTHER: ("其他", "Other"),
}


class Notice(msgspec.Struct, frozen=True, kw_only=True, tag="notice", omit_defaults=True):
    """What threatens whom, from when to when, and what to do.

    The headline is the disclosure's title.  ``onset`` and ``expires`` are UTC; ``area`` is in
    words, the scope of the feed that carries it says which screens show it.
    """

    danger: Danger
    severity: Severity
    area: str
    onset: datetime
    expires: datetime
    instruction: str
    description: str = ""
    contact: str = ""
    urgency: Urgency = Urgency.EXPECTED
    certainty: Certainty = Certainty.LIKELY

    def in_force(self, now: datetime, *, clock_trusted: bool = True) -> bool:
        """Whether it stands on the screen.

        A clock that nobody has set begins and ends nothing: better a warning that is over than
        none that is needed.
        """
        return not clock_trusted or self.onset <= now < self.expires

    def problems(self) -> list[str]:
        """What is wrong with it, one Chinese sentence each."""
        found = []
        if self.onset.tzinfo is None or self.expires.tzinfo is None:
            found.append("开始和结束的时间要带时区")
        elif self.expires <= self.onset:
            found.append("结束的时间应当在开始以后")
        found += [
            f"没有写{name}"
            for name, text in (("地点", self.area), ("该怎么做", self.instruction))
            if not text.strip()
        ]
        return found
