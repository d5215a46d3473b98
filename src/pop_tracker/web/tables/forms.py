"""A table on its way through a browser: the form that sends it, and its faults as its sender reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, Required
from pop_tracker.web.forms.fields import UploadField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.reading import RowFault


@dataclass(frozen=True)
class ShownFault:
    line: int
    column: str
    words: str


def in_words(fault: RowFault, headings: Mapping[str, str], said: Words) -> ShownFault:
    """By the heading that the file itself has for the column."""
    return ShownFault(fault.line, headings.get(fault.column or "", ""), said.gettext(fault.message, **fault.values))


class TableForm(BaseForm):
    file = UploadField(N_("Skedari"), [Required()])

    def refuse(self, refusal: Refusal) -> None:
        """Names of columns are messages too."""
        said = {
            name: ", ".join(map(self.said.gettext, value)) if isinstance(value, tuple) else value
            for name, value in refusal.values.items()
        }
        super().refuse(Refusal(refusal.message, field=refusal.field, **said))

    def refuse_rows(self, faults: int) -> None:
        self.form_errors.append(
            self.said.ngettext(
                "Tabela ka %(num)s gabim. Asgjë nuk u shkrua.", "Tabela ka %(num)s gabime. Asgjë nuk u shkrua.", faults
            )
        )
