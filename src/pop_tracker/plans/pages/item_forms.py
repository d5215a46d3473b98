"""What a browser may send of a plan's item."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, SelectMultipleField

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.items import PlanItem
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LekField, LineField, NonceField, NumberField, TextField, Year, year_of
from pop_tracker.web.i18n import N_


class ItemForm(EditForm):
    level = LineField(N_("Niveli"), [Required(), Max(40)])
    number = LineField(N_("Numri"), [Required(), Max(20)])
    parent = SelectField(N_("Nën"), [ChoiceCheck()], validate_choice=False)
    text = TextField(N_("Teksti"), [Required(), Max(4000)])
    responsible_body = LineField(N_("Institucioni përgjegjës"), [Optional(), Max(300)])
    partners = LineField(N_("Partnerët"), [Optional(), Max(1000)])
    due = LineField(N_("Afati"), [Optional(), Max(80)])
    cost_all = LekField(N_("Kosto (lekë)"), [Optional()])
    funding_source = LineField(N_("Burimi i financimit"), [Optional(), Max(300)])
    programme_code = LineField(N_("Kodi i programit buxhetor"), [Optional(), Max(10)])
    indicator = LineField(N_("Treguesi"), [Optional(), Max(2000)])
    indicator_unit = LineField(N_("Njësia e treguesit"), [Optional(), Max(80)])
    baseline = NumberField(N_("Vlera fillestare"), [Optional()], negative=True)
    baseline_year = LineField(N_("Viti i vlerës fillestare"), [Optional(), Year()])
    target = NumberField(N_("Synimi"), [Optional()], negative=True)
    target_year = LineField(N_("Viti i synimit"), [Optional(), Year()])
    units = SelectMultipleField(N_("Njësitë administrative"), [Optional(), ChoiceCheck()], validate_choice=False)
    place = LineField(N_("Vendi me fjalët e planit"), [Optional(), Max(200)])
    target_groups = LineField(N_("Grupet e synuara"), [Optional(), Max(300)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = NonceField()

    def offer(self, items: Iterable[PlanItem], units: Iterable[AdministrativeUnit]) -> None:
        self.parent.choices = [("", self.said.gettext(N_("Asgjë: është në krye të planit")))] + [
            (item.number, f"{item.number} {item.text[:80]}") for item in items
        ]
        self.units.choices = [(unit.slug, unit.name) for unit in units]

    @property
    def fields(self) -> dict[str, Any]:
        """The item's own fields; its parent and units aside."""
        words = ("responsible_body", "partners", "due", "funding_source", "programme_code", "indicator",
                 "indicator_unit", "place", "target_groups")  # fmt: skip
        return {
            **{name: self[name].data for name in ("level", "number", "text", "source")},
            **{name: self[name].data or "" for name in words},
            "cost_all": self.cost_all.number,
            "baseline": self.baseline.number,
            "target": self.target.number,
            **{name: year_of(self[name]) for name in ("baseline_year", "target_year")},
        }

    def unit_ids(self, units: Iterable[AdministrativeUnit]) -> list[int]:
        return [unit.id or 0 for unit in units if unit.slug in (self.units.data or [])]


def values_of(
    item: PlanItem, items: Iterable[PlanItem], units: Mapping[int, list[AdministrativeUnit]]
) -> dict[str, Any]:
    """What the form shows of an item that stands."""
    held = item.model_dump(exclude={"id", "plan_id", "parent_id", "position"})
    years = {name: str(held[name] or "") for name in ("baseline_year", "target_year")}
    above = next((one.number for one in items if one.id == item.parent_id), "")
    return {**held, **years, "parent": above, "units": [unit.slug for unit in units.get(item.id or 0, ())]}
