"""The gate (审核): who must have signed a disclosure before it is public.

Dated data of a county (gates.yaml), never code.  Basis: 村民委员会组织法（2018年修正）第三十二条
(the supervision committee supervises disclosure), 山东省村务公开条例（2018年）第十三条 (it examines
before the township does), 中国共产党党务公开条例（试行） for what the party discloses.

Two things hold whatever the data says: at least two people sign besides the author, and the last
of them has the right to publish.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from kiosk.affairs.catalogue import Affairs, CatalogueItem
from kiosk.affairs.disclosure import Approval
from kiosk.affairs.role import Role
from kiosk.affairs.routing import Rank

_FEWEST = 2


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One signature: whose it is, and at which level they stand.

    ``unit`` narrows the role to one unit (农经站 for accounts).  Who ``files`` takes note (备案)
    and cannot send back.  ``words`` are how a card in a folder names the step: one of them
    must stand in it.
    """

    code: str
    name: str
    role: Role
    rank: Rank
    words: tuple[str, ...]
    unit: str = ""
    files: bool = False

    def is_meant_by(self, approval: Approval) -> bool:
        """Whether a signature is the one that this step asks for."""
        if approval.gate:
            return approval.gate == self.code
        return any(word in approval.step for word in self.words)


class Gate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The steps, in order, for what some ranks disclose in some affairs.

    ``item`` narrows it to one item or one class, as in `DueRule`.  ``secrecy``: somebody must
    have looked for state and work secrets (保密审查) before it is sent.
    """

    ranks: tuple[Rank, ...]
    affairs: tuple[Affairs, ...]
    steps: tuple[Step, ...]
    source: str
    valid_from: date
    item: str = ""
    secrecy: bool = False
    valid_to: date | None = None

    def covers(self, rank: Rank, affairs: Affairs, item: CatalogueItem, day: date) -> bool:
        """Whether it speaks about this item on that day."""
        return (
            rank in self.ranks
            and affairs in self.affairs
            and item.belongs_to(self.item)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    def problems(self) -> list[str]:
        """What makes it no gate, in Chinese sentences."""
        found = []
        if len(self.steps) < _FEWEST:
            found.append(f"至少要有{_FEWEST}步审核，由不同的人来做")
        codes = [s.code for s in self.steps]
        found += [f"步骤编号“{c}”重复" for c in sorted({c for c in codes if codes.count(c) > 1})]
        if self.steps and not self.steps[-1].role.publishes:
            last = self.steps[-1]
            found.append(
                f"最后一步“{last.name}”的人（{last.role.chinese}）没有公开权，不能是最后一步"
            )
        found += [f"步骤“{s.name}”没有写识别的字" for s in self.steps if not s.words]
        return found


def gate_for(
    gates: Iterable[Gate], rank: Rank, affairs: Affairs, item: CatalogueItem, day: date
) -> Gate | None:
    """The gate that an item must pass: the narrowest in force, of equals the newest."""
    fitting = [g for g in gates if g.covers(rank, affairs, item, day)]
    return max(fitting, key=lambda g: (len(g.item), g.valid_from), default=None)


def unsigned(gate: Gate, approvals: Sequence[Approval]) -> list[str]:
    """Why these signatures do not open the gate, in Chinese sentences; empty if they do.

    Every step has its own signature by a person of its own, in the order of the steps.
    """
    found, signed = [], []
    for step in gate.steps:
        own = next((a for a in approvals if step.is_meant_by(a) and a not in signed), None)
        if own is None:
            found.append(f"还没有“{step.name}”（审核里要写明{'或'.join(step.words)}）")
            continue
        signed.append(own)
    people = [a.person for a in signed]
    found += [f"{p}一个人审了两步" for p in sorted({p for p in people if people.count(p) > 1})]
    days = [a.day for a in signed]
    if days != sorted(days):
        found.append("审核的日期先后不对：" + "、".join(f"{a.step} {a.day}" for a in signed))
    return found
