"""The bar that stands instead of the footer while a screen is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.terminal.speech.port import PACES, VOLUMES
from kiosk.terminal.ui.layout import Block, Column, Frame, Row

if TYPE_CHECKING:
    from kiosk.terminal.ui.aloud import Aloud


def aloud_bar(aloud: Aloud, height: float) -> Block:
    """Pause, pace, loudness, enough; as high as the footer, so that no page moves."""
    kit, theme = aloud.board.kit, aloud.board.kit.theme
    voice, tall = aloud.voice, theme.bar
    if aloud.paused:
        buttons = [kit.icon_button("play", "接着念", aloud.pause, filled=True, height=tall)]
    else:
        buttons = [kit.icon_button("pause", "停一停", aloud.pause, filled=True, height=tall)]
    if not aloud.recorded:
        icon, word = ("slower", "念慢些") if voice.pace + 1 < len(PACES) else ("faster", "念快些")
        buttons.append(kit.icon_button(icon, word, aloud.slower, height=tall))
    icon, word = ("louder", "大声些") if voice.volume + 1 < len(VOLUMES) else ("quieter", "小声些")
    buttons.append(kit.icon_button(icon, word, aloud.louder, height=tall))
    buttons.append(kit.icon_button("stop", "不念了", aloud.finish, height=tall))
    if aloud.paused:
        said = "停在这里了。点“接着念”，从这一句念起。"
    elif aloud.recorded:
        said = "正在放县里录好的声音。"
    else:
        said = "正在念有颜色的那一句，页会自己翻。"
    row = Row(*buttons, gap=theme.small, even=True)
    inner = Column(row, kit.words(said, theme.chrome, kit.colour.soft), gap=theme.tiny)
    frame = Frame(
        inner,
        padding=(theme.mm(10), theme.small),
        fill=kit.colour.card,
        height=height - theme.rule,
        align="top",
    )
    return Column(kit.rule(strong=True), frame)
