"""A table on its way through a browser: the form that sends it, and all that is wrong in it told at once."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session
from wtforms import HiddenField

from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, Required
from pop_tracker.web.forms.fields import UploadField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.opening import open_ahead
from pop_tracker.web.tables.reading import RowFault
from pop_tracker.web.tables.shown import named


class Faulty(Refusal):
    """The table has faults, so that nothing of it is written. `headings`: the file's own, by column."""

    def __init__(self, faults: Sequence[RowFault], headings: Mapping[str, str]) -> None:
        super().__init__(N_("Tabela ka gabime; asgjë nuk u shkrua."))
        self.faults = faults
        self.headings = headings


class TableForm(BaseForm):
    file = UploadField(N_("Skedari"), [Required()])
    faults: Sequence[RowFault] = ()
    headings: Mapping[str, str] = {}

    def read_ahead(self, session: Session) -> None:
        """Opens the file while nothing of the database is held, before the door holds anything: it may take seconds,
        and whoever writes meanwhile must not wait for it. What is wrong with it is told once it is read."""
        if self.file.data:
            session.commit()
            open_ahead(self.file.data)

    def refuse(self, refusal: Refusal) -> None:
        """Faults are counted, and kept for the page to tell; names of columns are messages too."""
        if isinstance(refusal, Faulty):
            self.faults, self.headings = refusal.faults, refusal.headings
            self.form_errors.append(counted(self.said, len(refusal.faults)))
            return
        super().refuse(Refusal(refusal.message, field=refusal.field, **named(refusal.values, self.said)))


class EntryForm(BaseForm):
    """The button under the preview. Its nonce is the table's: one is entered once, whatever window says so."""

    nonce = HiddenField()
    version = HiddenField()


def counted(said: Words, faults: int) -> str:
    """How many faults a table has, over the list of them."""
    return said.ngettext(
        "Tabela ka %(num)s gabim. Asgjë nuk u shkrua.", "Tabela ka %(num)s gabime. Asgjë nuk u shkrua.", faults
    )
