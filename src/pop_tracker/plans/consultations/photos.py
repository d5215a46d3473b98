"""Photos of consultations: the picture alone is kept, never what a camera writes beside it (`web/pictures.py`)."""

from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.history import part
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload, sniff
from pop_tracker.web.i18n import N_
from pop_tracker.web.pictures import TAKEN
from pop_tracker.web.source_list import SourceList


@part
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
    reduced_from: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """The size that it came in ("8064x6048"), where it is kept smaller."""
    shows: str = Field(max_length=300)
    """What is on it, for those who do not see it."""
    source: str = Field(sa_type=SourceList)


def photos(session: Session, consultation_id: int | None = None) -> list[ConsultationPhoto]:
    """What readers see of a consultation, or of all, in its order: pages, API and record ask here. One query."""
    query = select(ConsultationPhoto).order_by(col(ConsultationPhoto.consultation_id), col(ConsultationPhoto.position))
    if consultation_id is not None:
        query = query.where(ConsultationPhoto.consultation_id == consultation_id)
    return list(session.exec(query))


def require_picture(upload: Upload) -> None:
    """Raises Refusal for what is no photo."""
    if sniff(upload.contents) not in TAKEN:
        raise Refusal(N_("Pranohen vetëm fotografi JPEG, PNG dhe HEIC."), field="file")
