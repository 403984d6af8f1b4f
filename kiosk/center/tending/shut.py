"""Checking an archive: nothing but SHA-256 and JSON, without a database, in any year to come."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.center.audit.chain import digest_of

MANIFEST = "MANIFEST.json"
AUDIT = "操作记录/audit.jsonl"
_CHUNK = 2**20


class ArchiveError(Exception):
    """The archive is not what was put away.  The message is Chinese."""


def verify_archive(path: Path) -> Iterator[str]:
    """Check every file and the chain; lines to print.  ArchiveError at what does not fit."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_files(archive, manifest["files"])
            count = _check_chain(archive, manifest["audit"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ArchiveError(f"{path} 打不开或者坏了（{error}）。请换另一份备份。") from error
    yield f"{manifest['year']} 年的归档：{len(manifest['files'])} 个文件，一个不少，没有被改过。"
    yield f"操作记录 {count} 条接得上，最后一条：{manifest['audit']['printed']}"


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    return dict(json.loads(archive.read(MANIFEST)))


def _check_files(archive: zipfile.ZipFile, files: dict[str, dict[str, Any]]) -> None:
    there = set(archive.namelist()) - {MANIFEST}
    lost, added = sorted(files.keys() - there), sorted(there - files.keys())
    if lost:
        raise ArchiveError(f"少了 {len(lost)} 个文件，第一个是 {lost[0]}。这份归档不完整。")
    if added:
        raise ArchiveError(f"多出 {len(added)} 个文件，第一个是 {added[0]}。这份归档被动过。")
    for name, told in files.items():
        found = hashlib.sha256()
        with archive.open(name) as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
        if found.hexdigest() != told["sha256"]:
            raise ArchiveError(f"{name} 和当时的不一样。这份归档被动过，或者坏了。")


def _check_chain(archive: zipfile.ZipFile, told: dict[str, Any]) -> int:
    before, count = told["before"], 0
    with archive.open(AUDIT) as lines:
        for line in lines:
            link = json.loads(line)
            if link["before"] != before or digest_of(before, link["row"]) != link["digest"]:
                raise ArchiveError(f"操作记录第 {link['row']['number']} 条接不上，被改过。")
            before, count = link["digest"], count + 1
    if before != told["digest"]:
        raise ArchiveError("操作记录的最后一条和清单里写的不一样。")
    return count
