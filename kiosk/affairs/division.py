"""Administrative divisions (行政区划): county > township or street > village or community.

Codes are the twelve-digit statistical codes of 统计用区划代码: six significant digits for a
county, nine for a township or street, twelve for a village or community.  The level can be
read off the code alone, by the same standard: 001-099 streets and 100-399 townships in
digits 7-9; 001-199 communities and 200-599 villages in digits 10-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

_CODE = re.compile(r"[0-9]{12}")


class DivisionError(ValueError):
    """A code is not a division's, or the tree has a hole in it.  The message is Chinese."""


class Level(StrEnum):
    """The five kinds of division that this project serves."""

    COUNTY = "county"
    TOWNSHIP = "township"
    STREET = "street"
    VILLAGE = "village"
    COMMUNITY = "community"

    @property
    def chinese(self) -> str:
        """The level as the public says it."""
        return _LEVEL_NAMES[self]


_LEVEL_NAMES = {
    Level.COUNTY: "县",
    Level.TOWNSHIP: "乡镇",
    Level.STREET: "街道",
    Level.VILLAGE: "村",
    Level.COMMUNITY: "社区",
}


def level_of(code: str) -> Level:
    """The level that a twelve-digit code stands for; DivisionError if it stands for none."""
    if not _CODE.fullmatch(code):
        raise DivisionError(f"“{code}”不是12位统计用区划代码")
    middle, last = int(code[6:9]), int(code[9:])
    if middle == 0:
        if last:
            raise DivisionError(f"“{code}”缺少乡镇、街道的编码")
        return Level.COUNTY
    if last == 0:
        return Level.STREET if middle < 100 else Level.TOWNSHIP
    return Level.COMMUNITY if last < 200 else Level.VILLAGE


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """One division: its code and the name that stands over its board."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """Read off the code."""
        return level_of(self.code)

    @property
    def scope(self) -> str:
        """The significant digits (6, 9 or 12): the name of its part of the feed."""
        return scope_of(self.code)

    @property
    def parent_code(self) -> str | None:
        """The code one level up; none above the county."""
        return parent_of(self.code)


def scope_of(code: str) -> str:
    """The significant digits of a code: 6 for a county, 9 for a township, 12 for a village."""
    level = level_of(code)
    if level is Level.COUNTY:
        return code[:6]
    return code[:9] if level in {Level.TOWNSHIP, Level.STREET} else code


def code_of(scope: str) -> str:
    """The twelve-digit code of a scope: the inverse of `scope_of`."""
    return scope.ljust(12, "0")


def parent_of(code: str) -> str | None:
    """The code one level up; none above the county."""
    scope = scope_of(code)
    return code_of(scope[:-3]) if len(scope) > 6 else None


def lineage(code: str) -> list[str]:
    """The codes from the division itself up to its county."""
    found, at = [code], parent_of(code)
    while at is not None:
        found.append(at)
        at = parent_of(at)
    return found


class Divisions:
    """A county's divisions as a tree.  Raises DivisionError unless it is exactly one tree."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code: dict[str, Division] = {}
        for division in divisions:
            if division.code in self._by_code:
                raise DivisionError(f"区划代码 {division.code} 出现了两次")
            self._by_code[division.code] = division
        for division in self._by_code.values():
            parent = division.parent_code
            if parent is not None and parent not in self._by_code:
                raise DivisionError(f"{division.name}（{division.code}）的上级 {parent} 不在名单里")
        roots = [d for d in self._by_code.values() if d.parent_code is None]
        if len(roots) != 1:
            raise DivisionError(f"应当正好有一个县，现在有 {len(roots)} 个")
        self.county = roots[0]

    def __iter__(self) -> Iterator[Division]:
        return iter(sorted(self._by_code.values(), key=lambda d: d.code))

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Division:
        return self._by_code[code]

    def children(self, code: str) -> list[Division]:
        """The divisions right below, by code."""
        return [d for d in self if d.parent_code == code]

    def path(self, code: str) -> list[Division]:
        """From the county down to the division itself."""
        return [self._by_code[c] for c in reversed(lineage(code))]
