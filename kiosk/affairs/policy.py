"""Policies (政策): what changed for me, the text behind it, whether it is in force."""

from __future__ import annotations

from datetime import date

import msgspec


class Policy(msgspec.Struct, frozen=True, kw_only=True, tag="policy", omit_defaults=True):
    """A policy or a statute; its text is the body.

    ``changes`` say what it means for a family, one sentence each; ``number`` is 文号.
    """

    issuer: str
    issued: date
    changes: tuple[str, ...] = ()
    number: str = ""
    whom: str = ""
    in_force: date | None = None
    repealed: date | None = None
    replaced_by: str = ""

    def standing(self, today: date) -> str:
        """Whether it holds: 还没有施行, 现行有效, 已经废止."""
        if self.repealed is not None and self.repealed <= today:
            return "已经废止"
        if self.in_force is not None and self.in_force > today:
            return "还没有施行"
        return "现行有效"
