"""The local voice, with the real espeak-ng: it speaks Chinese, is bounded, and can be killed."""

import os
import stat
import subprocess
import threading
import time
import wave

import pytest

from kiosk.affairs.spoken import spoken
from kiosk.terminal.speech import espeak
from kiosk.terminal.speech.espeak import Espeak, find_espeak
from kiosk.terminal.speech.port import PACES

pytestmark = pytest.mark.skipif(find_espeak() is None, reason="espeak-ng is not installed")
SENTENCE = "二零二六年三月，收到土地租金一千二百元。"


def seconds(path):
    with wave.open(str(path)) as sound:
        return sound.getnframes() / sound.getframerate()


@pytest.fixture
def voice(tmp_path):
    found = Espeak(find_espeak(), tmp_path / "wav")
    (tmp_path / "wav").mkdir()
    yield found
    found.close()


def test_a_sentence_becomes_a_wav_of_a_length_that_a_person_would_need(voice):
    path = voice.synthesize(SENTENCE, PACES[0])
    assert 3 < seconds(path) < 10


def test_slower_takes_longer(voice):
    lengths = [seconds(voice.synthesize(SENTENCE, pace)) for pace in PACES]
    assert lengths == sorted(lengths)
    assert lengths[-1] > lengths[0] * 1.3


def test_no_character_is_spelled_in_english(voice):
    text = spoken("本月收入12,000.50元，支出3,286元，第2组赵＊兰2亩，57%，8:30，电话 110。")
    command = [find_espeak(), "-v", espeak.VOICE, "-q", "-x", "--stdin"]
    said = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert "(en)" not in said.stdout


def test_the_same_sentence_is_made_once(voice):
    first = voice.synthesize(SENTENCE, PACES[0])
    inode = first.stat().st_ino
    assert voice.synthesize(SENTENCE, PACES[0]).stat().st_ino == inode


def test_what_is_kept_never_grows_beyond_its_bound(tmp_path):
    folder = tmp_path / "wav"
    folder.mkdir()
    small = Espeak(find_espeak(), folder, most_bytes=600_000)
    for number in "一二三四五六七八":
        last = small.synthesize(f"第{number}句，{SENTENCE}", PACES[0])
        assert last.exists()
        assert sum(p.stat().st_size for p in folder.iterdir()) <= 600_000
    small.close()
    assert not folder.exists()


def program(tmp_path, text):
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize("text", ["exit 1", "kill -9 $$"])
def test_a_program_that_fails_or_dies_costs_its_sentence_only(tmp_path, text):
    (tmp_path / "wav").mkdir()
    broken = Espeak(program(tmp_path, text), tmp_path / "wav")
    assert broken.synthesize(SENTENCE, PACES[0]) is None
    assert list((tmp_path / "wav").iterdir()) == []


def test_a_program_that_is_not_there_costs_its_sentence_only(tmp_path):
    assert Espeak(str(tmp_path / "none"), tmp_path).synthesize(SENTENCE, PACES[0]) is None


def test_what_nobody_waits_for_any_more_is_killed(tmp_path):
    (tmp_path / "wav").mkdir()
    started = tmp_path / "started"
    slow = Espeak(program(tmp_path, f"touch {started}; exec sleep 600"), tmp_path / "wav")
    made = []
    thread = threading.Thread(target=lambda: made.append(slow.synthesize(SENTENCE, PACES[0])))
    thread.start()
    end = time.monotonic() + 60
    while not started.exists() and time.monotonic() < end:
        time.sleep(0.01)
    slow.kill()
    thread.join(timeout=60)
    assert made == [None]


def test_the_folder_lies_in_memory_and_those_of_dead_programs_are_swept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = tmp_path / f"kiosk-voice-{gone.pid}-left"
    left.mkdir()
    mine = Espeak("program")
    found = list(tmp_path.iterdir())
    assert [p.name.split("-")[2] for p in found] == [str(os.getpid())]
    mine.close()
    assert list(tmp_path.iterdir()) == []
