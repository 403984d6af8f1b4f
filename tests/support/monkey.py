"""Hands that know nothing: taps, wipes, palms and presses at random, the same for a seed."""

from __future__ import annotations

import itertools
import random

from kiosk.terminal.ui.scenes import scenes
from tests.support.pilot import Finger, Pilot

_A_SCENE = 25
"""Touches after which a hand finds the next screen, so that it meets all of them in turn."""


def play(pilot: Pilot, touches: int, seed: int = 1) -> None:
    """That many touches all over the panel; every few of them the loop goes round.

    They begin on every screen in turn, staff's and rare ones too.  What ends the program from
    the staff panel does nothing meanwhile.
    """
    chance = random.Random(seed)
    caretaker = pilot.app.caretaker
    leave, caretaker.leave = caretaker.leave, lambda _status: None
    try:
        _play(pilot, touches, chance)
    finally:
        caretaker.leave = leave
        caretaker.change(brightness=1.0, volume=0.8, step=0)


def _play(pilot: Pilot, touches: int, chance: random.Random) -> None:
    width, height = pilot.board.width, pilot.board.height

    def anywhere() -> tuple[float, float]:
        return chance.uniform(0, width), chance.uniform(0, height)

    begins = itertools.cycle(scenes(pilot.board, pilot.app.caretaker).values())
    for number in range(touches):
        if number % _A_SCENE == 0:
            pilot.board.close_cover()
            pilot.board.home()
            next(begins)()
        kind = chance.random()
        if kind < 0.5 and pilot.taps():
            x, y = chance.choice(pilot.taps()).center
            Finger(x + chance.uniform(-9, 9), y + chance.uniform(-9, 9)).down().up()
        elif kind < 0.7:
            Finger(*anywhere()).down().up()
        elif kind < 0.9:
            finger = Finger(*anywhere()).down()
            for _ in range(4):
                finger.drag(*anywhere())
            finger.up()
        else:
            hand = [Finger(*anywhere()).down() for _ in range(chance.randint(2, 10))]
            for finger in hand:
                finger.drag(*anywhere())
            chance.shuffle(hand)
            for finger in hand:
                finger.up()
        if number % 5 == 0:
            pilot.frames(1)
