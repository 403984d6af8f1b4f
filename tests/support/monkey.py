"""Hands that know nothing: taps, wipes, palms and presses at random, the same for a seed."""

from __future__ import annotations

import random

from tests.support.pilot import Finger, Pilot


def play(pilot: Pilot, touches: int, seed: int = 1) -> None:
    """That many touches all over the panel; every few of them the loop goes round."""
    chance = random.Random(seed)
    width, height = pilot.board.width, pilot.board.height

    def anywhere() -> tuple[float, float]:
        return chance.uniform(0, width), chance.uniform(0, height)

    for number in range(touches):
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
