"""The rules of the house, held by a machine."""

import re
from pathlib import Path

from importlinter.cli import lint_imports

HOUSE = Path(__file__).parents[1]
REASON = "No file over"


def test_stairs_run_one_way_and_the_rooms_stay_pure(capsys):
    assert lint_imports(config_filename=str(HOUSE / "pyproject.toml")) == 0, capsys.readouterr().out


def test_no_file_is_longer_than_four_hundred_lines():
    for path in HOUSE.glob("kiosk/**/*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_nothing_draws_with_the_instruction_that_never_gives_its_memory_back():
    for path in HOUSE.glob("kiosk/terminal/ui/**/*.py"):
        assert "SmoothRoundedRectangle(" not in path.read_text(encoding="utf-8"), path


def test_no_colour_stands_outside_the_theme():
    for path in HOUSE.glob("kiosk/terminal/ui/**/*.py"):
        if path.name != "theme.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r'"#[0-9A-Fa-f]{6}"', text), path
