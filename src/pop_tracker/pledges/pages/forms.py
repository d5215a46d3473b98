"""What a browser may send to the pledges' doors."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from pop_tracker.accounts.addresses import ADDRESS_KIND_WORDS, AddressKind
from pop_tracker.accounts.pages.forms import MailAddress
from pop_tracker.pledges.asking import Entered
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.i18n import N_, Words


class Several(SelectMultipleField):
    """Boxes, of which any may be ticked."""

    widget = ListWidget()
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: list[Any], **more: Any) -> None:
        super().__init__(label, validators, validate_choice=False, **more)


class InviteForm(BaseForm):
    """Several at once, each to their confirmed address."""

    who = Several(N_("Kë ftoni"), [ChoiceCheck()])
    english = Several(N_("Kujt i shkruhet në anglisht"), [ChoiceCheck()])
    last_day = DateField(N_("Lidhja vlen deri më"), validators=[Required()])
    phone = LineField(N_("Telefoni juaj"), validators=[Required(), Max(40)])
    nonce = NonceField()

    @property
    def chosen(self) -> dict[str, str]:
        """The language of each letter, by whom it goes to."""
        english = self.english.data or []
        return {choice: "en" if choice in english else "sq" for choice in self.who.data or [] if choice}


class ReminderForm(BaseForm):
    phone = LineField(N_("Telefoni juaj"), validators=[Required(), Max(40)])
    nonce = NonceField()


class GivenForm(BaseForm):
    """Asked in person, for whoever has no mail."""

    who = RadioField(N_("Kush u ftua"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    asked_on = DateField(N_("Kur iu dha ftesa"), validators=[Required()])
    last_day = DateField(N_("Përgjigjja pritet deri më"), validators=[Required()])
    source = TextField(N_("Kush ia dha dhe ku"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()


class ConfirmAddressesForm(BaseForm):
    addresses = Several(N_("Adresat që konfirmoni"), [ChoiceCheck()])

    @property
    def ids(self) -> list[int]:
        return [int(one) for one in dict.fromkeys(self.addresses.data or []) if one]


class ErasureForm(BaseForm):
    reason = TextField(N_("Pse fshihen"), validators=[Required(), Max(500)])
    nonce = NonceField()


class WithdrawForm(BaseForm):
    note = TextField(N_("Pse"), validators=[Optional(), Max(1000)])


class AddressesForm(BaseForm):
    """The addresses of one race; who is left empty has none yet. Its fields are made by `addresses_form`."""

    source = TextField(N_("Burimi i përbashkët"), validators=[UnlessAsked(), Max(LONGEST_SOURCE)])
    nonce = NonceField()
    choices: ClassVar[tuple[str, ...]] = ()

    def of(self, choice: str) -> tuple[Any, Any, Any]:
        """The fields of one person: email, kind, source."""
        return self[f"email_{choice}"], self[f"kind_{choice}"], self[f"source_{choice}"]

    def entered(self) -> list[Entered]:
        rows = [(choice, *self.of(choice)) for choice in self.choices]
        return [
            Entered(choice, email.data, AddressKind(kind.data), source.data or self.source.data or "")
            for choice, email, kind, source in rows
            if email.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """All that is wrong at once."""
        right = super().validate(extra_validators)
        filled = [self.of(choice) for choice in self.choices if self.of(choice)[0].data]
        if not filled:
            self.form_errors.append(self.said.gettext(N_("Shkruani të paktën një adresë.")))
            return False
        for _, kind, source in filled:
            if not kind.data:
                kind.errors = [*kind.errors, self.said.gettext(N_("Zgjidhni e kujt është adresa."))]
                right = False
            if not (source.data or self.source.data):
                told = self.said.gettext(N_("Shkruani ku është botuar adresa, ose kush jua dha dhe kur."))
                source.errors = [*source.errors, told]
                right = False
        return right

    def refuse_of(self, choice: str, refusal: Refusal) -> None:
        """At the field of that person."""
        field = self._fields.get(f"{refusal.field}_{choice}")
        told = self.said.gettext(refusal.message, **refusal.values)
        if field is None:
            self.form_errors.append(told)
        else:
            field.errors = [*field.errors, told]


def addresses_form(said: Words, people: Sequence[str], data: FormData | None = None) -> AddressesForm:
    """`people`: the choices by which they are named."""
    fields: dict[str, Any] = {"choices": tuple(people)}
    for choice in people:
        fields[f"email_{choice}"] = LineField(N_("Adresa e emailit"), [Optional(), Max(254), MailAddress()])
        fields[f"kind_{choice}"] = SelectField(N_("E kujt është adresa"), [ChoiceCheck()], validate_choice=False)
        fields[f"source_{choice}"] = LineField(N_("Burimi"), [UnlessAsked(), Max(LONGEST_SOURCE)])
    form: AddressesForm = type("AddressesForm", (AddressesForm,), fields)(said, data)
    for choice in people:
        _, kind, _ = form.of(choice)
        kinds = [(one.value, said.gettext(words)) for one, words in ADDRESS_KIND_WORDS.items()]
        kind.choices = [("", said.gettext(N_("Zgjidhni"))), *kinds]
    return form
