"""What the village owns (三资): funds, assets and resources, the contracts, the exchange.

农村集体经济组织法（2024年）第五章; amounts in fen, quantities in hundredths of their unit.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.affairs.media import Media


class HoldingClass(StrEnum):
    """The classes in which villagers think of what is theirs (资源、资产、资金)."""

    LAND = "land"
    WATER = "water"
    HOUSE = "house"
    MACHINE = "machine"
    FACILITY = "facility"
    MONEY = "money"

    @property
    def chinese(self) -> str:
        """As a sheet writes it, and over its picture."""
        return _HOLDINGS[self]

    @property
    def three(self) -> str:
        """Which of the three (三资) it is."""
        if self is HoldingClass.MONEY:
            return "资金"
        return "资源" if self in {HoldingClass.LAND, HoldingClass.WATER} else "资产"


_HOLDINGS = {
    HoldingClass.LAND: "土地",
    HoldingClass.WATER: "水面",
    HoldingClass.HOUSE: "房屋",
    HoldingClass.MACHINE: "机械设备",
    HoldingClass.FACILITY: "公共设施",
    HoldingClass.MONEY: "资金",
}


class Usage(StrEnum):
    """What is done with a thing."""

    OWN = "own"
    LET = "let"
    IDLE = "idle"

    @property
    def chinese(self) -> str:
        """As a sheet writes it behind 用途."""
        return {"own": "自用", "let": "出租", "idle": "闲置"}[self.value]


class Holding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the register.

    ``quantity`` counts hundredths of ``unit``; ``value`` is the book value in fen; ``contract``
    is the id of the contract under which it is let.
    """

    code: str
    name: str
    group: HoldingClass
    usage: Usage
    place: str = ""
    quantity: int = 0
    unit: str = ""
    value: int = 0
    since: date | None = None
    keeper: str = ""
    contract: str = ""
    note: str = ""
    photos: tuple[Media, ...] = ()

    @property
    def amount(self) -> str:
        """How much of it: 46亩, 12.5亩; empty where nobody counts."""
        return quantity_text(self.quantity, self.unit) if self.quantity else ""


class Register(msgspec.Struct, frozen=True, kw_only=True, tag="register", omit_defaults=True):
    """The register (台账) as of a day."""

    day: date
    holdings: tuple[Holding, ...]

    def pictures(self) -> tuple[Media, ...]:
        """The photos of all holdings."""
        return tuple(photo for each in self.holdings for photo in each.photos)


class Installment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rent that is due on a day, and what came of it."""

    due: date
    amount: int
    paid: int = 0
    paid_on: date | None = None
    note: str = ""


class Contract(msgspec.Struct, frozen=True, kw_only=True, tag="contract", omit_defaults=True):
    """One contract (合同): who has what, for how much, how it was decided, what was paid.

    ``rent`` is of a year.  ``decided`` is the id of the resolution, ``tender`` of the tender;
    ``manner`` says how it was let (公开竞价, 协商).  ``holdings`` are codes of the register.
    """

    number: str
    subject: str
    group: HoldingClass
    tenant: str
    begins: date
    ends: date
    rent: int
    quantity: int = 0
    unit: str = ""
    manner: str = ""
    decided: str = ""
    tender: str = ""
    holdings: tuple[str, ...] = ()
    installments: tuple[Installment, ...] = ()
    photos: tuple[Media, ...] = ()

    @property
    def amount(self) -> str:
        """How much is let."""
        return quantity_text(self.quantity, self.unit) if self.quantity else ""

    @property
    def unit_price(self) -> int | None:
        """Fen of rent a year for one unit; None where nothing is counted."""
        return self.rent * 100 // self.quantity if self.quantity else None

    def owed(self, today: date) -> int:
        """Fen that are past their day and not paid."""
        return sum(max(0, i.amount - i.paid) for i in self.installments if i.due < today)

    def pictures(self) -> tuple[Media, ...]:
        """Its photos."""
        return self.photos


class TenderResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How it ended: ``price`` in fen per ``Tender.per``; ``dealt`` False if nobody took it."""

    day: date
    dealt: bool
    bidders: int = 0
    winner: str = ""
    price: int = 0
    contract: str = ""
    note: str = ""


class Tender(msgspec.Struct, frozen=True, kw_only=True, tag="tender", omit_defaults=True):
    """Something on offer at the property exchange (产权交易): floor price, conditions, deadline.

    ``floor`` in fen ``per`` (元/亩/年); ``deadline`` in UTC; ``decided`` is the resolution's id.
    """

    subject: str
    group: HoldingClass
    floor: int
    per: str
    term: str
    deadline: datetime
    conditions: tuple[str, ...] = ()
    quantity: int = 0
    unit: str = ""
    deposit: int = 0
    manner: str = ""
    place: str = ""
    phone: str = ""
    decided: str = ""
    result: TenderResult | None = None
    photos: tuple[Media, ...] = ()

    @property
    def amount(self) -> str:
        """How much is on offer."""
        return quantity_text(self.quantity, self.unit) if self.quantity else ""

    def is_open(self, now: datetime) -> bool:
        """Whether interest can still be registered."""
        return self.result is None and now < self.deadline

    def pictures(self) -> tuple[Media, ...]:
        """Its photos."""
        return self.photos


def quantity_text(hundredths: int, unit: str) -> str:
    """A quantity as people write it: 46亩, 12.5亩."""
    whole, rest = divmod(hundredths, 100)
    part = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{whole:,}{part}{unit}"
