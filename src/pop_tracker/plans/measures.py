"""What numbers count: people and things one by one, or something that has parts."""

import re

from pop_tracker.web.albanian import meets

_ONE_BY_ONE = (
    "banor person njeri qytetar fëmijë foshnjë vajzë djalë grua burrë nxënës student mësues edukator mjek infermier",
    "punonjës specialist vullnetar familje përfitues përdorues pacient fermer ndërmarrje biznes shoqatë organizatë",
    "shkollë qendër kopsht çerdhe spital ambulancë bibliotekë shtëpi banesë ndërtesë objekt autobus automjet takim",
    "trajnim konsultim seancë vendim projekt kontratë fshat lagje rast copë",
)
_BY_THE_MEASURE = frozenset({"për", "mijë", "milion", "milionë", "mesatar", "mesatare", "mesatarisht", "për qind"})
"""A rate, a mean, or thousands: these have parts."""
_WORD = re.compile(r"\w+")


def is_counted_one_by_one(measure: str | None) -> bool:
    """ "banorë", "fëmijë në çerdhe", and not "orë", "fëmijë për grup" or "mijë banorë"."""
    words = _WORD.findall((measure or "").lower())[:6]
    if not words or "/" in (measure or "") or "%" in (measure or "") or _BY_THE_MEASURE.intersection(words):
        return False
    return any(meets(words[0], one) for line in _ONE_BY_ONE for one in line.split())
