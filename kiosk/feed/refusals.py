"""Why something from a server was refused: a kind for programs, a sentence for people.

python-tuf tells some of the kinds apart by its messages only.  Its version is pinned, and every
attack of tests/feed asserts the kind that it must get.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.serialization import DeserializationError

from kiosk.feed.blobs import DamagedBlobError, MissingBlobError

_SIGNED_BY = re.compile(r"signed by (\d+)/(\d+) keys")
_EXPIRED = re.compile(r"(?:Final |New )?(\S+?)(?:\.json)? is expired")
_META_WENT_BACK = re.compile(r"Expected \S+\.json version")
_NOT_THE_ONE_NAMED = re.compile(r"Expected \S+ (version|v)\s?\d+, got")


class Refusal(StrEnum):
    """A kind of refusal."""

    WRONG_SIGNATURE = "wrong-signature"
    TOO_FEW_SIGNATURES = "too-few-signatures"
    ROLLBACK = "rollback"
    FORK = "fork"
    MIXED = "mixed"
    FREEZE = "freeze"
    CLOCK_DOUBT = "clock-doubt"
    OVERSIZED = "oversized"
    WRONG_DIGEST = "wrong-digest"
    MISSING = "missing"
    FOREIGN_PATH = "foreign-path"
    UNKNOWN_ROLE = "unknown-role"
    VANISHED = "vanished"
    MALFORMED = "malformed"

    @property
    def sentence(self) -> str:
        """What happened, what is safe, what to do: Chinese, for the staff panel."""
        return _SENTENCES[self]


_KEPT = "屏幕上仍是上一次核对过的内容。"
_SENTENCES = {
    Refusal.WRONG_SIGNATURE: "收到的内容签名不对，可能被人改过，没有采用。"
    + _KEPT
    + "请告诉县里核查发布服务器。",
    Refusal.TOO_FEW_SIGNATURES: "收到的内容签名人数不够，没有采用。"
    + _KEPT
    + "请告诉县里：可能少了审核人的签名，也可能有一把密钥被盗用。",
    Refusal.ROLLBACK: "服务器给的是旧内容，没有采用。"
    + _KEPT
    + "请告诉县里：可能是服务器恢复了旧备份，也可能有人想把公开过的内容藏起来。",
    Refusal.FORK: "同一个版本出现了两份不同的内容，没有采用。"
    + _KEPT
    + "请告诉县里：发布密钥可能被盗用。",
    Refusal.MIXED: "收到的几部分内容不是同一次发布的，没有采用。"
    + _KEPT
    + "如果一小时后还这样，请告诉县里核查服务器或镜像。",
    Refusal.FREEZE: "服务器的签名已经过期，没有采用。"
    + _KEPT
    + "请告诉县里：可能发布服务停了，也可能有人扣住了新内容。",
    Refusal.CLOCK_DOUBT: "按本机时钟，服务器的签名已经过期；但本机时钟没有校准，"
    "内容照常核对、照常更新。请检查网络对时；时钟如果是准的，请告诉县里发布服务可能停了。",
    Refusal.OVERSIZED: "服务器发来的数据比应有的大，已经中断，没有采用。"
    + _KEPT
    + "请告诉县里核查服务器。",
    Refusal.WRONG_DIGEST: "收到的文件与签名的长度或摘要不符，没有采用。"
    + _KEPT
    + "本机会自动再取；一直这样，请告诉县里核查服务器或镜像。",
    Refusal.MISSING: "服务器上缺少应有的文件。"
    + _KEPT
    + "本机会自动再取；一直这样，请告诉县里核查服务器或镜像。",
    Refusal.FOREIGN_PATH: "有单位的签名里出现了不归它管的内容，没有采用。"
    + _KEPT
    + "请告诉县里：这个单位的发布密钥可能被盗用。",
    Refusal.UNKNOWN_ROLE: "这个单位没有得到县里的发布授权，没有采用它的内容。"
    + _KEPT
    + "请县里检查授权（kiosk keys delegate），或者检查本机配置的区划代码。",
    Refusal.VANISHED: "本来公开的整份内容从服务器上消失了，没有照办：只有撤回才能撤下。"
    + _KEPT
    + "请告诉县里核查。",
    Refusal.MALFORMED: "收到的不是公开栏的内容，或者是更新版本的程序发布的，没有采用。"
    + _KEPT
    + "请检查网络是否要先登录；不是的话，请告诉县里本机程序要升级。",
}


class Refused(msgspec.Struct, frozen=True):
    """A refusal with its place (a role, a scope) and the details for an engineer."""

    kind: Refusal
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


class RefusedError(Exception):
    """What the server gave did not verify; what is on the screen stays.

    Made from a refusal, or from a few words about something that cannot be read.
    """

    def __init__(self, why: Refused | str) -> None:
        super().__init__(str(why))
        self.refused = why if isinstance(why, Refused) else Refused(Refusal.MALFORMED, "", why)

    @property
    def sentence(self) -> str:
        """For people, in Chinese."""
        return self.refused.kind.sentence


class RuleError(Exception):
    """A rule of ours, not of TUF's, was broken by what the server gave."""

    def __init__(self, kind: Refusal, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class ForkError(BadVersionNumberError):
    """Two different contents under one version."""


class UnknownRoleError(RepositoryError):
    """Nobody delegates to a role."""


def refused(error: Exception, where: str) -> Refused:
    """The refusal that an error stands for, at that place unless the error names a better one."""
    if found := _EXPIRED.fullmatch(str(error)):
        where = found[1]
    return Refused(_kind(error), where, f"{type(error).__name__}: {error}")


def _kind(error: Exception) -> Refusal:
    if isinstance(error, RuleError):
        return error.kind
    if isinstance(error, UnsignedMetadataError):
        found = _SIGNED_BY.search(str(error))
        some = found is not None and int(found[1]) > 0
        return Refusal.TOO_FEW_SIGNATURES if some else Refusal.WRONG_SIGNATURE
    if isinstance(error, BadVersionNumberError):
        return _version_kind(error)
    for kinds, refusal in (
        (ExpiredMetadataError, Refusal.FREEZE),
        ((LengthOrHashMismatchError, DamagedBlobError), Refusal.WRONG_DIGEST),
        (DownloadLengthMismatchError, Refusal.OVERSIZED),
        ((DownloadHTTPError, MissingBlobError), Refusal.MISSING),
        (UnknownRoleError, Refusal.UNKNOWN_ROLE),
        (DeserializationError, Refusal.MALFORMED),
    ):
        if isinstance(error, kinds):
            return refusal
    if isinstance(error, RepositoryError):
        return _repository_kind(str(error))
    return Refusal.MALFORMED


def _version_kind(error: BadVersionNumberError) -> Refusal:
    if isinstance(error, ForkError):
        return Refusal.FORK
    text = str(error)
    if not _META_WENT_BACK.match(text) and _NOT_THE_ONE_NAMED.match(text):
        return Refusal.MIXED
    return Refusal.ROLLBACK


def _repository_kind(text: str) -> Refusal:
    if "is missing info for" in text:
        return Refusal.VANISHED
    if "not part of snapshot" in text or "does not contain information" in text:
        return Refusal.MIXED
    return Refusal.MALFORMED
