"""Picture files: type, size in pixels and soundness from a picture's own bytes; nothing is decoded."""
from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 40_000_000
TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


@dataclass(frozen=True)
class Picture:
    """What the head of a picture says: type (png, jpeg, webp), pixels, and whether it carries shooting data (EXIF)."""

    type: str
    width: int
    height: int
    exif: bool = False


class BrokenPicture(Exception):
    """The bytes begin as a picture but are cut off or make no sense."""


def read_picture_head(data: bytes) -> Picture | None:
    """The Picture that the bytes are, None when they are none. BrokenPicture when they are damaged."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as error:
        raise BrokenPicture(str(error)) from error
    return None


def _sound(type: str, width: int, height: int, exif: bool) -> Picture:
    if width < 1 or height < 1:
        raise BrokenPicture("no size")
    return Picture(type, width, height, exif)


def _png(data: bytes) -> Picture:
    if data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        raise BrokenPicture("IHDR or IEND is missing")
    width, height = struct.unpack(">II", data[16:24])
    return _sound("png", width, height, b"eXIf" in data)


def _jpeg(data: bytes) -> Picture:
    if b"\xff\xd9" not in data[-512:]:
        raise BrokenPicture("no end of image")
    place, exif = 2, False
    while True:
        while data[place] != 0xFF:
            place += 1
        while data[place] == 0xFF:
            place += 1
        marker = data[place]
        (length,) = struct.unpack(">H", data[place + 1:place + 3])
        if marker == 0xE1 and data[place + 3:place + 7] == b"Exif":
            exif = True
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 4:place + 8])
            return _sound("jpeg", width, height, exif)
        if marker in (0xD9, 0xDA) or length < 2:
            raise BrokenPicture("no frame")
        place += 1 + length


def _webp(data: bytes) -> Picture:
    (size,) = struct.unpack("<I", data[4:8])
    if size + 8 > len(data):
        raise BrokenPicture("cut off")
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return _sound("webp", width, height, bool(data[20] & 0x08))
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return _sound("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), False)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return _sound("webp", width & 0x3FFF, height & 0x3FFF, False)
    raise BrokenPicture("unknown chunk")
