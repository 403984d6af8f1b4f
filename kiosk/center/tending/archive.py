"""A year in one file: what was public and who signed it, for machines and on paper.

公开内容/<division>/<id>/v<number>.json   face, content, signatures
媒体/<first two digits>/<sha256>          pictures and recordings
账目/<division>/<id>-v<number>.csv        ledgers, sums in yuan
打印/<division>/<year>-<month>.pdf        PDF/A-2b, a village and a month each
操作记录/audit.jsonl                      the links of the audit log of that year
MANIFEST.json                             SHA-256 of each file, the head of the chain
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.utils import timezone

from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.money import format_yuan
from kiosk.center.audit.chain import START, Head
from kiosk.center.audit.log import record
from kiosk.center.audit.models import AuditEntry
from kiosk.center.board.faces import approvals_of
from kiosk.center.board.models import Signature, Version
from kiosk.center.board.store import file_of
from kiosk.center.cases.places import division_name
from kiosk.center.printing import Step
from kiosk.center.tending.printed import month_pdf
from kiosk.center.tending.shut import AUDIT, MANIFEST, ArchiveError
from kiosk.center.tending.years import bounds

_STAMP = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the same content gives the same bytes."""


def make_archive(year: int, path: Path, step: Step | None = None) -> Iterator[str]:
    """Write the archive of a year, for its owner alone; lines to print.

    In it are the versions that came to the center in that year, whenever they were public.
    Raises ArchiveError if the file is there already, OSError if it cannot be written, and
    FaceMissingError without a Chinese font.  That it was made is on record, in the year in
    which it is made.
    """
    if path.exists():
        raise ArchiveError(f"{path} 已经有了，没有动它。请换一个名字（--to）。")
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(mode=0o600)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
            made = _Archive(file, year)
            made.fill(step or (lambda _done, _total, _what: None))
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    digest = _file_digest(path)
    facts = {"year": year, "count": len(made.files), "digest": digest}
    record("archive.made", path.name, by=None, facts=facts)
    yield f"{year} 年归档在 {path}：{len(made.files)} 个文件。"
    yield f"整个文件的 SHA-256：{digest}"
    if made.lost:
        yield f"注意：有 {len(made.lost)} 个图片或录音已经找不到，清单里写明了。"
    yield "请拷两份存到别处，用 kiosk center archive --verify 检查过再放好。"


class _Archive:
    """The file while it grows, and what goes into its list."""

    def __init__(self, file: zipfile.ZipFile, year: int) -> None:
        self._zip = file
        self._year = year
        self.files: dict[str, dict[str, Any]] = {}
        self.lost: list[str] = []

    def fill(self, step: Step) -> None:
        """Write everything, the list last."""
        months: dict[tuple[str, str], list[int]] = {}
        first, following = bounds(self._year)
        made = Version.objects.filter(made_at__gte=first, made_at__lt=following)
        for version in made.select_related("item", "author").order_by("id").iterator():
            self._version(version)
            if version.released_on is not None:
                key = (version.item.division, f"{version.released_on:%Y-%m}")
                months.setdefault(key, []).append(version.pk)
        for done, ((division, month), keys) in enumerate(sorted(months.items()), 1):
            versions = Version.objects.filter(pk__in=keys).select_related("item").order_by("id")
            pdf = month_pdf(division_name(division), month, versions)
            self._put(f"打印/{division}/{month}.pdf", pdf)
            step(done, len(months), f"打印 {division} {month}")
        before, head = self._audit()
        manifest = {
            "year": self._year,
            "made_at": timezone.now().isoformat(),
            "audit": {
                "before": before,
                "number": head.number,
                "digest": head.digest,
                "printed": head.printed,
            },
            "lost": self.lost,
            "files": self.files,
        }
        self._write(MANIFEST, _json(manifest))

    def _version(self, version: Version) -> None:
        item, content = version.item, version.document
        name = f"{item.key}/v{version.number}"
        self._put(
            f"公开内容/{item.division}/{name}.json",
            _json(
                {
                    "id": item.key,
                    "version": version.number,
                    "state": version.state,
                    "origin": version.origin,
                    "made_at": version.made_at.isoformat(),
                    "author": version.author.name if version.author else "",
                    "released_on": version.released_on,
                    "digest": version.digest,
                    "face": msgspec.json.decode(bytes(version.face)),
                    "content": msgspec.json.decode(version.plain),
                    "approvals": msgspec.to_builtins(approvals_of(version)),
                    "signatures": list(_signatures(version)),
                }
            ),
        )
        for media in content.media():
            self._media(media.digest)
        if isinstance(content.document, Ledger):
            place = f"账目/{item.division}/{item.key}-v{version.number}.csv"
            self._put(place, _csv(content.document))

    def _media(self, digest: str) -> None:
        name = f"媒体/{digest[:2]}/{digest}"
        if name in self.files or digest in self.lost:
            return
        path = file_of(digest)
        if path is None:
            self.lost.append(digest)
        else:
            self._put(name, path.read_bytes())

    def _audit(self) -> tuple[str, Head]:
        """The links of the year as lines of JSON; what stands before them, and the last."""
        first, following = bounds(self._year)
        lines, before, head = [], START, Head(0, START)
        earlier = AuditEntry.objects.filter(at__lt=first).order_by("-number").first()
        if earlier is not None:
            before, head = earlier.digest, Head(earlier.number, earlier.digest)
        # A clock that was set back must not tear a hole: by number from the first to the last.
        of_year = AuditEntry.objects.filter(number__gt=head.number, at__lt=following)
        last = of_year.order_by("-number").first()
        if last is not None:
            whole = AuditEntry.objects.filter(number__gt=head.number, number__lte=last.number)
            for entry in whole.order_by("number").iterator():
                row, previous, digest = entry.link
                lines.append(_line({"row": row, "before": previous, "digest": digest}))
            head = Head(last.number, last.digest)
        self._put(AUDIT, b"".join(lines))
        return before, head

    def _put(self, name: str, data: bytes) -> None:
        self.files[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        info = zipfile.ZipInfo(name, _STAMP)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, data)


def _signatures(version: Version) -> Iterator[dict[str, Any]]:
    for each in Signature.objects.filter(version=version).select_related("staff").order_by("id"):
        yield {
            "step": each.step,
            "act": each.act,
            "person": each.staff.name,
            "post": each.staff.post,
            "at": each.at.isoformat(),
            "reason": each.reason,
            "digest": each.digest,
        }


def _csv(ledger: Ledger) -> bytes:
    """With a mark that Excel knows as UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("日期", "摘要", "对方", "科目", "收入（元）", "支出（元）", "经手", "备注"))
    rows.writerow(("", "期初余额", "", "", format_yuan(ledger.opening), "", "", ""))
    for e in ledger.entries:
        sums = (_yuan(e.received), _yuan(e.paid))
        rows.writerow((e.day.isoformat(), e.summary, e.party, e.account, *sums, e.handler, e.note))
    rows.writerow(("", "期末余额", "", "", format_yuan(ledger.closing), "", "", ""))
    return ("\ufeff" + out.getvalue()).encode()


def _yuan(fen: int) -> str:
    return format_yuan(fen) if fen else ""


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
