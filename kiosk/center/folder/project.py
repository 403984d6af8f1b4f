"""项目 for the desk, until its form follows the declaration as well."""

from __future__ import annotations

from datetime import date

from kiosk.affairs.disclosure import Project
from kiosk.center.folder.card import Card
from kiosk.center.folder.kinds.ground import Ground
from kiosk.center.folder.kinds.project import FORM, read
from kiosk.center.folder.kinds.rows import Rows
from kiosk.center.folder.kinds.values import Facts
from kiosk.center.folder.links import Links
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.sheet import Sheet
from kiosk.center.folder.shelf import Shelf


def read_project(
    sheet: Sheet, card: Card, pen: Pen, shelf: Shelf, published: date | None
) -> Project | None:
    """The project of a sheet and a card."""
    links = Links("")
    rows = Rows(FORM, sheet, pen, shelf, links)
    return read(Ground(Facts(card, FORM.keys, pen, shelf, links), rows, pen, published))
