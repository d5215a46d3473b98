"""Photos of consultations: the picture alone is kept, never what a camera writes beside it.

A phone notes the place, the time and the device in the file. The picture is therefore painted anew, without any of
it, and no larger than a screen needs.
"""

import io
import struct

import sqlalchemy as sa
from PIL import Image, ImageOps
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload, sniff
from pop_tracker.web.i18n import N_

LONGEST_SIDE = 1600
"""In pixels."""
MOST_PIXELS = {"image/jpeg": 60_000_000, "image/png": 25_000_000}
"""A JPEG is read at a reduced size, a PNG has to be opened whole."""
ACCEPTED = ".jpg,.jpeg,.png"


class ConsultationPhoto(SQLModel, table=True):
    """A photo of the meeting in which nobody but officials can be recognised; whoever adds it says so."""

    __tablename__ = "consultation_photo"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    position: int
    sha256: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    type: str = Field(max_length=80)
    size: int
    shows: str = Field(max_length=300)
    """What is on it, for those who do not see it."""
    source: str = Field(sa_type=sa.Text)


def photos(session: Session, consultation_id: int | None = None) -> list[ConsultationPhoto]:
    """What readers see of a consultation, or of all, in its order: pages, API and record ask here. One query."""
    query = select(ConsultationPhoto).order_by(col(ConsultationPhoto.consultation_id), col(ConsultationPhoto.position))
    if consultation_id is not None:
        query = query.where(ConsultationPhoto.consultation_id == consultation_id)
    return list(session.exec(query))


def picture_alone(upload: Upload) -> Upload:
    """The picture as a JPEG: upright, at most LONGEST_SIDE, without position, time, device, comment or file name.

    Raises Refusal for what is no JPEG or PNG, cannot be opened, or is larger than a server should open.
    """
    kind = sniff(upload.contents)
    if kind not in MOST_PIXELS:
        raise Refusal(N_("Pranohen vetëm fotografi JPEG dhe PNG."), field="file")
    try:
        with Image.open(io.BytesIO(upload.contents), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS[kind]:
                raise Refusal(N_("Fotografia është shumë e madhe për t’u hapur; zvogëlojeni dhe provoni përsëri."),
                              field="file")  # fmt: skip
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            seen = upright.convert("RGBA")
            # A new canvas: what Pillow remembers of the file it read does not come along.
            alone = Image.new("RGB", seen.size, "white")
            alone.paste(seen, mask=seen.getchannel("A"))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError):
        raise Refusal(N_("Fotografia nuk mund të hapet; ndoshta skedari është i dëmtuar."), field="file") from None
    made = io.BytesIO()
    alone.save(made, "JPEG", quality=80, optimize=True, progressive=True)
    return Upload("foto.jpg", "image/jpeg", made.getvalue())
