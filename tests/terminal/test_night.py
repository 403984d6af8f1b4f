"""The panel rests by the hours of its configuration, over midnight too."""

from datetime import time

import pytest

from kiosk.terminal.config import Night
from kiosk.terminal.night import Rest, rest_at

USUAL = Night()


@pytest.mark.parametrize(
    ("hour", "rest"),
    [
        (time(12, 0), Rest.DAY),
        (time(20, 59), Rest.DAY),
        (time(21, 0), Rest.DIM),
        (time(23, 0), Rest.DARK),
        (time(0, 0), Rest.DARK),
        (time(5, 29), Rest.DARK),
        (time(5, 30), Rest.DAY),
    ],
)
def test_it_dims_in_the_evening_is_dark_at_night_and_wakes_in_the_morning(hour, rest):
    assert rest_at(hour, USUAL) is rest


def test_equal_times_mean_never():
    never = Night(dim="00:00", dark="00:00", until="00:00")
    assert all(rest_at(time(hour), never) is Rest.DAY for hour in range(24))
    only_dim = Night(dim="22:00", dark="06:00", until="06:00")
    assert rest_at(time(3), only_dim) is Rest.DIM
