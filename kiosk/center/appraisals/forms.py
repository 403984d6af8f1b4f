"""A session in plain words: what is asked, about whom, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

_HOURS = {"2": "2小时", "4": "4小时", "12": "12小时", "24": "一天", "72": "三天"}
_ASKED = "履行职责、办事效果\n办事公道、不谋私利\n服务态度、联系群众"


class SessionForm(forms.Form):
    """One session; ``eligible`` is how many may come."""

    division = forms.ChoiceField(label="哪个村（单位）")
    title = forms.CharField(label="叫什么", max_length=60, help_text="例如：2026年度民主评议")
    candidates = forms.CharField(
        label="评谁",
        help_text="一行一个，姓名和职务中间空一格，例如：韩＊德 党支部书记",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4_000,
    )
    questions = forms.CharField(
        label="评什么",
        help_text="一行一项，每个人都评这几项",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1_000,
        initial=_ASKED,
    )
    eligible = forms.IntegerField(label="应到多少人", min_value=1, max_value=2_000)
    hours = forms.ChoiceField(
        label="投票多长时间", choices=list(_HOURS.items()), initial="4", help_text="从现在算起"
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places

    def lines(self, name: str) -> list[str]:
        """The lines of a field that say something."""
        return [
            " ".join(line.split()) for line in self.cleaned_data[name].split("\n") if line.split()
        ]

    def named(self) -> list[tuple[str, str]]:
        """Names with their posts."""
        found = []
        for line in self.lines("candidates"):
            name, _, post = line.partition(" ")
            found.append((name, post))
        return found

    def until(self, now: datetime) -> datetime:
        """When it closes."""
        return now + timedelta(hours=int(self.cleaned_data["hours"]))
