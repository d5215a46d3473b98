"""That nothing of a document was lost on the way, and nothing invented."""

from collections import Counter

from pop_tracker.contracts.reading.blocks import At, Document
from pop_tracker.contracts.reading.marks import priority_mark
from pop_tracker.contracts.reading.result import ReadContract, ReadPoint, ReadPriority
from pop_tracker.web.albanian import fold

_SAID_OF_MARKS = frozenset(
    [
        *("adresuar", "pjeserisht", "plotesisht", "nuk", "eshte", "statusi", "paadresuar", "pavleresuar", "mund"),
        *("pare", "dyte", "trete", "katert", "peste", "gjashte", "shtate", "iii", "vii", "viii", "fusha", "pika"),
    ]
)


def require_listed(document: Document, contract: ReadContract) -> None:
    """Every letter of the document lies in the contract or in what was left out."""
    places = _places(contract)
    for at in places:
        assert at.start == at.end or 0 <= at.start < at.end <= len(document.text)
    held = {one for at in places for one in range(at.start, at.end)}
    for one, sign in enumerate(document.text):
        assert one in held or not sign.isalnum(), f"lost: {document.text[one : one + 60]!r}"


def require_whole(document: Document, contract: ReadContract) -> None:
    """And the words of both are the document's, none lost, none invented."""
    require_listed(document, contract)
    said, given = Counter(_words(document.text)), Counter(_words(" ".join(_texts(contract))))
    assert not given - said, f"invented: {given - said}"
    named = Counter(_words(" ".join(place.words for leaf in _leaves(contract) for place in leaf.places)))
    for word in said - given - named:
        assert _is_mark_or_status(word), f"lost: {word}"


def _places(contract: ReadContract) -> list[At]:
    return [
        *([contract.at] if contract.at else []),
        *(group.at for group in contract.groups),
        *(priority.at for priority in contract.priorities),
        *(point.at for point in contract.points),
        *(one.at for one in contract.left_out),
    ]


def _leaves(contract: ReadContract) -> list[ReadPoint | ReadPriority]:
    return [*contract.priorities, *contract.points]


def _texts(contract: ReadContract) -> list[str]:
    flat = [priority for priority in contract.priorities if not priority.flat]
    return [
        contract.title,
        *(group.title for group in contract.groups),
        *(priority.title for priority in contract.priorities),
        *(priority.text for priority in flat),
        *(point.text for point in contract.points),
        *(one.text for one in contract.left_out),
    ]


def _words(text: str) -> list[str]:
    return ["".join(filter(str.isalnum, word)) for word in text.split() if any(map(str.isalnum, word))]


def _is_mark_or_status(word: str) -> bool:
    return len(word) < 3 or word.isdigit() or bool(priority_mark(f"{word} 1.")) or fold(word) in _SAID_OF_MARKS
