"""Pictures that come in are painted anew: what a camera or an attacker wrote beside the picture does not come along.

A phone notes the place, the time and the device in the file; anyone can hang a script behind the last byte.
"""

import io
import math
import re
import struct
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from pop_tracker.web import limited
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

pi_heif.register_heif_opener()
Image.preinit()
READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
"""Imported here and now: a process that may open no file could not do it later."""

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
"""What is kept."""
TAKEN = {**FORMATS, "image/heic": "HEIF"}
"""What is opened. Hardly a browser shows what phones write, so HEIC is kept as JPEG."""
AREA = 24_000_000
"""Pixels that a picture is kept with. Not its sides are bounded: a phone's screenshot of a whole conversation
(1080 x 20,000), a sheet of A3 scanned for reading (300 dpi) and what most cameras take stay as they came."""
MOST_BYTES = 150_000_000
"""That a picture may fill once it is open: 50 megapixels in colour, a sheet of A4 in grey at 600 dpi three times."""
LONGEST_RATIO = 100
"""Between the sides. What is narrower is no picture, and small ones of it show nothing."""
SMALL = (320, 240)
"""The frame of a small picture, in pixels."""
SMALL_BYTES = 12_000
"""Of a small one, at most: a page may show many, on a phone's connection."""
_FROM = "Madhësia para zvogëlimit: {}x{} px"


@dataclass(frozen=True)
class Bare:
    """A picture that holds nothing but itself. `reduced_from` is the size that it came in, where it came larger."""

    contents: bytes
    kind: str
    reduced_from: str = ""


def bare(contents: bytes, kind: str, *, keeps_position: bool = False) -> Bare:
    """The picture alone, upright, on at most AREA; in the format that it came in, HEIC as JPEG.

    `keeps_position` keeps place and time, and nothing else of what the camera wrote. It is opened in a process of
    bounded time and memory. Raises Refusal for what cannot be opened, or is larger than a server should open, and Busy.
    """
    made = limited.run(
        f"{__name__}:painted", contents, starts_threads=kind not in FORMATS, intricate=TOO_LARGE, broken=_BROKEN,
        kind=kind, keeps_position=keeps_position, area=AREA,
    )  # fmt: skip
    return Bare(made, _kept_as(kind), reduced_from(made))


def _kept_as(kind: str) -> str:
    return kind if kind in FORMATS else "image/jpeg"


TOO_LARGE = N_("Fotografia është shumë e madhe për t’u hapur; zvogëlojeni dhe provoni përsëri.")
_BROKEN = N_("Fotografia nuk mund të hapet; ndoshta skedari është i dëmtuar.")


def painted(contents: bytes, *, kind: str, keeps_position: bool = False, area: int = AREA) -> bytes:
    """What `bare` keeps of it, made in this very process."""
    kept_as = _kept_as(kind)
    try:
        with Image.open(io.BytesIO(contents), formats=(TAKEN[kind],)) as image:
            _require_size(image)
            exif = _where_and_when(image.getexif()) if keeps_position else None
            size = _upright_size(image)
            seen = ImageOps.exif_transpose(_reduced(_plain(image), area))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal(TOO_LARGE, field="file") from None
    except (OSError, SyntaxError, ValueError, TypeError, OverflowError, EOFError, struct.error, RuntimeError):
        raise Refusal(_BROKEN, field="file") from None
    if kept_as == "image/jpeg":
        seen = _on_white(seen)
    # A new canvas: what Pillow remembers of the file it read does not come along.
    alone = Image.new(seen.mode, seen.size)
    alone.paste(seen)
    was = _FROM.format(*size) if alone.size != size else ""
    options: dict[str, Any] = {"exif": exif} if exif else {}
    if kept_as == "image/jpeg":
        options |= {"quality": 85, "optimize": True, **({"comment": was} if was else {})}
    elif was:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("Comment", was)
    made = io.BytesIO()
    try:
        alone.save(made, FORMATS[kept_as], **options)
    except (OSError, ValueError, TypeError, OverflowError, struct.error):
        raise Refusal(N_("Fotografia nuk mund të ruhet; provoni pa vendin ku u bë, ose një skedar tjetër."),
                      field="file") from None  # fmt: skip
    return made.getvalue()


