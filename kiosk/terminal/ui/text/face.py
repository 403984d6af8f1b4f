"""The Simplified Chinese face, taken once out of an installed Noto or Source Han collection.

A ``.ttc`` opened by Kivy shows Japanese glyph shapes, so the Simplified Chinese member is
written into the application's data folder as a font of its own.  fontTools is only imported
when there is something to take out: it would cost every start a twentieth of a second.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts")
_WEIGHTS = ("Regular", "Bold")
_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")
"""Tables for vertical setting and for forms of letters that we never ask for.

Each size and weight on the screen opens the face anew; without these it takes less memory, and
what a line measures is exactly the sum of its characters.
"""


class FaceMissingError(RuntimeError):
    """No Chinese font is installed.  The message says in Chinese what to install."""


class Face(NamedTuple):
    """Paths of the two weights that the screen is set in."""

    regular: Path
    bold: Path


def prepare_face(folder: Path) -> Face:
    """The face in ``folder``, written there if it is not yet; raises FaceMissingError."""
    face = Face(*(folder / f"SimplifiedChinese-{weight}.otf" for weight in _WEIGHTS))
    if all(path.exists() for path in face):
        return face
    folder.mkdir(parents=True, exist_ok=True)
    for weight, path in zip(_WEIGHTS, face, strict=True):
        _extract(weight, path)
    return face


def missing_characters(face: Face, texts: Iterable[str]) -> set[str]:
    """Every visible character of the texts that the face cannot draw."""
    from fontTools.ttLib import TTFont

    with TTFont(face.regular, lazy=True) as font:
        known = set(font.getBestCmap())
    wanted = {char for text in texts for char in text}
    return {char for char in wanted if ord(char) not in known and char.isprintable()}


def _extract(weight: str, path: Path) -> None:
    """Write the Simplified Chinese member of that weight to ``path``."""
    for candidate in _candidates():
        with _opened(candidate) as fonts:
            for font in fonts:
                if _is_wanted(font, weight):
                    _write(font, path)
                    return
    raise FaceMissingError(
        "没有找到简体中文字体，屏幕上的字显示不出来。"
        "请安装“思源黑体”：sudo apt-get install fonts-noto-cjk，然后重新启动。"
    )


@contextmanager
def _opened(path: Path) -> Iterator[list[TTFont]]:
    """The fonts in a file or a collection."""
    from fontTools.ttLib import TTCollection, TTFont

    if path.suffix == ".ttc":
        with TTCollection(path, lazy=True) as collection:
            yield collection.fonts
    else:
        with TTFont(path, lazy=True) as font:
            yield [font]


def _is_wanted(font: TTFont, weight: str) -> bool:
    names = font["name"]
    family = names.getDebugName(16) or names.getDebugName(1) or ""
    style = names.getDebugName(17) or names.getDebugName(2) or ""
    return family in _FAMILIES and style == weight


def _candidates() -> list[Path]:
    """Font files that may hold the face; fontconfig knows best, else the usual places."""
    listed: list[str] = []
    try:
        answer = subprocess.run(
            ["fc-list", ":lang=zh-cn", "file"],  # noqa: S607 - found on the technician's PATH
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        listed = [line.split(":")[0] for line in answer.stdout.splitlines()]
    except (OSError, subprocess.SubprocessError):
        pass
    paths = {Path(line) for line in listed}
    for place in _PLACES:
        for pattern in ("*.ttc", "*.otf"):
            paths.update(Path(place).rglob(pattern))
    wanted = ("notosanscjk", "sourcehansans", "notosanssc")
    return sorted(
        p for p in paths if p.exists() and p.name.lower().replace("-", "").startswith(wanted)
    )


def _write(font: TTFont, path: Path) -> None:
    for table in _UNUSED:
        if table in font:
            del font[table]
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        font.save(file)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
