"""Service guides (办事指南): what papers to bring, where, how long it takes, what it costs.

The six publics (六公开) of a village's services: what is done, on which basis, in which steps,
with which papers, by when, for which fee; and the result.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from kiosk.affairs.media import Media
from kiosk.affairs.routing import Rank


class LifeEvent(StrEnum):
    """What happened in a family that sends somebody to an office (人生大事)."""

    BIRTH = "birth"
    SCHOOL = "school"
    ILLNESS = "illness"
    OLD_AGE = "old-age"
    LOW_INCOME = "low-income"
    DISABILITY = "disability"
    HOUSE = "house"
    FARMING = "farming"
    WORK = "work"
    BUSINESS = "business"
    MARRIAGE = "marriage"
    VETERAN = "veteran"
    PAPERS = "papers"
    DEATH = "death"

    @property
    def chinese(self) -> str:
        """As a neighbour says it, and as a card writes it behind 大事."""
        return _EVENTS[self]


_EVENTS = {
    LifeEvent.BIRTH: "生孩子",
    LifeEvent.SCHOOL: "上学",
    LifeEvent.ILLNESS: "看病",
    LifeEvent.OLD_AGE: "养老",
    LifeEvent.LOW_INCOME: "家里困难",
    LifeEvent.DISABILITY: "残疾",
    LifeEvent.HOUSE: "盖房",
    LifeEvent.FARMING: "种地养殖",
    LifeEvent.WORK: "出门打工",
    LifeEvent.BUSINESS: "做小生意",
    LifeEvent.MARRIAGE: "结婚",
    LifeEvent.VETERAN: "当兵退役",
    LifeEvent.PAPERS: "户口证件",
    LifeEvent.DEATH: "家人去世",
}


class GuideStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step: what is done, by whom (``who``, empty when it is the resident), and how long."""

    name: str
    who: str = ""
    time: str = ""
    note: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper to bring: how many (``copies``), where it comes from, when it is needed at all.

    ``samples`` are pictures of how it looks.
    """

    name: str
    copies: str = ""
    source: str = ""
    only_if: str = ""
    note: str = ""
    samples: tuple[Media, ...] = ()


class ServiceGuide(msgspec.Struct, frozen=True, kw_only=True, tag="guide", omit_defaults=True):
    """How one matter is done, from the first paper to the result.

    ``rank`` is the level at whose office it is done, ``group`` its class (类).  ``promise`` is
    what the office promises, ``limit`` the longest that the law allows.  ``post`` says in which
    post the person is who does it, so that the board can name who is there today; ``phone`` is
    an office's.  ``errand`` is the code of the matter (`CaseRules`) under which the village
    office runs it for somebody, '' where it cannot.
    """

    rank: Rank
    group: str
    who: str
    steps: tuple[GuideStep, ...]
    papers: tuple[Paper, ...] = ()
    events: tuple[LifeEvent, ...] = ()
    promise: str = ""
    limit: str = ""
    fee: str = "不收费"
    result: str = ""
    basis: tuple[str, ...] = ()
    place: str = ""
    hours: str = ""
    post: str = ""
    phone: str = ""
    errand: str = ""
    asked: tuple[tuple[str, str], ...] = ()

    def pictures(self) -> tuple[Media, ...]:
        """The samples of its papers."""
        return tuple(media for paper in self.papers for media in paper.samples)
