"""What a resident typed: read from the request, checked, kept in the page until it is filed."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from kiosk.affairs.case import CaseError
from kiosk.affairs.masking import find_personal_data
from kiosk.affairs.routing import Matter
from kiosk.center.cases import photos as case_photos
from kiosk.center.cases.filing import WORDS_LIMIT
from kiosk.center.cases.models import Case
from kiosk.center.cases.sealing import nonce_digest
from kiosk.center.cases.services import clean_photo
from kiosk.center.feedback.models import DraftPhoto

REQUEST_LIMIT = (case_photos.LIMIT + 2) * case_photos.BYTES
"""Bytes of the largest form: all photos as they may come, and some."""

_ROWS = 65_535
_FIELD_LIMIT = 40
_signer = Signer(salt="kiosk-feedback-form")


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the form.  ``nonce`` is its own secret, signed; ``row`` of a ledger, 0 none.

    ``pictures`` is how many photos the preview showed.
    """

    nonce: str
    matter: str = ""
    words: str = ""
    name: str = ""
    phone: str = ""
    row: int = 0
    pictures: int = 0

    @property
    def form(self) -> str:
        """The name under which its photos wait."""
        return hashlib.sha256(self.nonce.encode()).hexdigest()

    @property
    def is_ours(self) -> bool:
        """Whether this server made the nonce."""
        try:
            _signer.unsign(self.nonce)
        except BadSignature:
            return False
        return True


def blank(row: int = 0) -> Typed:
    """An empty form with a nonce of its own."""
    return Typed(nonce=new_nonce(), row=row)


def new_nonce() -> str:
    """A form's secret: filing it twice files once."""
    return _signer.sign(secrets.token_urlsafe(18))


def row_of(text: str) -> int:
    """A row's number from what came with the request; 0 if it is none."""
    good = text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= _ROWS
    return int(text) if good else 0


def read(request: HttpRequest) -> Typed:
    """The fields as they came, whatever they hold."""
    post = request.POST
    return Typed(
        nonce=post.get("nonce", "")[:200],
        matter=post.get("matter", "")[:_FIELD_LIMIT],
        words=post.get("words", "").replace("\r\n", "\n").replace("\0", ""),
        name=post.get("name", "").strip(),
        phone=post.get("phone", "").strip(),
        row=row_of(post.get("row", "")),
        pictures=row_of(post.get("pictures", "")),
    )


def problems(typed: Typed, matters: tuple[Matter, ...]) -> dict[str, str]:
    """A sentence for each field that must be mended, by the field's name."""
    found: dict[str, str] = {}
    if is_blank(typed.words):
        found["words"] = "请写几句是什么事。"
    elif len(typed.words.strip()) > WORDS_LIMIT:
        found["words"] = f"写了{len(typed.words.strip())}个字，最多{WORDS_LIMIT}个字，请写短些。"
    if typed.matter not in {matter.code for matter in matters}:
        found["matter"] = "请点一下是哪一类事。"
    if len(typed.name) > _FIELD_LIMIT:
        found["name"] = f"姓名最多{_FIELD_LIMIT}个字，请核对。"
    if len(typed.phone) > _FIELD_LIMIT:
        found["phone"] = f"电话最多{_FIELD_LIMIT}个字，请核对。"
    elif typed.name and not typed.phone:
        found["phone"] = "留了姓名，也请留电话，不然没法回复您；不想留就把姓名也去掉。"
    return found


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen in a text: blanks, marks of direction, joiners."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def filed_before(typed: Typed) -> Case | None:
    """The case that this very form was filed as: it was sent, and the browser went back."""
    return Case.objects.filter(nonce=nonce_digest(typed.nonce)).first()


def warnings(typed: Typed) -> list[str]:
    """What personal data stands in the words, masked, each with its kind: 手机号（138****11）."""
    return [f"{f.secret.value}（{f.masked}）" for f in find_personal_data(typed.words)]


def take_photos(request: HttpRequest, typed: Typed, *, now: datetime) -> str:
    """Drop the photos that were ticked, keep the new ones; a sentence if some cannot be kept."""
    drop = [pk for pk in request.POST.getlist("drop") if pk.isascii() and pk.isdigit()]
    kept = DraftPhoto.objects.filter(form=typed.form)
    if drop:  # deleting takes the database's one writer even where there is nothing to delete
        kept.filter(pk__in=[int(pk) for pk in drop if len(pk) < 16]).delete()
    room = case_photos.LIMIT - kept.count()
    sentence = ""
    for file in request.FILES.getlist("photos"):
        if room <= 0:
            return f"照片最多{case_photos.LIMIT}张，多出来的没有收；其他的都在。"
        try:
            data = _cleaned(file)
        except CaseError as error:
            sentence = str(error)
            continue
        DraftPhoto.objects.create(form=typed.form, data=data, made_at=now)
        room -= 1
    return sentence


def photos_of(typed: Typed) -> list[DraftPhoto]:
    """The photos that wait with this form."""
    return list(DraftPhoto.objects.filter(form=typed.form))


def forget_drafts(*, now: datetime, hours: int, form: str = "") -> None:
    """Delete the photos of a form that is filed, and of those that nobody sent in time."""
    DraftPhoto.objects.filter(made_at__lt=now - timedelta(hours=hours)).delete()
    if form:
        DraftPhoto.objects.filter(form=form).delete()


def _cleaned(file: UploadedFile[Any]) -> bytes:
    if (file.size or 0) > case_photos.BYTES:
        raise CaseError("有一张照片超过15兆，没有收；请缩小再传。其他填的都在。")
    return clean_photo(file.read())
