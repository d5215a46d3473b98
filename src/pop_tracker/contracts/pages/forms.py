"""What a browser may send to the contracts' doors."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError

from pop_tracker.accounts.pages.proposals import ReturnForm
from pop_tracker.contracts.judging import (
    COMPETENCE_WORDS,
    TARGET_GROUPS,
    THEME_WORDS,
    Competence,
    Theme,
    groups_apart,
    groups_together,
    read_due,
)
from pop_tracker.contracts.order import Outline, Place, Step
from pop_tracker.contracts.points import LONGEST_LINE, LONGEST_REASON, LONGEST_TEXT, Wording
from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS, PriorityGroup, Scope, group_list, one_line
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.dates import LAST_YEAR
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, TextField, VersionField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import HiddenSourcesField, SourcesField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.sources import Sources

ORDER_CHANGED = N_(
    "Renditja ndryshoi ndërkohë. Ju donit të zhvendosnit: %(asked)s. Kështu është renditja tani; nëse e doni"
    " ende, zhvendoseni përsëri."
)


def short(words: str) -> str:
    return words if len(words) <= 70 else words[:69].rsplit(" ", 1)[0] + "…"


def kept(value: str | None) -> str:
    """As the record keeps it, so that the same words sent twice are the same."""
    return one_line(value or "")


class Year:
    """A local mandate's year; there were none before 1992."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (re.fullmatch(r"[0-9]{4}", field.data) and 1992 <= int(field.data) <= LAST_YEAR):
            raise ValidationError(form.said.gettext(N_("Shkruani një vit, si 2023.")))


