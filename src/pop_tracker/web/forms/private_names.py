"""The question that a field asks before its words are public: is this a private person's name?

What was found is named in the fault, and a tick below the field says that it is none. The tick holds for the names that
it was shown with and for no other: whoever writes another one afterwards is asked about that.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from wtforms import ValidationError
from wtforms.validators import StopValidation

from pop_tracker.web.albanian import fold
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.i18n import N_
from pop_tracker.web.private_names import names_in, titled_in
from pop_tracker.web.sources import Sources

LOOKS_LIKE_A_NAME = N_(
    "%(names)s duket si emër personi. Nëse është person privat, shkruani rolin, p.sh. “banore e njësisë”; "
    "nëse jo, shënoni kutinë nën këtë fushë."
)
TITLED = N_("“%(name)s” duket si emër personi. Shkruani detyrën publike ose rolin, p.sh. “banore e njësisë”.")
MOST_TOLD = 5
SENDS_ON = "dergo"
"""What a button says that hands a draft to a second person."""


class DraftForm(BaseForm):
    """Nobody reads a draft but who writes it: names in it are asked about when it is handed on."""

    @property
    def asks_names(self) -> bool:  # type: ignore[override]
        return self.sent.get("veprimi") == SENDS_ON


class NoPrivateName:
    """Of every field that anybody reads sooner or later; `tests/site/test_private_names.py` names those that nobody
    does. A field says in `names_tick` and `names_asked` as what its tick is sent, in `names_told` for which names, in
    `names_kept` whether it was ticked."""

    def __call__(self, form: Any, field: Any) -> None:
        field.names_asked, field.names_kept, field.names_tick = "", False, f"{field.name}-jo-emer"
        text = _words(field.data)
        if not form.asks_names or not text or not names_in(text):
            return
        found = names_in(text, form.public_names)
        if not found:
            return
        asked = {_mark(name) for name in found}
        field.names_asked = "-".join(sorted(asked))
        field.names_told = _told(found)
        field.names_kept = asked <= set("-".join(form.sent.getlist(field.names_tick)).split("-"))
        if not field.names_kept:
            raise ValidationError(form.said.gettext(LOOKS_LIKE_A_NAME, names=field.names_told))


class NoTitledName:
    """ "znj. Filane" is most often a citizen: in the words of a meeting it is refused, and no tick lets it through."""

    def __call__(self, form: Any, field: Any) -> None:
        if found := titled_in(field.data or ""):
            raise StopValidation(form.said.gettext(TITLED, name=found[0]))


def kept_names(field: Any) -> list[tuple[str, str]]:
    """What was said of the names in a field, as it goes along to the next step of its form."""
    return [(field.names_tick, field.names_asked)] if getattr(field, "names_kept", False) else []


def _words(data: Any) -> str:
    if isinstance(data, Sources):
        return "\n".join(f"{one.words}\n{one.place}" for one in data.each)
    return data or ""


def _mark(name: str) -> str:
    """No words: what goes along with a form is neither kept nor read as any."""
    return hashlib.sha256(fold(name).encode()).hexdigest()[:12]


def _told(found: Iterable[str]) -> str:
    names = list(found)
    return ", ".join(f"“{name}”" for name in names[:MOST_TOLD]) + (" …" if len(names) > MOST_TOLD else "")
