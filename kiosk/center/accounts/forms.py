"""Log-in, password and people, as forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class LogInForm(AuthenticationForm):
    """Name and password; the error does not say which of the two was wrong."""

    error_messages = {  # noqa: RUF012 - Django's own declaration
        "invalid_login": "登录名或密码不对，请再输一遍。连续输错6次会锁15分钟。",
        "inactive": "这个账号已经停用，请找上一级。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"


class OwnPasswordForm(PasswordChangeForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少10个字，别用名字、生日或全是数字"
        self.fields["new_password2"].label = "新密码再输一遍"
        self.fields["new_password2"].help_text = ""


class PersonForm(forms.Form):
    """Someone new."""

    username = forms.CharField(
        label="登录名", max_length=40, help_text="字母和数字，方便打，例如 liuhe1"
    )
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    place = forms.ChoiceField(label="单位")

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *places]
