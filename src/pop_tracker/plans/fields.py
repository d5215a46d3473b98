"""What may be said of a plan's item: one entry a field, with all its words and its limit.

The form, the columns of a plan's table, the seeds, the words of the record, the API and the pages are made of this
list, so that no table brings in what the form then refuses. Two things stand apart, and tests hold them against it: the
column in the database (`items.PlanItem`), which a migration alone changes, and `PlanItemShape`, which gives the API its
types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.i18n import N_


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    """Of several lines: a table's cell may have them, and a box of one line would run them together."""
    REFERENCE = "reference"
    """A number that is a name: 1.10 is not 1.1."""
    PARENT = "parent"
    """The item above, by its number."""
    MONEY = "money"
    """In lek (ALL)."""
    QUANTITY = "quantity"
    YEAR = "year"
    UNITS = "units"
    """Administrative units of the plan's municipality."""
    YEARLY = "yearly"
    """Money by year: for each year named, its amount in lek (`costs`)."""
    PROGRAMME = "programme"
    """A code of the budget's programmes."""
    SOURCES = "sources"
    """What it rests on (`web/sources.py`)."""


class Part(StrEnum):
    """What a field is about: the form stands in this order."""

    ITEM = "item"
    DOING = "doing"
    MONEY = "money"
    MEASURE = "measure"
    WHERE = "where"
    SOURCE = "source"


PART_WORDS: Mapping[Part, str] = {
    Part.MONEY: N_("Paratë"),
    Part.MEASURE: N_("Matja"),
    Part.WHERE: N_("Ku dhe për kë"),
}
"""Above a part of the form; the others need none."""


@dataclass(frozen=True, kw_only=True)
class ItemField:
    name: str
    kind: Kind
    part: Part
    label: str
    """As the form and the record call it."""
    longest: int = 0
    """In signs; 0 where its kind has limits of its own."""
    is_required: bool = False
    hint: str = ""
    """At its box in the form."""
    heading: str
    """Above its column in a table. Not made of the label: files of years are read and written by it."""
    also: tuple[str, ...] = ()
    """Other headings that its column goes by."""
    cell: str
    """What a cell of its column says, for whoever fills in a table."""
    described: str = ""
    """In the API, where it is not described in words that all things share."""
    short: str = ""
    """Beside an item that is being read, where that is less than the label."""
    unsaid: str = ""
    """What readers are told that a measure does not say; empty where nobody expects it to."""

    @property
    def is_own(self) -> bool:
        """Whether it stands in the item's own row."""
        return self.kind not in (Kind.PARENT, Kind.UNITS)

    @property
    def is_words(self) -> bool:
        return self.kind in (Kind.LINE, Kind.TEXT, Kind.SOURCES)

    @property
    def title(self) -> str:
        """Beside an item that is being read."""
        return self.short or self.label


