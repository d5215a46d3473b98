"""A public state as people read it: what its kind calls its fields, and how their values are said.

States are kept under the identifiers of the code; a field for which its kind has no words is shown by its identifier.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pop_tracker import verification
from pop_tracker.history import TELLINGS, canonical
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.sources import Sources
from pop_tracker.web.telling import Telling, titled_by

MOST_THINGS = 20
"""A plan of three thousand items would make a page of eight megabytes; the entry's content can be had as a file."""

NOTHING = Sources()
_NONE = Telling(titled_by("title"), {})
# Only the machine sorts by it; and what stands in the record is published.
LEFT_OUT = {"sort_key", "state"}
_ORDER = ("title", "name", "slug", "number", "ref", "contract", "municipality", "text")
IN_OUR_WORDS = frozenset(
    {
        "confidence", "convened_by", "description", "evidence_note", "list_name", "method", "next_meeting", "note",
        "on_behalf_of", "place", "predecessors", "reason", "roles_present", "stage_note", "structures",
        "support", "votes",
    }
)  # fmt: skip
"""Fields that hold names, roles and notes, whose English may be known (`Words.said`); all others quote."""
OF_A_FILE = ("_size", "_type")
"""What is said of a file beside which one it is."""
_IN_SHORT = {"minutes_sha256": N_("Procesverbali")}
"""Where a field has too many words for a summary."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Line:
    """A field of a state: words, or several of them, or things with lines of their own; of very many things only how
    many they are."""

    term: str
    words: str = ""
    is_ours: bool = False
    """Said in the reader's language, not as it was recorded."""
    may_be_said: bool = False
    """Recorded in our own words, so the English of `words` or of each of `several` may be known."""
    several: tuple[str, ...] = ()
    things: tuple[tuple["Line", ...], ...] = ()
    count: int = 0
    sources: Sources = NOTHING

    @property
    def is_said(self) -> bool:
        return bool(self.words or self.several or self.things or self.count or self.sources)


@dataclass(frozen=True)
class Changed:
    """A field that is not what it was; of lists, only what is in one and not in the other."""

    before: Line
    after: Line


def lines(kind: str, state: Mapping[str, Any], said: Words) -> tuple[Line, ...]:
    """The fields of a thing's state, those that name it first, the long lists last."""
    return tuple(_lines(_telling(kind), state, said).values())


def changed(kind: str, before: Mapping[str, Any], after: Mapping[str, Any], said: Words) -> tuple[Changed, ...]:
    """What is not as it was. A field that one of them lacks is unsaid there."""
    earlier, later = verification.said(before), verification.said(after)
    old, new = (
        _lines(_telling(kind), {name: _without(state[name], other.get(name)) for name in state}, said)
        for state, other in ((before, after), (after, before))
    )
    return tuple(
        Changed(old.get(name, Line(line.term)), new.get(name, Line(line.term)))
        for name, line in {**old, **new}.items()
        if earlier.get(name) != later.get(name)
    )


def summary(kind: str, before: Mapping[str, Any], after: Mapping[str, Any], said: Words) -> list[str]:
    """What is not as it was, each field in a few words: "Pikat: u shtuan 3"."""
    telling = _telling(kind)
    old, new = verification.said(before), verification.said(after)
    different = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    told = [name for name in different if name not in LEFT_OUT and not name.endswith(OF_A_FILE)]
    return [
        f"{said.gettext(_IN_SHORT[name]) if name in _IN_SHORT else _term(telling, name, said)}: "
        f"{_became(old.get(name), new.get(name), said)}"
        for name in sorted(told, key=lambda name: (not isinstance(after.get(name), list), name))
    ]


def _became(old: Any, new: Any, said: Words) -> str:
    if isinstance(old, bool) or isinstance(new, bool):
        return said.gettext("po") if new else said.gettext("jo")
    gone, came = (side if isinstance(side, list) else [] for side in (old, new))
    if any(isinstance(one, Mapping) for one in (*gone, *came)):
        return ", ".join(_counted(_apart_from_their_order(gone), _apart_from_their_order(came), said))
    if old is None:
        return said.gettext(N_("u shtua"))
    return said.gettext(N_("u hoq")) if new is None else said.gettext(N_("u ndryshua"))


def _apart_from_their_order(things: Iterable[Any]) -> Counter[str]:
    return Counter(canonical({name: one[name] for name in one if name != "position"}) for one in things)


