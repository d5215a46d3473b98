"""What a browser may send to the pledges' doors."""

from typing import Any

from wtforms import RadioField, SelectField

from pop_tracker.accounts.pages.forms import MailAddress
from pop_tracker.pledges.models import ANSWER_WORDS, CAPACITY_WORDS, Answer, Capacity
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField
from pop_tracker.web.i18n import N_


class InviteForm(BaseForm):
    who = RadioField(N_("Kë ftoni"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    email = LineField(N_("Adresa e emailit"), validators=[Required(), Max(254), MailAddress()])
    last_day = DateField(N_("Lidhja vlen deri më"), validators=[Required()])
    nonce = NonceField()


class AnswerForm(BaseForm):
    """What the invited person says. Each way of saying no or "but" has its own words."""

    answer = RadioField(N_("Çfarë vendosni"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    reservation = TextField(N_("Rezerva juaj"), validators=[Max(4000)])
    why = TextField(N_("Pse nuk nënshkruani (nëse doni ta thoni)"), validators=[Max(4000)])
    name = LineField(N_("Emri dhe mbiemri"), validators=[Required(), Max(160)])

    @property
    def words(self) -> str:
        """The words that belong to the answer given; what stands in the other box is not said."""
        said = {Answer.SIGNED_WITH_RESERVATION: self.reservation.data, Answer.DECLINED: self.why.data}
        return said.get(Answer(self.answer.data)) or ""


class PaperForm(BaseForm):
    """An answer on paper, or given at a forum, as an editor records it."""

    edition = SelectField(N_("Teksti që u nënshkrua"), validators=[ChoiceCheck()], validate_choice=False)
    name = LineField(N_("Emri i nënshkruesit"), validators=[Required(), Max(160)])
    capacity = RadioField(N_("Cilësia e nënshkruesit"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    on_behalf_of = LineField(N_("Në emër të"), validators=[Optional(), Max(200)])
    answer = RadioField(N_("Përgjigjja"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    reservation = TextField(N_("Rezerva, ose pse nuk nënshkroi"), validators=[Max(4000)])
    signed_on = DateField(N_("Data"), validators=[Required()])
    date_precision = RadioField(
        N_("Sa e saktë është data"), validators=[Required(), ChoiceCheck()], validate_choice=False
    )
    place = LineField(N_("Vendi"), validators=[Optional(), Max(200)])
    note = TextField(N_("Shënim"), validators=[Optional(), Max(2000)])
    source = TextField(N_("Burimi"), validators=[Required(), Max(2000)])
    nonce = NonceField()

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "edition_id": int(self.edition.data) if self.edition.data else None,
            "name": self.name.data,
            "capacity": Capacity(self.capacity.data),
            "on_behalf_of": self.on_behalf_of.data or "",
            "answer": Answer(self.answer.data),
            "reservation": self.reservation.data or "",
            "signed_on": self.signed_on.known,
            "date_precision": DatePrecision(self.date_precision.data),
            "place": self.place.data or "",
            "note": self.note.data or "",
            "source": self.source.data,
        }

    def offer(self, editions: list[tuple[int, int]]) -> None:
        """Sets what may be chosen; `editions` are (id, number), the newest first."""
        said = self.said.gettext
        self.edition.choices = [(str(key), said(N_("Botimi %(number)s"), number=number)) for key, number in editions]
        self.edition.choices.append(("", said(N_("Nuk dihet cili tekst"))))
        self.capacity.choices = [(key.value, said(words)) for key, words in CAPACITY_WORDS.items()]
        self.answer.choices = [(key.value, said(words)) for key, words in ANSWER_WORDS.items()]
        self.date_precision.choices = [(key.value, said(words)) for key, words in PRECISION_WORDS.items()]


class NoteForm(BaseForm):
    note = TextField(N_("Çfarë duhet ndryshuar"), validators=[Required(), Max(2000)])
