"""What a browser may send of a year of a plan's item."""

from typing import Any

from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.plans.progress import Progress
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.forms.base import Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import LekField, LineField, NonceField, NumberField, TextField, Whole, Year, year_of
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_


class ProgressForm(EditForm):
    year = LineField(N_("Viti"), [Required(), Year()])
    indicator_value = NumberField(
        N_("Vlera e treguesit"), [UnlessAsked(), Whole(lambda form: is_counted_one_by_one(form.unit))], negative=True
    )
    planned_all = LekField(N_("Planifikuar (lekë)"), [UnlessAsked()])
    spent_all = LekField(N_("Shpenzuar (lekë)"), [UnlessAsked()])
    note = TextField(N_("Shënim"), [Optional(), Max(4000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    sum_known = DeclarationField(N_("Po, kështu e thotë dokumenti"))
    nonce = NonceField()
    unit = ""
    """Of the item's indicator."""

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "year": year_of(self.year),
            "indicator_value": self.indicator_value.number,
            "planned_all": self.planned_all.number,
            "spent_all": self.spent_all.number,
            "note": self.note.data or "",
            "source": self.source.data,
        }


def values_of(progress: Progress) -> dict[str, Any]:
    """What the form shows of a year that was entered."""
    return {**progress.model_dump(exclude={"id", "item_id"}), "year": str(progress.year)}
