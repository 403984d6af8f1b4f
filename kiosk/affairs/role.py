"""Who works here (工作人员的角色), for feedback and for publishing alike."""

from __future__ import annotations

import re
from enum import StrEnum

from kiosk.affairs.division import Level


class Role(StrEnum):
    """What a person does; where they do it is their division, with whom their unit."""

    VILLAGE = "village"
    COMMITTEE = "committee"
    PARTY = "party"
    TOWNSHIP = "township"
    LEADER = "leader"
    DISCIPLINE = "discipline"
    COUNTY = "county"
    AUDITOR = "auditor"

    @property
    def chinese(self) -> str:
        """The role as its holder knows it."""
        return _NAMES[self]

    @property
    def writes(self) -> bool:
        """Whether it is theirs to write what is disclosed."""
        return self in {Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY}

    @property
    def publishes(self) -> bool:
        """Whether theirs may be the last signature: the supervision committee's never is."""
        return self in {Role.TOWNSHIP, Role.COUNTY, Role.PARTY, Role.LEADER}

    @property
    def only_reviews(self) -> bool:
        """Whether they sign what others wrote and handle no feedback."""
        return self in {Role.COMMITTEE, Role.PARTY, Role.LEADER}


_NAMES = {
    Role.VILLAGE: "村（社区）工作人员",
    Role.COMMITTEE: "村务监督委员会",
    Role.PARTY: "党务审批人",
    Role.TOWNSHIP: "乡镇（街道）单位",
    Role.LEADER: "签发领导",
    Role.DISCIPLINE: "纪检",
    Role.COUNTY: "县里主管",
    Role.AUDITOR: "审计（只看）",
}
_LEVELS = {
    Role.VILLAGE: {Level.VILLAGE, Level.COMMUNITY},
    Role.COMMITTEE: {Level.VILLAGE, Level.COMMUNITY},
    Role.PARTY: set(Level),
    Role.TOWNSHIP: {Level.TOWNSHIP, Level.STREET},
    Role.LEADER: {Level.TOWNSHIP, Level.STREET, Level.COUNTY},
    Role.DISCIPLINE: {Level.TOWNSHIP, Level.STREET, Level.COUNTY},
    Role.COUNTY: {Level.COUNTY},
    Role.AUDITOR: {Level.TOWNSHIP, Level.STREET, Level.COUNTY},
}


def fits(role: Role, level: Level) -> bool:
    """Whether there is such a role at that level."""
    return level in _LEVELS[role]


_TITLES = ("书记", "主任", "会计", "文书", "镇长", "乡长", "县长", "站长", "所长", "委员", "组长")


def names_of(name: str, post: str) -> tuple[str, ...]:
    """How people write of someone: the full name, and the surname with a title they bear.

    For finding complaints about a person, who must then not see them; empty for a name of
    fewer than two characters, which would be found everywhere.
    """
    bare = bare_text(name)
    if len(bare) < 2:
        return ()
    surname = bare[:1]
    return (bare, *(f"{surname}{title}" for title in _TITLES if title in post))


def bare_text(text: str) -> str:
    """A text without blanks, as it is searched for names: 赵 小 兰 is 赵小兰."""
    return re.sub(r"\s+", "", text)
