"""Sizes that old eyes and trembling hands need, and colours that can be told apart."""

import math

import pytest

from kiosk.terminal.config import Panel
from kiosk.terminal.ui.theme import HIGH_CONTRAST, STANDARD, Look, Step, Theme

PALETTES = {"standard": STANDARD, "high contrast": HIGH_CONTRAST}
TEXTS = {
    "ink": ("paper", "card", "pressed", "due_ground", "mark"),
    "soft": ("paper", "card", "pressed", "mark"),
    "due": ("paper", "card", "pressed", "due_ground"),
    "received": ("card", "paper"),
    "paid": ("card", "paper"),
    "party": ("card",),
    "government": ("card",),
    "village": ("card", "pressed"),
    "on_fill": ("party", "government", "village", "ink", "alarm"),
    "on_warning": ("yellow", "orange"),
    "on_dark": ("dark",),
    "code": ("code_ground",),
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


@pytest.fixture(params=PALETTES)
def colours(request):
    return PALETTES[request.param]


@pytest.mark.parametrize(("text", "ground"), [(t, g) for t, gs in TEXTS.items() for g in gs])
def test_every_text_stands_out_seven_to_one(colours, text, ground):
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 7


@pytest.mark.parametrize(("shape", "ground"), SHAPES.items())
def test_every_shape_stands_out_three_to_one(colours, shape, ground):
    assert contrast(getattr(colours, shape), getattr(colours, ground)) >= 3


def test_every_colour_has_its_place_in_these_tables():
    told = {*TEXTS, *SHAPES, *(g for gs in TEXTS.values() for g in gs), *SHAPES.values()}
    apart = {"veil", "line", "night"}  # a veil, hairlines and darkness carry no meaning
    assert set(STANDARD._fields) == told | apart


@pytest.mark.parametrize("inches", [21.5, 32, 43, 55])
@pytest.mark.parametrize("bottom", [500, 700, 900])
def test_what_somebody_seated_touches_lies_below_1120_millimetres(inches, bottom):
    """EN 301 549; a panel that begins too high for that keeps half of itself, to be readable."""
    panel = Panel(diagonal_inches=inches, bottom_mm=bottom)
    theme = Theme(panel, Look(seated=True))
    reach = bottom + theme.height / theme.px_per_mm
    assert reach <= 1121 or theme.height == panel.height / 2


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
    theme = Theme(Panel(), Look(step))
    for style in (theme.body, theme.row, theme.note, theme.heading, theme.title):
        assert style.line_height >= 1.3 * style.size
    assert theme.target >= 15 * theme.px_per_mm - 0.5


def test_the_largest_text_is_twice_the_standard():
    assert Theme(Panel(), Look(Step.LARGEST)).body.size == pytest.approx(
        2 * Theme(Panel()).body.size, abs=1
    )


@pytest.mark.parametrize("inches", [21.5, 32, 43, 55])
def test_an_urgent_headline_is_read_at_five_metres(inches):
    theme = Theme(Panel(diagonal_inches=inches))
    assert theme.far.size / theme.px_per_mm >= 5_000 / 200
