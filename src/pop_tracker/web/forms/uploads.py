"""Files that come with a form are opened before its door holds anything of the database: it takes seconds where they
are large, and whoever else writes must not wait for it.

A document is kept without what it says of people, unless the box beside its field is ticked.
"""

from collections.abc import Iterable

from sqlmodel import Session
from wtforms import BooleanField, Field

from pop_tracker.web import files
from pop_tracker.web.forms.fields import UploadField, UploadsField
from pop_tracker.web.i18n import N_


def as_is_field() -> BooleanField:
    """The box beside the field of a document, under its name with `_as_is`."""
    return BooleanField(N_("Mbajeni dokumentin siç është"))


def open_ahead(session: Session, form: Iterable[Field]) -> None:
    """What is wrong with one is told where it is kept (`files.keep`). Raises Busy."""
    fields = {field.name: field for field in form}
    sent = [field for field in fields.values() if isinstance(field, UploadField | UploadsField) and field.data]
    if not sent:
        return
    session.commit()
    for field in sent:
        keeps = fields.get(f"{field.name.removesuffix('files')}keeps_position")
        for upload in field.taken if isinstance(field, UploadsField) else [field.data]:
            keeps_position = bool(keeps is not None and keeps.data)
            files.open_ahead(upload, keeps_position=keeps_position, reads_documents=f"{field.name}_as_is" in fields)
