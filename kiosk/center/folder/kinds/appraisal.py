"""评议: the votes on each, what was promised last year and became of it, what is promised now."""

from __future__ import annotations

from datetime import date

from kiosk.affairs.appraisal import POINTS, Appraisal, Appraised, Kept, Promise, Tally
from kiosk.affairs.catalogue import Kind
from kiosk.center.folder.kinds.field import LONG, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, filled
from kiosk.center.folder.kinds.rows import Row

_VOTES, _LAST, _NOW = "评议", "去年承诺", "今年承诺"
_PARTS = (_VOTES, _LAST, _NOW)
_KEPT = {each.chinese: each for each in Kept}
_POINTS = tuple(f"{point}分" for point in POINTS)
_OF_PROMISES = ("到哪天", "兑现", "说明")

FORM = Form(
    kind=Kind.APPRAISAL,
    sheet="评议结果",
    item="C9",
    title="柳河村2026年民主评议结果和承诺",
    body="（可以写评议的经过，也可以不写。）",
    keys=(
        Field("评议日期", Holds.DAY, needed=True, example="2026-11-12"),
        Field("应到", Holds.COUNT, needed=True, hint="几个人有票", example="45"),
        Field("到会", Holds.COUNT, needed=True, example="40"),
        Field("投票", Holds.COUNT, needed=True, hint="几个人投了票", example="40"),
    ),
    columns=(
        Field("部分", Holds.CHOICE, needed=True, choices=_PARTS, also="类型", width=12),
        Field("谁", needed=True, also="姓名 姓名或单位 对象", width=16),
        Field("职务", width=16),
        Field(
            "内容",
            needed=True,
            also="评什么 承诺内容 问题",
            limit=LONG,
            width=36,
            hint="评议写评的是什么，承诺写承诺了什么；几分的格子里写几个人给这个分",
        ),
        *(
            Field(name, Holds.COUNT, also=f"{point} {name}票", width=7)
            for name, point in zip(_POINTS, POINTS, strict=True)
        ),
        Field("到哪天", Holds.DAY, also="期限 完成时间", width=14, hint="承诺哪天做到"),
        Field("兑现", Holds.CHOICE, choices=tuple(_KEPT), also="兑现情况", width=14),
        Field("说明", also="备注", limit=LONG, width=30),
    ),
)


def read(ground: Ground) -> Appraisal | None:
    """The appraisal; None, with marks, where its frame is missing."""
    facts = ground.facts
    day = ground.happened("评议日期")
    came = [facts.count(name) for name in ("应到", "到会", "投票")]
    eligible, present, voted = (number if number is not None else 0 for number in came)
    frame = Appraisal(
        day=day or date.min, eligible=eligible, present=present, voted=voted, appraised=()
    )
    if None not in came:
        for sentence in frame.problems():
            facts.mark("到会" if sentence.startswith("到会") else "投票", sentence)
    votes: dict[str, tuple[str, list[Tally]]] = {}
    promises: dict[str, list[Promise]] = {_LAST: [], _NOW: []}
    for row in ground.each():
        part = row.choice("部分", {name: name for name in _PARTS})
        if part == _VOTES:
            _read_votes(row, votes, frame if None not in came else None)
        elif part is not None:
            promises[part].append(_promise(row, part))
    if ground.rows is not None and ground.rows.found and not votes:
        ground.rows.pen.mark(f"一项评议也没有；请至少写一行，“部分”写“{_VOTES}”")
    if day is None or None in came:
        return None
    return Appraisal(
        day=day,
        eligible=eligible,
        present=present,
        voted=voted,
        appraised=tuple(
            Appraised(name=name, post=post, tallies=tuple(tallies))
            for name, (post, tallies) in votes.items()
        ),
        promises=tuple(promises[_NOW]),
        last_promises=tuple(promises[_LAST]),
    )


def _read_votes(
    row: Row, votes: dict[str, tuple[str, list[Tally]]], frame: Appraisal | None
) -> None:
    """One question about one person or unit; rows of the same one need not follow each other."""
    row.refuse(_OF_PROMISES, "只在承诺的行里写，这一行是“评议”")
    name, post, question = row.text("谁"), row.text("职务"), row.text("内容")
    counts = [row.count(point) for point in _POINTS]
    tally = Tally(question=question, votes=tuple(count or 0 for count in counts))
    known, tallies = votes.setdefault(name, (post, []))
    if post and post != known:
        row.mark("职务", f"“{name}”的职务前面写的是“{known}”，这里写的是“{post}”")
    if any(each.question == question for each in tallies):
        row.mark("内容", f"“{name}”的“{question}”写了两次")
    tallies.append(tally)
    if not any(row.has(point) for point in _POINTS):
        row.mark(_POINTS[0], "没有写票数")
    elif frame is not None and tally.count > frame.voted:
        said = f"这一行共 {tally.count} 票，投票的只有 {frame.voted} 人"
        row.mark(_POINTS[0], said)


def _promise(row: Row, part: str) -> Promise:
    row.refuse(_POINTS, f"只在“{_VOTES}”的行里写，这一行是“{part}”")
    kept = row.choice("兑现", _KEPT)
    if part == _LAST and not row.has("兑现"):
        row.mark("兑现", f"去年的承诺要写兑现得怎样：{'、'.join(_KEPT)}")
    row.text("职务")
    return Promise(
        by=row.text("谁"),
        text=row.text("内容"),
        until=row.day("到哪天"),
        kept=kept or Kept.OPEN,
        note=row.text("说明"),
    )


def fill(appraisal: Appraisal) -> Filled:
    """The card and the rows of an appraisal."""
    facts = filled(
        评议日期=appraisal.day,
        应到=appraisal.eligible,
        到会=appraisal.present,
        投票=appraisal.voted,
    )
    votes = (
        filled(
            部分=_VOTES,
            谁=each.name,
            职务=each.post,
            内容=tally.question,
            **dict(zip(_POINTS, tally.votes, strict=True)),
        )
        for each in appraisal.appraised
        for tally in each.tallies
    )
    promises = (
        filled(部分=part, 谁=p.by, 内容=p.text, 到哪天=p.until, 兑现=p.kept.chinese, 说明=p.note)
        for part, listed in ((_LAST, appraisal.last_promises), (_NOW, appraisal.promises))
        for p in listed
    )
    return Filled(facts, (*votes, *promises))
