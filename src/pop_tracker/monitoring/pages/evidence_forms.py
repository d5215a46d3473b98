"""What a browser may send of a piece of evidence, with its files."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, ValidationError

from pop_tracker.monitoring.evidence import (
    KIND_WORDS,
    MOST_FILES,
    STANCE_WORDS,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    Stance,
)
from pop_tracker.web import files
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.addresses import WITHOUT_TRACKING, AddressField, WebAddress
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import DateField, LineField, TextField, UploadsField
from pop_tracker.web.forms.private_names import DraftForm, NoPrivateName
from pop_tracker.web.forms.uploads import as_is_field
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.sources import Sources

LONGEST_DESCRIPTION = 4000


def numbers_sent(data: FormData, name: str) -> list[int]:
    """Which of a repeated part of a form were sent, in their order."""
    return sorted({int(sent) for sent in data.getlist(name) if re.fullmatch(r"[0-9]{1,3}", sent)})


class Count:
    """How many people: digits only, a number that a meeting can have."""

    def __call__(self, form: Any, field: Field) -> None:
        if not re.fullmatch(r"[0-9]{1,5}", field.data):
            raise ValidationError(form.said.gettext(N_("Shkruani një numër, si 12.")))


class HeldFileForm(DraftForm):
    """A file of a piece that came before: the form carries it, with what is said of it."""

    named = HiddenField()
    """As `KeptFile.named`."""
    name = HiddenField()
    seal = HiddenField()
    caption = LineField(N_("Çfarë tregon skedari"), validators=[Optional(), Max(300), NoPrivateName()])
    remove = BooleanField(N_("Hiqni këtë skedar kur të ruani"))

    def __init__(self, said: Words, prefix: str, number: int, data: FormData | None = None, **fields: Any) -> None:
        self.number = number
        self.kept: files.KeptFile | None = None
        self.told: list[str] = []
        """What was taken out of a document that came just now."""
        super().__init__(said, data, prefix=f"{prefix}file-{number}-", **fields)

    @property
    def sha256(self) -> str:
        return (self.named.data or "").partition(".")[0]

    def carry(self, kept: files.KeptFile, seal: Callable[[str], str]) -> None:
        self.kept = kept
        self.named.data, self.name.data, self.seal.data = kept.named, kept.name, seal(kept.named)


class EvidenceForm(DraftForm):
    """One piece of evidence. Left wholly empty it is none; what a sent verdict needs of it, the verb says."""

    evidence_kind = SelectField(N_("Lloji i provës"), validators=[ChoiceCheck()], validate_choice=False)
    dated_on = DateField(N_("Data"))
    place = LineField(N_("Vendi"), validators=[Max(200), NoPrivateName()])
    description = TextField(N_("Çfarë tregon"), validators=[Max(LONGEST_DESCRIPTION), NoPrivateName()])
    source = LineField(N_("Burimi i provës"), validators=[Max(LONGEST_SOURCE), NoPrivateName()])
    url = AddressField(N_("Lidhja në internet"), validators=[Optional(), WebAddress()])
    url_bare = BooleanField(WITHOUT_TRACKING)
    stance = RadioField(N_("Si lidhet me vlerësimin"), validators=[ChoiceCheck()], validate_choice=False)
    women = LineField(N_("Gra të pranishme"), validators=[Optional(), Count()])
    men = LineField(N_("Burra të pranishëm"), validators=[Optional(), Count()])
    asked_on = DateField(N_("Kërkesa u dërgua më"))
    due_on = DateField(N_("Afati i përgjigjes"), validators=[Optional()])
    answered_on = DateField(N_("U përgjigjën më"), validators=[Optional()])
    files = UploadsField(N_("Shtoni skedarë"), most=MOST_FILES)
    files_as_is = as_is_field()
    keeps_position = BooleanField(N_("Ruani në foto vendin dhe kohën kur u bë"))
    remove = BooleanField(N_("Hiqni këtë provë kur të ruani"))

    most_files = MOST_FILES

    def __init__(self, said: Words, number: int, data: FormData | None = None, **fields: Any) -> None:
        self.number, self.prefix = number, f"evidence-{number}-"
        self.held: list[HeldFileForm] = []
        super().__init__(said, data, prefix=self.prefix, **fields)
        if data is not None:
            numbers = numbers_sent(data, f"{self.prefix}file")[:MOST_FILES]
            self.held = [HeldFileForm(said, self.prefix, one, data) for one in numbers]
        self.evidence_kind.choices = [("", said.gettext("Zgjidhni llojin"))] + [
            (kind.value, said.gettext(words)) for kind, words in KIND_WORDS.items()
        ]
        self.stance.choices = [(stance.value, said.gettext(words)) for stance, words in STANCE_WORDS.items()]
        self.stance.data = self.stance.data or Stance.SUPPORTS.value

    def __iter__(self) -> Iterator[Field]:
        """Its own fields, then what is said of its files."""
        yield from super().__iter__()
        for one in self.held:
            yield from one

    @property
    def is_empty(self) -> bool:
        typed = (self.evidence_kind, self.dated_on, self.place, self.description, self.source, self.url, self.women,
                 self.men, self.asked_on, self.due_on, self.answered_on, self.files)  # fmt: skip
        return not any(field.data for field in typed) and not self.held

    @property
    def has_request(self) -> bool:
        """Something stands in the fields of that kind, or is wrong there: they show, whatever the kind."""
        return any(field.data or field.errors for field in (self.asked_on, self.due_on, self.answered_on))

    @property
    def has_people(self) -> bool:
        return any(field.data or field.errors for field in (self.women, self.men))

    @property
    def has_more(self) -> bool:
        """Of what is added by choice."""
        typed = (self.url, self.files, self.keeps_position)
        return bool(self.held) or any(field.data or field.errors for field in typed)

    def check(self, folder: Path | str, seal: Callable[[str], str]) -> bool:
        """Validates, and stores the files that came along: typing something wrong elsewhere does not lose them."""
        valid = all([self.validate(), *(one.validate() for one in self.held)])
        if not self.evidence_kind.data:
            self.evidence_kind.errors = [self.said.gettext(N_("Zgjidhni llojin e provës."))]
            valid = False
        self.held = [one for one in self.held if not one.remove.data]
        self._keep_files(folder, seal)
        return valid and not self.files.errors

    def hold(self, kept: Iterable[EvidenceFile], seal: Callable[[str], str]) -> None:
        for number, file in enumerate(kept):
            self.held.append(HeldFileForm(self.said, self.prefix, number, None, caption=file.caption))
            self.held[-1].carry(file.kept, seal)

    def _keep_files(self, folder: Path | str, seal: Callable[[str], str]) -> None:
        """From now on what came along is held, too; what a file's own no is, is told where files are chosen."""
        keeps_position, as_is = bool(self.keeps_position.data), bool(self.files_as_is.data)
        for held in list(self.held):
            with self._told():
                named = held.named.data or ""
                kept = files.kept(folder, named, held.name.data or "") if held.seal.data == seal(named) else None
                if kept is None:
                    self.held.remove(held)
                    raise Refusal(N_("Skedari që ngarkuat më parë nuk ruhet më. Zgjidheni përsëri."))
                if not keeps_position:  # they thought better of it
                    kept = files.without_position(folder, kept)
                held.carry(kept, seal)
        once: dict[str, HeldFileForm] = {}
        for held in self.held:
            once.setdefault(held.sha256, held)
        self.held = list(once.values())
        with self._told():
            if len(self.held) + len(self.files.data) > MOST_FILES:
                raise Refusal(N_("Më së shumti %(most)d skedarë për një provë."), most=MOST_FILES)
            for upload in self.files.data:
                with self._told():
                    kept = files.keep(folder, upload, keeps_position=keeps_position, as_is=as_is)
                    if all(held.sha256 != kept.sha256 for held in self.held):
                        number = max((held.number for held in self.held), default=-1) + 1
                        self.held.append(HeldFileForm(self.said, self.prefix, number))
                        self.held[-1].carry(kept, seal)
                        self.held[-1].told = cleared.told(self.said) if (cleared := files.cleared(upload)) else []

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            self.refuse(Refusal(refusal.message, field="files", **refusal.values))
            self.refused = max(self.refused, refusal.status)

    @property
    def piece(self) -> Evidence:
        kept = [(held.kept, held.caption.data or "") for held in self.held if held.kept]
        return Evidence(
            assessment_id=0,
            evidence_kind=EvidenceKind(self.evidence_kind.data),
            dated_on=self.dated_on.day,
            place=self.place.data or "",
            description=self.description.data or "",
            source=Sources.of(self.source.data),
            url=self.url.data or "",
            stance=Stance(self.stance.data),
            women=int(self.women.data) if self.women.data else None,
            men=int(self.men.data) if self.men.data else None,
            asked_on=self.asked_on.day,
            due_on=self.due_on.day,
            answered_on=self.answered_on.day,
            keeps_position=bool(self.keeps_position.data and any(one.is_picture for one, _ in kept)),
            files=[EvidenceFile.of(position, *one) for position, one in enumerate(kept)],
        )