FIELDS: tuple[ItemField, ...] = (
    ItemField(
        name="level", kind=Kind.LINE, part=Part.ITEM, label=N_("Niveli"), longest=40, is_required=True,
        hint=N_("Si e quan plani: %(levels)s…"),
        heading=N_("niveli"), cell=N_("Si e quan plani: prioritet, objektiv, masë, aktivitet."),
        described=N_("Si e quan vetë plani: prioritet, shtyllë, objektiv, masë…"),
    ),
    ItemField(
        name="number", kind=Kind.REFERENCE, part=Part.ITEM, label=N_("Numri"), longest=20, is_required=True,
        hint=N_("Si në plan, p.sh. 1.2. Nëse plani nuk ka numra, numërojini zërat me radhë."),
        heading=N_("numri"), also=("nr",), cell=N_("Si në plan: 1, 1.2, 1.2.3. Me këtë njihet zëri."),
        described=N_("Numri i zërit në plan."),
    ),
    ItemField(
        name="parent", kind=Kind.PARENT, part=Part.ITEM, label=N_("Zëri sipër"), longest=20,
        hint=N_("Zëri më i gjerë, të cilit i përket ky."),
        heading=N_("nën"), also=("prindi", "nën numrin", "parent"),
        cell=N_("Numri i zërit më të gjerë. Lëreni bosh nëse zëri është në krye të planit."),
    ),
    ItemField(
        name="text", kind=Kind.TEXT, part=Part.ITEM, label=N_("Teksti"), longest=4000, is_required=True,
        heading=N_("teksti"), also=("përshkrimi",), cell=N_("Fjalë për fjalë si në plan."),
    ),
    ItemField(
        name="responsible_body", kind=Kind.LINE, part=Part.DOING, label=N_("Institucioni përgjegjës"), longest=300,
        heading=N_("institucioni përgjegjës"), also=("përgjegjësi", "aktori përgjegjës"),
        cell=N_("Kush mban përgjegjësi për të."),
        described=N_("Institucioni përgjegjës."), short=N_("Përgjegjës"), unsaid=N_("përgjegjësi"),
    ),
    ItemField(
        name="partners", kind=Kind.TEXT, part=Part.DOING, label=N_("Partnerët"), longest=2000,
        heading=N_("partnerët"), cell=N_("Kush merr pjesë në zbatim."),
        described=N_("Partnerët."), short=N_("Partnerë"),
    ),
    ItemField(
        name="due", kind=Kind.LINE, part=Part.DOING, label=N_("Afati"), longest=80,
        hint=N_("Me fjalët e planit, p.sh. 2026, tremujori i parë."),
        heading=N_("afati"), also=("afati kohor",), cell=N_("Me fjalët e planit: 2026, tremujori i parë."),
        described=N_("Afati, me fjalët e planit."), unsaid=N_("afati"),
    ),
    ItemField(
        name="cost_all", kind=Kind.MONEY, part=Part.MONEY, label=N_("Kosto (lekë)"),
        hint=N_("p.sh. 1.200.000,50: pikë mes mijësheve, presje para pjesës dhjetore."),
        heading=N_("kosto në lekë"),
        also=("kosto", "kosto (lekë)", "kosto (ALL)", "kostoja", "kostoja në lekë", "cost", "cost (ALL)"),
        cell=N_("Shuma, si 1.200.000,50."),
        described=N_("Kostoja në lekë."), short=N_("Kostoja"), unsaid=N_("kostoja"),
    ),
    ItemField(
        name="costs_by_year", kind=Kind.YEARLY, part=Part.MONEY, label=N_("Kosto sipas viteve (lekë)"),
        hint=N_("Një vit në çdo rresht, si 2026: 1.200.000. Lëreni bosh nëse plani nuk i ndan paratë sipas viteve."),
        heading=N_("kosto sipas viteve"), also=("kostoja sipas viteve",),
        cell=N_("Vitet me shumat, të ndara me pikëpresje: 2026: 1.200.000; 2027: 300.000. Ose një kolonë për çdo vit, "
                "me vitin si titull."),
        described=N_("Kostoja e planifikuar për çdo vit, në lekë; bosh kur plani nuk e ndan."),
        short=N_("Sipas viteve"),
    ),
    ItemField(
        name="funding_source", kind=Kind.LINE, part=Part.MONEY, label=N_("Burimi i financimit"), longest=300,
        heading=N_("burimi i financimit"), also=("financimi",), cell=N_("Nga vijnë paratë."),
        described=N_("Burimi i financimit."), unsaid=N_("burimi i financimit"),
    ),
    ItemField(
        name="indicator", kind=Kind.TEXT, part=Part.MEASURE, label=N_("Treguesi"), longest=2000,
        hint=N_("Si matet, me fjalët e planit."),
        heading=N_("treguesi"), cell=N_("Çfarë do të matet."),
        described=N_("Treguesi."), unsaid=N_("treguesi"),
    ),
    ItemField(
        name="indicator_unit", kind=Kind.LINE, part=Part.MEASURE, label=N_("Njësia e treguesit"), longest=80,
        hint=N_("p.sh. fëmijë, orë në ditë, për qind."),
        heading=N_("njësia e treguesit"), also=("njësia matëse",),
        cell=N_("Me çfarë matet: për qind, fëmijë, kilometra."),
        described=N_("Njësia matëse e treguesit."),
    ),
    ItemField(
        name="baseline", kind=Kind.QUANTITY, part=Part.MEASURE, label=N_("Vlera fillestare"),
        heading=N_("vlera fillestare"), also=("baza",), cell=N_("Numër, si 12,5."),
        described=N_("Vlera fillestare e treguesit; null kur nuk thuhet."),
    ),
    ItemField(
        name="baseline_words", kind=Kind.LINE, part=Part.MEASURE, label=N_("Vlera fillestare me fjalë"), longest=200,
        hint=N_("Kur plani nuk jep numër, p.sh. nuk ka të dhëna, 0 qendra."),
        heading=N_("vlera fillestare me fjalë"),
        cell=N_("Kur vlera fillestare nuk është numër: nuk ka të dhëna, 0 qendra."),
        described=N_("Vlera fillestare me fjalët e planit, kur nuk është numër."),
    ),
    ItemField(
        name="baseline_year", kind=Kind.YEAR, part=Part.MEASURE, label=N_("Viti i vlerës fillestare"),
        heading=N_("viti fillestar"), also=("viti bazë",), cell=N_("Viti i vlerës fillestare."),
        described=N_("Viti i saj."),
    ),
    ItemField(
        name="target", kind=Kind.QUANTITY, part=Part.MEASURE, label=N_("Synimi"),
        heading=N_("synimi"), also=("vlera e synuar",), cell=N_("Numër, si 12,5."),
        described=N_("Vlera që synohet; null kur nuk thuhet."),
    ),
    ItemField(
        name="target_words", kind=Kind.LINE, part=Part.MEASURE, label=N_("Synimi me fjalë"), longest=200,
        hint=N_("Kur plani nuk jep numër, p.sh. po, ≥ 20, 1/3."),
        heading=N_("synimi me fjalë"), cell=N_("Kur synimi nuk është numër: po, ≥ 20, 1/3."),
        described=N_("Synimi me fjalët e planit, kur nuk është numër."),
    ),
    ItemField(
        name="target_year", kind=Kind.YEAR, part=Part.MEASURE, label=N_("Viti i synimit"),
        heading=N_("viti i synimit"), also=("viti i synuar",), cell=N_("Viti i synimit."),
        described=N_("Viti kur synohet."),
    ),
    ItemField(
        name="units", kind=Kind.UNITS, part=Part.WHERE, label=N_("Njësitë administrative"),
        hint=N_("Lërini pa zgjedhur nëse plani nuk e thotë, ose nëse zëri është për të gjithë bashkinë."),
        heading=N_("njësitë administrative"), also=("njësia administrative",),
        cell=N_("Emrat, të ndarë me pikëpresje."),
        described=N_("Njësitë administrative, me emrat e tyre në adresë."),
    ),
    ItemField(
        name="place", kind=Kind.LINE, part=Part.WHERE, label=N_("Vendi me fjalët e planit"), longest=200,
        hint=N_("Fshati, lagjja ose rruga, siç shkruhet."),
        heading=N_("vendi"), cell=N_("Fshati, lagjja ose rruga, me fjalët e planit."), short=N_("Vendi"),
    ),
    ItemField(
        name="target_groups", kind=Kind.LINE, part=Part.WHERE, label=N_("Grupet e synuara"), longest=300,
        hint=N_("p.sh. fëmijë; të moshuar."),
        heading=N_("grupet"), also=("grupet e synuara",), cell=N_("Për kë është: të moshuar, fëmijë."),
        described=N_("Grupet e synuara."),
    ),
    ItemField(
        name="programme_code", kind=Kind.PROGRAMME, part=Part.MONEY, label=N_("Kodi i programit buxhetor"), longest=10,
        hint=N_("Tri shifra, p.sh. 091, siç i numëron buxheti i bashkisë."),
        heading=N_("programi buxhetor"), also=("kodi i programit", "kodi i programit buxhetor"),
        cell=N_("Kodi, si 091."),
        described=N_("Kodi i programit buxhetor, si 091."), short=N_("Programi buxhetor"),
    ),
    ItemField(
        name="source", kind=Kind.SOURCES, part=Part.SOURCE, label=N_("Burimi"), longest=LONGEST_SOURCE,
        is_required=True, hint=N_("Dokumenti dhe faqja ku është ky zë."),
        heading=N_("burimi"), cell=N_("Dokumenti dhe faqja ku është ky zë."),
    ),
)  # fmt: skip
"""In the order of a table's columns."""

BY_NAME: Mapping[str, ItemField] = {one.name: one for one in FIELDS}
OWN: tuple[ItemField, ...] = tuple(one for one in FIELDS if one.is_own)
"""Those that stand in the item's own row."""

EITHER = {
    "baseline": N_("Vlera fillestare thuhet ose me numër, ose me fjalë: lëreni bosh njërën."),
    "target": N_("Synimi thuhet ose me numër, ose me fjalë: lëreni bosh njërën."),
}
"""What a plan says by a number, or in words in the field beside it."""


def fields_of(part: Part) -> list[ItemField]:
    return [one for one in FIELDS if one.part is part]
