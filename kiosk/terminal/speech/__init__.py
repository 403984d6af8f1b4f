"""Reading aloud: one port (`Voice`), a local voice behind it, no Kivy.

Preferred is a recording made at the center; else espeak-ng speaks; without either there is a
reason why not, in Chinese.
"""

from kiosk.terminal.speech.espeak import Espeak, find_espeak
from kiosk.terminal.speech.port import Mute, Player, Saying, Voice
from kiosk.terminal.speech.voice import LocalVoice

__all__ = ["Espeak", "LocalVoice", "Mute", "Player", "Saying", "Voice", "find_espeak"]
