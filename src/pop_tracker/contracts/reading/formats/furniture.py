"""What stands on paper only because it is paper: numbers of pages, and what is repeated on each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pop_tracker.contracts.reading.formats.lines import Line
from pop_tracker.contracts.reading.formats.tables import REPEATED
from pop_tracker.contracts.reading.marks import begins_something
from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import N_

PAGE_NUMBER = N_("numri i faqes")
_NUMBER_OF_A_PAGE = re.compile(
    r"[-–—|\[(\s]*(?:(?:faqe|faqja|fq|page|p a g e|pg)\W*)?"
    r"\d{1,3}(?:\s*(?:/|nga|of|prej|-)\s*\d{1,3})?(?:\s*\|\s*(?:faqe|faqja|page|p a g e))?[-–—|\])\s]*",
    re.IGNORECASE,
)
"""Four digits are a year, or the term of a contract with those after them."""
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?;:][”\"»“]?$")
_PAGE = re.compile(r"\b(faqe|faqja|page)\b|www\.|©|^\d{1,3}\s|\s\d{1,3}$", re.IGNORECASE)
_SMALL = re.compile(r"[a-zçë(,;]")


def alike(text: str) -> str:
    """What is the same on each page, whichever its number."""
    return _DIGITS.sub("#", fold(text))


def is_page_number(text: str) -> bool:
    return bool(_NUMBER_OF_A_PAGE.fullmatch(text))


def leave_out_of_pages(lines: Sequence[Line], pages: int) -> None:
    """Of pages whose edges are known: the same words at the edge of most of them, and a number that stands alone
    there."""
    seen: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.is_at_the_edge:
            seen[alike(line.text)].add(line.page)
    most = max(2, pages * 0.5)
    for line in lines:
        if not line.is_at_the_edge:
            continue
        if is_page_number(line.text):
            line.left_out = PAGE_NUMBER
        elif len(seen[alike(line.text)]) >= most and _may_be_repeated(line):
            line.left_out = REPEATED


EDGE = 0.12
"""Of a page's height, above and below."""


def is_at_an_edge(place: float, height: float) -> bool:
    return place < height * EDGE or place > height * (1 - EDGE)


def leave_out_of_text(lines: Sequence[Line]) -> None:
    """Where no page tells of edges: a line that stands several times, looks like no part of its paragraph, and at least
    once interrupts a sentence that goes on after it; and a number that stands alone."""
    times = Counter(alike(line.text) for line in lines)
    longest = max((line.right for line in lines), default=0)
    amid: set[str] = set()
    for place, line in enumerate(lines):
        is_apart = _stands_apart(lines, place) or line.right < SHORT * longest
        if times[alike(line.text)] > 1 and is_apart and _may_be_repeated(line) and _is_amid(lines, place, times):
            amid.add(alike(line.text))
    for place, line in enumerate(lines):
        if alike(line.text) in amid and _may_be_repeated(line):
            line.left_out = REPEATED
        elif is_page_number(line.text) and _stands_alone(lines, place):
            line.left_out = PAGE_NUMBER


SHORT = 0.7
"""Of the longest line: what is longer may be one of a paragraph that says the same as another."""


def _may_be_repeated(line: Line) -> bool:
    """A line of its own, which neither begins anything nor goes on with what stands before it."""
    return not begins_something(line.text) and not _SMALL.match(line.text)


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """There is space around it, or the number of a page."""
    beside = lines[max(place - 1, 0) : place + 2]
    return (
        lines[place].gap > 0
        or (place + 1 < len(lines) and lines[place + 1].gap > 0)
        or any(is_page_number(other.text) for other in beside)
        or bool(_PAGE.search(lines[place].text))
    )


def _is_amid(lines: Sequence[Line], place: int, times: Counter[str]) -> bool:
    before = next(_said(reversed(lines[max(place - 4, 0) : place]), times), None)
    after = next(_said(lines[place + 1 : place + 5], times), None)
    return bool(before and after and not _ENDS.search(before) and _SMALL.match(after))


def _said(lines: Iterable[Line], times: Counter[str]) -> Iterator[str]:
    return (line.text for line in lines if times[alike(line.text)] == 1 and not is_page_number(line.text))


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    """With space around, or where a page ends."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    return (
        place == 0
        or after is None
        or line.gap > 0
        or after.gap > 0
        or after.page != line.page
        or bool(lines[place - 1].left_out)
        or "faq" in line.text.lower()
    )
