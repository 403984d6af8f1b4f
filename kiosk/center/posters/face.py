"""The Simplified Chinese face inside an installed Noto or Source Han collection."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
_FILES = ("notosanscjk", "sourcehansans", "notosanssc")
_PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_MOST = 16


class FaceMissingError(RuntimeError):
    """No Chinese font is installed.  The message says in Chinese what to install."""


class Weight(NamedTuple):
    """One weight of the face: its file, and which member of the collection it is."""

    path: Path
    member: int

    @lru_cache(32)  # noqa: B019 - of two weights, which live as long as the program
    def at(self, pixels: int) -> ImageFont.FreeTypeFont:
        """For drawing with Pillow."""
        return ImageFont.truetype(str(self.path), pixels, index=self.member)


@cache
def face(weight: str) -> Weight:
    """The ``Regular`` or ``Bold`` weight; FaceMissingError."""
    for place in _PLACES:
        for path in sorted(place.rglob("*.[to]t[cf]")):
            if path.name.lower().replace("-", "").startswith(_FILES):
                index = _member(path, weight)
                if index is not None:
                    return Weight(path, index)
    raise FaceMissingError(
        "没有找到简体中文字体，海报没有做。请安装“思源黑体”：sudo apt-get install fonts-noto-cjk，"
        "再试一次。"
    )


def _member(path: Path, weight: str) -> int | None:
    for index in range(_MOST):
        try:
            family, style = ImageFont.truetype(str(path), 10, index=index).getname()
        except OSError:
            return None
        if family in _FAMILIES and style == weight:
            return index
    return None
