"""Private persons' names in a document that is checked: asked about once for all its rows, before there is a draft.

What a person reads in the rows becomes public, and is not all that does: a row also quotes its passage of the document.
A name that was taken out of the row still stands there, so such a passage is not kept.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.private_names import names_in
from pop_tracker.web.public_names import PublicNames
from pop_tracker.web.tables.private_names import NamedRow, names_in_rows
from pop_tracker.web.tables.steps import ABOUT_NAMES, digest

OF_ALL = 0
"""In place of a row's id: what is said of the whole contract."""
IN_A_ROW = N_("%(ref)s: %(names)s duket si emër personi. Nëse është person privat, shkruani rolin.")
IN_THE_WHOLE = N_("Te titulli ose burimi %(names)s duket si emër personi. Nëse është person privat, shkruani rolin.")
Known = Callable[[], PublicNames]
"""Whom the record names itself; asked for only where something looks like a name."""


@dataclass(frozen=True)
class Named:
    """All that looks like a private person's name, by row."""

    rows: tuple[NamedRow, ...]

    @property
    def key(self) -> str:
        """What is sent when it is ticked that none is one: another one as soon as there are other names."""
        return f"{ABOUT_NAMES}{digest(self.rows)}"

    @property
    def by_row(self) -> dict[int, str]:
        """As people are told them."""
        told: dict[int, list[str]] = {}
        for one in self.rows:
            told.setdefault(one.line, []).append(f"“{one.name}”")
        return {row: ", ".join(names) for row, names in told.items()}

    def refusals(self, reading: ContractReading, rows: Rows, ticked: Collection[str]) -> Iterable[Refusal]:
        """One for each row concerned, with the way to it; none once it was ticked."""
        if not self.rows or self.key in ticked:
            return
        for row_id, names in self.by_row.items():
            if row_id == OF_ALL:
                yield Refusal(IN_THE_WHOLE, leads_to=f"{reading.path}#te-dhenat", names=names)
            else:
                yield Refusal(IN_A_ROW, leads_to=reading.way_to(row_id), ref=rows.refs[row_id], names=names)


def named_in(reading: ContractReading, rows: Rows, known: Known) -> Named:
    of_all = OF_ALL, (reading.title, str(reading.source))
    return Named(tuple(names_in_rows([of_all, *((row.id, (row.text, row.place)) for row in rows.standing)], known)))


def is_shown_by(text: str, passage: str, known: Known) -> bool:
    """Whether a passage names nobody but whom its row names, too."""
    return not names_in(passage) or set(names_in(passage, known())) <= set(names_in(text, known()))
