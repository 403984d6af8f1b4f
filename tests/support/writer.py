"""A clerk before the form, in a county where others will sign."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.support.cases import VILLAGE

ROWS = (
    ("柳河村2026年10月收支明细表",),
    ("单位：元",),
    ("日期", "摘要", "收款人", "银行卡号", "收入", "支出", "余额"),
    (None, "上期结余", None, None, None, None, 1000),
    ("10.3", "北塘承包款", "王＊山", "6222020000000000000", 2400, None, 3400),
    ("10.9", "村西水渠维修", "水利队", "6222020000000000001", None, 286.5, 3113.5),
    (None, "合计", None, None, 2400, 286.5, None),
    (None, "本期结余", None, None, None, None, 3113.5),
)


def sheet_bytes(*rows) -> bytes:
    """An .xlsx of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def photo_bytes(colour="#86a0b8", size=(300, 200)) -> bytes:
    """A photo as a phone lays it: on its side, with the place in it."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "the kitchen at home"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


class Writer:
    """A clerk's browser on one item; what stands in the boxes is sent as a browser would."""

    def __init__(self, gatehouse, hall, who="clerk", code="D2", period="2026-10") -> None:
        self.gatehouse, self.client = gatehouse, hall.client(who)
        self.place = f"/desk/write/{VILLAGE}/{code}/{period}/"

    def opens(self, act=""):
        return self.client.get(self.place + act)

    def fetches(self, pk: int):
        """The file as it was brought; by a button, since the look is on record."""
        return self.client.post(f"{self.place}raw/{pk}")

    def page(self, act="") -> str:
        answer = self.opens(act)
        assert answer.status_code == 200, answer
        return answer.content.decode()

    def starts(self, kind="ledger"):
        return self.client.post(self.place, {"act": kind})

    def boxes(self) -> dict[str, str]:
        """Everything that the form would send."""
        html = self.page()
        form = html[html.index('id="writing"') :]
        found = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form))
        found |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)<', form))
        found.pop("forget-total", None)
        found.pop("cleared", None)
        return {k: v for k, v in found.items() if k != "act"}

    def sends(self, act="save", **fields):
        """Press a button of the form."""
        return self.client.post(self.place, self.boxes() | {"act": act} | fields)

    def brings(self, *rows, name="账.xlsx"):
        """Upload a sheet."""
        file = SimpleUploadedFile(name, sheet_bytes(*rows))
        return self.sends("bring", sheet=file)

    @property
    def copy(self):
        from kiosk.center.writing.models import WorkingCopy

        return WorkingCopy.objects.filter(
            code=self.place.split("/")[4], period=self.place.split("/")[5]
        ).first()

    @property
    def typed(self):
        return self.copy.written


@pytest.fixture
def writer(gatehouse, hall):
    return Writer(gatehouse, hall)


@pytest.fixture
def previews(tmp_path, monkeypatch):
    """A folder of previews in which nothing is drawn yet."""
    from kiosk.center.writing import drawing

    folder = tmp_path / "previews"
    monkeypatch.setattr(drawing, "_folder", lambda: folder)
    return folder


@pytest.fixture
def undrawn(previews, monkeypatch):
    """A machine that cannot draw the screen: the page does without."""
    from kiosk.center.writing import drawing

    monkeypatch.setattr(drawing, "_run", lambda _order, _target: False)
