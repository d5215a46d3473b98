"""What a browser may send of a needs assessment and its figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.plans.needs import (
    NEEDS_KIND_WORDS,
    PROVIDER_WORDS,
    NeedsAssessment,
    NeedsFigure,
    NeedsKind,
    Provider,
)
from pop_tracker.plans.needs_table import COLUMNS, FigureRows, read_figures
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, NumberField, TextField, Whole, Year, year_of
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.numbers import WRITTEN_WORDS, NotSure, number_in_words
from pop_tracker.web.tables.forms import counted
from pop_tracker.web.tables.shown import named

KIND_FIELDS: dict[NeedsKind, str] = {kind: f"kind_{kind.letter}" for kind in NeedsKind}


class NeedsForm(EditForm):
    """The assessment itself; of each kind of data, a to g, the document's own words."""

    name = LineField(N_("Titulli"), [Required(), Max(200), NoPrivateName()])
    year = LineField(N_("Viti"), [Optional(), Year()])
    method = TextField(N_("Metoda"), [Optional(), Max(4000), NoPrivateName()])
    kind_a = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_b = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_c = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_d = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_e = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_f = TextField("", [Optional(), Max(2000), NoPrivateName()])
    kind_g = TextField("", [Optional(), Max(2000), NoPrivateName()])
    recommendations = TextField(N_("Rekomandimet"), [Optional(), Max(10000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        for kind, name in KIND_FIELDS.items():
            self[name].label.text = f"{kind.letter}) {said.gettext(NEEDS_KIND_WORDS[kind])}"

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "year": year_of(self.year),
            "method": self.method.data or "",
            "kinds_named": [
                {"needs_kind": kind.value, "text": text}
                for kind, name in KIND_FIELDS.items()
                if (text := self[name].data)
            ],
            "recommendations": self.recommendations.data or "",
            "source": self.source.data,
        }


class FigureForm(EditForm):
    needs_kind = SelectField(N_("Lloji i të dhënës"), [Required(), ChoiceCheck()], validate_choice=False)
    label = LineField(N_("Çfarë numërohet"), [Required(), Max(200), NoPrivateName()])
    unit = SelectField(N_("Njësia administrative"), [Optional(), ChoiceCheck()], validate_choice=False)
    provider = SelectField(N_("Kush e jep"), [Optional(), ChoiceCheck()], validate_choice=False)
    quantity = NumberField(N_("Sasia"), [Required(), Whole(lambda form: is_counted_one_by_one(form.measure.data))])
    measure = LineField(N_("Njësia matëse"), [Optional(), Max(80), NoPrivateName()])
    year = LineField(N_("Viti"), [Optional(), Year()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    again = DeclarationField(N_("Po, dokumenti ka dy shifra"))
    nonce = NonceField()

    def offer(self, units: Iterable[AdministrativeUnit]) -> None:
        say = self.said.gettext
        self.needs_kind.choices = [("", say(N_("Zgjidhni llojin")))] + [
            (kind.value, f"{kind.letter}) {say(words)}") for kind, words in NEEDS_KIND_WORDS.items()
        ]
        self.unit.choices = [("", say(N_("E gjithë bashkia"))), *((unit.slug, unit.name) for unit in units)]
        self.provider.choices = [("", say(N_("Nuk thuhet")))] + [
            (provider.value, say(words)) for provider, words in PROVIDER_WORDS.items()
        ]

    def fields(self, units: Iterable[AdministrativeUnit]) -> dict[str, Any]:
        return {
            "needs_kind": NeedsKind(self.needs_kind.data),
            "label": self.label.data,
            "unit_id": next((unit.id for unit in units if unit.slug == self.unit.data), None),
            "provider": Provider(self.provider.data) if self.provider.data else None,
            "quantity": self.quantity.number,
            "measure": self.measure.data or "",
            "year": year_of(self.year),
            "source": self.source.data,
        }


class FiguresForm(BaseForm):
    """Many figures at once, as a spreadsheet gives them when its rows are copied."""

    table = TextField(N_("Rreshtat e tabelës"), [Required(), Max(100_000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    written = RadioField(N_("Si janë shkruar numrat e tabelës"), [ChoiceCheck()], validate_choice=False, default="")
    looked = BooleanField(N_("I kontrollova këto rreshta në dokument"))
    nonce = NonceField()
    units: Iterable[AdministrativeUnit] = ()
    """Those that a row may name."""
    rows = FigureRows()
    """What the table says, once the form is valid."""

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.written.choices = [(value, said.gettext(text)) for value, text in WRITTEN_WORDS.items()]

    @property
    def headings(self) -> dict[str, str]:
        return {column.name: self.said.gettext(column.heading) for column in COLUMNS}

    def validate(self, *_: Any, **__: Any) -> bool:
        """All rows or none: what is wrong is told by row and column."""
        if not super().validate():
            return False
        try:
            self.rows = read_figures(self.table.data, self.units, self.source.data, self.written.data or "")
        except Refusal as refusal:
            self.table.errors = [self.said.gettext(refusal.message, **named(refusal.values, self.said))]
            return False
        if self.rows.faults:
            self.table.errors = [counted(self.said, len(self.rows.faults))]
        if self.rows.unsure:
            self.written.errors = [self._doubt(self.rows.unsure[0])]
        return not (self.rows.faults or self.rows.unsure)

    def _doubt(self, unsure: NotSure) -> str:
        say = self.said.gettext
        if len(unsure.readings) == 1:
            return say(
                N_("“%(said)s” nuk është shkruar si në shqip. Zgjidhni si janë shkruar numrat."), said=unsure.text
            )
        one, other = (number_in_words(reading, self.said) for reading in unsure.readings)
        return say(
            N_("“%(said)s” lexohet në dy mënyra: %(one)s ose %(other)s."), said=unsure.text, one=one, other=other
        )


def needs_values(needs: NeedsAssessment) -> dict[str, Any]:
    """What the form shows of an assessment that stands."""
    held = needs.model_dump(include={"name", "method", "recommendations", "source"})
    named: Mapping[str, str] = {one["needs_kind"]: one["text"] for one in needs.kinds_named}
    return {**held, "year": str(needs.year or ""), **{name: named.get(kind, "") for kind, name in KIND_FIELDS.items()}}


def figure_values(figure: NeedsFigure, units: Iterable[AdministrativeUnit]) -> dict[str, Any]:
    return {
        **figure.model_dump(include={"label", "quantity", "measure", "source"}),
        "needs_kind": figure.needs_kind.value,
        "unit": next((unit.slug for unit in units if unit.id == figure.unit_id), ""),
        "provider": figure.provider.value if figure.provider else "",
        "year": str(figure.year or ""),
    }
