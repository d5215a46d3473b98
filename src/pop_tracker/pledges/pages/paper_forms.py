"""What may be sent about an answer on paper, and about one that was not the person's own."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField

from pop_tracker.contracts.editions import Edition
from pop_tracker.pledges.paper import ORGANISATION, Signer
from pop_tracker.pledges.vocabulary import ANSWER_WORDS, CAPACITY_WORDS, Answer, Capacity
from pop_tracker.web import files
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField, UploadField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.forms.uploads import as_is_field
from pop_tracker.web.i18n import N_, Words, day_of


class PaperForm(BaseForm):
    """An answer on paper, or given at a forum, as an editor records it, with the paper itself."""

    who = SelectField(N_("Kush nënshkroi"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    name = LineField(N_("Emri, kur nënshkroi një organizatë"), validators=[UnlessAsked(), Max(160)])
    on_behalf_of = LineField(N_("Në emër të"), validators=[Optional(), Max(200)])
    answer = RadioField(N_("Përgjigjja"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    reservation = TextField(N_("Rezerva, ose pse nuk nënshkroi"), validators=[Max(4000), NoPrivateName()])
    edition = SelectField(N_("Teksti që u nënshkrua"), validators=[ChoiceCheck()], validate_choice=False)
    signed_on = DateField(N_("Data"), validators=[Required()], precision="date_precision")
    date_precision = RadioField(
        N_("Sa e saktë është data"), validators=[Required(), ChoiceCheck()], validate_choice=False
    )
    place = LineField(N_("Vendi"), validators=[Optional(), Max(200), NoPrivateName()])
    note = TextField(N_("Shënim"), validators=[Optional(), Max(2000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    scan = UploadField(N_("Kopja ose fotoja e dokumentit"))
    scan_as_is = as_is_field()
    scan_kept = HiddenField()
    """A file that came with the form before: "as named:seal:name" (`KeptFile.named`)."""
    scan_is_offered = BooleanField(N_("Kopja mund të shfaqet publikisht"))
    nonce = NonceField()

    signers: Mapping[str, Signer] = {}
    scanned: files.KeptFile | None = None

    def offer(
        self, signers: Iterable[Signer], editions: Iterable[Edition], folder: Path | str, seal: Callable[[str], str]
    ) -> None:
        """Sets what may be chosen, the editions the newest first, and where the paper is kept; `seal` knows the files
        of whoever sends the form."""
        said = self.said
        self.folder, self.seal = folder, seal
        self.signers = {one.choice: one for one in signers}
        self.who.choices = [("", said.gettext(N_("Zgjidhni")))] + [
            (key, signer_in_words(one, said)) for key, one in self.signers.items()
        ]
        self.who.choices.append((ORGANISATION, said.gettext(N_("Një organizatë: shkruani emrin më poshtë"))))
        published_on = {str(one.id): (one.number, day_of(one.published_at)) for one in editions}
        self.edition.choices = [
            (key, said.gettext(N_("Botimi %(number)s, i botuar më %(date)s"), number=number, date=said.date(day)))
            for key, (number, day) in published_on.items()
            if day
        ]
        self.edition.choices.append(("", said.gettext(N_("Nuk dihet cili tekst"))))
        self.answer.choices = [(key.value, said.gettext(words)) for key, words in ANSWER_WORDS.items()]
        self.date_precision.choices = [(key.value, said.gettext(words)) for key, words in PRECISION_WORDS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Keeps the paper that came along: typing something wrong elsewhere does not lose it."""
        is_valid = super().validate(extra_validators)
        if self.who.data == ORGANISATION and not self.name.data:
            self.name.errors = [self.said.gettext(N_("Shkruani kush nënshkroi për organizatën."))]
            is_valid = False
        named, _, rest = (self.scan_kept.data or "").partition(":")
        seal, _, name = rest.partition(":")
        try:
            if self.scan.data:
                self.scanned = files.keep(self.folder, self.scan.data, as_is=bool(self.scan_as_is.data))
            elif named and seal == self.seal(named):
                self.scanned = files.kept(self.folder, named, name)
            if self.scanned is None:
                raise Refusal(N_("Ngarkoni kopjen ose foton e dokumentit."))
        except Refusal as refusal:
            self.refuse(Refusal(refusal.message, field="scan", **refusal.values))
            return False
        self.carry(self.scanned.named, self.scanned.name)
        return is_valid

    def carry(self, named: str, name: str) -> None:
        self.scan_kept.data = f"{named}:{self.seal(named)}:{name}" if named else ""

    @property
    def told(self) -> list[str]:
        """What was taken out of a document that came just now."""
        cleared = files.cleared(self.scan.data) if self.scan.data else None
        return cleared.told(self.said) if cleared else []

    @property
    def kept_name(self) -> str:
        return (self.scan_kept.data or "").split(":", 2)[-1]

    @property
    def fields(self) -> dict[str, Any]:
        signer = self.signers.get(self.who.data)
        by_name = {"candidate_id": None, "office_id": None, "name": self.name.data, "capacity": Capacity.ORGANISATION}
        return {
            **by_name,
            **(signer.tied if signer else {}),
            "edition_id": int(self.edition.data) if self.edition.data else None,
            "on_behalf_of": self.on_behalf_of.data or "",
            "answer": Answer(self.answer.data),
            "reservation": self.reservation.data or "",
            "signed_on": self.signed_on.known,
            "date_precision": DatePrecision(self.date_precision.data),
            "place": self.place.data or "",
            "note": self.note.data or "",
            "source": self.source.data,
            "scan_sha256": self.scanned.sha256 if self.scanned else "",
            "scan_original_sha256": self.scanned.original_sha256 if self.scanned else "",
            "scan_name": self.scanned.name if self.scanned else "",
            "scan_type": self.scanned.type if self.scanned else "",
            "scan_is_offered": bool(self.scan_is_offered.data),
        }


def signer_in_words(one: Signer, said: Words) -> str:
    about = (one.name, said.gettext(CAPACITY_WORDS[one.capacity]).lower(), said.said(one.about))
    return f"{', '.join(part for part in about if part)} ({one.since.year})"


class DisputeForm(BaseForm):
    dispute = TextField(N_("Pse e kundërshtoni"), validators=[Required(), Max(2000)])


class AnnulmentForm(BaseForm):
    reason = TextField(
        N_("Pse kjo nuk ishte përgjigjja e vetë personit"), validators=[Required(), Max(2000), NoPrivateName()]
    )
    nonce = NonceField()


class RefusalForm(BaseForm):
    note = TextField(N_("Pse nuk anulohet"), validators=[Required(), Max(2000)])
