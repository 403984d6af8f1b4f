"""Site photos (现场照片), drawn flat: 960 x 720, few colours, date in the corner as cameras do."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from PIL import Image, ImageDraw

from make_sample.draw import ink

WIDTH, HEIGHT = 960, 720
Colour = tuple[int, int, int]

_SKIN: Colour = (226, 180, 145)
_LEAF: Colour = (76, 128, 70)
_TRUNK: Colour = (105, 78, 56)
_WHITE: Colour = (244, 242, 236)
_SLATE: Colour = (92, 98, 108)
_ASPHALT: Colour = (120, 122, 126)
_CONCRETE: Colour = (196, 196, 190)
_DIRT: Colour = (168, 136, 98)
_WATER: Colour = (110, 164, 190)


class Scene:
    """A drawing with sky and ground; the horizon lies at 300."""

    def __init__(self, name: str, *, sky: Colour = (186, 214, 232), ground: Colour) -> None:
        self.chance = random.Random(name)
        self.picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
        self.pen = ImageDraw.Draw(self.picture)
        for step in range(6):
            shade = tuple(min(255, part + 7 * step) for part in sky)
            self.pen.rectangle((0, step * 50, WIDTH, step * 50 + 50), fill=shade)
        hills = [(0, 300)]
        hills += [(x, 300 - self.chance.randint(18, 70)) for x in range(0, WIDTH + 81, 80)]
        self.pen.polygon([*hills, (WIDTH, 300)], fill=(140, 168, 160))
        self.pen.rectangle((0, 300, WIDTH, HEIGHT), fill=ground)

    def fields(self, tint: Colour) -> None:
        """Rows of a crop on both sides."""
        for row in range(12):
            y = 320 + row * row * 3
            self.pen.line((0, y, WIDTH, y + 6), fill=tint, width=2 + row // 2)

    def house(self, x: int, y: int, wide: int) -> None:
        """A low white house with a dark roof; ``y`` is its foot."""
        tall = int(wide * 0.55)
        self.pen.rectangle((x, y - tall, x + wide, y), fill=_WHITE)
        roof = [
            (x - 12, y - tall),
            (x + wide + 12, y - tall),
            (x + wide - 18, y - tall - wide // 4),
        ]
        self.pen.polygon([*roof, (x + 18, y - tall - wide // 4)], fill=_SLATE)
        for part in (0.15, 0.65):
            left = x + int(wide * part)
            box = (left, y - int(tall * 0.7), left + wide // 6, y - int(tall * 0.35))
            self.pen.rectangle(box, fill=(120, 150, 172))
        self.pen.rectangle(
            (x + wide * 0.42, y - tall * 0.62, x + wide * 0.57, y), fill=(150, 70, 58)
        )

    def tree(self, x: int, y: int, size: int) -> None:
        """A round tree; ``y`` is its foot."""
        self.pen.rectangle((x - size // 12, y - size // 2, x + size // 12, y), fill=_TRUNK)
        for dx, dy in ((0, -0.85), (-0.28, -0.62), (0.28, -0.62)):
            cx, cy, r = x + dx * size, y + dy * size, size * 0.33
            self.pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=_LEAF)

    def person(self, x: int, y: int, tall: int, coat: Colour, *, helmet: bool = False) -> None:
        """A standing figure; ``y`` is where the feet are."""
        head = tall // 7
        self.pen.rectangle((x - head, y - tall * 0.42, x - 2, y), fill=(58, 66, 84))
        self.pen.rectangle((x + 2, y - tall * 0.42, x + head, y), fill=(58, 66, 84))
        box = (x - head * 1.25, y - tall * 0.83, x + head * 1.25, y - tall * 0.4)
        self.pen.rounded_rectangle(box, radius=head // 2, fill=coat)
        self.pen.ellipse((x - head * 0.7, y - tall, x + head * 0.7, y - tall * 0.82), fill=_SKIN)
        top = (x - head * 0.75, y - tall * 1.02, x + head * 0.75, y - tall * 0.9)
        colour = (232, 176, 40) if helmet else (48, 44, 42)
        self.pen.pieslice((top[0], top[1], top[2], top[3] + head * 0.4), 180, 360, fill=colour)

    def road(self, colour: Colour, edge: Colour | None = None) -> None:
        """A road from below to the horizon."""
        self.pen.polygon([(250, HEIGHT), (710, HEIGHT), (512, 300), (486, 300)], fill=colour)
        if edge:
            self.pen.line((250, HEIGHT, 486, 300), fill=edge, width=10)
            self.pen.line((710, HEIGHT, 512, 300), fill=edge, width=10)

    def banner(self, words: str, y: int = 150) -> None:
        """A red banner with white characters between two posts."""
        wide = int(ink.font("bold", 34).getlength(words)) + 60
        left = (WIDTH - wide) // 2
        for x in (left, left + wide):
            self.pen.rectangle((x - 4, y - 34, x + 4, y + 210), fill=(130, 120, 110))
        self.pen.rectangle((left, y - 30, left + wide, y + 30), fill=(196, 40, 40))
        ink.text(self.pen, (WIDTH / 2, y), words, 34, face="bold", fill=_WHITE, anchor="mm")

    def finish(self, day: date) -> bytes:
        """Date and the word 示例, then the PNG."""
        self.pen.rectangle((782, 668, 942, 706), fill=(40, 40, 40))
        dated = day.strftime("%Y.%m.%d")
        ink.text(self.pen, (862, 687), dated, 26, fill=(250, 176, 60), anchor="mm")
        self.pen.rectangle((18, 668, 148, 706), fill=(40, 40, 40))
        ink.text(self.pen, (83, 687), "示例图片", 24, fill=_WHITE, anchor="mm")
        return ink.png(self.picture, 28)


def _street(scene: Scene) -> None:
    for x, y, wide in ((30, 330, 110), (160, 322, 80), (700, 328, 100), (830, 336, 120)):
        scene.house(x, y, wide)
    for x, y, size in ((270, 340, 90), (640, 345, 110), (120, 420, 150), (850, 450, 170)):
        scene.tree(x, y, size)


def _road_before(scene: Scene) -> None:
    _street(scene)
    scene.road(_DIRT)
    for _ in range(26):
        y = scene.chance.randint(330, 700)
        half = (y - 300) * 0.5
        x = 495 + scene.chance.uniform(-half, half) * 0.9
        r = (y - 280) / 18
        scene.pen.ellipse((x - r * 2, y - r / 2, x + r * 2, y + r / 2), fill=(140, 110, 78))
    scene.pen.ellipse((420, 560, 560, 600), fill=(128, 132, 128))


def _road_base(scene: Scene) -> None:
    _street(scene)
    scene.road((184, 172, 150), (150, 140, 120))
    scene.pen.rectangle((360, 420, 540, 520), fill=(226, 170, 40))
    scene.pen.rectangle((400, 350, 500, 425), fill=(60, 70, 80))
    scene.pen.ellipse((330, 480, 430, 580), fill=(70, 70, 74))
    scene.pen.ellipse((480, 490, 570, 580), fill=(70, 70, 74))
    scene.person(620, 600, 150, (226, 110, 40), helmet=True)
    scene.person(690, 570, 135, (226, 110, 40), helmet=True)


def _road_pour(scene: Scene) -> None:
    _street(scene)
    scene.road((184, 172, 150), (120, 96, 70))
    scene.pen.polygon([(300, 640), (664, 640), (512, 300), (486, 300)], fill=_CONCRETE)
    scene.pen.rectangle((590, 330, 790, 430), fill=(70, 110, 150))
    scene.pen.ellipse((640, 300, 790, 420), fill=_WHITE)
    for x in (620, 740):
        scene.pen.ellipse((x, 405, x + 50, 455), fill=(50, 50, 54))
    for x, y in ((330, 600), (430, 560), (560, 610)):
        scene.person(x, y, 150, (226, 110, 40), helmet=True)
        scene.pen.line((x + 20, y - 90, x + 70, y + 14), fill=_TRUNK, width=6)


def _road_done(scene: Scene) -> None:
    _street(scene)
    scene.road(_CONCRETE, _WHITE)
    for step in range(6):
        y = 330 + step * step * 12
        wide = 2 + step
        scene.pen.polygon(
            [(497 - wide, y + 8 * step), (499 + wide, y + 8 * step), (499 + wide, y), (498, y)],
            fill=(226, 190, 70),
        )
    for side, x in ((1, 330), (-1, 640), (1, 410), (-1, 570)):
        y = 560 if abs(x - 495) > 120 else 400
        tall = (y - 300) * 1.5
        scene.pen.line((x, y, x, y - tall), fill=_SLATE, width=7)
        scene.pen.line((x, y - tall, x + side * 46, y - tall - 8), fill=_SLATE, width=6)
        scene.pen.rectangle((x - 26, y - tall - 34, x + 26, y - tall - 22), fill=(50, 70, 110))


def _canal(scene: Scene, colour: Colour, *, done: bool) -> None:
    scene.fields((150, 176, 90))
    scene.house(720, 326, 90)
    scene.tree(150, 350, 120)
    scene.pen.polygon([(330, HEIGHT), (650, HEIGHT), (540, 300), (500, 300)], fill=colour)
    scene.pen.polygon([(400, HEIGHT), (580, HEIGHT), (528, 300), (510, 300)], fill=_WATER)
    if not done:
        for _ in range(30):
            y = scene.chance.randint(400, 700)
            x = scene.chance.randint(380, 600)
            scene.pen.ellipse((x, y, x + 40, y + 16), fill=(120, 112, 84))
        scene.person(690, 640, 170, (60, 90, 140))


def _canal_before(scene: Scene) -> None:
    _canal(scene, _DIRT, done=False)


def _canal_done(scene: Scene) -> None:
    _canal(scene, _CONCRETE, done=True)


def _meeting(scene: Scene) -> None:
    scene.pen.rectangle((0, 0, WIDTH, 470), fill=(236, 230, 214))
    scene.pen.rectangle((0, 470, WIDTH, HEIGHT), fill=(176, 150, 120))
    scene.pen.rectangle((140, 70, 820, 150), fill=(196, 40, 40))
    ink.text(scene.pen, (480, 110), "村民代表会议", 46, face="bold", fill=_WHITE, anchor="mm")
    scene.pen.rectangle((250, 330, 710, 420), fill=(140, 92, 60))
    for x in (320, 440, 560, 660):
        scene.person(x, 470, 180, scene.chance.choice(((70, 90, 130), (120, 60, 60), (60, 90, 80))))
    scene.pen.rectangle((250, 385, 710, 470), fill=(158, 106, 70))
    for row in range(3):
        for x in range(90 + row * 20, 900, 110):
            y = 560 + row * 80
            coat = scene.chance.choice(((58, 80, 120), (110, 70, 60), (84, 100, 84), (96, 96, 110)))
            scene.pen.rounded_rectangle((x - 40, y, x + 40, y + 90), radius=24, fill=coat)
            scene.pen.ellipse((x - 24, y - 48, x + 24, y + 6), fill=(46, 42, 40))


def _planting(scene: Scene) -> None:
    scene.fields((130, 156, 84))
    scene.banner("义务植树 绿化家园")
    for x, y in ((170, 560), (380, 600), (610, 570), (800, 610)):
        scene.tree(x + 70, y, 150)
        scene.person(
            x, y + 20, 190, scene.chance.choice(((60, 90, 140), (170, 60, 60), (70, 110, 80)))
        )
        scene.pen.line((x + 24, y - 70, x + 60, y + 30), fill=_TRUNK, width=7)


def _visit(scene: Scene) -> None:
    scene.house(260, 520, 440)
    scene.tree(120, 520, 220)
    for x, coat, tall in (
        (400, (110, 80, 70), 190),
        (470, (170, 60, 60), 215),
        (560, (60, 90, 140), 220),
    ):
        scene.person(x, 640, tall, coat)
    scene.pen.rectangle((500, 540, 545, 580), fill=(220, 180, 60))


def _cleaning(scene: Scene) -> None:
    _street(scene)
    scene.road(_CONCRETE)
    for x, y in ((300, 600), (450, 560), (660, 620)):
        scene.person(x, y, 170, (226, 150, 40))
        scene.pen.line((x + 24, y - 90, x + 80, y + 10), fill=_TRUNK, width=6)
        scene.pen.ellipse((x + 60, y, x + 110, y + 22), fill=(180, 150, 90))


def _well(scene: Scene) -> None:
    scene.fields((150, 176, 90))
    scene.pen.rectangle((330, 360, 560, 560), fill=_WHITE)
    scene.pen.polygon([(310, 360), (580, 360), (540, 310), (350, 310)], fill=(70, 110, 160))
    ink.text(scene.pen, (445, 400), "3号机井", 40, face="bold", fill=(70, 110, 160), anchor="mm")
    scene.pen.rectangle((560, 500, 720, 526), fill=_ASPHALT)
    scene.pen.polygon([(720, 504), (760, 640), (820, 640), (724, 500)], fill=_WATER)
    scene.person(250, 620, 190, (60, 90, 140), helmet=True)


def _kitchen(scene: Scene) -> None:
    pen = scene.pen
    pen.rectangle((0, 0, WIDTH, 500), fill=(226, 222, 210))
    pen.rectangle((0, 500, WIDTH, HEIGHT), fill=(150, 142, 132))
    for x in range(520, WIDTH, 62):
        for y in range(180, 470, 62):
            pen.rectangle((x, y, x + 58, y + 58), fill=_WHITE, outline=(190, 196, 200))
    pen.rectangle((60, 110, 300, 300), fill=(190, 216, 230), outline=_SLATE, width=8)
    pen.line((180, 110, 180, 300), fill=_SLATE, width=6)
    pen.rectangle((60, 560, 470, 600), fill=(96, 72, 52))
    pen.line((90, 580, 440, 580), fill=(120, 150, 172), width=22)
    for x in (520, 580, 640, 548, 608):
        y = 600 if x % 60 else 560
        pen.rectangle((x, y, x + 54, y + 34), fill=(178, 92, 70), outline=(140, 66, 50))
    pen.polygon([(760, 640), (930, 640), (890, 560), (800, 560)], fill=_CONCRETE)
    scene.person(360, 640, 250, (226, 110, 40), helmet=True)
    scene.person(500, 530, 220, (60, 90, 140), helmet=True)


def _pond(scene: Scene) -> None:
    scene.pen.polygon([(60, 470), (900, 470), (990, 720), (-30, 720)], fill=_WATER)
    scene.pen.polygon([(60, 470), (900, 470), (860, 420), (110, 420)], fill=(126, 176, 200))
    for x, y in ((220, 520), (420, 580), (640, 540), (760, 640)):
        scene.pen.line((x, y, x + 70, y), fill=(150, 196, 214), width=4)
    scene.pen.polygon([(420, 620), (600, 620), (570, 660), (450, 660)], fill=_TRUNK)
    scene.house(760, 420, 90)
    for x, size in ((90, 150), (220, 110), (640, 120)):
        scene.tree(x, 430, size)


def _wheat(scene: Scene) -> None:
    scene.fields((120, 160, 74))
    for x in range(-200, 1200, 70):
        scene.pen.line((x, 720, 480 + (x - 480) * 0.2, 302), fill=(132, 170, 84), width=5)
    scene.pen.polygon([(690, 720), (820, 720), (560, 302), (548, 302)], fill=_DIRT)
    for x, size in ((40, 70), (150, 80), (800, 90), (900, 80)):
        scene.tree(x, 326, size)


def _yard(scene: Scene) -> None:
    for x in (60, 350, 640):
        scene.house(x, 470, 260)
    scene.pen.rectangle((0, 520, WIDTH, 560), fill=(190, 150, 128))
    scene.pen.rectangle((410, 500, 430, 640), fill=_SLATE)
    scene.pen.rectangle((560, 500, 580, 640), fill=_SLATE)
    scene.tree(170, 690, 170)


def _shops(scene: Scene) -> None:
    scene.pen.rectangle((120, 240, 840, 560), fill=_WHITE)
    scene.pen.polygon([(90, 240), (870, 240), (820, 170), (140, 170)], fill=_SLATE)
    for x, colour in ((160, (70, 110, 160)), (500, (170, 60, 60))):
        scene.pen.rectangle((x, 280, x + 300, 330), fill=colour)
        scene.pen.rectangle((x + 20, 350, x + 280, 560), fill=(120, 150, 172))
        scene.pen.line((x + 150, 350, x + 150, 560), fill=_WHITE, width=8)
    scene.pen.rectangle((0, 560, WIDTH, HEIGHT), fill=_CONCRETE)


def _roof(scene: Scene) -> None:
    scene.pen.rectangle((140, 380, 820, 640), fill=_WHITE)
    scene.pen.polygon([(100, 380), (860, 380), (780, 230), (180, 230)], fill=_SLATE)
    for row in range(3):
        for x in range(6):
            left = 200 + x * 94 - row * 18
            top = 246 + row * 44
            box = [(left, top), (left + 84, top), (left + 78, top + 36), (left - 8, top + 36)]
            scene.pen.polygon(box, fill=(38, 62, 112), outline=_WHITE)
    for x in (220, 420, 620):
        scene.pen.rectangle((x, 440, x + 100, 520), fill=(120, 150, 172))


def _square(scene: Scene) -> None:
    _street(scene)
    scene.pen.rectangle((0, 420, WIDTH, HEIGHT), fill=_CONCRETE)
    scene.pen.rectangle((280, 330, 680, 470), fill=(190, 150, 128))
    scene.pen.rectangle((250, 300, 710, 340), fill=(170, 60, 60))
    for x, y in ((160, 640), (240, 600), (700, 650), (800, 610)):
        scene.person(x, y, 150, scene.chance.choice(((120, 60, 60), (60, 90, 140), (70, 110, 80))))


_SCENES: dict[str, tuple[Colour, Callable[[Scene], None]]] = {
    "修路前": ((150, 168, 110), _road_before),
    "路基": ((150, 168, 110), _road_base),
    "浇筑": ((150, 168, 110), _road_pour),
    "完工": ((134, 168, 100), _road_done),
    "修渠前": ((170, 186, 104), _canal_before),
    "修渠后": ((160, 186, 100), _canal_done),
    "会议": ((176, 150, 120), _meeting),
    "植树": ((156, 150, 100), _planting),
    "慰问": ((186, 170, 136), _visit),
    "保洁": ((150, 168, 110), _cleaning),
    "厨房": ((150, 142, 132), _kitchen),
    "机井": ((164, 180, 96), _well),
    "北塘": ((150, 168, 110), _pond),
    "麦田": ((150, 182, 96), _wheat),
    "院落": ((176, 160, 130), _yard),
    "门面": ((176, 160, 130), _shops),
    "光伏": ((150, 168, 110), _roof),
    "广场": ((176, 160, 130), _square),
}


def draw(scene: str, day: date) -> bytes:
    """A photo of one of the known scenes as PNG; KeyError for an unknown one."""
    ground, paint = _SCENES[scene]
    canvas = Scene(scene, ground=ground)
    paint(canvas)
    return canvas.finish(day)
