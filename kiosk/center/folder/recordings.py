"""A recording beside an item: MP3 or Ogg, read out by a person, without anything hidden in it.

The sound itself is published as it is; tags are not, for they hold names, places and programs.
"""

from __future__ import annotations

import struct
from pathlib import Path

from kiosk.center.folder.pictures import Pages, PictureError, Rendered

RECORDING_ENDINGS = frozenset({".mp3", ".ogg"})
_BYTES = 20 * 2**20
"""About 40 minutes at 64 kbit/s."""
_LEAST_FRAMES = 40
"""One second: less is a slip, or no MP3."""
_RATES = ((44_100, 48_000, 32_000), (22_050, 24_000, 16_000), (11_025, 12_000, 8_000))
_KBITS = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_HEAD = 64 << 10


class RecordingError(PictureError):
    """The file is no recording that can be played.  The message is Chinese, for its author."""


def convert_recording(path: Path) -> Pages:
    """The recording as one "page" without pixels; RecordingError if it is not whole."""
    try:
        if path.stat().st_size > _BYTES:
            raise RecordingError(f"录音超过 {_BYTES >> 20} MB，请压缩成 64 kbit/s 的单声道 MP3")
        data = path.read_bytes()
    except OSError as error:
        raise RecordingError(f"打不开这个文件（{error.strerror}）") from error
    if path.suffix.lower() == ".ogg":
        _check_ogg(data)
        return Pages([Rendered(data, "audio/ogg", 0, 0)], [])
    return Pages([Rendered(_mp3_frames(data), "audio/mpeg", 0, 0)], [])


def _mp3_frames(data: bytes) -> bytes:
    """Nothing but the frames: tags before and after them are dropped."""
    start = 0
    if data[:3] == b"ID3" and len(data) > 10:
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        start = 10 + size
    at, frames = start, 0
    while length := _frame_length(data, at):
        at += length
        frames += 1
    rest = data[at:]
    if frames < _LEAST_FRAMES or (len(rest) > 4096 and not rest.startswith((b"TAG", b"APETAG"))):
        raise RecordingError("不是完整的 MP3 录音；请用录音软件另存为 MP3 再放进来")
    return data[start : min(at, len(data))]


def _frame_length(data: bytes, at: int) -> int:
    """Bytes of the layer III frame there, 0 if there is none (ISO/IEC 11172-3, 2.4.2.3)."""
    if at + 4 > len(data):
        return 0
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer = head >> 19 & 3, head >> 17 & 3
    kbits, rate, padding = head >> 12 & 15, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or kbits in {0, 15} or rate == 3:
        return 0
    family = {3: 0, 2: 1, 0: 2}[version]
    per_frame = 144 if family == 0 else 72
    return per_frame * _KBITS[family > 0][kbits] * 1000 // _RATES[family][rate] + padding


def _check_ogg(data: bytes) -> None:
    """Ogg with Vorbis or Opus, and no comments but the encoder's own."""
    head = data[:_HEAD]
    for mark in (b"\x03vorbis", b"OpusTags"):
        at = head.find(mark)
        if data[:4] == b"OggS" and at > 0:
            break
    else:
        raise RecordingError("不是 Ogg 录音，或者文件已经损坏；请另存为 MP3 再放进来")
    try:
        (vendor,) = struct.unpack_from("<I", head, at + len(mark))
        (count,) = struct.unpack_from("<I", head, at + len(mark) + 4 + vendor)
        place = at + len(mark) + 8 + vendor
        for _ in range(min(count, 100)):
            (length,) = struct.unpack_from("<I", head, place)
            comment = head[place + 4 : place + 4 + length].lower()
            if not comment.startswith(b"encoder="):
                raise RecordingError("录音里带着标题、作者一类的附注；请去掉附注，或者另存为 MP3")
            place += 4 + length
    except struct.error as error:
        raise RecordingError("录音文件已经损坏，请重新另存") from error
