"""Old .xls workbooks: tried in a process with little memory before they are read here.

Their cells lie in records that only a reader knows how to follow, and the reader takes room for
the whole rectangle around what is filled: one forgotten blank in the last corner is a gigabyte.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_MEMORY = 256 * 2**20
_SECONDS = 20
_TRIAL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
import python_calamine as calamine
try:
    book = calamine.CalamineWorkbook.from_path(sys.argv[1])
    for sheet in book.sheets_metadata:
        if sheet.visible is calamine.SheetVisibleEnum.Visible:
            book.get_sheet_by_name(sheet.name)
except (calamine.CalamineError, OSError, ValueError):
    pass  # the reader will say what is wrong
"""


def fits(path: Path) -> bool:
    """Whether every visible sheet can be read in little memory and time."""
    command = [sys.executable, "-I", "-c", _TRIAL, str(path), str(_MEMORY)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
