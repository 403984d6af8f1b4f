"""办事指南: one matter, its steps and papers."""

from __future__ import annotations

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.guide import GuideStep, LifeEvent, Paper, ServiceGuide
from kiosk.affairs.routing import Rank
from kiosk.center.folder.kinds.field import LONG, SENTENCE, Field, Form, Holds
from kiosk.center.folder.kinds.ground import Filled, Ground, digests, filled, lines, words
from kiosk.center.folder.kinds.rows import Row
from kiosk.center.folder.text import nearest

_RANKS = {rank.chinese: rank for rank in Rank}
_EVENTS = {event.chinese: event for event in LifeEvent}
_STEP, _PAPER = "步骤", "材料"
_ASKED = "问 | 答"

FORM = Form(
    kind=Kind.GUIDE,
    sheet="步骤和材料",
    item="G1",
    title="新生儿上户口",
    body="（可以写几句提醒，也可以不写。材料的样子拍成照片放进“样子”文件夹，表里只写文件名。）",
    keys=(
        Field("层级", Holds.CHOICE, needed=True, choices=tuple(_RANKS), hint="在哪一级办"),
        Field("类别", needed=True, hint="哪一类事", example="户籍证件"),
        Field(
            "大事",
            Holds.WORDS,
            choices=tuple(_EVENTS),
            hint="家里出了什么事会来办，几样用顿号隔开",
            example="生孩子、户口证件",
        ),
        Field("谁能办", needed=True, limit=LONG, example="父母一方户口在本村的新生儿"),
        Field("承诺", needed=True, hint="我们答应几天办好", example="材料齐全当天办好"),
        Field("法定时限", hint="法律规定最长几天", example="15个工作日"),
        Field("收费", limit=SENTENCE, hint="不写就是不收费"),
        Field("结果", needed=True, limit=SENTENCE, hint="办成以后拿到什么", example="户口簿"),
        Field(
            "办理依据",
            Holds.LINES,
            needed=True,
            limit=SENTENCE,
            hint="一行一条",
            example="中华人民共和国户口登记条例 第七条",
        ),
        Field("地点", needed=True, limit=SENTENCE, example="村便民服务站"),
        Field("办理时间", needed=True, limit=SENTENCE, example="工作日 08:30-12:00，14:30-17:30"),
        Field("找谁", hint="写职务，不写姓名", example="便民服务站站长"),
        Field("办公电话", Holds.PHONE, example="0990-5551201"),
        Field("代办", hint="能替人跑的，写代办事项的编号；不能代办就不写"),
        Field(
            "常问",
            Holds.LINES,
            limit=LONG,
            hint=f"一行一条，写成“{_ASKED}”",
            example="要带孩子去吗 | 不用",
        ),
    ),
    columns=(
        Field("部分", Holds.CHOICE, needed=True, choices=(_STEP, _PAPER), also="类型", width=10),
        Field("名称", needed=True, also="步骤 材料 材料名称", width=24, example="填申请表"),
        Field(
            "谁来做或从哪里来",
            also="谁来做 从哪里来",
            width=24,
            limit=SENTENCE,
            hint="步骤写谁来做，自己做就空着；材料写从哪里来",
        ),
        Field(
            "多久或几份", also="多久 几份", width=14, hint="步骤写要多久，材料写几份", example="1份"
        ),
        Field("什么情况要", limit=SENTENCE, width=24, hint="不是人人都要的材料才写"),
        Field("说明", limit=LONG, also="备注", width=32),
        Field("样子", Holds.PICTURES, also="样本 照片", width=18, folder="样子"),
    ),
)


