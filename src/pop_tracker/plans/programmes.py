"""The programmes of municipal budgets, by the codes that plans and budgets name them with.

From the contents of Bashkia Mat's medium-term budget programme (PBA) 2020-2022 (docslib.org/doc/6825248). Other codes
exist: one that is not here is shown as it is, without a name.
"""

import re

from pop_tracker.web.i18n import N_

PROGRAMME_WORDS: dict[str, str] = {
    "011": N_("Organet ekzekutive dhe legjislative"),
    "031": N_("Shërbimet policore"),
    "032": N_("Mbrojtja nga zjarri"),
    "041": N_("Çështje ekonomike, tregtare dhe të punës"),
    "042": N_("Bujqësia, pyjet, peshkimi"),
    "045": N_("Transporti"),
    "051": N_("Menaxhimi i mbetjeve"),
    "062": N_("Zhvillimi i komunitetit"),
    "063": N_("Furnizimi me ujë"),
    "064": N_("Ndriçimi i rrugëve"),
    "081": N_("Rekreacion dhe sport"),
    "082": N_("Kulturë"),
    "091": N_("Arsimi bazë dhe parashkollor"),
    "092": N_("Arsimi i mesëm dhe konviktet"),
    "101": N_("Sëmundje dhe paaftësi"),
    "104": N_("Ndihma ekonomike dhe çerdhet"),
}


def programme_name(code: str) -> str | None:
    """A message id. The treasury writes the same programme with five figures ("09120"): the first three say which."""
    return PROGRAMME_WORDS.get(code[:3]) if len(code) in (3, 5) else None


def is_programme_code(code: str) -> bool:
    """Of a programme that is named here or not: "091", or "09120" as the treasury writes it."""
    return re.fullmatch(r"\d{3}(\d{2})?", code, re.ASCII) is not None
