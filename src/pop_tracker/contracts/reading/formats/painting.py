"""A picture of a page, painted so that it can be read: grey, upright, neither tiny nor huge."""

import io

from PIL import Image, ImageOps

from pop_tracker.web.pictures import painted

LONGEST, SHORTEST = 3_800, 2_200
"""Pixels of the longer side."""


def grey(contents: bytes, kind: str) -> bytes:
    """A PNG. Raises Refusal for what does not open."""
    with Image.open(io.BytesIO(painted(contents, kind=kind)), formats=("JPEG", "PNG")) as image:
        seen = image.convert("LA" if "A" in image.mode else "L")
        if seen.mode == "LA":
            under = Image.new("L", seen.size, 255)
            under.paste(seen.convert("L"), mask=seen.getchannel("A"))
            seen = under
        side = max(seen.size)
        if not SHORTEST <= side <= LONGEST:
            by = (LONGEST if side > LONGEST else SHORTEST) / side
            seen = seen.resize(
                (max(1, round(seen.width * by)), max(1, round(seen.height * by))), Image.Resampling.LANCZOS
            )
        made = io.BytesIO()
        ImageOps.autocontrast(seen, cutoff=1).save(made, "PNG", compress_level=1)
    return made.getvalue()