def reduced_from(contents: bytes) -> str:
    """The size that a kept picture came in ("8064x6048"), where it was made smaller: the file itself says so, to
    whoever takes it along too. Empty for any other."""
    try:
        with Image.open(io.BytesIO(contents), formats=tuple(FORMATS.values())) as image:
            said = image.info.get("comment") or image.info.get("Comment") or ""
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError):
        return ""
    said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    found = re.fullmatch(re.escape(_FROM).replace(r"\{\}", r"(\d{1,6})"), said)
    return f"{found[1]}x{found[2]}" if found else ""


def holds_position(contents: bytes) -> bool:
    """Whether a kept picture tells where or when it was made."""
    try:
        with Image.open(io.BytesIO(contents), formats=tuple(FORMATS.values())) as image:
            return len(image.getexif()) > 0
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError):
        return False


def small(contents: bytes) -> bytes:
    """A kept picture as a small JPEG within the frame of SMALL. Of a long one it is the beginning, so that something
    can be made out. Raises what Pillow raises for what is no picture."""
    with Image.open(io.BytesIO(contents), formats=tuple(FORMATS.values())) as image:
        image.draft("RGB", (SMALL[0] * 2, SMALL[1] * 2))
        wide, high = image.size
        seen = image.crop((0, 0, min(wide, 2 * high), min(high, 2 * wide)))
        seen.thumbnail(SMALL)
        painted = _on_white(_plain(seen))
    made = io.BytesIO()
    for quality in (75, 60, 45, 30):
        made = io.BytesIO()
        painted.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(made.getvalue()) <= SMALL_BYTES:
            break
    return made.getvalue()


def width_of(contents: bytes) -> int:
    """Of a picture that we made."""
    with Image.open(io.BytesIO(contents), formats=tuple(FORMATS.values())) as image:
        return image.width


def _upright_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(ExifTags.Base.Orientation) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _require_size(image: Image.Image) -> None:
    """Raises DecompressionBombError, or Refusal for what is hardly wider than a line."""
    depth = 2 if image.mode.startswith("I;16") else max(len(image.getbands()), 1)
    if image.width * image.height * depth > MOST_BYTES:
        raise Image.DecompressionBombError
    if max(image.size) > LONGEST_RATIO * min(image.size):
        raise Refusal(
            N_("Fotografia është tepër e ngushtë: njëra anë është më shumë se 100 herë më e gjatë se tjetra."),
            field="file",
        )


def _plain(image: Image.Image) -> Image.Image:
    """In grey or colour of eight bits, transparent where it was."""
    if image.mode.startswith("I;16"):
        # Pillow itself cuts off all that is brighter than 255 of 65,535.
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("1", "L", "RGB") and "transparency" not in image.info:
        return image.convert("RGB") if image.mode == "RGB" else image.convert("L")
    if image.mode in ("CMYK", "YCbCr", "LAB", "HSV"):
        return image.convert("RGB")
    return image.convert("LA" if image.mode == "LA" else "RGBA")


def _reduced(image: Image.Image, area: int) -> Image.Image:
    wide, high = image.size
    if wide * high <= area:
        return image
    by = math.sqrt(area / (wide * high))
    return image.resize((max(1, int(wide * by)), max(1, int(high * by))), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent lies on paper, not on black."""
    if image.mode not in ("LA", "RGBA"):
        return image
    under = Image.new(image.mode.removesuffix("A"), image.size, "white")
    under.paste(image.convert(under.mode), mask=image.getchannel("A"))
    return under


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
    if found := re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", str(taken), re.ASCII):
        with suppress(ValueError):
            moment = datetime.fromisoformat("{}-{}-{} {}".format(*found.groups()))  # cameras write no zone
            kept[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: f"{moment:%Y:%m:%d %H:%M:%S}"}
    return kept if len(kept) else None
