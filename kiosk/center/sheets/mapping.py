"""Which column is what: proposed from heads and content, asked where unsure, then remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping as Mapped

import msgspec

from kiosk.affairs.money import MoneyError
from kiosk.affairs.period import Period
from kiosk.center.folder.sheet import Sheet, is_empty
from kiosk.center.sheets.cells import DayError, read_amount, read_day
from kiosk.center.sheets.heads import Heads
from kiosk.center.sheets.privacy import is_private_column
from kiosk.center.sheets.words import AMOUNTS, ASKED, DOUBTFUL, Meaning, meaning_of, plain_head

_SAMPLES = 3
_JOINED = frozenset({Meaning.NUMBER, Meaning.NOTE, Meaning.LEAVE, Meaning.KEEP})
"""Meanings that several columns may share: their texts are joined."""


class Mapping(msgspec.Struct, frozen=True):
    """What a clerk said once: the meaning of each head, under the signature of all heads.

    It belongs to a village and a catalogue item; next month's sheet with the same heads is
    read by it without a question.
    """

    signature: str
    meanings: dict[str, Meaning]


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its place (from 0), head, the likely meaning (None: no idea), how sure.

    ``samples`` are its first values, ``private`` says that its content is dropped unseen.
    """

    index: int
    head: str
    meaning: Meaning | None
    sure: bool
    samples: tuple[str, ...] = ()
    private: bool = False


class Proposal(msgspec.Struct, frozen=True):
    """All columns of a sheet, as far as they explain themselves."""

    signature: str
    guesses: tuple[Guess, ...]

    @property
    def unsure(self) -> list[Guess]:
        """The columns that must be asked about."""
        return [g for g in self.guesses if not g.sure]

    def columns(self) -> dict[Meaning, list[int]]:
        """The columns of each meaning, left to right."""
        found: dict[Meaning, list[int]] = {}
        for guess in self.guesses:
            if guess.meaning is not None and not guess.private:
                found.setdefault(guess.meaning, []).append(guess.index)
        return found

    def missing(self) -> list[str]:
        """What a ledger cannot do without and no column offers, as words."""
        have = self.columns().keys()
        lacks = []
        if Meaning.DAY not in have and Meaning.DAY_OF_MONTH not in have:
            lacks.append("日期")
        if Meaning.SUMMARY not in have:
            lacks.append("摘要")
        if not have & {Meaning.RECEIVED, Meaning.PAID} and not {
            Meaning.AMOUNT,
            Meaning.SIDE,
        } <= set(have):
            lacks.append("收入或支出")
        return lacks

    def doubled(self) -> list[str]:
        """Meanings that two columns claim and only one may have."""
        return [m.value for m, at in self.columns().items() if len(at) > 1 and m not in _JOINED]

    def answered(self, answers: Mapped[int, Meaning]) -> Proposal:
        """The same columns with a clerk's answers, which make each of them sure."""
        return Proposal(
            self.signature,
            tuple(
                msgspec.structs.replace(
                    g,
                    meaning=answers.get(g.index, g.meaning) if not g.private else Meaning.LEAVE,
                    sure=g.sure or g.index in answers,
                )
                for g in self.guesses
            ),
        )

    def mapping(self) -> Mapping:
        """What is worth remembering of it."""
        meanings = {}
        for key, guess in zip(_keys(g.head for g in self.guesses), self.guesses, strict=True):
            if guess.meaning is not None:
                meanings[key] = guess.meaning
        return Mapping(self.signature, meanings)


