"""What stands on the button of each act, by the sort of the case, and what is said afterwards."""

from __future__ import annotations

from kiosk.affairs.case import Act
from kiosk.affairs.sort import Sort

BUTTONS: dict[Act, tuple[str, str]] = {
    Act.RELEASE: ("核对过了，转去办理", "已转去办理。"),
    Act.ACCEPT: ("受理这一件", "已受理。下一步：查清楚，写答复。"),
    Act.REFUSE: ("不予受理", "已告诉反映人该找谁。"),
    Act.REROUTE: ("转给别的单位", "已转给那个单位，期限不变。"),
    Act.ASSIGN: ("交给专人办", "已交给专人。"),
    Act.ASK: ("请反映人补充", "已请反映人补充，暂停计时。"),
    Act.CLARIFY: ("登记补充的情况", "已登记，继续计时。"),
    Act.EXTEND: ("延长期限", "已延长，反映人会看到理由。"),
    Act.ANSWER: ("提交答复", "已答复。反映人和公开栏都会看到。"),
    Act.CALL: ("登记回访结果", "已登记回访结果。"),
    Act.CLOSE: ("没问到反映人，先办结", "已办结，反映人以后仍可以评价。"),
    Act.MERGE: ("和另一件是同一件事", "已并入，答复时两边都会收到。"),
    Act.CONFIRM: ("县里核实：属实，公开", "已公开，村里的屏上看得到。"),
}
"""What stands on the button, and what is said when it is done."""

_OTHERWISE: dict[Sort, dict[Act, str]] = {
    Sort.ERRAND: {
        Act.ACCEPT: "接手，我来跑",
        Act.REFUSE: "代办不了",
        Act.ASSIGN: "交给别人跑",
        Act.ASK: "请本人补充材料",
        Act.CLARIFY: "登记补来的材料",
        Act.ANSWER: "办好了，请本人签收",
        Act.CALL: "登记本人签收（电话、上门）",
        Act.CLOSE: "没有联系上本人，先办结",
    },
    Sort.BOOKING: {Act.ACCEPT: "看到了", Act.REFUSE: "约不成", Act.ANSWER: "登记结果"},
    Sort.BID: {Act.ACCEPT: "已联系", Act.REFUSE: "不符合条件", Act.ANSWER: "登记结果"},
    Sort.WARNING: {
        Act.ACCEPT: "接下，去核对",
        Act.ANSWER: "提交说明",
        Act.CALL: "核实这份说明",
    },
}


def button(act: Act, sort: Sort) -> str:
    """The words on the button of an act."""
    return _OTHERWISE.get(sort, {}).get(act) or BUTTONS[act][0]
