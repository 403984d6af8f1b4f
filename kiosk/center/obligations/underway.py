"""What is already on its way to the public: the newest version of each item of a division."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from kiosk.center.board.models import Signature, SignatureAct, Standing, Version


class Underway(NamedTuple):
    """A version that waits, was sent back, or is passed and not public yet.

    ``words`` say what is going on; ``reason`` is why it was sent back, and by whom.
    """

    division: str
    code: str
    period: str
    title: str
    returned: bool
    words: str
    reason: str


def underway_of(division: str) -> dict[tuple[str, str], Underway]:
    """By item and period; the newest version of an item counts, not those before it."""
    later = Version.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    newest = (
        Version.objects.filter(
            ~Exists(later),
            item__division=division,
            state__in=(Standing.WAITING, Standing.RETURNED, Standing.APPROVED),
        )
        .select_related("item")
        .defer("face", "content")
        .order_by("-id")
    )
    backs = {
        each.version.pk: f"{each.staff.name}退回：{each.reason}"
        for each in Signature.objects.filter(
            version__in=[v.pk for v in newest], act=SignatureAct.BACK
        )
        .select_related("version", "staff")
        .defer("version__face", "version__content")
    }
    found: dict[tuple[str, str], Underway] = {}
    for version in newest:
        state = Standing(version.state)
        step = version.waits_for
        words = f"等{step.name}" if step is not None else str(state.label)
        found.setdefault(
            (version.item.code, version.item.period),
            Underway(
                division=division,
                code=version.item.code,
                period=version.item.period,
                title=version.title,
                returned=state is Standing.RETURNED,
                words=words,
                reason=backs.get(version.pk, ""),
            ),
        )
    return found
