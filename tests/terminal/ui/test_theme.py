"""Sizes that old eyes and trembling hands need, and colours that can be told apart."""

import math

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui.theme import Palette, Step, Theme

COLOURS = Palette()
TEXTS = {
    "ink": ("paper", "card", "pressed", "due_ground"),
    "soft": ("paper", "card", "pressed"),
    "due": ("paper", "card", "pressed", "due_ground"),
    "received": ("card", "paper"),
    "paid": ("card", "paper"),
    "party": ("card",),
    "government": ("card",),
    "village": ("card", "pressed"),
    "on_dark": ("party", "government", "village", "ink", "dark"),
}
SHAPES = {
    "received": "card",
    "paid_bar": "card",
    "due_edge": "paper",
    "edge": "card",
    "ink": "card",
}


def luminance(colour):
    """WCAG 2.2, relative luminance."""

    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), [(t, g) for t, gs in TEXTS.items() for g in gs])
def test_every_text_stands_out_seven_to_one(text, ground):
    assert contrast(getattr(COLOURS, text), getattr(COLOURS, ground)) >= 7


@pytest.mark.parametrize(("shape", "ground"), SHAPES.items())
def test_every_shape_stands_out_three_to_one(shape, ground):
    assert contrast(getattr(COLOURS, shape), getattr(COLOURS, ground)) >= 3


@pytest.mark.parametrize("inches", [21.5, 32, 43, 55])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (2160, 3840)])
@pytest.mark.parametrize("distance", [600, 1000])
def test_body_text_fills_the_angle_of_the_standard(inches, size, distance):
    """EN 301 549 5.1.4: a capital H of at least 0.7 degrees; a whole pixel may be rounded off."""
    panel = Panel(width=size[0], height=size[1], diagonal_inches=inches, distance_mm=distance)
    theme = Theme(panel)
    capital_mm = 0.733 * theme.body.size / theme.px_per_mm
    pixel_mm = 1 / theme.px_per_mm
    degrees = math.degrees(math.atan((capital_mm + 0.4 * pixel_mm) / distance))
    assert degrees >= 0.7


@pytest.mark.parametrize("step", list(Step))
def test_lines_are_never_set_tight_and_targets_are_as_wide_as_a_finger(step):
    theme = Theme(Panel(), step)
    for style in (theme.body, theme.row, theme.note, theme.heading, theme.title):
        assert style.line_height >= 1.3 * style.size
    assert theme.target >= 15 * theme.px_per_mm - 0.5


def test_the_largest_text_is_twice_the_standard():
    assert Theme(Panel(), Step.LARGEST).body.size == pytest.approx(
        2 * Theme(Panel()).body.size, abs=1
    )
