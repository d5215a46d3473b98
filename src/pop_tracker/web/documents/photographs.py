"""Pictures within a document, without what a camera wrote beside them; what is seen stays bit for bit."""

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image

_GPS = 0x8825
_ORIENTATION = 0x0112
_SCAN, _END = 0xDA, 0xD9
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Within what is drawn, a marker that ends it: neither a stuffed byte nor a restart (T.81, B.1.1.5)."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SEEN = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"hIST", b"sPLT", b"cICP", b"acTL", b"fcTL", b"fdAT"),
}
"""What a PNG is painted from; all else is said beside it."""
_WEBP_SAID = {b"EXIF", b"XMP "}
_JP2 = b"\0\0\0\x0cjP  \r\n\x87\n"
_JP2_SAID = {b"xml ", b"uuid", b"uinf", b"jp2i"}


def without_words(picture: bytes) -> tuple[bytes, bool]:
    """The picture alone, and whether it told where it was made. What is none of these kinds comes back as it is."""
    if picture.startswith(b"\xff\xd8\xff"):
        return _jpeg(picture)
    if picture.startswith(_PNG):
        return _png(picture)
    if picture.startswith(b"RIFF") and picture[8:12] == b"WEBP":
        return _webp(picture)
    if picture.startswith(_JP2):
        return _jp2(picture)
    return picture, False


def _jpeg(picture: bytes) -> tuple[bytes, bool]:
    """Only the segments that it is painted from (ITU T.81, B.2), its colours and how it is turned: programs write EXIF,
    XMP, IPTC, comments, small copies and second pictures each in a place of its own, some behind the end."""
    made, at, told = [picture[:2]], 2, False
    while at + 4 <= len(picture) and picture[at] == 0xFF and picture[at + 1] != _END:
        marker, length = picture[at + 1], struct.unpack(">H", picture[at + 2 : at + 4])[0]
        if marker == 0xFF:  # a byte that fills
            at += 1
            continue
        segment = picture[at : at + 2 + length]
        at += 2 + length
        if marker == 0xE1:
            told = told or b"GPSLatitude" in segment or _tells_position(segment[4:])
            made.append(_turned_only(segment[4:]))
        elif marker == 0xE0:
            made.append(_without_small(segment))
        elif not (0xE2 <= marker <= 0xEF or marker == 0xFE) or _is_of_colours(marker, segment):
            made.append(segment)
        if marker == _SCAN:
            following = _NEXT.search(picture, at)
            end = following.start() if following else len(picture)
            made.append(picture[at:end])
            at = end
    is_whole = picture[at : at + 2] == bytes((0xFF, _END))
    return b"".join([*made, picture[at : at + 2] if is_whole else picture[at:]]), told


def _is_of_colours(marker: int, segment: bytes) -> bool:
    return marker == 0xEE or (marker == 0xE2 and segment[4:].startswith(b"ICC_PROFILE\0"))


def _without_small(segment: bytes) -> bytes:
    """The head of a JFIF file without the small copy that it may hold; an extension holds nothing else."""
    if not segment.startswith(b"JFIF\0", 4):
        return b""
    return segment if len(segment) <= 18 else b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0"


def _exif(said: bytes) -> Image.Exif:
    written = Image.Exif()
    if said.startswith(b"Exif\0\0"):
        try:
            written.load(said)
        except Exception:  # whatever is wrong with it, it goes
            return Image.Exif()
    return written


def _tells_position(said: bytes) -> bool:
    return bool(_exif(said).get_ifd(_GPS))


def _turned_only(said: bytes) -> bytes:
    turned = _exif(said).get(_ORIENTATION)
    if turned not in range(2, 9):
        return b""
    kept = Image.Exif()
    kept[_ORIENTATION] = turned
    block = kept.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block


def _png(picture: bytes) -> tuple[bytes, bool]:
    made, told = io.BytesIO(), False
    made.write(_PNG)
    for kind, chunk in _chunks(picture):
        if kind in _PNG_SEEN:
            made.write(chunk)
        else:
            told = told or b"GPSLatitude" in chunk or (kind == b"eXIf" and _tells_position(b"Exif\0\0" + chunk[8:-4]))
    return made.getvalue(), told


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the last; what lies behind it is none."""
    at, kind = len(_PNG), b""
    while at + 12 <= len(picture) and kind != b"IEND":
        end = at + 12 + struct.unpack(">I", picture[at : at + 4])[0]
        kind = picture[at + 4 : at + 8]
        yield kind, picture[at:end]
        at = end


def _webp(picture: bytes) -> tuple[bytes, bool]:
    """Of a file in the RIFF format, up to the length that it says."""
    made, told, at = [], False, 12
    end = min(len(picture), 8 + struct.unpack("<I", picture[4:8])[0])
    while at + 8 <= end:
        kind, length = picture[at : at + 4], struct.unpack("<I", picture[at + 4 : at + 8])[0]
        chunk = picture[at : at + 8 + length + length % 2]
        at += len(chunk)
        if kind == b"VP8X":  # its first byte says what else there is
            chunk = chunk[:8] + bytes((chunk[8] & ~0x0C,)) + chunk[9:]
        if kind in _WEBP_SAID:
            said = chunk[8:]
            told = told or b"GPSLatitude" in said or _tells_position(b"Exif\0\0" + said.removeprefix(b"Exif\0\0"))
        else:
            made.append(chunk)
    body = b"WEBP" + b"".join(made)
    return b"RIFF" + struct.pack("<I", len(body)) + body, told


def _jp2(picture: bytes) -> tuple[bytes, bool]:
    """Of JPEG 2000, whose boxes say their lengths (ITU T.800, annex I); the last may go to the end."""
    made, told, at = [], False, 0
    while at + 8 <= len(picture):
        length, kind = struct.unpack(">I", picture[at : at + 4])[0], picture[at + 4 : at + 8]
        if length == 1:
            length = struct.unpack(">Q", picture[at + 8 : at + 16])[0]
        box = picture[at : at + max(length, 8)] if length else picture[at:]
        at += len(box)
        if kind in _JP2_SAID:
            told = told or b"GPSLatitude" in box
        else:
            made.append(box)
    return b"".join(made), told