def read(ground: Ground) -> ServiceGuide | None:
    """The guide; None, with marks, if nobody knows at which level it is done."""
    facts = ground.facts
    rank = facts.choice("层级", _RANKS)
    steps: list[GuideStep] = []
    papers: list[Paper] = []
    for row in ground.each():
        part = row.choice("部分", {_STEP: _STEP, _PAPER: _PAPER})
        if part == _STEP:
            row.refuse(("什么情况要", "样子"), f"只在“{_PAPER}”的行里写，这一行是“{_STEP}”")
            steps.append(_step(row))
        elif part == _PAPER:
            papers.append(_paper(row))
    if papers and not steps and ground.rows is not None:
        ground.rows.pen.mark(f"一个步骤也没有；请至少写一行，“部分”写“{_STEP}”")
    guide = ServiceGuide(
        rank=rank or Rank.VILLAGE,
        group=facts.text("类别"),
        who=facts.text("谁能办"),
        steps=tuple(steps),
        papers=tuple(papers),
        events=facts.choices("大事", _EVENTS),
        promise=facts.text("承诺"),
        limit=facts.text("法定时限"),
        fee=facts.text("收费") or "不收费",
        result=facts.text("结果"),
        basis=facts.texts("办理依据", "；;"),
        place=facts.text("地点"),
        hours=facts.text("办理时间"),
        post=facts.text("找谁"),
        phone=facts.text("办公电话"),
        errand=_errand(ground),
        asked=_asked(ground),
    )
    return guide if rank is not None else None


def _step(row: Row) -> GuideStep:
    return GuideStep(
        name=row.text("名称"),
        who=row.text("谁来做或从哪里来"),
        time=row.text("多久或几份"),
        note=row.text("说明"),
    )


def _paper(row: Row) -> Paper:
    name = row.text("名称")
    return Paper(
        name=name,
        copies=row.text("多久或几份"),
        source=row.text("谁来做或从哪里来"),
        only_if=row.text("什么情况要"),
        note=row.text("说明"),
        samples=row.pictures("样子", f"{name}的样子"),
    )


def _errand(ground: Ground) -> str:
    """The code of a matter that the village office runs, where the county's are known."""
    code, known = ground.facts.text("代办"), ground.errands
    if code and known is not None and code not in known:
        named = next((c for c, name in known.items() if name == code), None)
        hint = f"，是不是“{named}”？" if named else nearest(code, known)
        ground.facts.mark(
            "代办", f"cases.yaml 的代办事项里没有“{code}”{hint}；不能代办就不写这一行"
        )
    return code


def _asked(ground: Ground) -> tuple[tuple[str, str], ...]:
    found = []
    for text, row in ground.facts.lines("常问"):
        question, _, answer = text.replace("｜", "|").partition("|")
        if question.strip() and answer.strip():
            found.append((question.strip(), answer.strip()))
        else:
            ground.facts.mark_line("常问", row, f"“{text}”要写成“{_ASKED}”，中间一竖")
    return tuple(found)


def fill(guide: ServiceGuide) -> Filled:
    """The card and the rows of a guide."""
    facts = filled(
        层级=guide.rank.chinese,
        类别=guide.group,
        大事=words(event.chinese for event in guide.events),
        谁能办=guide.who,
        承诺=guide.promise,
        法定时限=guide.limit,
        收费=guide.fee,
        结果=guide.result,
        办理依据=lines(guide.basis),
        地点=guide.place,
        办理时间=guide.hours,
        找谁=guide.post,
        办公电话=guide.phone,
        代办=guide.errand,
        常问=lines(f"{question} | {answer}" for question, answer in guide.asked),
    )
    steps = (
        filled(部分=_STEP, 名称=s.name, 谁来做或从哪里来=s.who, 多久或几份=s.time, 说明=s.note)
        for s in guide.steps
    )
    papers = (
        filled(
            部分=_PAPER,
            名称=p.name,
            谁来做或从哪里来=p.source,
            多久或几份=p.copies,
            什么情况要=p.only_if,
            说明=p.note,
            样子=digests(p.samples),
        )
        for p in guide.papers
    )
    return Filled(facts, (*steps, *papers))
