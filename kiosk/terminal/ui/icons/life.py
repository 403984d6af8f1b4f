"""Icons of what happens in a family, of who serves it, and of what the village owns."""

from __future__ import annotations

from kiosk.terminal.ui.icons.pen import Pen


def _birth(p: Pen) -> None:
    """A pram."""
    p.arc(11, 11, 8, 180, 360)
    p.line((3, 11), (19, 11))
    p.line((3, 11), (5.5, 16), (16.5, 16), (19, 11))
    p.line((19, 11), (22, 6.5))
    p.ring(7, 19.5, 1.6, 1.6)
    p.ring(15, 19.5, 1.6, 1.6)
    p.line((11, 3.2), (11, 11), width=1.6)


def _school(p: Pen) -> None:
    """An open book."""
    p.line((12, 6.5), (8, 4.5), (2.5, 4.5), (2.5, 18.5), (8, 18.5), (12, 20.5))
    p.line((12, 6.5), (16, 4.5), (21.5, 4.5), (21.5, 18.5), (16, 18.5), (12, 20.5))
    p.line((12, 6.5), (12, 20.5))


def _oldage(p: Pen) -> None:
    """Somebody with a stick."""
    p.ring(10, 5, 2.6)
    p.line((10, 9), (8.5, 14.5), (10.5, 17), (9.5, 21.5))
    p.line((8.5, 14.5), (6, 21.5))
    p.line((9.6, 10.5), (15.5, 12.5))
    p.line((15.5, 21.5), (15.5, 11.5))
    p.arc(17.2, 11.5, 1.7, 180, 330, 1.8)


def _disability(p: Pen) -> None:
    """A wheelchair."""
    p.dot(9.5, 4, 2.1)
    p.line((9.5, 7.5), (10, 13.5), (16.5, 13.5), (19, 19.5), (21, 18.8))
    p.line((10, 10), (15.5, 10), width=1.7)
    p.arc(10.5, 16, 5.6, 75, 250)


def _work(p: Pen) -> None:
    """A bag to go away with."""
    p.line((3, 8), (21, 8), (21, 20), (3, 20), closed=True)
    p.line((8.5, 8), (8.5, 4.5), (15.5, 4.5), (15.5, 8))
    p.line((3, 13.5), (21, 13.5), width=1.6)
    p.dot(12, 13.5, 1.5)


def _business(p: Pen) -> None:
    """A shop with its awning."""
    p.line((4, 4), (20, 4), (22, 9.5), (2, 9.5), closed=True)
    p.line((4, 10), (4, 20.5), (20, 20.5), (20, 10))
    p.line((9, 4), (8.3, 9.5), width=1.5)
    p.line((15, 4), (15.7, 9.5), width=1.5)
    p.line((9, 20.5), (9, 14.5), (15, 14.5), (15, 20.5))


def _marriage(p: Pen) -> None:
    """Two rings."""
    p.ring(8.5, 14, 5.6)
    p.ring(15.5, 14, 5.6)
    p.line((6.5, 5.5), (8.5, 8), (10.5, 5.5), (9.5, 4), (7.5, 4), closed=True, width=1.5)


def _veteran(p: Pen) -> None:
    """A medal on its ribbon."""
    p.line((8, 2.5), (12, 10), (16, 2.5))
    p.ring(12, 15.5, 5.5)
    p.dot(12, 15.5, 1.9)


def _papers(p: Pen) -> None:
    """A card with a face on it."""
    p.line((2.5, 5), (21.5, 5), (21.5, 19), (2.5, 19), closed=True)
    p.ring(8, 10.5, 2.1, 1.7)
    p.arc(8, 17, 3.4, 190, 350, 1.7)
    p.line((14, 10), (18.5, 10), width=1.7)
    p.line((14, 14), (18.5, 14), width=1.7)


def _death(p: Pen) -> None:
    """A candle."""
    p.line((8, 11), (16, 11), (16, 21), (8, 21), closed=True)
    p.line((12, 2.5), (14, 6), (12, 8.3), (10, 6), closed=True, width=1.7)
    p.line((5, 21), (19, 21))


