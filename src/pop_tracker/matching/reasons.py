"""Why an item was suggested, in words that a reader can check: what both texts have, and nothing that one lacks.

A word is shown alone only where both have it, by its root. Where they name the same affair in different words, both
sayings are shown: "autobus nxënës ~ transport nxënës"; where only their leanings connect them, the word of each that
leans most. Places go by their registered names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pop_tracker.matching.forms import roots_of
from pop_tracker.matching.names import Names, shared_place
from pop_tracker.matching.reading import Reading, is_plain

MOST_WORDS = 4


@dataclass(frozen=True)
class Reasons:
    shared: tuple[str, ...]
    akin: tuple[tuple[str, str], ...]
    place: str


def reasons(
    asked: Reading, item: Reading, weights: Mapping[int, float], holders: Mapping[str, Collection[int]], place: str,
    names: Names,
) -> Reasons:  # fmt: skip
    """`weights` by the position of the commitment's words, `holders` are the items that name an affair; `place` is
    the name that the ranking found in both, or nothing."""
    place, in_names = shared_place(asked, item, place, names)
    heaviest = sorted(weights, key=lambda at: (-weights[at], at))
    found = list(_words(asked, item, [at for at in heaviest if at not in in_names], holders))
    if not found and not place:
        found = list(_words(asked, item, heaviest, holders)) or [_leaning(asked, item)]
    told = list(dict.fromkeys(found))[:MOST_WORDS]
    return Reasons(
        tuple(mine for mine, theirs in told if mine == theirs), tuple(one for one in told if one[0] != one[1]), place
    )


def _words(
    asked: Reading, item: Reading, positions: Sequence[int], holders: Mapping[str, Collection[int]]
) -> Iterator[tuple[str, str]]:
    """The commitment's word and the item's, the same one twice where both have it."""
    told: set[str] = set()
    my_sayings, their_sayings = asked.sayings, item.sayings
    for at in positions:
        mine = asked.shown(at)
        if theirs := item.shown_for(roots_of(asked.written[at].lower())):
            yield mine, theirs
            continue
        affairs = [one for one, held in asked.affairs.items() if at in held and one in item.affairs]
        for affair in sorted(affairs, key=lambda one: (len(holders.get(one, ())), one)):
            said = min((held for held in my_sayings[affair] if at in held), key=len)
            theirs = next((one for one in _others(item, their_sayings[affair], asked.roots) if one not in told), "")
            if theirs:
                told.add(theirs)
                yield _phrase(asked, said), theirs
                break
        else:
            if theirs := item.kin_of(asked.written[at]):
                yield mine, theirs


def _leaning(asked: Reading, item: Reading) -> tuple[str, str]:
    """Where nothing else connects them: of the affairs that both lean to the one that says most, each by its word."""
    mine = [asked.leanings_of(demand) for demand in asked.demands]
    theirs = item.leanings
    _, affair = max((said * theirs[one], one) for each in mine for one, said in each.items() if one in theirs)
    return asked.leaning_to(affair), item.leaning_to(affair)


def _others(item: Reading, sayings: Collection[tuple[int, ...]], without: Collection[str]) -> list[str]:
    """How the item names an affair where the commitment has not the same words; the shortest saying first."""
    other = [held for held in sayings if any(roots_of(item.written[at].lower()).isdisjoint(without) for at in held)]
    other.sort(key=lambda held: (sum(is_plain(item.written[at]) for at in held) == len(held), len(held), held))
    return [_phrase(item, held) for held in other]


def _phrase(reading: Reading, positions: Sequence[int]) -> str:
    return " ".join(dict.fromkeys(reading.shown(at) for at in positions))
