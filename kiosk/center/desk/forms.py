"""One small form for each act on a case, and the form for what came by phone or on paper."""

from __future__ import annotations

from typing import Any

from django import forms

from kiosk.affairs.case import Act, Channel, Verdict, spoken_number
from kiosk.affairs.routing import CaseRules
from kiosk.affairs.sort import Sort, verdict_name
from kiosk.center.accounts.models import Staff
from kiosk.center.cases.acts import alike, colleagues, places_for
from kiosk.center.cases.models import Case
from kiosk.center.cases.places import unit_name
from kiosk.center.desk.shown import glimpse


def _words(label: str, hint: str = "", rows: int = 4, *, needed: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, widget=area, max_length=2_000, required=needed
    )


class ActForm(forms.Form):
    """A form for an act on a case; ``photos`` when pictures may come with it."""

    photos = False

    def __init__(
        self, *args: Any, case: Case, rules: CaseRules, staff: Staff, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.prepare(case, rules)

    def prepare(self, case: Case, rules: CaseRules) -> None:
        """Fill in the choices that depend on the case and on who acts."""

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field, below an empty one."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择" if choices else "没有可选的"), *choices]


class ReleaseForm(ActForm):
    """A held case is a real one."""

    named = forms.CharField(
        label="说的是哪位工作人员（没有就不填）",
        help_text="填了姓名，这位同志就看不到这一件，也不会派到他的单位",
        max_length=60,
        required=False,
    )


class RefuseForm(ActForm):
    """Why not, and whose it is."""

    reason = _words("为什么不受理", "反映人会看到这句话")
    whose = forms.CharField(label="该找谁", help_text="单位和电话，写清楚", max_length=100)


class RerouteForm(ActForm):
    """To another unit."""

    unit = forms.ChoiceField(label="转给哪个单位")
    reason = _words("为什么转", rows=2)
    named = ReleaseForm.base_fields["named"]

    def prepare(self, case: Case, rules: CaseRules) -> None:
        """The units that this case may go to."""
        self.choose("unit", [(str(p), unit_name(p, rules)) for p in places_for(case, rules)])


class AssignForm(ActForm):
    """To one person of the unit."""

    person = forms.ChoiceField(label="交给谁办")

    def prepare(self, case: Case, rules: CaseRules) -> None:
        """Those of the unit who are not named in it."""
        del rules
        self.choose("person", [(p.username, f"{p.name}（{p.post}）") for p in colleagues(case)])


class AskForm(ActForm):
    """What the resident should add."""

    question = _words("请反映人补充什么", "反映人凭编号和查询码看到；等的时候暂停计时，只能用一次")


class ClarifyForm(ActForm):
    """What the resident added on the telephone."""

    words = _words("反映人补充了什么")


class ExtendForm(ActForm):
    """Why it takes longer."""

    reason = _words("为什么要延长", "只能延长一次，反映人会看到理由", rows=2)


class AnswerForm(ActForm):
    """The answer, as everyone will read it."""

    photos = True
    summary = forms.CharField(
        label="一句话说明是什么事",
        help_text="会公开。不写反映人是谁，例如：3组路口路灯不亮",
        max_length=80,
    )
    words = _words("答复", "会公开。查了什么、是什么结果、做了什么", rows=6)


class CallForm(ActForm):
    """What the resident said on the telephone."""

    verdict = forms.ChoiceField(
        label="反映人说",
        choices=[(v.value, v.chinese) for v in Verdict],
        widget=forms.RadioSelect,
    )
    words = _words("原话", rows=2)


class CloseForm(ActForm):
    """Why the resident was not asked."""

    reason = _words("为什么没有问到反映人", "例如：匿名，没有电话；打了三次没人接", rows=2)


class MergeForm(ActForm):
    """The other case, among those that may be the same."""

    into = forms.ChoiceField(label="和哪一件是同一件事")

    def prepare(self, case: Case, rules: CaseRules) -> None:
        """Open cases of the same division, the same matter first."""
        found = [
            (c.number, f"{spoken_number(c.number)} {c.matter_name} {glimpse(c, 16)}")
            for c in alike(self.staff, case, rules)
        ]
        self.choose("into", found)


class TakeOnForm(ActForm):
    """Whoever takes on an errand writes down which papers were handed over."""

    papers = forms.CharField(
        label="收到了哪些材料",
        help_text="本人凭查询码看得到，例如：户口本原件1本、出生证原件1份。没有就不填",
        max_length=200,
        required=False,
    )


