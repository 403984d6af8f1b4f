"""An urgent notice in plain words: the fields of CAP 1.2 that a township has to fill in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from kiosk.affairs.notice import Certainty, Danger, Notice, Severity, Urgency

_HOURS = {"3": "3小时后", "6": "6小时后", "12": "12小时后", "24": "一天后", "72": "三天后"}
_HOW_BAD = {
    Severity.EXTREME: "占满整个屏幕",
    Severity.SEVERE: "每一页最上面红色一条",
    Severity.MODERATE: "每一页最上面一条",
    Severity.MINOR: "每一页最上面一条",
}


def _line(label: str, hint: str, limit: int, *, needed: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=limit, required=needed)


class NoticeForm(forms.Form):
    """What threatens whom, how bad it is, what to do, and until when."""

    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    division = forms.ChoiceField(label="发给哪里", help_text="它和它下面所有的屏幕都会显示")
    title = _line("一句话说清楚", "屏幕上最大的字，例如：柳河今晚可能漫堤", 30)
    danger = forms.ChoiceField(
        label="是什么事",
        choices=[(d.value, d.chinese) for d in Danger],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label="有多严重",
        choices=[(s.value, f"{s.chinese}：{how}") for s, how in _HOW_BAD.items()],
        widget=forms.RadioSelect,
        initial=Severity.SEVERE.value,
    )
    area = _line("哪些地方要注意", "例如：柳河两岸、一组和二组", 100)
    instruction = forms.CharField(
        label="大家该怎么做",
        help_text="例如：今晚八点以前搬到村小学，不要走河边的路",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description = _line("还要说明的（可以不写）", "", 200, needed=False)
    contact = _line("联系电话（可以不写）", "写办公电话，不写个人手机", 40, needed=False)
    hours = forms.ChoiceField(
        label="到什么时候为止",
        help_text="到时候自己收起来；也可以提前结束",
        choices=list(_HOURS.items()),
        initial="12",
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places

    def notice(self, now: datetime) -> Notice:
        """What was typed, from now on."""
        typed = self.cleaned_data
        severity = Severity(typed["severity"])
        worst = severity is Severity.EXTREME
        return Notice(
            danger=Danger(typed["danger"]),
            severity=severity,
            area=typed["area"],
            onset=now.replace(microsecond=0),
            expires=now.replace(microsecond=0) + timedelta(hours=int(typed["hours"])),
            instruction=typed["instruction"],
            description=typed["description"],
            contact=typed["contact"],
            urgency=Urgency.IMMEDIATE if worst else Urgency.EXPECTED,
            certainty=Certainty.LIKELY,
        )
