"""A policy: what changed for me first, whether it holds, then the text; a statute by chapters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.disclosure import Content
from kiosk.affairs.policy import Policy
from kiosk.affairs.statute import Chapter, chapters_of
from kiosk.terminal.library import Shelved
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.readers.parts import banner, heading
from kiosk.terminal.ui.readers.prose import body_pieces, told_pieces
from kiosk.terminal.ui.rows import Told, row_pieces
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.facts import Fact, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_LONG = 10
"""A text of more articles than this is read by chapters."""
REPEALED = "已经废止"


def policy_pieces(
    board: Stage, shelved: Shelved, policy: Policy, content: Content, width: float
) -> list[Piece]:
    """What it means for a family, its papers, and the text or the way into it."""
    kit, theme, today = board.kit, board.kit.theme, board.desk.today()
    word, colour = standing(board, policy)
    said = word
    if word == REPEALED and policy.replaced_by:
        said = f"{word}，现在看《{policy.replaced_by.strip('《》')}》"
    elif policy.in_force is not None and policy.in_force > today:
        said = f"{word}，{day_text(policy.in_force, today)}起施行"
    found = [piece(banner(board, said, colour), width)]
    if policy.changes:
        found.append(heading(board, "跟您有关的变化", width))
        for change in policy.changes:
            found += told_pieces(board, "", change, width, theme.heading)
    dates = (("发布", policy.issued), ("施行", policy.in_force), ("废止", policy.repealed))
    facts = [
        Fact("跟谁有关", policy.whom),
        Fact("发文单位", policy.issuer),
        Fact("文号", policy.number),
        *(Fact(name, day_text(day, today)) for name, day in dates if day is not None),
    ]
    rows = fact_list(kit, [fact for fact in facts if fact.value], width)
    found += [piece(row, width, gap=theme.gap if not n else 0) for n, row in enumerate(rows)]
    if not is_long(content):
        return [*found, *body_pieces(board, content.body, width)]
    return [*found, *_chapters(board, shelved, content, width)]


def standing(board: Stage, policy: Policy) -> tuple[str, Colour]:
    """Whether it holds today, in words and a colour."""
    word = policy.standing(board.desk.today())
    colour = board.kit.colour
    return word, {REPEALED: colour.soft, "现行有效": colour.village}.get(word, colour.due)


def is_long(content: Content) -> bool:
    """Whether it is a statute that is better read by its chapters."""
    chapters = chapters_of(content.body)
    articles = sum(1 for c in chapters for a in c.articles if a.number)
    return len(chapters) > 1 and articles > _LONG


def chapter_note(chapter: Chapter) -> str:
    """Which articles stand in a chapter: ``第一条到第八条，8 条``."""
    numbers = [article.number for article in chapter.articles if article.number]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return numbers[0]
    return f"{numbers[0]}到{numbers[-1]}，{len(numbers)} 条"


def _chapters(board: Stage, shelved: Shelved, content: Content, width: float) -> list[Piece]:
    """The way into a long text: look for a word, or a chapter by its name."""
    from kiosk.terminal.ui.screens.words.statute import ChapterScreen, StatuteSearch

    theme, chapters = board.kit.theme, chapters_of(content.body)
    search = board.kit.icon_button(
        "search", "在里面找", partial(board.go, StatuteSearch, shelved, content), height=theme.bar
    )
    rows = [
        Told(
            each.name or "开头",
            chapter_note(each),
            partial(board.go, ChapterScreen, shelved, chapters, number),
        )
        for number, each in enumerate(chapters)
    ]
    return [
        heading(board, f"全文：{len(chapters)} 章", width),
        piece(search, width, gap=theme.small),
        *row_pieces(board, rows, width),
    ]
