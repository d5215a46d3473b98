"""A commitment as it is compared with what others ask or plan."""

from pop_tracker.contracts.texts import Text
from pop_tracker.matching.reading import Wording


def wording_of(text: Text, parent: Text | None) -> Wording:
    """A sub-point is often half a sentence; the point above it says what it is about."""
    words = f"{parent.text} {text.text}" if parent else text.text
    place = "; ".join([*(unit.name for unit in text.units), *([text.place] if text.place else [])])
    return Wording(str(text.commitment_id), words, place, "", text.target_groups)
