"""Contact cards: who does what, under which number, and who stands in for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.people import Contact, People
from kiosk.affairs.routing import rank_of
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.calling import office_call, on_duty
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.parts import asking, call_card, digits_style, heading, thumb, viewing
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_HERE = "现在在岗"


def people_pieces(board: Stage, shelved: Shelved, people: People, width: float) -> list[Piece]:
    """Whether the office is open and whom to call, then everybody."""
    theme = board.kit.theme
    rank = rank_of(shelved.disclosure.division)
    found: list[Piece] = []
    call = office_call(board.desk.services, rank)
    if call is not None:
        found.append(piece(call_card(board, call, width), width))
    facts = [
        Fact("地址", people.place),
        Fact("办公时间", "，".join(str(hours) for hours in people.hours)),
        Fact("下班以后", f"{people.after_hours} {people.after_phone}".strip()),
    ]
    facts = [fact for fact in facts if fact.value]
    if facts:
        rows = fact_list(board.kit, facts, width)
        found += [piece(row, width, gap=theme.small) for row in rows]
    if not people.people:
        told = "还没有公布具体的人，有事打办公室电话，或者到村部问。"
        return [*found, *asking(board, told, width)]
    here = [who for who, _ in on_duty(board.desk.services, rank)]
    found.append(heading(board, f"有哪些人：{len(people.people)} 位", width))
    return [*found, *card_pieces(board, people.people, people, here, width)]


def card_pieces(  # noqa: PLR0913 - who, of which office, and whether they are there
    board: Stage,
    contacts: Sequence[Contact],
    people: People,
    here: Sequence[str],
    width: float,
    *,
    when: str = "",
) -> list[Piece]:
    """A card a person; those whose names stand in ``here`` are marked, ``when`` is said of all."""
    found = []
    for contact in contacts:
        there = any(contact.name and contact.name in who for who in here)
        build = partial(contact_card, board, contact, people, width, there=there, when=when)
        found.append(Piece(build().fit(width), build, gap=board.kit.theme.small))
    return found


def contact_card(  # noqa: PLR0913 - who, of which office, and whether they are there
    board: Stage,
    contact: Contact,
    people: People,
    width: float,
    *,
    there: bool = False,
    when: str = "",
) -> Block:
    """Photo, name, post, what they do, the number in huge digits, who stands in for them."""
    kit, theme = board.kit, board.kit.theme
    photo_wide = theme.mm(26)
    room = width - 2 * theme.mm(6)
    if contact.photo is not None:
        room -= photo_wide + theme.small
    name: Block = kit.words(contact.name, theme.heading)
    if there:
        tag_wide = kit.tag_width(_HERE)
        if kit.width(contact.name, theme.heading) + tag_wide + theme.small < room:
            tag = kit.tag(_HERE, kit.colour.village)
            widths = (1.0, tag_wide)
            name = Row(name, tag, widths=widths, gap=theme.small, align="middle")
        else:
            name = Column(name, kit.words(_HERE, theme.note, kit.colour.village))
    texts: list[Block] = [name, kit.words(contact.post, theme.row)]
    if when:
        texts.append(kit.words(when, theme.row, kit.colour.village))
    if contact.duties:
        texts.append(kit.note(f"管：{contact.duties}"))
    phone, noted = contact.phone or people.phone, "" if contact.phone else "办公室电话"
    if phone:
        if noted:
            texts.append(kit.note(noted))
        texts.append(kit.words(phone, digits_style(board, phone, room), kit.colour.village))
    else:
        texts.append(kit.note("还没有公布电话，请到村部找。", kit.colour.due))
    if contact.substitute:
        texts.append(kit.words(f"不在的时候找：{contact.substitute}", theme.row))
    column: Block = Column(*texts, gap=theme.mm(1))
    parts = [contact.name, contact.post, _HERE if there else "", when, contact.duties]
    parts += [f"{noted or '电话'}{phone}" if phone else "没有公布电话"]
    parts += [f"不在的时候找{contact.substitute}" if contact.substitute else ""]
    column.spoken_text = "，".join(part for part in parts if part) + "。"
    if contact.photo is None:
        return kit.card(column)
    opens = viewing(board, (contact.photo,))
    photo = thumb(board, contact.photo, photo_wide, opens, f"{contact.name}的照片，放大看")
    return kit.card(Row(photo, column, widths=(photo_wide, 1.0), gap=theme.small))
