"""有话说: how to say something, what others have said, and how one's own stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.affairs.case import CaseError, CaseState, Verdict, read_number, spoken_number
from kiosk.affairs.public_case import CaseBoard, PublicCase
from kiosk.feed.code import Purpose, unit_item
from kiosk.terminal.ui.dates import day_text
from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.layout import Block, Column, Row
from kiosk.terminal.ui.readers.prose import told_pieces
from kiosk.terminal.ui.screens.code import address, show_code, small_code
from kiosk.terminal.ui.screens.padscreen import PadScreen
from kiosk.terminal.ui.screens.ratings import RatingsScreen, said_of
from kiosk.terminal.ui.screens.screen import FlowScreen, Subject
from kiosk.terminal.ui.screens.words.appraisals import AppraisalsScreen
from kiosk.terminal.ui.theme import Colour
from kiosk.terminal.ui.widgets.facts import Fact, fact_grid, fact_list

if TYPE_CHECKING:
    from kiosk.terminal.ui.stage import Stage

_INVITATION = (
    "有话想对村里、镇里说？",
    "手机扫一扫，写下来，可以不留名字，几天内有答复。点一下，码变大。",
)


class AskScreen(FlowScreen):
    """The code of the village, the query, and the case board."""

    title = "有话说"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.board.kit, self.board.kit.theme
        desk = self.board.desk
        place = desk.place()
        village = Subject(desk.division, title=place.name if place else "")
        code = small_code(self.board, village, _INVITATION)
        blocks: list[Block] = [] if code is None else [code]
        query = partial(self.board.go, QueryScreen)
        board = desk.cases()
        asked = kit.opens(
            kit.words("我反映的事，办得怎么样了？", theme.strong),
            query,
            "我反映的事，办得怎么样了",
            **kit.card_surface(),
        )
        blocks.append(Row(asked, *self._ratings(board), gap=theme.small, even=True))
        if (appraised := self._appraised()) is not None:
            blocks.append(appraised)
        found = [piece(block, width, gap=theme.small) for block in blocks]
        if board is None or not board.cases:
            words = kit.words("还没有公布过大家反映的事。", theme.row, kit.colour.soft)
            return [*found, piece(words, width, gap=theme.gap)]
        found.append(piece(kit.words("大家反映的事", theme.strong), width, gap=theme.gap))
        found.append(piece(self._counts(board, width), width, gap=theme.small))
        gap = theme.small
        for case in board.cases:
            build = partial(case_row, self.board, case)
            found.append(Piece(build().fit(width), build, gap=gap))
            gap = 0
        return found

    def _appraised(self) -> Block | None:
        """The way to what the village's cadres were given and promised; while it lasts, to vote."""
        kit, services = self.board.kit, self.board.desk.services
        if not services.appraisals() and not services.ballots():
            return None
        told = "村干部干得怎么样，大家评；说过的话，做到了没有。"
        if services.open_ballots():
            told = "现在可以投票。"
        words = Column(
            kit.words(AppraisalsScreen.title, kit.theme.strong),
            kit.note(told, kit.colour.ink),
            gap=kit.theme.tiny,
        )
        opens = partial(self.board.go, AppraisalsScreen)
        said = f"{AppraisalsScreen.title}，{told}"
        return kit.opens(words, opens, said, **kit.card_surface())

    def _ratings(self, board: CaseBoard | None) -> list[Block]:
        """The way to what was rated; nothing where nobody has and nobody can."""
        desk, kit, theme = self.board.desk, self.board.kit, self.board.kit.theme
        rated = board.rated if board is not None else ()
        village = desk.division_name(desk.division)
        if not rated and address(self.board, Subject(desk.division)) is None:
            return []
        own = board.rated_as(village) if board is not None else None
        told = said_of(own) if own else "好、较好、一般、差，点一下就行。"
        words = Column(
            kit.words("给村里打个分", theme.strong),
            kit.note(f"{village}：{told}" if own else told),
            gap=theme.tiny,
        )
        opens = partial(self.board.go, RatingsScreen)
        return [kit.opens(words, opens, f"给村里打个分。{told}", **kit.card_surface())]

    def _counts(self, board: CaseBoard, width: float) -> Block:
        kit, counts = self.board.kit, board.counts
        late = kit.colour.due if counts.overdue else None
        facts = (
            Fact("收到", f"{counts.filed} 件"),
            Fact("正在办", f"{counts.open} 件"),
            Fact("超期", f"{counts.overdue} 件", late),
            Fact("说解决了", f"{counts.solved} 件", kit.colour.village),
        )
        return fact_grid(kit, facts, width)


