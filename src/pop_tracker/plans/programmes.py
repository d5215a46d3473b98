"""The programmes of municipal budgets, by the codes that plans and budgets name them with.

From the contents of Bashkia Mat's "Programi Buxhetor Afatmesëm 2020-2022", which numbers its programmes as the
Ministry of Finance's form for municipalities does. A code that is not here is shown as it is, without a name.
"""

import re

from pop_tracker.web.i18n import N_

_PROGRAMMES: dict[str, str] = {
    "011": N_("Organet ekzekutive dhe legjislative, çështjet financiare dhe fiskale, çështjet e brendshme"),
    "031": N_("Shërbimet policore"),
    "032": N_("Shërbimet e mbrojtjes nga zjarri"),
    "041": N_("Çështje të përgjithshme ekonomike, tregtare dhe të punës"),
    "042": N_("Bujqësia, pyjet, peshkimi dhe gjuetia"),
    "045": N_("Transporti"),
    "051": N_("Menaxhimi i mbetjeve"),
    "062": N_("Zhvillimi i komunitetit"),
    "063": N_("Furnizimi me ujë"),
    "064": N_("Ndriçimi i rrugëve"),
    "081": N_("Shërbimet rekreative dhe sportive"),
    "082": N_("Shërbime kulturore"),
    "091": N_("Arsimi bazë dhe parashkollor"),
    "092": N_("Arsimi i mesëm dhe konvikti"),
    "101": N_("Sëmundje dhe paaftësi"),
    "104": N_("Ndihma ekonomike dhe çerdhet"),
}


def programme_name(code: str) -> str | None:
    """A message id. The treasury writes the same programme with five figures ("09120"): the first three say which."""
    return _PROGRAMMES.get(code[:3]) if len(code) in (3, 5) else None


def is_programme_code(code: str) -> bool:
    """Of a programme that is named here or not: "091", or "09120" as the treasury writes it."""
    return re.fullmatch(r"\d{3}(\d{2})?", code, re.ASCII) is not None
