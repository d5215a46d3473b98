"""Pictures within a document, without what a camera wrote beside them; what is seen stays bit for bit."""

import io
import struct
from collections.abc import Iterator

from PIL import Image

_GPS = 0x8825
_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SAID = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_SCAN, _END = 0xDA, 0xD9


def without_words(picture: bytes) -> tuple[bytes, bool]:
    """The picture alone, and whether it told where it was made. What is neither JPEG nor PNG comes back as it is."""
    if picture.startswith(b"\xff\xd8\xff"):
        return _jpeg(picture)
    if picture.startswith(_PNG):
        return _png(picture)
    return picture, False


def _jpeg(picture: bytes) -> tuple[bytes, bool]:
    """Without EXIF, XMP, IPTC and comments (ITU T.81, B.2); how the picture is turned stays."""
    made, at, told = [picture[:2]], 2, False
    while at + 4 <= len(picture) and picture[at] == 0xFF and picture[at + 1] not in (_SCAN, _END):
        marker, length = picture[at + 1], struct.unpack(">H", picture[at + 2 : at + 4])[0]
        segment = picture[at : at + 2 + length]
        at += 2 + length
        if marker == 0xE1:
            told = told or b"GPSLatitude" in segment or _tells_position(segment[4:])
            made.append(_turned_only(segment[4:]))
        elif marker not in (0xED, 0xFE):
            made.append(segment)
    return b"".join([*made, picture[at:]]), told


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
        if kind in _PNG_SAID:
            told = told or b"GPSLatitude" in chunk or (kind == b"eXIf" and _tells_position(b"Exif\0\0" + chunk[8:-4]))
        else:
            made.write(chunk)
    return made.getvalue(), told


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(picture):
        end = at + 12 + struct.unpack(">I", picture[at : at + 4])[0]
        yield picture[at + 4 : at + 8], picture[at:end]
        at = end