class DoneForm(ActForm):
    """The errand is done: what came of it, with photos of the signed slip if there is one."""

    photos = True
    summary = forms.CharField(
        label="一句话说明办了什么", help_text="例如：给孩子上了户口", max_length=80
    )
    words = _words("办得怎样", "本人看得到。结果是什么、证件在哪里取；纸上签收的，把签收单拍上来")


class SignedForm(ActForm):
    """What somebody without a phone said when the errand was handed over."""

    verdict = forms.ChoiceField(label="本人说", widget=forms.RadioSelect)
    words = _words("原话，或者在哪里签的字", rows=2)

    def prepare(self, case: Case, rules: CaseRules) -> None:
        """Verdicts in the words of the sort."""
        del rules
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(v.value, verdict_name(case.kind, v)) for v in Verdict]


class OutcomeForm(ActForm):
    """What came of a booking or a bid."""

    summary = forms.CharField(widget=forms.HiddenInput, initial="预约", required=False)
    words = _words("结果", "例如：来过了，办完了；没有来", rows=2)


class StatementForm(ActForm):
    """The unit says what is behind a warning."""

    photos = True
    summary = forms.CharField(
        label="一句话说明是怎么回事", help_text="公开的预警会带上这句话", max_length=80
    )
    words = _words("说明", "查了什么、有没有问题、怎么改、什么时候改好", rows=6)


class CheckedForm(SignedForm):
    """The county or the township has checked what the unit said."""

    words = _words("核实的情况", rows=3)


FORMS: dict[Act, type[ActForm]] = {
    Act.RELEASE: ReleaseForm,
    Act.ACCEPT: ActForm,
    Act.REFUSE: RefuseForm,
    Act.REROUTE: RerouteForm,
    Act.ASSIGN: AssignForm,
    Act.ASK: AskForm,
    Act.CLARIFY: ClarifyForm,
    Act.EXTEND: ExtendForm,
    Act.ANSWER: AnswerForm,
    Act.CALL: CallForm,
    Act.CLOSE: CloseForm,
    Act.MERGE: MergeForm,
    Act.CONFIRM: ActForm,
}
_OTHERWISE: dict[Sort, dict[Act, type[ActForm]]] = {
    Sort.ERRAND: {Act.ACCEPT: TakeOnForm, Act.ANSWER: DoneForm, Act.CALL: SignedForm},
    Sort.BOOKING: {Act.ANSWER: OutcomeForm},
    Sort.BID: {Act.ANSWER: OutcomeForm},
    Sort.WARNING: {Act.ANSWER: StatementForm, Act.CALL: CheckedForm},
}


def form_for(act: Act, sort: Sort) -> type[ActForm]:
    """The form of an act on a case of that sort; KeyError where the act has none."""
    return _OTHERWISE.get(sort, {}).get(act) or FORMS[act]


class EntryForm(forms.Form):
    """What a clerk wrote down for someone who called, wrote or came."""

    nonce = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=60)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[(c.value, c.chinese) for c in (Channel.PHONE, Channel.PAPER)],
        widget=forms.RadioSelect,
    )
    division = forms.ChoiceField(label="哪个村（单位）的事")
    matter = forms.ChoiceField(label="什么事")
    words = _words("反映的内容", "按反映人的意思写，不用写姓名和电话", rows=5)
    name = forms.CharField(label="反映人姓名（可以不留）", max_length=40, required=False)
    phone = forms.CharField(
        label="电话（可以不留）",
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )

    address = forms.CharField(
        label="要上门办的，写地址（不用上门就空着）", max_length=100, required=False
    )

    def __init__(
        self, *args: Any, rules: CaseRules, divisions: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places, matters = self.fields["division"], self.fields["matter"]
        assert isinstance(places, forms.ChoiceField)
        assert isinstance(matters, forms.ChoiceField)
        places.choices = list(divisions.items())
        offered: list[tuple[str, list[tuple[str, str]]]] = [
            (name, [(m.code, m.name) for m in rules.matters_of(sort)])
            for sort, name in ((Sort.FEEDBACK, "反映问题"), (Sort.ERRAND, "请村里代办"))
        ]
        matters.choices = [("", "请选择"), *(group for group in offered if group[1])]
