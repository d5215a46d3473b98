"""Points and headings that a file runs on in one paragraph: "1.1 ... 1.2 ...", "• ... • ...", "Prioriteti 1. ...
Prioriteti 2. ...".

A number inside a sentence begins nothing unless it goes on counting: after 1.1 only 1.2 does.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pop_tracker.contracts.reading.marks import PICTURES, Mark, Sign, mark_of, priority_mark

_BULLETS = f"•∙●○◦‣⁃■□▪▫◼◻◾◽▶►▸➢➤➔➜✓✔✗✘☐☑☒❖❑❒◆◇♦\uf000-\uf0ff{PICTURES}"
"""Those that mean nothing else inside a sentence."""
_BULLET = re.compile(rf"(?<=[\s.;:,)])[{_BULLETS}]\ufe0f?\s*(?=\S)")
_DASH = re.compile(r"(?<=[.;:])\s+[-–—]\s*(?=[^\W\d_])")
_COUNT = re.compile(r"(?<=\s)\(?(?:\d{1,2}(?:\.\d{1,2})*(?:\.[a-h])?|[ivxIVX]{1,5}|[a-zçëA-Z])[.)\]]*(?=\s)")
_LONGEST_MARK = 40
_PRIORITY = re.compile(r"(?<=[\s.;:)\]])P[A-ZËa-zë]{7,11}\s+[^\s]{1,12}")
_GROUP = re.compile(r"(?<=\s)PRIORITETET?\s+(?:KRYESORE|(?:E|TË|TE)\s+TJERA|DYTËSORE|DYTESORE)(?=\s)")


def starts(text: str, own: Mark | None) -> list[int]:
    """Where, after its beginning, something new begins in the paragraph. `own` is the mark that it begins with."""
    found = {0, *_headings(text), *(match.start() for match in _BULLET.finditer(text))}
    if own and own.sign is Sign.BULLET and own.written[0] in "-–—":
        found |= {match.start() for match in _DASH.finditer(text)}
    for start, end in pairwise([*sorted(found), len(text)]):
        mark = own if start == 0 else mark_of(text[start:end])
        found |= {*_counted(text[:end], start, mark), *_below(text[:end], start, mark)}
    return sorted(found - {0})


def _headings(text: str) -> Iterator[int]:
    expected: int | None = None
    mark = priority_mark(text)
    if mark:
        expected = (mark.number or 0) + 1
    for match in _PRIORITY.finditer(text):
        mark = priority_mark(text[match.start() :])
        if mark and mark.number and mark.number in (1, expected) and _SEPARATED.match(text, match.start()):
            yield match.start()
            expected = mark.number + 1
    yield from (match.start() for match in _GROUP.finditer(text))


_SEPARATED = re.compile(r"\S+\s+(?:(?:[ie]|I|E|TË|të)\s+)?\S+?\s*[.:–—-]")


def _counted(text: str, start: int, mark: Mark | None) -> Iterator[int]:
    """Where the count that the mark begins goes on; without a mark, where one begins inside and goes on (1.1, 1.2)."""
    if mark is None or not mark.numbers:
        first = next((at for at, one in _marks(text, start) if one.numbers[1:] == (1,)), None)
        if first is None and priority_mark(text[start:]):
            first = next((at for at, one in _marks(text, start) if one.numbers == (1,) and text[at - 2] in ":."), None)
        if first is None:
            return
        going_on = list(_counted(text, first, mark_of(text[first:])))
        if going_on:
            yield first
            yield from going_on
        return
    for at, one in _marks(text, start + 1):
        wanted = (*mark.numbers[:-1], mark.numbers[-1] + 1)
        if one.sign is mark.sign and one.numbers == wanted and one.written[-1] == _last(mark, one):
            yield at
            mark = one


def _below(text: str, start: int, mark: Mark | None) -> Iterator[int]:
    """What a colon promises and the same paragraph counts in another way: "1) ...: a) ... b) ..."."""
    for at, one in _marks(text, start + 1):
        if one.numbers == (1,) and text[:at].rstrip().endswith(":") and (mark is None or one.sign is not mark.sign):
            going_on = list(_counted(text, at, mark_of(text[at:])))
            if going_on:
                yield at
                yield from going_on
                return


def _last(mark: Mark, one: Mark) -> str:
    """Both are closed in the same way: after "1." comes "2.", not "2)"."""
    return mark.written[-1] if not (mark.written[-1].isalnum() and one.written[-1].isalnum()) else one.written[-1]


def _marks(text: str, start: int) -> Iterator[tuple[int, Mark]]:
    for match in _COUNT.finditer(text, max(start, 1)):
        mark = mark_of(text[match.start() : match.start() + _LONGEST_MARK])
        if mark and mark.numbers:
            yield match.start(), mark
