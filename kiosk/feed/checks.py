"""What must hold of a draft before it may be published; the last gate, not the first.

Whoever fills in content has had better-worded errors with file and row by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.affairs.appraisal import Appraisal
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Ledger, disclosure_id
from kiosk.affairs.division import DivisionError, scope_of
from kiosk.affairs.gate import unsigned
from kiosk.affairs.masking import find_personal_data
from kiosk.affairs.media import Media
from kiosk.affairs.notice import Notice
from kiosk.feed.blobs import BlobStore
from kiosk.feed.documents import BlobRef, DocumentError, Entry, strictly
from kiosk.feed.draft import Draft
from kiosk.feed.edition import foreign
from kiosk.feed.text import plain_text

_DIGEST = re.compile(r"[0-9a-f]{64}")


class PublishError(Exception):
    """Nothing was published.  ``problems`` are Chinese sentences, one for each mistake."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("什么也没有发布。\n" + "\n".join(self.problems))


def problems_of(draft: Draft, entry: Entry, scopes: set[str], store: BlobStore) -> Iterator[str]:
    """Everything that is wrong with a draft, in sentences that name its id."""
    disclosure = draft.disclosure
    try:
        strictly(draft.content)
        strictly(entry)
    except DocumentError as error:
        yield f"{disclosure.id}：内容不合规格（{error}）"
        return
    try:
        scope = scope_of(disclosure.division)
    except DivisionError as error:
        yield f"{disclosure.id}：{error}"
        return
    if reason := foreign(entry, scope):
        yield f"{disclosure.id}：{reason}"
        return
    if scope not in scopes:
        yield f"{disclosure.id}：{scope} 还没有发布授权，请先运行 kiosk keys delegate"
    stem = disclosure_id(disclosure.division, disclosure.item, disclosure.period)
    if not re.fullmatch(re.escape(stem) + r"(-\d+)?", disclosure.id):
        yield f"{disclosure.id}：编号应当是 {stem}，或者后面再加序号"
    yield from _document(draft)
    for media in draft.content.media():
        yield from _media(draft, media, store)


def unsigned_problems(draft: Draft, county: County) -> list[str]:
    """Which signatures a draft lacks (`kiosk.affairs.gate`); none where the county has no gates.

    Urgent notices and case boards have gates of their own at the center.
    """
    disclosure = draft.disclosure
    if not county.gates or not disclosure.kind.is_authored:
        return []
    gate = county.gate_of(disclosure)
    if gate is None:
        return [f"{disclosure.id}：公开目录或审核规定里没有这一项，不知道要谁审核"]
    return [f"{disclosure.id}：{problem}" for problem in unsigned(gate, disclosure.approvals)]


def _document(draft: Draft) -> Iterator[str]:
    disclosure = draft.disclosure
    tag = draft.content.document.__struct_config__.tag
    if tag != disclosure.kind.value:
        yield f"{disclosure.id}：标明的类型是{disclosure.kind.chinese}，文件里却是 {tag}"
    document = draft.content.document
    if isinstance(document, Ledger) and document.difference:
        yield f"{disclosure.id}：上期结余＋收入－支出与本期结余差 {document.difference} 分"
    if isinstance(document, Notice | Appraisal):
        yield from (f"{disclosure.id}：{problem}" for problem in document.problems())
    for text in [disclosure.title, *plain_text(draft.content)]:
        for finding in find_personal_data(text):
            yield f"{disclosure.id}：里面有没有遮盖的{finding.secret}（{finding.masked}）"


def _media(draft: Draft, media: Media, store: BlobStore) -> Iterator[str]:
    where = f"{draft.disclosure.id}：图片“{media.alt}”"
    if not _DIGEST.fullmatch(media.digest):
        yield f"{where}的摘要不是 SHA-256"
        return
    file = draft.blobs.get(media.digest)
    if file is None:
        if store.size(media.digest) != media.size:
            yield f"{where}没有随附文件"
    elif not file.is_file():
        yield f"{where}的文件 {file} 不见了"
    elif file.stat().st_size != media.size:
        yield f"{where}的文件 {file} 长度不对，可能被改动过"


def media_refs(draft: Draft) -> list[BlobRef]:
    """The pictures of a draft."""
    return [BlobRef(m.digest, m.size) for m in draft.content.media()]