def case_row(board: Stage, case: PublicCase) -> Block:
    """One case: what it is, how it stands, who must answer by when."""
    kit, theme = board.kit, board.kit.theme
    word, colour = standing(board, case)
    tag_wide = kit.tag_width(word)
    name = case.summary or case.about or case.matter_name
    line = Row(
        kit.tag(word, colour),
        kit.note(_who(board, case)),
        widths=(tag_wide, 1.0),
        gap=theme.tiny,
        align="middle",
    )
    row = kit.opens(
        Column(kit.words(name, theme.row, most=2), line, gap=theme.tiny),
        partial(board.go, CaseScreen, case),
        f"{name}，{word}，{_who(board, case)}",
        fill=kit.colour.card,
        padding=(theme.small, theme.mm(3.5)),
    )
    return Column(row, kit.rule())


def standing(board: Stage, case: PublicCase) -> tuple[str, Colour]:
    """How a case stands, in a word and its colour; late is said here, whatever was published."""
    colour = board.kit.colour
    if case.state.waits_for_staff and case.due is not None and case.due < board.desk.today():
        return "已超期", colour.party
    if case.state is CaseState.CLOSED and case.verdict is not None:
        good = case.verdict is Verdict.SOLVED
        return case.verdict.chinese, colour.village if good else colour.due
    return case.state_name or case.state.chinese, (
        colour.soft if case.state.ended else colour.government
    )


def _who(board: Stage, case: PublicCase) -> str:
    said = [part for part in (case.when, case.unit, case.person) if part]
    if case.due is not None and case.state.waits_for_staff:
        said.append(f"{day_text(case.due, board.desk.today())}前答复")
    return "，".join(said)


class CaseScreen(FlowScreen):
    """One case, as the public may see it."""

    crumbs = ("首页", "有话说")

    def __init__(self, board: Stage, case: PublicCase) -> None:
        super().__init__(board)
        self.case = case
        self.title = f"编号 {spoken_number(case.number)}"

    def pieces(self, width: float) -> list[Piece]:
        kit, theme, case = self.board.kit, self.board.kit.theme, self.case
        today = self.board.desk.today()
        word, colour = standing(self.board, case)
        facts = [Fact("现在", word, colour), Fact("反映的是", case.matter_name)]
        if case.when:
            facts.append(Fact("什么时候反映的", case.when))
        if case.due is not None:
            sure = "" if case.due_certain else "（放假安排还没公布，可能变）"
            facts.append(Fact("最迟哪天答复", f"{day_text(case.due, today)}{sure}"))
        facts.append(Fact("哪个单位办", case.unit))
        if case.person:
            facts.append(Fact("谁负责", f"{case.person} {case.post}".strip()))
        if case.verdict is not None:
            facts.append(Fact("反映人说", case.verdict.chinese))
        found = [piece(row, width, gap=theme.tiny) for row in fact_list(kit, facts, width)]
        for name, text in (
            ("说的是哪一件", case.about),
            ("什么事", case.summary),
            ("答复", case.answer),
        ):
            found += told_pieces(self.board, name, text, width)
        if case.answer:
            found += [piece(block, width, gap=theme.gap) for block in self._rate()]
        if case.outcome_only:
            words = kit.note("这一件只公布结果，免得让人看出是谁反映的。")
            found.append(piece(words, width, gap=theme.gap))
        return found

    def _rate(self) -> list[Block]:
        """Rating the unit that answered; nothing where there is no center to take it."""
        kit, unit = self.board.kit, self.case.unit
        subject = Subject(self.case.division, unit_item(unit), title=unit)
        if address(self.board, subject, Purpose.RATE) is None:
            return []
        cases = self.board.desk.cases()
        rated = cases.rated_as(unit) if cases is not None else None
        words = Column(
            kit.words("给办事单位打分", kit.theme.strong),
            kit.note(f"{unit}：{said_of(rated)}" if rated else unit),
            gap=kit.theme.tiny,
        )
        opens = partial(show_code, self.board, subject, Purpose.RATE)
        return [kit.opens(words, opens, f"给办事单位打分，{unit}", **kit.card_surface())]


class QueryScreen(PadScreen):
    """The number of a case on a number pad; the answer is what the board says of it."""

    title = "查办理情况"
    crumbs = ("首页", "有话说")
    asked = "请输入回执上的编号，再按“查”。"
    button = "查"

    def shown(self) -> str:
        return f"{self.typed[:4]} {self.typed[4:]}".strip()

    def entered(self) -> None:
        try:
            number = read_number(self.typed)
        except CaseError as error:
            self.say(str(error))
            return
        board = self.board.desk.cases()
        case = next((c for c in board.cases if c.number == number), None) if board else None
        if case is None:
            self.say(
                "这块屏上还没有这个编号。刚反映的要过一会儿才有；太久以前的不再显示。"
                "也可以用手机扫回执上的码看。"
            )
            return
        self.typed, self.said = "", self.asked
        self.board.go(CaseScreen, case)
