"""Breaking 3,000 characters: our breaker against Kivy's own Label.

Kivy breaks at blanks, and Chinese has none: a paragraph is one long word to it, which it cuts
in quadratic time.  A text with many blanks is quick there too, and stands beside it.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import median, row

_TEXTS = {
    "running Chinese": "村民委员会应当及时公布下列事项，接受村民的监督：第三期付七万二千元。",
    "with blanks and numbers": "村民委员会应当及时公布下列事项：第 3 期付 72,000.00 元。",
}
_CHARACTERS = 3000


def main() -> None:
    """Both break the same text at the same width and size; neither draws."""
    from kiosk.terminal.ui import environment
    from kiosk.terminal.ui.text.face import prepare_face

    with tempfile.TemporaryDirectory() as folder:
        environment.prepare(
            home=Path(folder) / "kivy", width=1080, height=1920, fullscreen=False, offscreen=True
        )
        from kivy.core.text import Label
        from kivy.core.window import Window

        from kiosk.terminal.ui.text.breaker import break_text
        from kiosk.terminal.ui.text.metrics import Metrics

        assert Window
        face = prepare_face(Path(folder) / "face")
        advance = Metrics(face).advance(40)
        for name, sentence in _TEXTS.items():
            text = (sentence * (_CHARACTERS // len(sentence) + 1))[:_CHARACTERS]
            style = {"font_name": str(face.regular), "font_size": 40, "text_size": (968, None)}
            label = Label(text=text, **style)
            break_text(text, 968, advance)
            label.render()
            ours, kivy = [], []
            for _ in range(5):
                start = time.perf_counter()
                break_text(text, 968, advance)
                ours.append(time.perf_counter() - start)
                start = time.perf_counter()
                label.render()  # lays out, does not draw
                kivy.append(time.perf_counter() - start)
            ratio = median([b / a for a, b in zip(ours, kivy, strict=True)])
            row(
                f"breaking {_CHARACTERS} characters, {name}",
                f"{median(ours) * 1000:.1f} ms",
                f"Kivy's Label {median(kivy) * 1000:.0f} ms",
                f"{ratio:.0f} x",
                "aim: at least 20 times faster",
            )


if __name__ == "__main__":
    main()