def _counted(old: Counter[str], new: Counter[str], said: Words) -> Iterable[str]:
    """One that is gone and one that came are one that was changed, as far as there are as many."""
    gone, came = (old - new).total(), (new - old).total()
    changed = min(gone, came)
    if came > changed:
        yield said.ngettext("u shtua %(num)s", "u shtuan %(num)s", came - changed)
    if gone > changed:
        yield said.ngettext("u hoq %(num)s", "u hoqën %(num)s", gone - changed)
    if changed:
        yield said.ngettext("u ndryshua %(num)s", "u ndryshuan %(num)s", changed)
    if not gone + came:
        yield said.gettext(N_("u ndryshua radha"))


def _without(value: Any, other: Any) -> Any:
    """Of a list, what the other one lacks: so what changed is read also where there are very many (MOST_THINGS)."""
    if not (isinstance(value, list) and isinstance(other, list)):
        return value
    there = set(map(_told, other))
    return [one for one in value if _told(one) not in there]


def _told(one: Any) -> str:
    shown = {name: said for name, said in one.items() if name not in LEFT_OUT} if isinstance(one, Mapping) else one
    return canonical(verification.said(shown))


def _telling(kind: str) -> Telling:
    return TELLINGS.get(kind, _NONE)


def _lines(telling: Telling, state: Mapping[str, Any], said: Words) -> dict[str, Line]:
    def place(name: str) -> tuple[bool, int, str]:
        first = _ORDER.index(name) if name in _ORDER else len(_ORDER)
        return isinstance(state[name], list), first, name

    return {name: _line(telling, name, state[name], said) for name in sorted(state, key=place) if name not in LEFT_OUT}


def _term(telling: Telling, name: str, said: Words) -> str:
    return said.gettext(telling.fields[name]) if name in telling.fields else name.replace("_", " ")


def _line(telling: Telling, name: str, value: Any, said: Words) -> Line:
    term = _term(telling, name, said)
    if name in ("source", "end_source"):
        return Line(term, sources=Sources.of_list(value))
    if isinstance(value, Mapping) and name in telling.numbers:
        by_year = tuple(
            f"{year}: {said.amount(number)}" for year in value if (number := _number(value[year])) is not None
        )
        return Line(term, is_ours=True, several=by_year)
    if isinstance(value, Mapping):
        return Line(term, things=(tuple(_lines(telling, value, said).values()),))
    if isinstance(value, list):
        if any(isinstance(one, Mapping) for one in value):
            if len(value) > MOST_THINGS:
                return Line(term, count=len(value))
            return Line(term, things=tuple(tuple(_lines(telling, one, said).values()) for one in value))
        is_ours = all(_own_words(telling, name, one, said) for one in value)
        return Line(
            term,
            is_ours=is_ours,
            may_be_said=name in IN_OUR_WORDS and not is_ours,
            several=tuple(_words(telling, name, one, said) for one in value),
        )
    is_ours = bool(_own_words(telling, name, value, said))
    return Line(
        term, _words(telling, name, value, said), is_ours=is_ours, may_be_said=name in IN_OUR_WORDS and not is_ours
    )


def _words(telling: Telling, name: str, value: Any, said: Words) -> str:
    if value is None or value == "":
        return ""
    return _own_words(telling, name, value, said) or str(value)


def _own_words(telling: Telling, name: str, value: Any, said: Words) -> str:
    """What the value is called in the reader's language; "" of words that stand as they were recorded."""
    if isinstance(value, bool):
        return said.gettext("po") if value else said.gettext("jo")
    if isinstance(value, str):
        if value in telling.values.get(name, {}):
            return said.gettext(telling.values[name][value])
        if _DATE.match(value):
            return _date(value, said)
    if name in telling.numbers and (number := _number(value)) is not None:
        return said.amount(number) if name.endswith("_all") else said.number(number)
    return "" if isinstance(value, str) else str(value)


def _number(value: Any) -> Decimal | None:
    """A decimal is kept as text where it is not whole."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def _date(value: str, said: Words) -> str:
    try:
        if len(value) == 10:
            return said.date(date.fromisoformat(value))
        return said.datetime(datetime.fromisoformat(value))
    except ValueError:
        return value


def unnamed(kind: str, state: Any) -> set[str]:
    """The fields of a state, at any depth, that its kind has no words for yet."""
    if isinstance(state, list):
        return set().union(*(unnamed(kind, one) for one in state))
    if isinstance(state, Mapping):
        within = [value for name, value in state.items() if name not in ("source", "end_source")]
        return state.keys() - TELLINGS[kind].fields.keys() - LEFT_OUT | unnamed(kind, within)
    return set()
