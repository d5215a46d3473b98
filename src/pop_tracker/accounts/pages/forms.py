"""What a browser may send to the doors of signing in, people and organisations, and of redactions."""

import re
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from pop_tracker.accounts.held import Holding
from pop_tracker.accounts.institutions import INSTITUTION_WORDS, InstitutionKind
from pop_tracker.accounts.mail_wishes import OFTEN_WORDS
from pop_tracker.accounts.models import Role
from pop_tracker.accounts.people import ROLE_WORDS
from pop_tracker.accounts.removal_asks import Asked, entry_of
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import REQUIRED, Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.mailboxes import require_address
from pop_tracker.web.names import ANOTHER_ORGANISATION, ANOTHER_PERSON

LANGUAGES = [("sq", "Shqip"), ("en", "English")]


class MailAddress:
    def __call__(self, form: Any, field: Any) -> None:
        try:
            require_address(field.data or "")
        except Refusal as refusal:
            raise ValidationError(form.said.gettext(refusal.message, **refusal.values)) from None


class EntryNumber:
    """As people copy it from the list of changes: 123 or #123."""

    def __call__(self, form: Any, field: Any) -> None:
        number = _without_sign(field.data)
        if not (number.isascii() and number.isdigit()):
            raise ValidationError(form.said.gettext(N_("Shkruani numrin që ka ndryshimi te “Ndryshimet”, p.sh. 123.")))


class OwnPage:
    """As it stands in the browser: the whole address, or the path alone."""

    def __call__(self, form: Any, field: Any) -> None:
        if not _OWN_PAGE.fullmatch(page_of(field.data or "")):
            raise ValidationError(
                form.said.gettext(N_("Shkruani adresën e faqes, p.sh. /kontratat/korce-2023, ose lëreni bosh."))
            )


FILLED_UNSEEN = N_("Kërkesa nuk u mor: u plotësua një fushë që njerëzit nuk e shohin. Dërgojeni përsëri.")


class SignInForm(BaseForm):
    email = LineField(N_("Adresa e emailit"), [Required(), Max(254), MailAddress()])
    pas = HiddenField()


class MailWishForm(BaseForm):
    often = RadioField(N_("Sa shpesh doni email?"), [Required(), ChoiceCheck()], validate_choice=False)

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.often.choices = [(often.value, self.said.gettext(words)) for often, words in OFTEN_WORDS.items()]


class PersonForm(EditForm):
    name = LineField(N_("Emri dhe mbiemri"), [Required(), Max(120)])
    another = DeclarationField(ANOTHER_PERSON)
    organisation = SelectField(N_("Organizata"), [ChoiceCheck()], validate_choice=False)
    roles = SelectMultipleField(
        N_("Roli"), [ChoiceCheck()], validate_choice=False, option_widget=CheckboxInput(), widget=ListWidget()
    )
    language = RadioField(N_("Gjuha e emaileve"), [ChoiceCheck()], validate_choice=False, default="sq")

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "organisation_id": int(self.organisation.data) if self.organisation.data else None,
            "roles": {Role(role) for role in self.roles.data or []},
            "language": self.language.data or "sq",
        }

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        self.organisation.choices = [("", self.said.gettext(N_("Asnjë organizatë"))), *organisations]
        self.roles.choices = [(role.value, self.said.gettext(ROLE_WORDS[role])) for role in Role]
        self.language.choices = LANGUAGES


class NewPersonForm(PersonForm):
    nonce = NonceField()
    email = LineField(N_("Adresa e emailit"), [Required(), Max(254)])

    @property
    def fields(self) -> dict[str, Any]:
        return {**super().fields, "email": self.email.data}


class LanguageForm(EditForm):
    """What somebody changes of their own account by themselves."""

    language = RadioField(N_("Gjuha e emaileve"), [ChoiceCheck()], validate_choice=False)

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.language.choices = LANGUAGES


class AddressForm(BaseForm):
    """Another address for one's own account."""

    nonce = NonceField()
    email = LineField(N_("Adresa e re e emailit"), [Required(), Max(254), MailAddress()])


class AddressForAnotherForm(AddressForm):
    """What a coordinator asks for somebody, and says why: the second person reads it."""

    reason = TextField(N_("Arsyeja"), [Required(), Max(500)])


class NoteForm(BaseForm):
    """Why a second person says no."""

    note = TextField(N_("Pse nuk e konfirmoni"), [Required(), Max(500)])


class OrganisationForm(EditForm):
    nonce = NonceField()
    name = LineField(N_("Emri i plotë"), [Required(), Max(200)])
    another = DeclarationField(ANOTHER_ORGANISATION)
    short_name = LineField(N_("Shkurtimi"), [Optional(), Max(40)])
    name_en = LineField(N_("Emri në anglisht"), [Optional(), Max(200)])
    municipalities = SelectMultipleField(
        N_("Bashkitë që mbulon organizata"), [ChoiceCheck()], validate_choice=False,
        option_widget=CheckboxInput(), widget=ListWidget(),
    )  # fmt: skip
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "short_name": self.short_name.data or "",
            "name_en": self.name_en.data or "",
            "source": self.source.data,
            "municipality_ids": {int(id) for id in self.municipalities.data or []},
        }


