"""What a browser may send to the room."""

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from pop_tracker.accounts.models import Role
from pop_tracker.accounts.people import ROLE_WORDS
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, TextField
from pop_tracker.web.i18n import N_, Words


class SignInForm(BaseForm):
    email = LineField(N_("Adresa e postës elektronike"), [Required(), Max(254)])
    pas = HiddenField()


class PersonForm(EditForm):
    nonce = HiddenField()
    name = LineField(N_("Emri dhe mbiemri"), [Required(), Max(120)])
    email = LineField(N_("Adresa e postës elektronike"), [Required(), Max(254)])
    organisation = SelectField(N_("Organizata"), [ChoiceCheck()], validate_choice=False)
    roles = SelectMultipleField(
        N_("Çfarë bën"), [ChoiceCheck()], validate_choice=False, option_widget=CheckboxInput(), widget=ListWidget()
    )
    language = RadioField(N_("Gjuha e letrave"), [ChoiceCheck()], validate_choice=False, default="sq")

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        self.organisation.choices = [("", self.said.gettext(N_("Asnjë organizatë"))), *organisations]
        self.roles.choices = [(role.value, self.said.gettext(ROLE_WORDS[role])) for role in Role]
        self.language.choices = [("sq", "Shqip"), ("en", "English")]


class OrganisationForm(EditForm):
    nonce = HiddenField()
    name = LineField(N_("Emri i plotë"), [Required(), Max(200)])
    short_name = LineField(N_("Shkurtimi"), [Optional(), Max(40)])
    name_en = LineField(N_("Emri në anglisht"), [Optional(), Max(200)])
    municipalities = SelectMultipleField(
        N_("Bashkitë që mbulon"), [ChoiceCheck()], validate_choice=False,
        option_widget=CheckboxInput(), widget=ListWidget(),
    )  # fmt: skip
    source = TextField(N_("Burimi"), [Required(), Max(1000)])


class RedactionForm(BaseForm):
    nonce = HiddenField()
    number = LineField(N_("Numri i hyrjes"), [Required(), Max(12)])
    reason = TextField(N_("Arsyeja"), [Required(), Max(500)])


class AnswerForm(BaseForm):
    """Only a place for what a rule has against it."""

    def __init__(self, said: Words) -> None:
        super().__init__(said)
