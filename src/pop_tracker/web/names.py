"""Names of people and organisations that are entered again, spelled otherwise: asked about, and never refused."""

import unicodedata
from collections.abc import Iterable

from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

ANOTHER_PERSON = N_("Po, është person tjetër")
ANOTHER_ORGANISATION = N_("Po, është organizatë tjetër")
_LOOKS_LIKE = str.maketrans("авеіјкмнорѕтухαβεηικμνορτυχ", "abeijkmhopstyxabehikmvoptyx")
"""Letters of Cyrillic and Greek that stand for a Latin one unseen, small or capital."""


def letters_of(name: str) -> str:
    """What is left of a name without case, accents, apostrophes, spaces and what nobody sees: Ç’elësi is celesi.
    Letters of another script that look the same are the same: nobody who reads the name tells them apart."""
    folded = fold(unicodedata.normalize("NFKC", name)).translate(_LOOKS_LIKE)
    return "".join(sign for sign in folded if sign.isalnum())


def ask_about(name: str, standing: Iterable[str], *, is_another: bool, also_the_same: bool = False) -> None:
    """Raises Refusal, at the field `another`, where one of the names that stand already has the same letters: most
    often it is the same, and both spellings would stand in the record side by side. Spelled in the same way it is
    meant as the same; where each name is entered once, that is asked about, too (`also_the_same`)."""
    letters = letters_of(name)
    alike = {one for one in standing if letters_of(one) == letters and (also_the_same or one != name)}
    if alike and not is_another:
        raise Refusal(
            N_("Është regjistruar tashmë “%(name)s”. A është tjetër? Nëse është i njëjti emër, shkruajeni si atje."),
            field="another", name="”, “".join(sorted(alike)[:3]),
        )  # fmt: skip