class RedactionForm(BaseForm):
    """First where the words are looked for, then which of those found go, and why."""

    nonce = NonceField()
    names = TextField(N_("Emrat ose fjalët që duhen hequr"), [Optional(), Max(1000)])
    number = LineField(N_("Numri i ndryshimit"), [Optional(), Max(12), EntryNumber()])
    page = LineField(N_("Faqja ku gjenden"), [Optional(), Max(300)])
    pieces = HiddenField(N_("Çfarë hiqet"))
    reason = TextField(N_("Arsyeja"), [Max(500), NoPrivateName()])
    nga = HiddenField()
    """The reader's ask that is taken up with it, by its number."""
    is_search = False
    """Nothing is asked for yet."""

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not self.is_search and not (self.reason.data or "").strip():
            self.reason.errors = [self.said.gettext(REQUIRED)]
            return False
        return is_valid

    @property
    def entry(self) -> int:
        """Its number, or that of the entry whose page it is. Never one that a database cannot be asked for."""
        number = _without_sign(self.number.data or "")
        is_number = number.isascii() and number.isdecimal()
        return min(int(number), 2**31 - 1) if is_number else entry_of(self.path)

    @property
    def path(self) -> str:
        return page_of(self.page.data or "")

    @property
    def ask(self) -> int:
        number = self.nga.data or ""
        return min(int(number), 2**31 - 1) if number.isascii() and number.isdecimal() else 0


class RemovalAskForm(BaseForm):
    """What anybody asks for who found personal data."""

    nonce = NonceField()
    page = LineField(N_("Faqja ku gjenden"), [Optional(), Max(300), OwnPage()])
    names = TextField(N_("Cili emër ose cilat fjalë duhet të hiqen"), [UnlessAsked(), Max(1000)])
    why = TextField(N_("Ku gjenden, të kujt janë, pse duhet të hiqen"), [UnlessAsked(), Max(2000)])
    email = LineField(N_("Adresa juaj e emailit, për përgjigjen"), [Optional(), Max(254), MailAddress()])
    website = LineField(N_("Lëreni bosh"), [Optional(), Max(200)])
    """Only a program fills in what people do not see."""

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.website.data:
            self.form_errors = [self.said.gettext(FILLED_UNSEEN)]
            return False
        if not (self.names.data or "").strip() and not (self.why.data or "").strip():
            self.names.errors = [self.said.gettext(N_("Shkruani emrin ose fjalët, ose tregoni më poshtë ku gjenden."))]
            return False
        return is_valid

    @property
    def asked(self) -> Asked:
        return Asked(
            page_of(self.page.data or ""), self.names.data or "", self.why.data or "", (self.email.data or "").lower()
        )


class NotRemovedForm(BaseForm):
    reason = TextField(N_("Pse nuk hiqet"), [Required(), Max(500)])


class CallOffForm(BaseForm):
    reason = TextField(N_("Pse ndalet"), [Required(), Max(500), NoPrivateName()])


class DomainForm(BaseForm):
    """A domain that an institution has."""

    nonce = NonceField()
    domain = LineField(N_("Domeni"), [Required(), Max(253)])
    kind = RadioField(N_("I kujt është"), [Required(), ChoiceCheck()], validate_choice=False)
    name = LineField(N_("Emri i institucionit"), [Required(), Max(200)])
    municipality = SelectField(N_("Bashkia"), [ChoiceCheck()], validate_choice=False)
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "domain": self.domain.data or "",
            "kind": InstitutionKind(self.kind.data),
            "name": self.name.data or "",
            "municipality_id": int(self.municipality.data) if self.municipality.data else None,
            "source": self.source.data or "",
        }

    def offer(self, municipalities: list[tuple[str, str]]) -> None:
        self.kind.choices = [(kind.value, self.said.gettext(words)) for kind, words in INSTITUTION_WORDS.items()]
        self.municipality.choices = [("", self.said.gettext(N_("Asnjë bashki"))), *municipalities]


class ButtonForm(BaseForm):
    """A button with nothing to fill in: a place for what a rule has against it."""

    def __init__(self, said: Words) -> None:
        super().__init__(said)


class WasAsked:
    """Nobody takes over what the page did not show: it came after it was opened."""

    def __call__(self, form: Any, field: Any) -> None:
        if not field.raw_data:
            raise StopValidation(form.said.gettext(N_("Kjo erdhi ndërkohë: zgjidhni kush e vazhdon.")))


class HandOverForm(BaseForm):
    """For each kind of what somebody holds, who goes on with it; the first who may is chosen."""

    @classmethod
    def of(cls, said: Words, holdings: list[Holding], data: FormData | None = None) -> "HandOverForm":
        takers = {holding.field: holding.takers for holding in holdings if holding.takers}
        fields = {
            name: SelectField(
                N_("Ia kaloni"), [WasAsked(), ChoiceCheck()], validate_choice=False, default=str(several[0].id)
            )
            for name, several in takers.items()
        }
        form: HandOverForm = type("HandOverForm", (cls,), fields)(said, data)
        stays = ("", said.gettext(N_("Mbetet te organizata")))
        for field in form:
            if isinstance(field, SelectField):
                field.choices = [*((str(one.id), one.name) for one in takers[field.name]), stays]
        return form

    def chosen(self, holdings: list[Holding]) -> dict[str, int | None]:
        """By kind; once it is valid."""
        fields = {holding.kind.name: holding.field for holding in holdings if holding.takers}
        return {kind: int(self[name].data) if self[name].data else None for kind, name in fields.items()}


_OWN_PAGE = re.compile(r"(?:/(?![/\\])[^\\\s\x00-\x1f\x7f]*)?")
_SITE = re.compile(r"https?://[^/\s]*|[^/\s]+\.[^/\s]+(?=/|$)")


def page_of(address: str) -> str:
    """Of an address as it stands in a browser, its path without the language; of what is none, itself."""
    path = re.split(r"[?#]", _SITE.sub("", address.strip(), count=1))[0].rstrip("/")
    return path.removeprefix("/en") if path.startswith("/en/") or path == "/en" else path


def _without_sign(number: str | None) -> str:
    return (number or "").removeprefix("#").strip()