def propose(
    sheet: Sheet,
    heads: Heads,
    period: Period | None,
    remembered: Mapping | None = None,
    *,
    ledger: bool = True,
) -> Proposal:
    """The meaning of every column of a ledger, or of a table: whether it is shown at all.

    Private columns are never offered.  ``remembered`` counts if its signature is that of these
    heads.
    """
    signature = signature_of(heads.names.values())
    known = remembered.meanings if remembered and remembered.signature == signature else {}
    body = [r for r in range(heads.first, len(sheet.rows)) if sheet.filled(r)]
    guesses: list[Guess] = []
    taken = {m for name in heads.names.values() if (m := meaning_of(name))}
    keys = _keys(heads.names.values())
    for key, (index, name) in zip(keys, heads.names.items(), strict=True):
        samples = tuple(t for r in body if (t := sheet.text(r, index)))
        private = is_private_column(
            name, samples, [sheet.value(r, index) for r in body], by_content=not _is_known(name)
        )
        meaning: Meaning | None = Meaning.LEAVE
        sure = True
        if private:
            pass
        elif ledger and not samples and not _is_known(name):
            meaning = None  # nothing to ask, and nothing worth remembering
        elif key in known:
            meaning = known[key]
        elif not ledger:
            meaning = Meaning.KEEP
        else:
            meaning, sure = _guess(name, taken)
            claimed = {g.meaning for g in guesses}
            if meaning in claimed - _JOINED:
                sure = False
            if sure and meaning is not None and not _fits(sheet, index, body, meaning, period):
                sure = False
        guesses.append(
            Guess(
                index=index,
                head=name,
                meaning=meaning,
                sure=sure,
                samples=() if private else samples[:_SAMPLES],
                private=private,
            )
        )
    return Proposal(signature, tuple(guesses))


def signature_of(heads: Iterable[str]) -> str:
    """SHA-256 of the heads in order, without years, months and units; hexadecimal."""
    plain = "\n".join(plain_head(head) for head in heads)
    return hashlib.sha256(plain.encode()).hexdigest()


def _keys(heads: Iterable[str]) -> list[str]:
    """Each head as a key of its own: the second 金额 is 金额#2."""
    counts: dict[str, int] = {}
    keys = []
    for head in heads:
        plain = plain_head(head)
        counts[plain] = counts.get(plain, 0) + 1
        keys.append(plain if counts[plain] == 1 else f"{plain}#{counts[plain]}")
    return keys


def _is_known(name: str) -> bool:
    return meaning_of(name) is not None or plain_head(name) in ASKED | DOUBTFUL


def _guess(name: str, taken: set[Meaning]) -> tuple[Meaning | None, bool]:
    meaning = meaning_of(name)
    if meaning is Meaning.AMOUNT and Meaning.SIDE not in taken:
        return None, False  # received or paid?
    if meaning is not None:
        return meaning, True
    plain = plain_head(name)
    if plain in ASKED:
        return ASKED[plain], False
    if plain in DOUBTFUL:
        meaning = DOUBTFUL[plain]
        return meaning, meaning not in taken
    contained = [m for word, m in _LONG_WORDS if word in plain]
    return (contained[0], len(set(contained)) == 1) if contained else (None, False)


_LONG_WORDS = [
    ("日期", Meaning.DAY), ("摘要", Meaning.SUMMARY), ("事由", Meaning.SUMMARY),
    ("收入", Meaning.RECEIVED), ("支出", Meaning.PAID), ("结余", Meaning.BALANCE),
    ("余额", Meaning.BALANCE), ("凭证", Meaning.NUMBER), ("经手", Meaning.HANDLER),
    ("经办", Meaning.HANDLER), ("备注", Meaning.NOTE), ("科目", Meaning.ACCOUNT),
    ("收款", Meaning.PARTY), ("付款", Meaning.PARTY), ("往来", Meaning.PARTY),
]  # fmt: skip
"""Words that say enough inside a longer head: 支出金额（含税）."""


def _fits(
    sheet: Sheet, column: int, body: list[int], meaning: Meaning, period: Period | None
) -> bool:
    """Whether at least half of what stands in a column can be what its head says.

    Amounts are tried as 万元, which may have more decimals.
    """
    values = [v for r in body if not is_empty(v := sheet.value(r, column))]
    if len(values) < 2:
        return True
    good = 0
    for value in values:
        try:
            if meaning in AMOUNTS:
                read_amount(value, 10_000)
            elif meaning is Meaning.DAY:
                read_day(value, period)
        except DayError as error:
            good += error.like_a_day
            continue
        except MoneyError:
            continue
        good += 1
    return good * 2 >= len(values)
