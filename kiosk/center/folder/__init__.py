"""An authored folder: read whole, checked whole, every mistake with its file, row and column."""

from kiosk.center.folder.problems import Problem
from kiosk.center.folder.reader import Reading, read_catalogues, read_folder

__all__ = ["Problem", "Reading", "read_catalogues", "read_folder"]
