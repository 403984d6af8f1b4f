"""村里的家底 on the phone: what the village owns, who rents it, what is on offer, warnings."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import disclosure_id
from kiosk.affairs.holdings import Contract, HoldingClass, Register, Tender
from kiosk.affairs.period import STANDING
from kiosk.affairs.posted import RISKS
from kiosk.affairs.risk import PublicRisk, RiskBoard
from kiosk.center.site.board import Board, documents
from kiosk.center.site.page import page
from kiosk.center.site.shelf import shelf
from kiosk.center.site.village import board_page, frame


@board_page
def own(request: HttpRequest, board: Board) -> HttpResponse:
    """Warnings, offers, holdings by class, contracts; the division's own alone."""
    code = board.division.code
    registers = [e for e in documents(board, Kind.REGISTER, Register) if e[0].division == code]
    newest = max(registers, key=lambda each: each[1].day, default=None)
    groups = []
    for each in HoldingClass if newest is not None else ():
        assert newest is not None
        face, register = newest
        held = [
            (face, row, holding)
            for row, holding in enumerate(register.holdings, 1)
            if holding.group is each
        ]
        if held:
            groups.append((f"{each.chinese}（{len(held)}）", held))
    contracts = [e for e in documents(board, Kind.CONTRACT, Contract) if e[0].division == code]
    tenders = [e for e in documents(board, Kind.TENDER, Tender) if e[0].division == code]
    context = frame(board) | {
        "risks": _risks(code),
        "tenders": sorted(tenders, key=lambda each: _tender_order(each[1], board.now)),
        "open": [face.id for face, tender in tenders if tender.is_open(board.now)],
        "groups": groups,
        "contracts": [
            (face, contract, contract.owed(board.today))
            for face, contract in sorted(contracts, key=lambda each: each[1].ends)
        ],
    }
    return page(request, "site/own.html", context, changed=board.changed())


def _tender_order(tender: Tender, now: datetime) -> tuple[bool, bool]:
    """What can still be asked for first, then what waits for its result."""
    return tender.result is not None, not tender.is_open(now)


def _risks(code: str) -> tuple[PublicRisk, ...]:
    opened = shelf().open(disclosure_id(code, RISKS.code, str(STANDING)))
    document = opened.content.document if opened is not None and opened.content else None
    return document.risks if isinstance(document, RiskBoard) else ()
