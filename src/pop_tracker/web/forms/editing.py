"""Forms for what someone else may be editing too.

The form carries a digest of what stood in it when it was opened. When it comes back and something else stands
there, nothing is lost: what was typed stays in the form, what stands now is shown beside it, and saving once
more overwrites knowingly. No row needs a version for this.
"""

import hashlib
import json
from typing import Any

from wtforms import BooleanField, Field, HiddenField

from pop_tracker.web.errors import STALE
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import TextField
from pop_tracker.web.i18n import Words
from pop_tracker.web.sources import Sources


class DeclarationField(BooleanField):
    """A box for what its sender declares of the other fields: ticked each time, never part of what stands there."""


class ReasonField(TextField):
    """Why something is changed: said each time anew, never part of what stands there."""


class EditForm(BaseForm):
    version = HiddenField()

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.stands: list[tuple[str, str]] = []
        if not self.version.data:
            self.version.data = self.digest()

    def digest(self) -> str:
        values = {field.name: _plain(field) for field in self if _stands(field)}
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]

    @property
    def says(self) -> list[tuple[str, str]]:
        """What stands in it, as people read it: for a page that asks before it goes."""
        return [(field.label.text, words) for field in self if _stands(field) and (words := _words(field))]

    def is_stale(self, now: "EditForm") -> bool:
        """Whether something else stands there (`now`) than when this form was opened, and than what it says."""
        different = [field for field in now if _stands(field) and _plain(field) != _plain(self[field.name])]
        if self.version.data == now.digest() or not different:
            return False
        self.stands = [(field.label.text, _words(field)) for field in different]
        self.version.data = now.digest()
        self.form_errors.append(self.said.gettext(STALE))
        return True


def _stands(field: Field) -> bool:
    return not isinstance(field, (HiddenField, DeclarationField, ReasonField))


def _plain(field: Field) -> Any:
    if isinstance(field.data, Sources):
        return field.data.as_list
    return sorted(map(str, field.data)) if isinstance(field.data, list) else str(field.data or "")


def _words(field: Field) -> str:
    """As people read it: a choice by its label."""
    choices = {str(value): str(text) for value, text, *_ in getattr(field, "choices", None) or []}
    values = field.data if isinstance(field.data, list) else [field.data or ""]
    return ", ".join(choices.get(str(value), str(value)) for value in values)
