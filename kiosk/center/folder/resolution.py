"""决议: who met, how many came and how they voted, all from the card."""

from __future__ import annotations

from kiosk.affairs.disclosure import Motion, Resolution
from kiosk.center.folder.card import Card
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import SHORT_LIMIT, check_length, nearest
from kiosk.center.folder.yamltext import Entry

_RESULTS = {"通过": True, "未通过": False, "不通过": False, "没有通过": False}
_KEYS = ("事项", "同意", "反对", "弃权", "结果")


def read_resolution(card: Card, pen: Pen) -> Resolution | None:
    """The resolution of a card; None, with marks, if its frame is missing."""
    meeting = card.text("会议", limit=SHORT_LIMIT, needed=True)
    day = card.day("开会日期", needed=True)
    place = card.text("地点", limit=SHORT_LIMIT)
    chair = card.text("主持", limit=SHORT_LIMIT)
    expected = card.count("应到", least=1, needed=True)
    present = card.count("实到", least=1, needed=True)
    if expected is not None and present is not None and present > expected:
        card.mark("实到", f"实到 {present} 人比应到 {expected} 人多")
    motions = tuple(m for entry in card.motions() if (m := _motion(entry, present, pen)))
    if not motions and not card.motions():
        pen.mark("决议里缺“表决”：下面每行写 - {事项: …, 同意: 30, 反对: 0, 弃权: 1, 结果: 通过}")
    if day is None or expected is None or present is None:
        return None
    return Resolution(
        meeting=meeting,
        day=day,
        motions=motions,
        place=place,
        chair=chair,
        expected=expected,
        present=present,
    )


def _motion(entries: dict[str, Entry], present: int | None, pen: Pen) -> Motion | None:
    row = min(e.row for e in entries.values()) if entries else None
    before = len(pen)
    for key in entries:
        if key not in _KEYS:
            pen.mark(f"表决里没有“{key}”这一项{nearest(key, _KEYS)}", row=row, column="表决")
    values = {k: e.value.strip() for k, e in entries.items() if isinstance(e.value, str)}
    missing = [k for k in _KEYS if not values.get(k)]
    if missing:
        pen.mark(f"这一条表决缺：{'、'.join(missing)}", row=row, column="表决")
        return None
    check_length(values["事项"], 200, pen, row=row, column="事项")
    votes: dict[str, int] = {}
    for key in ("同意", "反对", "弃权"):
        if values[key].isascii() and values[key].isdigit() and len(values[key]) <= 6:
            votes[key] = int(values[key])
        else:
            pen.mark(f"“{values[key]}”不是票数，请写整数", row=row, column=key)
    passed = _RESULTS.get(values["结果"])
    if passed is None:
        pen.mark(f"结果请写“通过”或“未通过”，不是“{values['结果']}”", row=row, column="结果")
    if len(pen) > before or passed is None:
        return None
    agreed, opposed, abstained = votes["同意"], votes["反对"], votes["弃权"]
    _check_votes(agreed, agreed + opposed + abstained, present, passed=passed, row=row, pen=pen)
    return Motion(
        text=values["事项"], agreed=agreed, opposed=opposed, abstained=abstained, passed=passed
    )


def _check_votes(  # noqa: PLR0913
    agreed: int, cast: int, present: int | None, *, passed: bool, row: int | None, pen: Pen
) -> None:
    """More votes than people, or a result that the count does not bear.

    Passing needs more than half of those present (村民委员会组织法: 到会人员的过半数).  A motion
    may fail above that, for some matters ask two thirds; it may not pass below it.
    """
    if present is None:
        return
    if cast > present:
        pen.mark(f"同意、反对、弃权共 {cast} 票，比实到 {present} 人多", row=row, column="表决")
    elif passed and agreed * 2 <= present:
        pen.mark(
            f"同意 {agreed} 票，没有超过实到 {present} 人的一半，结果却写“通过”",
            row=row,
            column="结果",
        )