class Due:
    """A day, a quarter or a year."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            read_due(field.data)
        except ValueError:
            told = N_("Shkruani një datë, një tremujor ose një vit: 31.12.2026, tremujori 2, 2026 ose 2026.")
            raise ValidationError(form.said.gettext(told)) from None


class ContractForm(BaseForm):
    municipality = SelectField(N_("Bashkia"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    title = LineField(N_("Titulli i kontratës"), validators=[Required(), Max(200), NoPrivateName()], filters=[kept])
    term_from = LineField(N_("Mandati nga viti"), validators=[Required(), Year()])
    term_until = LineField(N_("Mandati deri në vitin"), validators=[Required(), Year()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()


class DetailsForm(EditForm):
    """What a contract is called by; `reason` is asked of one that readers know."""

    title = LineField(N_("Titulli i kontratës"), validators=[Required(), Max(200), NoPrivateName()], filters=[kept])
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


class SourcedForm(EditForm):
    """An addendum's document is often named in the box of the contract's, and its place stays in the box beside. That
    is no place in the new one, so it goes; typed once more, it stays."""

    source_was = HiddenSourcesField()
    """As the form was opened, of what is published."""
    source: SourcesField
    lost_its_place = False

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        source = self.source
        known = {(one.words, one.address) for one in self.source_was.data.each}
        places = {one.place for one in self.source_was.data.each}
        for row in source.rows if data is not None else ():
            if row.place in places - {""} and (row.words, row.address) not in known:
                row.place, self.lost_its_place = "", True
        if self.lost_its_place:
            source.data = Sources(one for row in source.rows for one in row.sources)
            self.source_was.process(None, source.data)


class PriorityForm(SourcedForm):
    of = HiddenField()
    """The `key` of the priority, which may have another number by the time that the form comes back."""
    title = TextField(N_("Prioriteti"), validators=[Required(), Max(LONGEST_TEXT), NoPrivateName()], filters=[kept])
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
    before = HiddenField()
    """The `key` of the priority before which it comes; else it is the last."""
    flat = BooleanField(N_("Prioriteti është vetë zotimi, me një fjali, pa pika"))
    nonce = NonceField()


class CommitmentForm(SourcedForm):
    of = HiddenField()
    """The `key` of the commitment, which may have another reference by the time that the form comes back."""
    text = TextField(N_("Teksti"), validators=[Required(), Max(LONGEST_TEXT), NoPrivateName()], filters=[kept])
    scope = RadioField(N_("Për cilin vend është"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    units = SelectMultipleField(N_("Njësitë administrative"), validate_choice=False)
    place = LineField(
        N_("Vendi me fjalët e dokumentit"),
        validators=[UnlessAsked(), Max(LONGEST_LINE), NoPrivateName()],
        filters=[kept],
    )
    groups = SelectMultipleField(N_("Grupet e synuara"), validators=[ChoiceCheck()], validate_choice=False)
    target_groups = LineField(
        N_("Grupe të tjera"),
        validators=[Optional(), Max(LONGEST_LINE), NoPrivateName()],
        filters=[lambda value: group_list(value or "")],
    )
    shows_done = TextField(
        N_("Çfarë tregon se u bë"), validators=[Optional(), Max(1000), NoPrivateName()], filters=[kept]
    )
    due = LineField(N_("Deri kur"), validators=[Optional(), Max(20), Due(), NoPrivateName()])
    competence = RadioField(N_("Kush e ka në dorë"), validators=[ChoiceCheck()], validate_choice=False)
    law = SourcesField(N_("Ligji"), validators=[Optional(), Max(LONGEST_SOURCE), NoPrivateName()])
    theme = RadioField(N_("Tema"), validators=[ChoiceCheck()], validate_choice=False)
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    def __init__(
        self, said: Words, known_units: list[tuple[str, str]], data: FormData | None = None, **fields: Any
    ) -> None:
        fields["groups"], fields["target_groups"] = groups_apart(fields.get("target_groups", ""))
        super().__init__(said, data, **fields)
        self.scope.choices = [(scope.value, said.gettext(words)) for scope, words in SCOPE_WORDS.items()]
        self.units.choices = known_units
        self.groups.choices = [(group, group) for group in TARGET_GROUPS]
        self.competence.choices = self._choices(COMPETENCE_WORDS)
        self.theme.choices = self._choices(THEME_WORDS)
        chosen, others = groups_apart(self.target_groups.data or "")
        self.groups.data, self.target_groups.data = list(dict.fromkeys([*(self.groups.data or ()), *chosen])), others

    def _choices(self, words: Mapping[Any, str]) -> list[tuple[str, str]]:
        said = self.said.gettext
        return [*((value.value, said(told)) for value, told in words.items()), ("", said(N_("Nuk thuhet")))]

    @property
    def wording(self) -> Wording:
        """What was said, once the form is valid."""
        return Wording(
            text=self.text.data,
            source=self.source.data,
            scope=Scope(self.scope.data),
            units=tuple(self.units.data or ()),
            place=self.place.data or "",
            target_groups=groups_together(self.groups.data or (), self.target_groups.data or ""),
            shows_done=self.shows_done.data or "",
            due=read_due(self.due.data) if self.due.data else "",
            competence=Competence(self.competence.data or ""),
            law=self.law.data or "",
            theme=Theme(self.theme.data or ""),
        )


class NewCommitmentForm(CommitmentForm):
    under = SelectField(N_("Vendi në kontratë"), validators=[Required()], validate_choice=False)
    before = HiddenField()
    """The `key` of the commitment before which it comes; else it is the last of its kind."""
    seen = HiddenField()
    """What each choice of `under` named when the form was opened: "2=p6 2.1=z19"."""
    nonce = NonceField()

    def offer(self, outline: Outline) -> None:
        """The places where it may stand. What was chosen is found again where it is by now."""
        openings = outline.openings
        seen = dict(one.split("=", 1) for one in (self.seen.data or "").split() if "=" in one)
        if before := outline.keyed(self.before.data or ""):
            self.under.data = before.above.ref if before.above else ""
        elif key := seen.get(self.under.data or ""):
            self.under.data = next((one.under for one in openings if one.key == key), "")
        self.seen.data = " ".join(f"{one.under}={one.key}" for one in openings)
        self.under.choices = [("", self.said.gettext(N_("Zgjidhni vendin në kontratë")))] + [
            (one.under, f"{one.ref} – {short(one.words)}") for one in openings
        ]


class MoveForm(BaseForm):
    """A step by one of the buttons (`veprimi`, "lart z57"), or what is chosen to where."""

    has_steps = True
    version = VersionField()
    nonce = NonceField()
    veprimi = HiddenField()
    what = SelectField(N_("Çfarë zhvendoset"), validate_choice=False)
    where = SelectField(N_("Ku del"), validate_choice=False)

    def offer(self, outline: Outline) -> None:
        free = [one for one in outline if not one.is_fixed]
        self.what.choices = [("", self.said.gettext(N_("Zgjidhni")))] + [
            (one.key, f"{one.ref} – {short(one.text)}") for one in free
        ]
        self.where.choices = [("", self.said.gettext(N_("Zgjidhni"))), *self._places(outline)]

    def _places(self, outline: Outline) -> Iterator[tuple[str, str]]:
        """In the order of the contract."""
        said = self.said.gettext
        for priority in outline.priorities:
            for one in [priority, *(below for point in priority.below for below in (point, *point.below))]:
                if not one.is_fixed:
                    yield f"para {one.key}", said(N_("Para %(ref)s – %(words)s"), ref=one.ref, words=short(one.text))
                if one.takes and one is not priority:
                    yield f"nen {one.key}", said(N_("Nënpikë e %(ref)s"), ref=one.ref)
            if priority.takes:
                yield f"nen {priority.key}", said(N_("Në fund të prioritetit %(number)s"), number=priority.ref)
        yield "fund", said(N_("Në fund, si prioriteti i fundit"))

    def is_of(self, outline: Outline) -> bool:
        """Whether everything stands where it did when the form was opened; else it says what was asked for."""
        if self.version.data == outline.version:
            return True
        self.version.data = outline.version
        asked = outline.keyed(self.asked)
        words = f"{asked.ref}, “{short(asked.text)}”" if asked else "–"
        self.form_errors.append(self.said.gettext(ORDER_CHANGED, asked=words))
        return False

    @property
    def asked(self) -> str:
        """The `key` of what moves."""
        return (self.veprimi.data or "").partition(" ")[2] or self.what.data or ""

    def to(self, outline: Outline) -> Step | Place:
        step = (self.veprimi.data or "").partition(" ")[0]
        if step in {one.value for one in Step}:
            return Step(step)
        how, _, key = (self.where.data or "").partition(" ")
        target = outline.keyed(key)
        if how != "fund" and target is None:
            raise Refusal(N_("Zgjidhni ku del."), field="where")
        ref = target.ref if target else ""
        return Place(before=ref) if how == "para" else Place(under=ref)


class WithdrawalForm(BaseForm):
    """A button, with the version of what its sender saw go."""

    version = VersionField()


class RemovalForm(WithdrawalForm):
    """Of what is gone afterwards, so that no rule knows it any more when the button comes twice."""

    nonce = NonceField()


class DecisionForm(RemovalForm):
    """One of the two words about what somebody declared, which goes with either; one is not taken for the other."""

    has_steps = True


class RetractionForm(BaseForm):
    version = VersionField()
    reason = TextField(N_("Pse tërhiqet"), validators=[Required(), Max(LONGEST_REASON), NoPrivateName()])


class DocumentDeclarationForm(BaseForm):
    is_free = DeclarationField(
        N_("E lexova skedarin: nuk ka emra personash privatë, komente, ndryshime të shënuara dhe nënshkrime")
    )

    def validate_is_free(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(self.said.gettext(N_("Hapni skedarin, lexojeni dhe shënoni kutinë.")))


class WithholdingForm(BaseForm):
    reason = TextField(N_("Pse nuk jepet më"), validators=[Max(1000), NoPrivateName()])


class ContractWithdrawalForm(BaseForm):
    reason = TextField(N_("Pse tërhiqet"), validators=[Max(1000), NoPrivateName()])
    nonce = NonceField()


class SubmissionForm(WithdrawalForm):
    # Asked only for an addendum, which is not handed in without it; a first edition has none.
    reason = TextField(N_("Arsyeja e shtojcës"), validators=[Max(1000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])


class DraftReturnForm(ReturnForm):
    nonce = NonceField()
