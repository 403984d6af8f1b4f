"""The calm pages: nothing is here yet, or what was here is gone."""

from __future__ import annotations

from kiosk.terminal.ui.flow import Piece, piece
from kiosk.terminal.ui.screens.screen import FlowScreen


class Empty(FlowScreen):
    """The library holds nothing yet."""

    title = "公开栏"

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        said = (
            ("正在取内容，请稍等", theme.heading),
            (
                "这块屏幕刚装好，正在从县里取公开内容。第一次要几分钟，取到以后会自己显示出来，不用动它。",
                theme.body,
            ),
            ("要是等了半小时还是这样，请告诉村委会：可能是网线没插好，或者网络不通。", theme.body),
        )
        return [piece(kit.words(text, style), width, gap=theme.gap) for text, style in said]


class Stumbled(FlowScreen):
    """A page could not be shown."""

    title = "这一页打不开"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        words = kit.words("刚才那一页出了点问题，已经记下来了。别的内容都能看，请按“首页”。")
        return [piece(words, width, gap=theme.gap)]


class Withdrawn(FlowScreen):
    """What was being read has been withdrawn."""

    title = "这一件已经撤下"
    crumbs = ("首页",)

    def pieces(self, width: float) -> list[Piece]:
        kit, theme = self.kit, self.kit.theme
        words = kit.words("刚才在看的这一件，公开的单位已经把它撤下了。请按“首页”看别的内容。")
        return [piece(words, width, gap=theme.gap)]
