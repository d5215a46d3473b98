"""What the record calls the fields of a plan, its items and its stages."""

from pop_tracker.plans.fields import FIELDS, Kind
from pop_tracker.web.i18n import N_

ITEM_FIELDS = {
    **{one.name: one.label for one in FIELDS},
    "place": N_("Vendi"),
    "position": N_("Radha"),
    "target_groups": N_("Grupet"),
}
ITEM_NUMBERS = frozenset(one.name for one in FIELDS if one.kind in (Kind.MONEY, Kind.QUANTITY, Kind.YEARLY))

STAGE_FIELDS = {
    "comment_days": N_("Ditë pune për komente"),
    "date_precision": N_("Saktësia e datës"),
    "decision_number": N_("Numri i vendimit"),
    "note": N_("Shënim"),
    "reached_on": N_("Arritur më"),
    "source": N_("Burimi"),
    "stage": N_("Faza"),
}

PLAN_FIELDS = {
    **ITEM_FIELDS,
    **STAGE_FIELDS,
    "items": N_("Zërat e planit"),
    "legal_basis": N_("Baza ligjore"),
    "mission": N_("Misioni"),
    "municipality": N_("Bashkia"),
    "period_from": N_("Periudha nga"),
    "period_until": N_("Periudha deri"),
    "plan_kind": N_("Lloji i planit"),
    "predecessor": N_("Plani i mëparshëm"),
    "predecessors": N_("Planet e mëparshme"),
    "slug": N_("Emri në adresë"),
    "withdrawal": N_("Pse u tërhoq"),
    "source": N_("Burimi"),
    "stage_note": N_("Faza"),
    "stages": N_("Fazat"),
    "structures": N_("Strukturat"),
    "support": N_("Mbështetja"),
    "title": N_("Titulli"),
    "vision": N_("Vizioni"),
}
