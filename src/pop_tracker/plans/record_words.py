"""What the record calls the fields of a plan, its items and its stages."""

from pop_tracker.web.i18n import N_

ITEM_FIELDS = {
    "baseline": N_("Vlera fillestare"),
    "baseline_year": N_("Viti i vlerës fillestare"),
    "cost_all": N_("Kosto (lekë)"),
    "due": N_("Afati"),
    "funding_source": N_("Burimi i financimit"),
    "indicator": N_("Treguesi"),
    "indicator_unit": N_("Njësia e treguesit"),
    "level": N_("Niveli"),
    "number": N_("Numri"),
    "parent": N_("Nën"),
    "partners": N_("Partnerët"),
    "place": N_("Vendi"),
    "position": N_("Radha"),
    "programme_code": N_("Kodi i programit buxhetor"),
    "responsible_body": N_("Institucioni përgjegjës"),
    "source": N_("Burimi"),
    "target": N_("Synimi"),
    "target_groups": N_("Grupet"),
    "target_year": N_("Viti i synimit"),
    "text": N_("Teksti"),
    "units": N_("Njësitë administrative"),
}

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
    "source": N_("Burimi"),
    "stage_note": N_("Faza"),
    "stages": N_("Fazat"),
    "structures": N_("Strukturat"),
    "support": N_("Mbështetja"),
    "title": N_("Titulli"),
    "vision": N_("Vizioni"),
}
