"""What a browser may send of a plan's item."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.costs import LONGEST, check_costs, read_costs, write_costs
from pop_tracker.plans.fields import OWN, PART_WORDS, ItemField, Kind, Part, fields_of
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import (
    LekField,
    LineField,
    NonceField,
    NumberField,
    TextField,
    Whole,
    Year,
    year_of,
)
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_


class YearlyField(TextField):
    """Money by year, a year a line."""

    costs: Mapping[str, str] = {}

    def pre_validate(self, form: Any) -> None:
        try:
            self.costs = read_costs(self.data or "")
            check_costs(self.costs)
        except Refusal as refusal:
            raise StopValidation(form.said.gettext(refusal.message, **refusal.values)) from None


class ItemForm(EditForm):
    """Its fields are put in below, from the list of what may be said of an item."""

    parent: SelectField
    units: SelectMultipleField
    nonce = NonceField()

    def offer(self, items: Iterable[PlanItem], units: Iterable[AdministrativeUnit]) -> None:
        self.parent.choices = [("", self.said.gettext(N_("Asnjë: është në krye të planit")))] + [
            (item.number, f"{item.number} {item.text[:80]}") for item in items
        ]
        self.units.choices = [(unit.slug, unit.name) for unit in units]

    @property
    def parts(self) -> list[tuple[str, list[ItemField]]]:
        """The fields as the page shows them: what stands above some, and they."""
        return [(PART_WORDS.get(part, ""), fields_of(part)) for part in Part]

    @property
    def fields(self) -> dict[str, Any]:
        """The item's own fields; its parent and units aside."""
        return {one.name: _said(self[one.name], one.kind) for one in OWN}

    def unit_ids(self, units: Iterable[AdministrativeUnit]) -> list[int]:
        return [unit.id or 0 for unit in units if unit.slug in (self.units.data or [])]


def _field(one: ItemField) -> Any:
    checks: list[Any] = [Required() if one.is_required else Optional()]
    if one.longest:
        checks.append(Max(one.longest))
    match one.kind:
        case Kind.PARENT:
            return SelectField(one.label, validators=[ChoiceCheck()], description=one.hint, validate_choice=False)
        case Kind.UNITS:
            checks.append(ChoiceCheck())
            return SelectMultipleField(one.label, checks, description=one.hint, validate_choice=False)
        case Kind.MONEY:
            return LekField(one.label, checks, description=one.hint)
        case Kind.QUANTITY:
            checks.append(Whole(lambda form: is_counted_one_by_one(form.indicator_unit.data)))
            return NumberField(one.label, checks, negative=True, description=one.hint)
        case Kind.YEAR:
            return LineField(one.label, [*checks, Year()], description=one.hint)
        case Kind.TEXT:
            return TextField(one.label, [*checks, NoPrivateName()], description=one.hint)
        case Kind.SOURCES:
            return SourcesField(one.label, [*checks, NoPrivateName()], description=one.hint)
        case Kind.YEARLY:
            return YearlyField(one.label, [*checks, Max(LONGEST)], description=one.hint)
        case Kind.LINE:
            return LineField(one.label, [*checks, NoPrivateName()], description=one.hint)
        case Kind.REFERENCE | Kind.PROGRAMME:
            return LineField(one.label, checks, description=one.hint)


def _said(field: Any, kind: Kind) -> Any:
    match kind:
        case Kind.MONEY | Kind.QUANTITY:
            return field.number
        case Kind.YEAR:
            return year_of(field)
        case Kind.YEARLY:
            return field.costs
        case _:
            return field.data or ""


for _part in Part:
    for _one in fields_of(_part):
        setattr(ItemForm, _one.name, _field(_one))


def values_of(
    item: PlanItem, items: Iterable[PlanItem], units: Mapping[int, list[AdministrativeUnit]]
) -> dict[str, Any]:
    """What the form shows of an item that stands."""
    held = item.model_dump(include={one.name for one in OWN})
    years = {one.name: str(held[one.name] or "") for one in OWN if one.kind is Kind.YEAR}
    above = next((one.number for one in items if one.id == item.parent_id), "")
    yearly = {one.name: write_costs(held[one.name], "\n") for one in OWN if one.kind is Kind.YEARLY}
    return {**held, **years, **yearly, "parent": above, "units": [unit.slug for unit in units.get(item.id or 0, ())]}
