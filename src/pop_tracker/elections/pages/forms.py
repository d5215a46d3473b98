"""What a browser may send to the doors of elections, candidates and offices."""

from typing import Any

from wtforms import RadioField, SelectField

from pop_tracker.elections.models import ELECTION_KIND_WORDS, ElectionKind
from pop_tracker.elections.offices import CAPACITY_WORDS, OfficeCapacity
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.names import ANOTHER_PERSON

ELECTED = {"": None, "yes": True, "no": False}
ELECTED_WORDS = {"": N_("Nuk dihet ende"), "yes": N_("U zgjodh"), "no": N_("Nuk u zgjodh")}


class ElectionForm(EditForm):
    """Of an election that stands, only the day and the source."""

    nonce = NonceField()
    held_on = DateField(N_("Dita e zgjedhjeve"), [Required()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])


class NewElectionForm(ElectionForm):
    election_kind = RadioField(N_("Lloji"), [Required(), ChoiceCheck()], validate_choice=False)
    municipality = SelectField(N_("Bashkia"), [UnlessAsked(), ChoiceCheck()], validate_choice=False)

    def offer(self, places: list[tuple[str, str]]) -> None:
        self.election_kind.choices = [
            (kind.value, self.said.gettext(ELECTION_KIND_WORDS[kind])) for kind in ElectionKind
        ]
        self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *places]


class CandidateForm(EditForm):
    """Of a candidate who stands in the record, everything but the election and the place."""

    nonce = NonceField()
    name = LineField(N_("Emri dhe mbiemri"), [Required(), Max(160)])
    another = DeclarationField(ANOTHER_PERSON)
    list_name = LineField(N_("Lista ose partia"), [Optional(), Max(200)])
    elected = RadioField(N_("Rezultati"), [ChoiceCheck()], validate_choice=False, default="")
    votes = LineField(N_("Votat"), [Optional(), Max(200), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    note = TextField(N_("Shënim"), [Optional(), Max(1000), NoPrivateName()])

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.elected.choices = [(value, said.gettext(text)) for value, text in ELECTED_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "list_name": self.list_name.data or "",
            "elected": ELECTED[self.elected.data or ""],
            "votes": self.votes.data or "",
            "source": self.source.data,
            "note": self.note.data or "",
        }


class NewCandidateForm(CandidateForm):
    election = SelectField(N_("Zgjedhjet"), [Required(), ChoiceCheck()], validate_choice=False)
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)

    def offer(self, elections: list[tuple[str, str]], places: list[tuple[str, str]]) -> None:
        self.election.choices = elections
        self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *places]


class OfficeForm(EditForm):
    """Of an office that stands in the record, everything but the place and what office it is."""

    nonce = NonceField()
    name = LineField(N_("Emri dhe mbiemri"), [Required(), Max(160)])
    another = DeclarationField(ANOTHER_PERSON)
    list_name = LineField(N_("Lista ose partia"), [Optional(), Max(200)])
    from_on = DateField(N_("Në detyrë që nga"), [Required()])
    until_on = DateField(N_("Deri më"), [Optional()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    end_source = SourcesField(N_("Burimi i largimit"), [Optional(), Max(LONGEST_SOURCE), NoPrivateName()])

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "list_name": self.list_name.data or "",
            "from_on": self.from_on.day,
            "until_on": self.until_on.day,
            "source": self.source.data,
            "end_source": self.end_source.data,
        }


class NewOfficeForm(OfficeForm):
    capacity = RadioField(
        N_("Detyra"), [Required(), ChoiceCheck()], validate_choice=False, default=OfficeCapacity.MAYOR.value
    )

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.capacity.choices = [(value.value, said.gettext(words)) for value, words in CAPACITY_WORDS.items()]


class LeavingForm(EditForm):
    until_on = DateField(N_("Dita e fundit në detyrë"), [Required()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
