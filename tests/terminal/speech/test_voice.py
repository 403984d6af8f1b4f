"""The port: says one thing at a time, forgets at once, and never waits."""

import queue
from pathlib import Path

import pytest

from kiosk.terminal.speech import LocalVoice, Mute, Saying
from kiosk.terminal.speech.port import PACES, VOLUMES
from tests.support.voice import StillPlayer

FIRST, SECOND = Saying("第一句。"), Saying("第二句。")
RECORDING = Saying("全文", Path("recording.ogg"))


class Slow:
    """A synthesizer that says what it was asked for, and fails on demand."""

    def __init__(self):
        self.asked, self.killed, self.fails, self.closed = [], 0, False, False

    def synthesize(self, text, pace):
        self.asked.append((text, pace))
        return None if self.fails else Path(f"{text}.sound")

    def kill(self):
        self.killed += 1

    def close(self):
        self.closed = True


class Stage:
    """A voice whose thread of the screen is the test."""

    def __init__(self, espeak):
        self.calls, self.now = queue.Queue(), 0.0
        self.player, self.espeak = StillPlayer(), espeak
        self.voice = LocalVoice(self.player, espeak, self.calls.put, clock=lambda: self.now)
        self.heard = []

    def say(self, saying):
        self.voice.say(saying, self.heard.append)

    def turn(self):
        """Wait for one call from the other thread, and make it."""
        self.calls.get(timeout=60)()


@pytest.fixture
def stage():
    found = Stage(Slow())
    yield found
    found.voice.close()


def test_a_sentence_is_made_played_and_reported(stage):
    stage.say(FIRST)
    assert not stage.player.sounding
    stage.turn()
    assert stage.player.played == [Path("第一句。.sound")]
    assert stage.heard == []
    stage.player.finish()
    assert stage.heard == [True]


def test_another_sentence_takes_the_place_of_the_first_which_is_never_heard_of(stage):
    stage.say(FIRST)
    stage.say(SECOND)
    stage.turn()
    stage.turn()
    assert stage.player.played == [Path("第二句。.sound")]
    stage.player.finish()
    assert stage.heard == [True]


def test_stopping_is_at_once_and_final(stage):
    stage.say(FIRST)
    stage.turn()
    stage.voice.stop()
    assert not stage.player.sounding
    stage.voice.resume()
    assert not stage.player.sounding
    assert stage.heard == []
    assert stage.espeak.killed


def test_what_cannot_be_made_or_played_is_reported_and_nothing_else_happens(stage):
    stage.espeak.fails = True
    stage.say(FIRST)
    stage.turn()
    assert stage.heard == [False]
    stage.espeak.fails = False
    stage.say(SECOND)
    stage.turn()
    stage.player.finish(said=False)
    assert stage.heard == [False, False]


def test_a_pause_begins_the_sentence_again_and_goes_on_in_a_recording(stage):
    stage.say(FIRST)
    stage.turn()
    stage.voice.pause()
    assert not stage.player.sounding
    stage.voice.resume()
    stage.turn()
    assert stage.player.starts == [0.0, 0.0]
    stage.say(RECORDING)
    stage.now = 7.5
    stage.voice.pause()
    stage.now = 100.0
    stage.voice.resume()
    assert stage.player.starts[2:] == [0.0, 7.5]
    stage.now = 101.0
    stage.voice.pause()
    stage.voice.resume()
    assert stage.player.starts[-1] == 8.5


def test_slower_begins_the_sentence_again_and_louder_is_at_once(stage):
    stage.say(FIRST)
    stage.turn()
    stage.voice.set_pace(2)
    stage.turn()
    assert stage.espeak.asked == [("第一句。", PACES[0]), ("第一句。", PACES[2])]
    stage.voice.set_volume(2)
    assert stage.player.volumes[-1] == 1.0
    stage.voice.usual = 0.5
    for volume in range(3):
        stage.voice.set_volume(volume)
        assert stage.player.volumes[-1] == 0.5 * VOLUMES[volume]
    assert len(stage.player.played) == 2


def test_slower_while_paused_stays_silent_until_it_goes_on(stage):
    stage.say(FIRST)
    stage.turn()
    stage.voice.pause()
    stage.voice.set_pace(1)
    assert not stage.player.sounding
    stage.voice.resume()
    stage.turn()
    assert stage.espeak.asked[-1] == ("第一句。", PACES[1])


def test_without_espeak_recordings_are_played_and_texts_are_refused():
    stage = Stage(None)
    assert not stage.voice.reads_texts
    stage.say(FIRST)
    stage.turn()
    assert stage.heard == [False]
    stage.say(RECORDING)
    stage.player.finish()
    assert stage.heard == [False, True]
    stage.voice.close()


def test_closing_leaves_no_process_and_no_file(stage):
    stage.say(FIRST)
    stage.voice.close()
    assert stage.espeak.closed


def test_a_mute_voice_says_why():
    mute = Mute("没有声卡。")
    assert mute.trouble == "没有声卡。"
    mute.say(FIRST, lambda said: pytest.fail("nothing was said"))
    mute.stop()
