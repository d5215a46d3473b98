"""Which pieces are headings of priorities, in the surest way that the document offers.

It says so itself ("Prioriteti 3: ..."); or by the style of its headings, by numbers that hold something, by lines that
stand above lists; or its priorities are one sentence each. What a weaker way finds is told as unsure.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pop_tracker.contracts.reading.blocks import Kind
from pop_tracker.contracts.reading.furniture import is_about_the_making, is_other_matter, is_title, outside
from pop_tracker.contracts.reading.marks import Sign
from pop_tracker.contracts.reading.pieces import Hint, Piece, is_list_sign
from pop_tracker.contracts.reading.title import title_lines
from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import N_

_LONGEST_LINE = 160
_ASKED = re.compile(r"\b(?:kerkes|kerkoj|prioritet|zotim|nevoj|propozim)")
BY_STYLE = N_("Prioritetet u dalluan nga pamja e titujve; dokumenti nuk i quan prioritete.")
BY_NUMBER = N_("Prioritetet u dalluan nga numrat e tyre; dokumenti nuk i quan prioritete.")
BY_LINE = N_("Prioritetet u dalluan nga rreshtat mbi lista; dokumenti nuk i quan prioritete.")
FLAT = N_("Nuk u gjetën tituj prioritetesh: çdo pikë u lexua si prioritet më vete.")
UNTITLED = N_("Prioriteti nuk ka titull në dokument.")
WITHOUT_WORD = N_("U lexua si titull prioriteti nga vendi ku qëndron; dokumenti nuk e quan prioritet.")


@dataclass
class Headings:
    """By the position of the piece, the number that is printed there."""

    numbers: dict[int, int | None] = field(default_factory=dict)
    untitled: set[int] = field(default_factory=set)
    """Positions of first points of priorities that have no heading."""
    contents: set[int] = field(default_factory=set)
    """A table of contents, which says the headings once more."""
    how: str = ""
    """Why all of them are unsure."""
    unsure: set[int] = field(default_factory=set)
    """Those that are so by themselves."""


def headings(pieces: Sequence[Piece]) -> Headings:
    start = region(pieces)
    return (
        _said(pieces)
        or _by_style(pieces, start)
        or _by_number(pieces, start)
        or _by_line(pieces, start)
        or _by_prefix(pieces, start)
        or _flat(pieces, start)
        or Headings()
    )


def region(pieces: Sequence[Piece]) -> int:
    """Where the list of priorities begins, as far as the document says so."""
    first = next((at for at, piece in enumerate(pieces) if piece.group and not is_title(piece.text)), None)
    if first is not None:
        return first
    return max((at + 1 for at in title_lines(pieces, len(pieces))), default=0)


def _said(pieces: Sequence[Piece]) -> Headings | None:
    """They are called priorities, or stand in a column of priorities."""
    said = {at: mark.number for at, piece in enumerate(pieces) if (mark := piece.priority)}
    if not said:
        return None
    once = _said_once(pieces, said)
    found = Headings({at: said[at] for at in once}, contents=set(said) - set(once))
    looks = Counter(pieces[at].look for at in found.numbers)
    for one, following in pairwise(sorted(found.numbers)):
        between = range(one + 1, following)
        for at in between:
            follows_items = any(piece.is_item for piece in pieces[one + 1 : at])
            if (follows_items and _is_like(pieces, at, looks)) or _fills_gap(pieces, at, found.numbers, one, following):
                found.numbers[at] = _number(pieces[at])
                found.unsure.add(at)
    return found


def _said_once(pieces: Sequence[Piece], said: dict[int, int | None]) -> list[int]:
    """Without a table of contents: nothing stands under its lines, and the same headings come later."""
    last = {(number, _title(pieces[at])): at for at, number in said.items()}
    return [
        at for at, number in said.items() if last[number, _title(pieces[at])] == at or not _is_bare(at, pieces, said)
    ]


def _is_bare(at: int, pieces: Sequence[Piece], said: dict[int, int | None]) -> bool:
    is_followed = at + 1 < len(pieces) and at + 1 not in said and pieces[at + 1].is_item
    return not is_followed and len(_title(pieces[at])) > 1


def _title(piece: Piece) -> str:
    mark = piece.priority
    return fold(piece.text[mark.end if mark else 0 :]).strip(" .0123456789\t…")


def _is_like(pieces: Sequence[Piece], at: int, looks: Counter[tuple[object, ...]]) -> bool:
    """It looks as the headings do that say what they are, and something stands under it."""
    piece = pieces[at]
    is_marked = piece.kind is Kind.HEADING or piece.is_bold or piece.is_capital
    return (
        is_marked
        and not piece.group
        and (
            looks[piece.look] > 1 or (piece.kind is Kind.HEADING and any(look[:2] == piece.look[:2] for look in looks))
        )
        and piece.looks_like_a_heading
        and not is_other_matter(piece.text)
        and at + 1 < len(pieces)
        and not pieces[at + 1].looks_like_a_heading
    )


def _fills_gap(pieces: Sequence[Piece], at: int, numbers: dict[int, int | None], one: int, following: int) -> bool:
    """Between 1 and 3 stands a line above a list, or a line with the number 2."""
    before, after = numbers.get(one), numbers.get(following)
    piece = pieces[at]
    is_gap = before is not None and after is not None and after == before + 2
    if not is_gap or piece.group or at + 1 >= len(pieces) or piece.hint:
        return False
    if piece.mark and piece.mark.numbers == ((before or 0) + 1,) and piece.mark.sign is Sign.NUMBER:
        others = [other for other in pieces[one + 1 : following] if other.mark and other.mark.sign is Sign.NUMBER]
        return len(others) == 1
    return not piece.is_item and pieces[at + 1].is_item and _is_line(piece) and pieces[at - 1].is_item


def _is_line(piece: Piece) -> bool:
    """A line that may stand above a list: short, no sentence, no button, nothing about the network."""
    text = piece.text
    return (
        len(text) <= _LONGEST_LINE
        and not text.endswith((".", ";", "!", "?", ","))
        and not piece.group
        and not is_title(text)
        and not is_other_matter(text)
        and outside(text) is None
        and not is_about_the_making(text)
    )


def _rank(piece: Piece) -> int:
    if piece.kind is Kind.HEADING:
        return piece.heading_level or 1
    return 10 if piece.is_capital else 11


def _by_style(pieces: Sequence[Piece], start: int) -> Headings | None:
    heads = [
        at
        for at in range(start, len(pieces))
        if pieces[at].looks_like_a_heading and not _is_bullet(pieces[at]) and not is_title(pieces[at].text)
    ]
    ends = [*heads, len(pieces)]
    holding = {at: [p for p in pieces[at + 1 : end] if outside(p.text) is None] for at, end in pairwise(ends)}
    best: list[int] = []
    for rank in sorted({_rank(pieces[at]) for at in heads}):
        level = _numbered([at for at in heads if _rank(pieces[at]) == rank and _is_line_of_style(pieces[at])], pieces)
        holders = [at for at in level if any(piece.is_item for piece in holding[at])]
        if len(holders) > len([at for at in best if any(piece.is_item for piece in holding[at])]):
            best = [at for at in level if holders[0] <= at <= holders[-1] or _has_number(pieces[at])]
    if len(best) == 1 and not _has_number(pieces[best[0]]):
        return None
    if not best and not any(piece.is_item for piece in pieces[start:]):
        best = _with_paragraphs(heads, holding, pieces)
    if not best:
        return None
    return Headings({at: _number(pieces[at]) for at in best}, how=BY_STYLE)


def _is_bullet(piece: Piece) -> bool:
    return bool(piece.mark and piece.mark.sign is Sign.BULLET)


def _is_line_of_style(piece: Piece) -> bool:
    text = piece.text
    return not piece.group and not is_other_matter(text) and outside(text) is None


def _with_paragraphs(heads: Sequence[int], holding: dict[int, list[Piece]], pieces: Sequence[Piece]) -> list[int]:
    """Headings of one kind, each above paragraphs."""
    best: list[int] = []
    for rank in sorted({_rank(pieces[at]) for at in heads}):
        level = _numbered([at for at in heads if _rank(pieces[at]) == rank and _is_line_of_style(pieces[at])], pieces)
        holders = [at for at in level if holding[at]]
        best = holders if len(holders) > max(len(best), 1) else best
    return best


def _numbered(level: list[int], pieces: Sequence[Piece]) -> list[int]:
    """Where headings are numbered, those without a number before and after them are others."""
    counted = [at for at in level if _has_number(pieces[at])]
    return [at for at in level if counted[0] <= at <= counted[-1]] if len(counted) > 1 else level


def _has_number(piece: Piece) -> bool:
    return bool(piece.mark and len(piece.mark.numbers) == 1)


def _number(piece: Piece) -> int | None:
    return piece.mark.numbers[0] if piece.mark and len(piece.mark.numbers) == 1 else None


def _by_number(pieces: Sequence[Piece], start: int) -> Headings | None:
    """Numbers that count through the document, with bullets, letters or deeper numbers under them."""
    best: list[int] = []
    most = 0
    for sign, said in _counts(pieces, start).items():
        tops = _said_once(pieces, {at: _number(pieces[at]) for at in said})
        holders = [at for at in tops if _holds(pieces, at, sign)]
        if len(holders) > most and 2 * len(holders) >= len(tops) and not _begins_anew(pieces, tops):
            best, most = tops, len(holders)
    return Headings({at: _number(pieces[at]) for at in best}, how=BY_NUMBER) if best else None


def _counts(pieces: Sequence[Piece], start: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at in range(start, len(pieces)):
        mark = pieces[at].mark
        if mark and len(mark.numbers) == 1 and pieces[at].hint is not Hint.OUT and not pieces[at].group:
            found.setdefault(f"{is_list_sign(pieces[at])}{pieces[at].level}", []).append(at)
    return found


def _holds(pieces: Sequence[Piece], at: int, sign: str) -> bool:
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if following is None or following.hint is Hint.OUT:
        return False
    return following.is_item and f"{is_list_sign(following)}{following.level}" != sign


def _begins_anew(pieces: Sequence[Piece], tops: Sequence[int]) -> bool:
    """The count begins again under lines that are no groups: those are the priorities then, and these their points."""
    begins = [at for at in tops if _number(pieces[at]) == 1]
    return len(begins) > 1 and all(at and not pieces[at - 1].is_item and not pieces[at - 1].group for at in begins)


def _by_line(pieces: Sequence[Piece], start: int) -> Headings | None:
    lines = [
        at
        for at in range(start, len(pieces) - 1)
        if not pieces[at].is_item and pieces[at + 1].is_item and _is_line(pieces[at]) and pieces[at].hint is None
    ]
    plain = [at for at in lines if not pieces[at].ends_in_colon]
    found = plain if len(plain) > 1 else lines
    return Headings(dict.fromkeys(found), how=BY_LINE) if len(found) > 1 else None


def _by_prefix(pieces: Sequence[Piece], start: int) -> Headings | None:
    """Points 1.1, 1.2, 2.1 whose priorities have no heading."""
    found: dict[int, int | None] = {}
    for at in range(start, len(pieces)):
        mark = pieces[at].mark
        if mark and len(mark.numbers) == 2 and mark.numbers[0] not in found.values():
            found[at] = mark.numbers[0]
    return Headings(found, untitled=set(found), how=UNTITLED) if found else None


def _flat(pieces: Sequence[Piece], start: int) -> Headings | None:
    """One list, whose items are sentences. Numbers that count say more than bullets, and the longest list most."""
    runs: list[list[int]] = []
    last = None
    for at in range(start, len(pieces)):
        if not pieces[at].is_item or pieces[at].hint is Hint.OUT:
            continue
        is_new = last is None or _parts(pieces[last + 1 : at], pieces[at])
        if is_new or is_list_sign(pieces[at]) != is_list_sign(pieces[runs[-1][0]]):
            runs.append([])
        runs[-1].append(at)
        last = at
    runs = [run for run in runs if not _is_of_others(pieces, run)]
    if not runs:
        return None
    best = max(runs, key=lambda run: (_has_number(pieces[run[0]]), len(run)))
    return Headings({at: _number(pieces[at]) for at in best}, how=FLAT)


def _parts(between: Sequence[Piece], piece: Piece) -> bool:
    """Whether another list begins after what stands between."""
    if any(is_other_matter(one.text) or one.group for one in between):
        return True
    if piece.mark and piece.mark.numbers:
        return bool(between) and piece.mark.numbers[-1] == 1
    return any(one.ends_in_colon or one.looks_like_a_heading for one in between)


def _is_of_others(pieces: Sequence[Piece], run: Sequence[int]) -> bool:
    """A list of members, of those present, of links."""
    before = pieces[run[0] - 1].text if run[0] else ""
    is_asked = bool(_ASKED.search(fold(before)))
    return (
        is_other_matter(before)
        or (is_about_the_making(before) and not is_asked and not is_title(before))
        or any(outside(pieces[at].text) for at in run)
    )
