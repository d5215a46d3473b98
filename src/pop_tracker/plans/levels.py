"""Which level of a plan stands under which. The plan names its levels, and so the plan itself tells their order."""

from collections.abc import Iterable, Iterator

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_


def misplaced(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, Refusal]]:
    """The rows that stand under a wrong level, each by its number, with why. A row is (number, level, parent's number).

    What first stands under what decides: once a "masë" stands under an "objektiv", directly or further below, no
    "objektiv" stands under a "masë". Nothing stands under its own level. A level may be skipped, as documents do.
    """
    rows = list(rows)
    level_of = {number: level for number, level, _ in rows}
    under: dict[str, set[str]] = {}
    for number, level, parent in rows:
        if not parent or parent not in level_of or not level:
            continue  # at the top, or of no level yet
        below, above = _same(level), _same(level_of[parent])
        words = {"number": number, "level": level, "above": level_of[parent]}
        if below == above:
            yield (
                number,
                Refusal(
                    N_("Zëri %(number)s: një “%(level)s” nuk mund të bëjë pjesë në një “%(above)s” tjetër."),
                    field="parent",
                    **words,
                ),
            )
        elif above in _beneath(under, below):
            yield number, Refusal(
                N_("Zëri %(number)s: në këtë plan “%(above)s” bën pjesë në “%(level)s”, dhe jo anasjelltas."),
                field="parent", **words,
            )  # fmt: skip
        else:
            under.setdefault(above, set()).add(below)


_DEFINITE = {
    "prioritet": "prioriteti", "shtyllë": "shtylla", "objektiv": "objektivi", "masë": "masa", "aktivitet": "aktiviteti",
}  # fmt: skip


def definite(level: str) -> str:
    """As a sentence names one of them: "masa 2.3". A level that is not among the usual ones stays as the plan says."""
    return _DEFINITE.get(_same(level), level)


def _same(level: str) -> str:
    """A level with and without a capital is one level."""
    return " ".join(level.casefold().split())


def _beneath(under: dict[str, set[str]], level: str) -> set[str]:
    """All levels that stand somewhere under it."""
    found: set[str] = set()
    waiting = [level]
    while waiting:
        for one in under.get(waiting.pop(), set()) - found:
            found.add(one)
            waiting.append(one)
    return found