def _pond(p: Pen) -> None:
    """A fish over water."""
    p.line((3.5, 5), (7, 8), (3.5, 11), width=1.8)
    p.arc(13, 13.5, 8.1, 222, 318, 1.8)
    p.arc(13, 2.5, 8.1, 42, 138, 1.8)
    p.dot(16.5, 7.3, 1.1)
    for x in (4, 9.3, 14.6, 19.9):
        p.arc(x, 19, 2.7, *((200, 340) if x in {4, 14.6} else (20, 160)))


def _machine(p: Pen) -> None:
    """A tractor."""
    p.ring(7.5, 16, 4.8)
    p.dot(7.5, 16, 1.2)
    p.ring(18.5, 18, 2.8)
    p.line((5, 10.5), (5, 4), (11.5, 4), (13, 10.5), (20.5, 10.5), (20.5, 14.5))
    p.line((12.6, 17), (15.5, 17))


def _facility(p: Pen) -> None:
    """A lamp beside the road."""
    p.line((8, 21), (8, 5.5))
    p.arc(11, 5.5, 3, 180, 270)
    p.line((11, 2.5), (17, 2.5))
    p.line((14, 6), (20, 6), width=2.6)
    p.line((4, 21), (20, 21))
    p.line((15, 9.5), (13.8, 13), width=1.5)
    p.line((19, 9.5), (20.2, 13), width=1.5)


def _call(p: Pen) -> None:
    """A telephone receiver."""
    p.line((5, 3.5), (8.5, 3), (10.3, 7.6), (8, 9.8))
    p.arc(17, 6, 9.8, 100, 157)
    p.line((14, 16), (16.4, 13.7), (21, 15.5), (20.5, 19))
    p.line((5, 3.5), (3.5, 5.5), (4.2, 10), (7.5, 15.5), (12.5, 19.5), (17.5, 21), (20.5, 19))


def _clock(p: Pen) -> None:
    p.ring(12, 12, 9)
    p.line((12, 6.5), (12, 12), (16, 14.5))


def _week(p: Pen) -> None:
    """A leaf of a calendar."""
    p.line((3, 5.5), (21, 5.5), (21, 21), (3, 21), closed=True)
    p.line((3, 10.5), (21, 10.5))
    p.line((8, 3), (8, 7))
    p.line((16, 3), (16, 7))
    for x in (8, 12, 16):
        p.dot(x, 15.7, 1.2)


def _bus(p: Pen) -> None:
    p.line((2.5, 5), (21.5, 5), (21.5, 17.5), (2.5, 17.5), closed=True)
    p.line((2.5, 11.5), (21.5, 11.5))
    p.line((9, 5), (9, 11.5), width=1.6)
    p.line((15.5, 5), (15.5, 11.5), width=1.6)
    p.dot(7, 18.5, 2.3)
    p.dot(17, 18.5, 2.3)


def _video(p: Pen) -> None:
    p.line((2.5, 6), (15.5, 6), (15.5, 18), (2.5, 18), closed=True)
    p.line((15.5, 11), (21.5, 7), (21.5, 17), (15.5, 13))


def _gavel(p: Pen) -> None:
    """What is decided by whoever offers most."""
    p.line((8, 9), (14, 3), width=3.2)
    p.line((13.5, 14.5), (19.5, 8.5), width=3.2)
    p.line((11, 6), (16.5, 11.5), width=3.2)
    p.line((13, 9.5), (4, 18.5), width=2.4)
    p.line((11, 21), (21, 21))


def _contract(p: Pen) -> None:
    """A sheet with a seal."""
    p.line((18, 11), (18, 2.5), (4, 2.5), (4, 21), (11, 21))
    p.line((7.5, 7), (14.5, 7), width=1.7)
    p.line((7.5, 11), (12, 11), width=1.7)
    p.ring(16.5, 17, 4.2)


def _scales(p: Pen) -> None:
    """What is weighed: words about those in office."""
    p.line((12, 3), (12, 20.5))
    p.line((7, 20.5), (17, 20.5))
    p.line((4, 6.5), (20, 6.5))
    p.line((4, 6.5), (1.8, 12.5))
    p.line((4, 6.5), (6.2, 12.5))
    p.line((20, 6.5), (17.8, 12.5))
    p.line((20, 6.5), (22.2, 12.5))
    p.arc(4, 12.3, 2.4, 0, 180)
    p.arc(20, 12.3, 2.4, 0, 180)
