"""The measures of the phone pages, as a county lays them down: feedback.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
import yaml
from django.conf import settings
from msgspec import field

from kiosk.state import sources

_Count = Annotated[int, msgspec.Meta(ge=1, le=10**6)]


class FeedbackRulesError(Exception):
    """feedback.yaml cannot be used.  The message is Chinese."""


class Flood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Filings in an hour beyond which the next ones are looked at first."""

    token: _Count = field(name="每个二维码")
    terminal: _Count = field(name="每台终端")
    address: _Count = field(name="每个网络地址")


class Guesses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wrong query codes in an hour after which one has to wait."""

    number: _Count = field(name="每个编号")
    address: _Count = field(name="每个网络地址")


class FeedbackRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a mark and a draft hold, in hours, and what is too much.

    ``work`` is the largest number of the proof of work; ``marks`` are the points (of 10) that
    the four words of a rating stand for, the best first.  ``room`` is the address of the county's
    own video room, '' where it has none.
    """

    mark_hours: _Count = field(name="现场记号小时")
    draft_hours: _Count = field(name="草稿小时")
    work: _Count = field(name="运算量")
    flood: Flood = field(name="每小时先核对")
    guesses: Guesses = field(name="每小时输错")
    marks: dict[str, float] = field(name="评分")
    room: str = field(name="视频咨询室", default="")


def read_rules(path: Path) -> FeedbackRules:
    """The rules in a file; FeedbackRulesError says what is wrong with it."""
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), FeedbackRules)
    except (OSError, UnicodeError) as error:
        raise FeedbackRulesError(f"读不了 {path}，手机反映没有启动：{error}") from error
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise FeedbackRulesError(f"{path} 里有一处写得不对，手机反映没有启动：{error}") from error


@cache
def rules() -> FeedbackRules:
    """Those in force: the county's own in the center's data folder, else ours."""
    own = settings.DATA / "feedback.yaml"
    return read_rules(own if own.exists() else sources() / "content" / "feedback.yaml")
