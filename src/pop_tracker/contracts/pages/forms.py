"""What a browser may send to the contracts' doors."""

import re
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, ValidationError

from pop_tracker.accounts.pages.proposals import ReturnForm
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS, PriorityGroup, Scope, group_list, one_line
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.dates import LAST_YEAR
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, TextField, VersionField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words

LONGEST_TEXT = 2000


def _kept(value: str | None) -> str:
    """As the record keeps it, so that the same words sent twice are the same."""
    return one_line(value or "")


class Year:
    """A local mandate's year; there were none before 1992."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (re.fullmatch(r"[0-9]{4}", field.data) and 1992 <= int(field.data) <= LAST_YEAR):
            raise ValidationError(form.said.gettext(N_("Shkruani një vit, si 2023.")))


class ContractForm(BaseForm):
    municipality = SelectField(N_("Bashkia"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    title = LineField(N_("Titulli i kontratës"), validators=[Required(), Max(200), NoPrivateName()], filters=[_kept])
    term_from = LineField(N_("Mandati nga viti"), validators=[Required(), Year()])
    term_until = LineField(N_("Mandati deri në vitin"), validators=[Required(), Year()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()


class DetailsForm(EditForm):
    """What a contract is called by; `reason` is asked of one that readers know."""

    title = LineField(N_("Titulli i kontratës"), validators=[Required(), Max(200), NoPrivateName()], filters=[_kept])
    term_from = LineField(N_("Mandati nga viti"), validators=[Required(), Year()])
    term_until = LineField(N_("Mandati deri në vitin"), validators=[Required(), Year()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    reason = TextField(N_("Pse ndryshon"), validators=[Max(1000), NoPrivateName()])

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "term_from": int(self.term_from.data or 0),
            "term_until": int(self.term_until.data or 0),
            "source": self.source.data,
        }


class PriorityForm(EditForm):
    title = TextField(N_("Prioriteti"), validators=[Required(), Max(LONGEST_TEXT), NoPrivateName()], filters=[_kept])
    group = RadioField(N_("Grupi"), validators=[ChoiceCheck()], validate_choice=False)
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.group.choices = [(group.value, said.gettext(words)) for group, words in GROUP_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "group": PriorityGroup(self.group.data or ""),
            "source": self.source.data,
        }


class NewPriorityForm(PriorityForm):
    flat = BooleanField(N_("Prioriteti është vetë zotimi, me një fjali, pa pika"))
    nonce = NonceField()


class CommitmentForm(EditForm):
    text = TextField(N_("Teksti"), validators=[Required(), Max(LONGEST_TEXT), NoPrivateName()], filters=[_kept])
    scope = RadioField(N_("Për cilin vend është"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    units = SelectMultipleField(N_("Njësitë administrative"), validate_choice=False)
    place = LineField(
        N_("Vendi me fjalët e dokumentit"), validators=[UnlessAsked(), Max(300), NoPrivateName()], filters=[_kept]
    )
    target_groups = LineField(
        N_("Grupet e synuara"),
        validators=[Optional(), Max(300), NoPrivateName()],
        filters=[lambda value: group_list(value or "")],
    )
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    def __init__(
        self, said: Words, known_units: list[tuple[str, str]], data: FormData | None = None, **fields: Any
    ) -> None:
        super().__init__(said, data, **fields)
        self.scope.choices = [(scope.value, said.gettext(words)) for scope, words in SCOPE_WORDS.items()]
        self.units.choices = known_units

    @property
    def wording(self) -> Wording:
        """What was said, once the form is valid."""
        return Wording(
            text=self.text.data,
            source=self.source.data,
            scope=Scope(self.scope.data),
            units=tuple(self.units.data or ()),
            place=self.place.data or "",
            target_groups=self.target_groups.data or "",
        )


class NewCommitmentForm(CommitmentForm):
    under = SelectField(N_("Vendi në kontratë"), validators=[Required()], validate_choice=False)
    nonce = NonceField()


class WithdrawalForm(BaseForm):
    """A button, with the version of what its sender saw go."""

    version = VersionField()


class RetractionForm(BaseForm):
    reason = TextField(N_("Pse tërhiqet"), validators=[Required(), Max(1000), NoPrivateName()])


class ContractWithdrawalForm(BaseForm):
    reason = TextField(N_("Pse tërhiqet"), validators=[Max(1000), NoPrivateName()])
    nonce = NonceField()


class SubmissionForm(WithdrawalForm):
    # Asked only for an addendum, which is not handed in without it; a first edition has none.
    reason = TextField(N_("Arsyeja e shtojcës"), validators=[Max(1000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])


class DraftReturnForm(ReturnForm):
    nonce = NonceField()
