"""A disk that forgets: system calls of a traced process, replayed onto a model of what is durable.

What a file holds is on the disk after its fsync, a name after the fsync of its folder.  Of what
came after, a power cut keeps any part: nothing, everything, names without content (as ext4 does),
or some of the writes.  `crash` builds such a state in a folder.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

TRACED = (
    "openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,lseek,fallocate,copy_file_range,sendfile"
)
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
_UNFINISHED = re.compile(r"^(\d+)\s+(\w+\(.*) <unfinished \.\.\.>$", re.DOTALL)
_RESUMED = re.compile(r"^(\d+)\s+<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
_FD = re.compile(r"^(\d+)<(.*?)>")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Call(NamedTuple):
    """A system call that succeeded: its name, the text of its arguments, its result."""

    name: str
    arguments: str
    result: int


def calls(trace: Path) -> list[Call]:
    """What ``strace -f -y -xx`` wrote, each call where it ended."""
    found, waiting = [], {}
    for line in trace.read_text(encoding="ascii", errors="replace").splitlines():
        if begun := _UNFINISHED.match(line):
            waiting[begun[1]] = begun[2]
            continue
        ended = _RESUMED.match(line)
        text = waiting.pop(ended[1], "") + ended[2] if ended else line
        if (whole := _CALL.match(text)) and int(whole[3]) >= 0:
            found.append(Call(whole[1], whole[2], int(whole[3])))
    return found


class _File:
    """An inode: what is durable, and the writes since: (offset, data), or (length, None)."""

    def __init__(self, durable: bytes = b"") -> None:
        self.durable = durable
        self.since: list[tuple[int, bytes | None]] = []

    def now(self) -> bytes:
        return self.after(self.since)

    def after(self, writes: list[tuple[int, bytes | None]], *, blank: bool = False) -> bytes:
        content = bytearray(self.durable)
        for offset, data in writes:
            end = offset + len(data or b"")
            if len(content) < end:
                content.extend(bytes(end - len(content)))
            if data is None:
                del content[offset:]
            else:
                content[offset:end] = bytes(len(data)) if blank else data
        return bytes(content)


class Disk:
    """The files below ``root`` as the calls name them; what was there before lies in ``before``.

    ``synced`` counts the fsyncs.
    """

    def __init__(self, root: Path, before: Path) -> None:
        self.root = root
        self.names: dict[str, _File | None] = {}
        for path in sorted(before.rglob("*")):
            name = str(root / path.relative_to(before))
            self.names[name] = None if path.is_dir() else _File(path.read_bytes())
        self._durable = dict(self.names)
        self._pending: list[tuple[str, dict[str, _File | None], list[str]]] = []
        self._at: dict[int, int] = {}
        self.synced = 0

    def apply(self, call: Call) -> bool:
        """Follow a call; whether it changed anything below the folder."""
        act = getattr(self, f"_{call.name}", None)
        if act is None:
            assert call.name not in {"writev", "pwritev", "copy_file_range", "sendfile"} or (
                str(self.root) not in call.arguments
            ), f"{call.name} is not modelled"
            return False
        return bool(act(call))

    def crash(self, folder: Path, chance: random.Random, mode: str) -> None:
        """What a power cut now may leave.  ``mode``: least, most, names or some."""
        names = dict(self._durable)
        kept = {"least": 0, "most": len(self._pending), "names": len(self._pending)}.get(
            mode, chance.randint(0, len(self._pending))
        )
        for _, added, removed in self._pending[:kept]:
            for name in removed:
                names.pop(name, None)
            names.update(added)
        for name, file in sorted(names.items()):
            target = folder / Path(name).relative_to(self.root)
            if not target.parent.is_dir():
                continue  # the folder itself did not survive
            if file is None:
                target.mkdir(exist_ok=True)
            elif not name.endswith("-shm"):  # shared memory; SQLite makes it anew
                target.write_bytes(self._content(file, chance, mode))

    @staticmethod
    def _content(file: _File, chance: random.Random, mode: str) -> bytes:
        if mode == "least":
            return file.durable
        if mode == "most":
            return file.now()
        if mode == "names":
            return file.after(file.since, blank=True)
        return file.after([w for w in file.since if chance.random() < 0.5])

    def _file(self, call: Call) -> tuple[int, str, _File | None]:
        found = _FD.match(call.arguments)
        if found is None:
            return -1, "", None
        path = _text(found[2])
        return int(found[1]), path, self.names.get(path)

    def _paths(self, call: Call) -> list[str]:
        return [
            p for p in map(_text, _STRING.findall(call.arguments)) if p.startswith(f"{self.root}/")
        ]

    def _change(self, folder: str, added: dict[str, _File | None], removed: list[str]) -> bool:
        for name in removed:
            self.names.pop(name, None)
        self.names.update(added)
        self._pending.append((folder, added, removed))
        return True

    def _openat(self, call: Call) -> bool:
        for path in self._paths(call):
            self._at[call.result] = 0
            file = self.names.get(path)
            if path not in self.names and "O_CREAT" in call.arguments:
                return self._change(str(Path(path).parent), {path: _File()}, [])
            if file is not None and "O_TRUNC" in call.arguments:
                file.since.append((0, None))
            if file is not None and "O_APPEND" in call.arguments:
                self._at[call.result] = len(file.now())
        return False

    def _write(self, call: Call) -> bool:
        handle, _, file = self._file(call)
        if file is None:
            return False
        data = _bytes(call.arguments)[: call.result]
        at = self._at.get(handle, 0)
        file.since.append((at, data))
        self._at[handle] = at + len(data)
        return True

    def _pwrite64(self, call: Call) -> bool:
        _, _, file = self._file(call)
        if file is None:
            return False
        offset = int(call.arguments.rsplit(",", 1)[1])
        file.since.append((offset, _bytes(call.arguments)[: call.result]))
        return True

    def _lseek(self, call: Call) -> bool:
        self._at[self._file(call)[0]] = call.result
        return False

    def _ftruncate(self, call: Call) -> bool:
        _, _, file = self._file(call)
        if file is None:
            return False
        length = int(call.arguments.rsplit(",", 1)[1])
        file.since.append((length, None))
        return True

    def _fallocate(self, call: Call) -> bool:
        assert self._file(call)[2] is None, "fallocate is not modelled"
        return False

    def _fsync(self, call: Call) -> bool:
        _, path, file = self._file(call)
        if file is not None:
            file.durable, file.since = file.now(), []
        elif path == str(self.root) or path in self.names:
            mine = [p for p in self._pending if p[0] == path]
            self._pending = [p for p in self._pending if p[0] != path]
            for _, added, removed in mine:
                for name in removed:
                    self._durable.pop(name, None)
                self._durable.update(added)
        else:
            return False
        self.synced += 1
        return True

    _fdatasync = _fsync

    def _rename(self, call: Call) -> bool:
        paths = self._paths(call)
        if len(paths) != 2:
            return False
        old, new = paths
        return self._change(str(Path(new).parent), {new: self.names[old]}, [old])

    _renameat = _renameat2 = _rename

    def _unlink(self, call: Call) -> bool:
        paths = self._paths(call)
        for path in paths:
            self._change(str(Path(path).parent), {}, [path])
        return bool(paths)

    _unlinkat = _unlink

    def _mkdir(self, call: Call) -> bool:
        paths = self._paths(call)
        for path in paths:
            self._change(str(Path(path).parent), {path: None}, [])
        return bool(paths)

    _mkdirat = _mkdir


def _bytes(arguments: str) -> bytes:
    found = _STRING.search(arguments)
    return b"" if found is None else bytes.fromhex(found[1].replace("\\x", ""))


def _text(text: str) -> str:
    if text.startswith("\\x"):
        return bytes.fromhex(text.replace("\\x", "")).decode(errors="replace")
    return text
