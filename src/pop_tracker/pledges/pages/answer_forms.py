"""What the invited person may send: the answer, on its way from step to step, and the code."""

from collections.abc import Iterable

from wtforms import HiddenField, RadioField, SelectMultipleField

from pop_tracker.accounts import log
from pop_tracker.contracts.texts import Text
from pop_tracker.pledges.answers import Act, Given
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Required, UnlessAsked
from pop_tracker.web.forms.fields import LineField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName, kept_names
from pop_tracker.web.i18n import N_

ACT_WORDS: dict[Act, str] = {
    Act.SIGN: N_("E nënshkruaj"),
    Act.SIGN_WITH_RESERVATION: N_("E nënshkruaj me rezervë"),
    Act.DECLINE: N_("Nuk e nënshkruaj"),
    Act.STATE: N_("Shtoj një deklaratë"),
    Act.WITHDRAW: N_("E tërheq nënshkrimin"),
}
log.explain("act", N_("Përgjigjja"), {act.value: words for act, words in ACT_WORDS.items()})


class AnswerForm(BaseForm):
    """What the person says. `with_words` makes the form of an edition, with a box for each commitment that a
    reservation can be about."""

    answer = RadioField(N_("Çfarë vendosni"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    commitments = SelectMultipleField(
        N_("Për cilat zotime keni rezervë"), validators=[ChoiceCheck()], validate_choice=False
    )
    statement = TextField(N_("Deklaratë"), validators=[UnlessAsked(), Max(4000), NoPrivateName()])
    name = LineField(N_("Emri dhe mbiemri"), validators=[Required(), Max(160)])
    newest = HiddenField(validators=[Max(9)])

    @classmethod
    def with_words(cls, commitment_ids: Iterable[int]) -> "type[AnswerForm]":
        boxes = {
            f"words_{id}": TextField(N_("Rezerva juaj, me fjalët tuaja"), validators=[Max(1000), NoPrivateName()])
            for id in commitment_ids
        }
        return type("AnswerFormOfEdition", (cls,), boxes)

    def offer(self, acts: Iterable[Act], texts: Iterable[Text]) -> None:
        self.answer.choices = [(act.value, self.said.gettext(ACT_WORDS[act])) for act in acts]
        self.commitments.choices = [(str(text.commitment_id), f"{text.ref} {text.text}") for text in texts]

    @property
    def given(self) -> Given:
        """What stands in a box that the answer does not open is not said."""
        act, reservations = Act(self.answer.data), {}
        if act is Act.SIGN_WITH_RESERVATION:
            reservations = {int(id): self[f"words_{id}"].data or "" for id in self.commitments.data or ()}
        number = self.newest.data or ""
        return Given(
            act,
            self.name.data,
            self.statement.data or "",
            reservations,
            int(number) if number.isascii() and number.isdecimal() else 0,
        )

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Its fields as they go from step to step."""
        kept: list[tuple[str, str]] = []
        for field in self:
            values = field.data if isinstance(field.data, list) else [field.data or ""]
            kept += [(field.name, str(value)) for value in values if value]
            kept += kept_names(field)
        return kept


class CodeForm(BaseForm):
    code = LineField(N_("Kodi"), validators=[Required(), Max(40)])
