"""The names in a table's rows: asked about once for all of them, since nobody ticks a hundred boxes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pop_tracker.web.private_names import names_in
from pop_tracker.web.public_names import PublicNames

MOST_LISTED = 40


@dataclass(frozen=True)
class NamedRow:
    line: int
    name: str


def names_in_rows(rows: Iterable[tuple[int, Iterable[object]]], known: Callable[[], PublicNames]) -> list[NamedRow]:
    """What looks like a private person's name, with the line where it stands; `rows`: lines with what they say. The
    record is asked for what is `known` only where something looks like one."""
    known = cache(known)
    return [
        NamedRow(line, name)
        for line, values in rows
        for name in dict.fromkeys(
            name for value in values if isinstance(value, str) and names_in(value) for name in names_in(value, known())
        )
    ]


def listed(rows: Sequence[NamedRow]) -> str:
    """ "4: “Filan Fisteku”; 7: “…”": line by line, as far as anybody reads."""
    told = "; ".join(f"{row.line}: “{row.name}”" for row in rows[:MOST_LISTED])
    return f"{told}; …" if len(rows) > MOST_LISTED else told
