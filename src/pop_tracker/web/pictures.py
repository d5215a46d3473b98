"""Pictures that come in are painted anew: what a camera or an attacker wrote beside the picture does not come along.

A phone notes the place, the time and the device in the file; anyone can hang a script behind the last byte.
"""

import io
import math
import struct
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image, ImageOps

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
LONGEST_SIDE = 2400
"""In pixels: enough to read a sign on a photo."""
MOST_PIXELS = {"image/jpeg": 60_000_000, "image/png": 25_000_000}
"""A JPEG is read at a reduced size, a PNG has to be opened whole."""


def bare(contents: bytes, kind: str, *, keeps_position: bool = False) -> bytes:
    """The picture alone, upright, at most LONGEST_SIDE, in the format that it came in.

    `keeps_position` keeps place and time, and nothing else of what the camera wrote. Raises Refusal for what cannot
    be opened, or is larger than a server should open.
    """
    try:
        with Image.open(io.BytesIO(contents), formats=(FORMATS[kind],)) as image:
            if image.width * image.height > MOST_PIXELS[kind]:
                raise Image.DecompressionBombError
            exif = _where_and_when(image.getexif()) if keeps_position else None
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            seen = upright.convert("RGB" if kind == "image/jpeg" else "RGBA")
            # A new canvas: what Pillow remembers of the file it read does not come along.
            alone = Image.new(seen.mode, seen.size)
            alone.paste(seen)
    except Image.DecompressionBombError:
        raise Refusal(N_("Fotografia është shumë e madhe për t’u hapur; zvogëlojeni dhe provoni përsëri."),
                      field="file") from None  # fmt: skip
    except (OSError, SyntaxError, ValueError, TypeError, OverflowError, EOFError, struct.error):
        raise Refusal(N_("Fotografia nuk mund të hapet; ndoshta skedari është i dëmtuar."), field="file") from None
    made = io.BytesIO()
    options: dict[str, Any] = {"exif": exif} if exif else {}
    if kind == "image/jpeg":
        options |= {"quality": 85, "optimize": True}
    try:
        alone.save(made, FORMATS[kind], **options)
    except (OSError, ValueError, TypeError, OverflowError, struct.error):
        raise Refusal(N_("Fotografia nuk mund të ruhet; provoni pa vendin ku u bë, ose një skedar tjetër."),
                      field="file") from None  # fmt: skip
    return made.getvalue()


def _where_and_when(written: Image.Exif) -> Image.Exif | None:
    """Latitude, longitude and the time of the shot, in fields made anew from their numbers; what is no number, as 0/0
    from a camera that found no satellite, is no position."""
    kept = Image.Exif()
    position = written.get_ifd(ExifTags.IFD.GPSInfo)
    place: dict[int, Any] = {}
    for degrees, side, sides in (
        (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "NS"),
        (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "EW"),
    ):
        numbers, letter = position.get(degrees), position.get(side)
        if not (isinstance(numbers, tuple) and len(numbers) == 3 and isinstance(letter, str) and letter in sides):
            continue
        parts = tuple(abs(float(number)) for number in numbers)
        if all(math.isfinite(part) for part in parts):
            place |= {side: letter, degrees: parts}
    if len(place) == 4:
        kept[ExifTags.IFD.GPSInfo] = place
    taken = written.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        # Cameras write no zone.
        moment = datetime.strptime(str(taken), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        kept[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: moment.strftime("%Y:%m:%d %H:%M:%S")}
    except ValueError:
        pass
    return kept if len(kept) else None
