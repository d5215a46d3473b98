"""Words that go out of a text in which others count signs, such as that of a document: each of their signs becomes a
black one, so that all that stands behind stays where it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from pop_tracker.pieces import LONG_ENOUGH
from pop_tracker.web.name_forms import found_in

IN_PLACE = {"in_place": True}
"""Of a column of such a text (`sa_column_kwargs={"info": IN_PLACE}`)."""
BLACK = "█"
LEFT_OUT = " … "
"""Between the parts of words that are not quoted in one."""
FURNITURE = 400
"""Signs, the most that stand between two pages: a footer and the next running header."""
_BREAKS = re.compile(r"[-\u00ad\s…]+")
"""What may stand between the signs of words that a document breaks."""
_IN_A_LINE = re.compile(r"[^\n\f]*")


def is_in_place(column: "sa.Column[Any]") -> bool:
    return bool(column.info.get("in_place"))


def blackened(text: str, wholes: Iterable[str], names: Sequence[str]) -> str:
    """With each sign of them black; however lines and pages break them."""
    spans = list(found_in(text, names))
    places = [place for place, sign in enumerate(text) if not _BREAKS.match(sign)]
    unbroken = "".join(text[place] for place in places)
    lines = frozenset(
        number
        for number, (end, start) in enumerate(pairwise(places), 1)
        if not _IN_A_LINE.fullmatch(text, end + 1, start)
    )
    for words in {part for whole in wholes for part in _parts(whole)}:
        for start, end in _spans(_BREAKS.sub("", words), unbroken, lines):
            spans.append((places[start], places[end - 1] + 1))
    for start, end in spans:
        text = text[:start] + re.sub(r"\S", BLACK, text[start:end]) + text[end:]
    return text


def _parts(words: str) -> Iterator[str]:
    """What was joined from several places of a document stands in it part by part."""
    yield words
    yield from (part for part in words.split(LEFT_OUT) if len(part) >= LONG_ENOUGH)


def _spans(words: str, text: str, lines: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where words stand; of those that go on behind a running header, which is nobody's words, the two parts. `lines`:
    where one begins, since a header has its own."""
    for start in (found.start() for found in re.finditer(f"(?={re.escape(words[:3])})", text) if words):
        same = _alike(words, text[start : start + len(words)])
        if same == len(words):
            yield start, start + same
            continue
        for cut in (one for one in range(same, 0, -1) if start + one in lines):
            onward = range(start + cut + 1, start + cut + FURNITURE)
            if at := next((one for one in onward if one in lines and text.startswith(words[cut:], one)), None):
                yield start, start + cut
                yield at, at + len(words) - cut
                break


def _alike(words: str, others: str) -> int:
    """How many signs from the beginning."""
    unlike = (place for place, (one, other) in enumerate(zip(words, others, strict=False)) if one != other)
    return next(unlike, min(len(words), len(others)))
