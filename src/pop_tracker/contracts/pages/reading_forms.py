"""What a browser may send to the doors of a document that is read and checked."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError

from pop_tracker.contracts.pages.forms import ContractForm, RemovalForm
from pop_tracker.contracts.points import LONGEST_TEXT
from pop_tracker.contracts.reading.refusing import LONGEST
from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import LineField, NonceField, TextField, UploadField, VersionField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.uploads import as_is_field
from pop_tracker.web.i18n import N_, Words


class DocumentForm(BaseForm):
    """A file, or text that was pasted."""

    file = UploadField(N_("Skedari"))
    file_as_is = as_is_field()
    text = TextField(N_("Ose ngjitni tekstin"), validators=[Max(LONGEST)])
    nonce = NonceField()

    def validate_file(self, field: Any) -> None:
        if bool(field.data) == bool(self.text.data):
            raise ValidationError(self.said.gettext(N_("Zgjidhni një skedar ose ngjitni tekstin, jo të dyja.")))

    @property
    def contents(self) -> bytes:
        return self.file.data.contents if self.file.data else str(self.text.data).encode()


class HeadForm(ContractForm):
    """What holds for the whole contract, as it was read."""

    version = VersionField()


class RowForm(BaseForm):
    """One row, with whatever is to be done with it. Nobody else reads it yet: names are asked about over all rows when
    they are saved (`checking.naming`)."""

    asks_names = False
    has_steps = True
    version = VersionField()
    nonce = NonceField()
    text = TextField(N_("Teksti"), validators=[Max(LONGEST_TEXT), NoPrivateName()])
    scope = RadioField(N_("Për cilin vend është"), validators=[ChoiceCheck()], validate_choice=False)
    units = SelectMultipleField(N_("Njësitë administrative"), validators=[ChoiceCheck()], validate_choice=False)
    place = LineField(N_("Vendi me fjalët e dokumentit"), validators=[UnlessAsked(), Max(300), NoPrivateName()])
    group = SelectField(N_("Grupi"), validators=[ChoiceCheck()], validate_choice=False)
    veprimi = HiddenField()

    def __init__(
        self, said: Words, known_units: list[tuple[str, str]], data: FormData | None = None, **fields: Any
    ) -> None:
        super().__init__(said, data, **fields)
        self.scope.choices = [(scope.value, said.gettext(words)) for scope, words in SCOPE_WORDS.items()]
        self.units.choices = known_units
        self.group.choices = [(group.value, said.gettext(words)) for group, words in GROUP_WORDS.items()]


class StepForm(RemovalForm):
    """A button over all rows."""

    has_steps = True
