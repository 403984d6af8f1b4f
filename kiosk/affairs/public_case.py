"""The public face of a case: what neighbours may know of it, and the one function that masks it.

Lists, boards, the feed, Open311, posters and exports all show a `PublicCase` and nothing else.
What the resident wrote is never public: it may name a neighbour or tell who wrote.  What a
unit wrote (summary and answer) is, without the complainant's name and without numbers.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from kiosk.affairs.case import CaseState, Verdict
from kiosk.affairs.deadline import Colour
from kiosk.affairs.masking import find_personal_data

OUTCOME_ONLY = "个人事项"
"""What stands for the matter where the matter itself would tell who it was."""


class PublicCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One case on the board.

    ``about`` is the disclosure or row it is about, ``summary`` the matter in the unit's words;
    ``when`` is coarse (``11月上旬``).  With ``outcome_only`` all that could tell who filed it
    is empty.  ``colour`` is empty when nothing is due any more.
    """

    number: str
    division: str
    matter: str
    matter_name: str
    state: CaseState
    state_name: str
    unit: str
    when: str = ""
    about: str = ""
    item: str = ""
    summary: str = ""
    person: str = ""
    post: str = ""
    due: date | None = None
    due_certain: bool = True
    colour: Colour | None = None
    answer: str = ""
    verdict: Verdict | None = None
    outcome_only: bool = False


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the center knows of a case and the public face is made of.

    ``secrets`` are the complainant's name, telephone and whatever else of theirs must not
    appear; they go no further than `public_face`.
    """

    number: str
    division: str
    matter: str
    matter_name: str
    state: CaseState
    unit: str
    received: date
    about: str = ""
    item: str = ""
    summary: str = ""
    person: str = ""
    post: str = ""
    due: date | None = None
    due_certain: bool = True
    colour: Colour | None = None
    answer: str = ""
    verdict: Verdict | None = None
    outcome_only: bool = False
    secrets: tuple[str, ...] = ()


class CaseCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many: filed, still open, of those past the deadline, answered, and what was said."""

    filed: int = 0
    open: int = 0
    overdue: int = 0
    answered: int = 0
    solved: int = 0
    half: int = 0
    unsolved: int = 0


class Rated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a service, a unit or the division itself was rated (评价); never without its counts.

    ``average`` is in hundredths of a point, of 10 points (683 is 6.83); ``words`` says how many
    chose each of the county's words, the best first.  ``item`` is the disclosure's id, '' for a
    unit or a division.
    """

    name: str
    count: int
    average: int
    words: tuple[tuple[str, int], ...]
    item: str = ""

    @property
    def points(self) -> str:
        """The average as people read it: ``6.83``."""
        return f"{self.average // 100}.{self.average % 100:02d}"


class AgentMonth(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person ran for others (代办) in a month: always counts, never a share alone.

    ``month`` is a day's ISO beginning (``2026-11``); ``done`` of those ``received`` in it,
    ``on_time`` of those done, ``satisfied`` of those ``judged``.
    """

    name: str
    post: str
    month: str
    received: int
    done: int
    on_time: int
    judged: int
    satisfied: int


class CaseBoard(msgspec.Struct, frozen=True, kw_only=True, tag="cases"):
    """The case board (诉求办理) of one division, newest first; counts are of all its cases.

    ``ratings`` begin with the most rated, ``agents`` with the newest month.  Unset they leave no
    trace in the JSON, so that boards from before them are the same to the byte.
    """

    division: str
    day: date
    counts: CaseCounts
    cases: tuple[PublicCase, ...]
    ratings: tuple[Rated, ...] | msgspec.UnsetType = msgspec.UNSET
    agents: tuple[AgentMonth, ...] | msgspec.UnsetType = msgspec.UNSET

    @property
    def errands(self) -> tuple[AgentMonth, ...]:
        """Who ran errands, the newest month first; none where nobody did."""
        return () if self.agents is msgspec.UNSET else self.agents

    @property
    def rated(self) -> tuple[Rated, ...]:
        """The ratings; none where none came."""
        return () if self.ratings is msgspec.UNSET else self.ratings

    def rated_as(self, name: str, item: str = "") -> Rated | None:
        """The ratings of one unit, division or disclosure; None without any."""
        return next((r for r in self.rated if r.item == item and (item or r.name == name)), None)


def public_face(facts: CaseFacts) -> PublicCase:
    """Mask: the only way from what the center knows to what anyone else sees."""

    def masked(text: str) -> str:
        return mask(text, facts.secrets)

    shown = PublicCase(
        number=facts.number,
        division=facts.division,
        matter=facts.matter,
        matter_name=facts.matter_name,
        state=facts.state,
        state_name=facts.state.chinese,
        unit=facts.unit,
        when=coarse(facts.received),
        about=masked(facts.about),
        item=facts.item,
        summary=masked(facts.summary),
        person=public_name(facts.person),
        post=masked(facts.post),
        due=facts.due,
        due_certain=facts.due_certain,
        colour=facts.colour,
        answer=masked(facts.answer),
        verdict=facts.verdict,
    )
    if not facts.outcome_only:
        return shown
    return PublicCase(
        number=shown.number,
        division=shown.division,
        matter="",
        matter_name=OUTCOME_ONLY,
        state=shown.state,
        state_name=shown.state_name,
        unit=shown.unit,
        colour=shown.colour,
        verdict=shown.verdict,
        outcome_only=True,
    )


def mask(text: str, secrets: tuple[str, ...] = ()) -> str:
    """A text without numbers that identify people and without these words, however spaced."""
    for secret in sorted(filter(None, (s.strip() for s in secrets)), key=len, reverse=True):
        text = _spaced(secret).sub(_veil(secret), text)
    for finding in reversed(find_personal_data(text)):
        text = f"{text[: finding.start]}{finding.masked}{text[finding.end :]}"
    return text


def _spaced(secret: str) -> re.Pattern[str]:
    """The word with blanks, dashes and dots between its characters, in either width."""
    parts = []
    for character in re.sub(r"[\s\-—.·]", "", secret):
        wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
        parts.append(f"[{re.escape(character)}{re.escape(wide)}]")
    return re.compile(r"[\s\-—.·]*".join(parts), re.IGNORECASE)


def _veil(secret: str) -> str:
    """Not 赵＊兰: in a village that tells who it was."""
    return "****" if any(c.isdigit() for c in secret) else "（反映人）"


def public_name(name: str) -> str:
    """A name as a board may show it: 赵小兰 as 赵＊兰, 李四 as 李＊."""
    bare = name.strip()
    if len(bare) < 2 or "＊" in bare:
        return bare
    middle = "＊" * max(1, len(bare) - 2)
    return f"{bare[0]}{middle}{bare[-1] if len(bare) > 2 else ''}"


def coarse(day: date) -> str:
    """A day as a third of its month: 11月上旬."""
    third = "上旬" if day.day <= 10 else "中旬" if day.day <= 20 else "下旬"
    return f"{day.month}月{third}"
