"""What of a table its sender looks at, and ticks, by itself before it is entered."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.private_names import NamedRow, listed

NAMES = N_("Në këta rreshta diçka duket si emër i një personi: %(rows)s. A nuk është asnjë prej tyre person privat?")
ABOUT_NAMES = "emra-"
"""How the key of that step begins."""


@dataclass(frozen=True)
class Step:
    """`key` is what is sent when it is ticked: another one as soon as it is another step."""

    key: str
    message: str
    values: Mapping[str, object]

    def told(self, words: Words) -> str:
        return words.gettext(self.message, **self.values)


def about_names(names: Sequence[NamedRow]) -> list[Step]:
    """One step for all names of a table; none where it has none."""
    return [Step(f"{ABOUT_NAMES}{digest(names)}", NAMES, {"rows": listed(names)})] if names else []


def digest(of: object) -> str:
    """Of what a step is about, for its key."""
    return hashlib.sha256(repr(of).encode()).hexdigest()[:12]


def require_ticked(steps: Iterable[Step], ticked: Iterable[str]) -> None:
    seen = set(ticked)
    if not all(step.key in seen for step in steps):
        raise Refusal(N_("Shihni çdo hap që kërkon vëmendje dhe shënojeni, pastaj konfirmoni."))
