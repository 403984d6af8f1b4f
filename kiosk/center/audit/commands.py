"""What ``kiosk audit`` does, in words for the county's technician."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from django.utils import timezone

from kiosk.center.audit.chain import read_mark
from kiosk.center.audit.log import head, verify
from kiosk.center.audit.models import AuditEntry
from kiosk.center.audit.words import act_words


def run(options: argparse.Namespace) -> tuple[int, Iterator[str]]:
    """Do one act; the exit status (1 for a broken chain) and the lines to print.  MarkError."""
    if options.act == "verify":
        kept = read_mark(options.printed) if options.printed else None
        verdict = verify(kept)
        if verdict.broken:
            more = "记录被动过。请先不要改动数据库，留好备份，报告县里和上级主管部门。"
            return 1, iter([verdict.broken, more])
        passed = "，也和表上印的对得上" if kept else ""
        return 0, iter([f"共{verdict.checked}条，一条不少，没有被改过{passed}。", _last()])
    return 0, iter([_last()]) if options.act == "head" else _newest(options.last)


def _last() -> str:
    return f"最后一条：{head().printed}"


def _newest(count: int) -> Iterator[str]:
    for entry in reversed(AuditEntry.objects.order_by("-number")[: max(count, 0)]):
        at = timezone.localtime(entry.at)
        who = f"{entry.name}（{entry.username}）" if entry.username else "县中心"
        origin = " ".join(part for part in (entry.address, entry.agent) if part) or "中心本机"
        what = f"{act_words(entry.act)}\t{entry.about}"
        yield f"{entry.number}\t{at:%Y-%m-%d %H:%M:%S}\t{who}\t{what}\t{entry.facts}\t{origin}"
