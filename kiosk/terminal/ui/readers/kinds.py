"""The pieces of the documents that services, holdings and the villagers' word are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.affairs.appraisal import Appraisal, Ballot
from kiosk.affairs.disclosure import Content
from kiosk.affairs.guide import ServiceGuide
from kiosk.affairs.holdings import Contract, Register, Tender
from kiosk.affairs.people import People, Timetable
from kiosk.affairs.policy import Policy
from kiosk.affairs.risk import RiskBoard
from kiosk.affairs.weekly import WeeklyReport
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.flow import Piece
from kiosk.terminal.ui.readers.appraisal import appraisal_pieces
from kiosk.terminal.ui.readers.ballot import ballot_pieces
from kiosk.terminal.ui.readers.estate import contract_pieces, register_pieces, tender_pieces
from kiosk.terminal.ui.readers.guide import guide_pieces
from kiosk.terminal.ui.readers.people import people_pieces
from kiosk.terminal.ui.readers.policy import policy_pieces
from kiosk.terminal.ui.readers.report import report_pieces
from kiosk.terminal.ui.readers.risks import risks_pieces
from kiosk.terminal.ui.readers.timetable import timetable_pieces

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage


def kind_pieces(  # noqa: C901, PLR0911 - a kind a line
    board: Stage, shelved: Shelved, content: Content, width: float
) -> list[Piece]:
    """What stands on the pages of a document; nothing for kinds that are told elsewhere.

    A policy's body is among its pieces: a long one is read by chapters.
    """
    match content.document:
        case ServiceGuide() as guide:
            return guide_pieces(board, shelved, guide, width)
        case People() as people:
            return people_pieces(board, shelved, people, width)
        case Timetable() as timetable:
            return timetable_pieces(board, shelved, timetable, width)
        case Register() as register:
            return register_pieces(board, shelved, register, width)
        case Contract() as contract:
            return contract_pieces(board, contract, width)
        case Tender() as tender:
            return tender_pieces(board, shelved, tender, width)
        case Policy() as policy:
            return policy_pieces(board, shelved, policy, content, width)
        case Appraisal() as appraisal:
            return appraisal_pieces(board, appraisal, width)
        case WeeklyReport() as report:
            return report_pieces(board, report, width)
        case RiskBoard() as risks:
            return risks_pieces(board, risks, width)
        case Ballot() as ballot:
            return ballot_pieces(board, shelved, ballot, width)
        case _:
            return []
