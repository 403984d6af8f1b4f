"""Who works here (工作人员的角色), for feedback and for publishing alike."""

from __future__ import annotations

import re
from enum import StrEnum

from kiosk.affairs.division import Level


class Role(StrEnum):
    """What a person does; where they do it is their division, with whom their unit."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISCIPLINE = "discipline"
    COUNTY = "county"
    AUDITOR = "auditor"

    @property
    def chinese(self) -> str:
        """The role as its holder knows it."""
        return _NAMES[self]


_NAMES = {
    Role.VILLAGE: "村（社区）工作人员",
    Role.TOWNSHIP: "乡镇（街道）单位",
    Role.DISCIPLINE: "纪检",
    Role.COUNTY: "县里主管",
    Role.AUDITOR: "审计（只看）",
}
_LEVELS = {
    Role.VILLAGE: {Level.VILLAGE, Level.COMMUNITY},
    Role.TOWNSHIP: {Level.TOWNSHIP, Level.STREET},
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
