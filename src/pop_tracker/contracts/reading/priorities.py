"""A heading and what stands under it, as a priority of the contract, with the doubts there are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.furniture import Out, outside
from pop_tracker.contracts.reading.marks import Sign
from pop_tracker.contracts.reading.pieces import Pages, Piece, Strip
from pop_tracker.contracts.reading.places import Gazetteer
from pop_tracker.contracts.reading.points import LEAD, Body, Point
from pop_tracker.contracts.reading.result import ReadPlace, ReadPoint, ReadPriority, Unread, Unsure
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.web.i18n import N_

OTHER_NUMBER = N_("Numri në dokument mungon, përsëritet ose nuk është me radhë.")
UNSURE_PLACE = N_("Nuk dihet cila njësi administrative është: zgjidheni ju.")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_JOINS = re.compile(r"(?:[,–—-]|\b(?:dhe|e|i|të|së|në|me|për|nga|si|ose|te|tek|pa|mbi|ndaj))\s*$", re.IGNORECASE)
_NO_END = (".", ":", ";", "!", "?")


@dataclass
class Told:
    """What was left out, and what a person should look at."""

    left_out: list[Unread] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)

    def leave_out(self, piece: Piece, why: Out) -> None:
        self.left_out.append(Unread(why, piece.full, piece.at))

    def doubt(self, ref: str, why: str, at: At) -> None:
        if why and not any(one.ref == ref and one.why == why for one in self.unsure):
            self.unsure.append(Unsure(ref, why, at))


@dataclass(frozen=True)
class Part:
    """A heading, and the pieces under it."""

    title: Strip
    at: At
    status: ReadStatus | None
    rest: tuple[Piece, ...]
    places: tuple[Strip, ...] = ()

    @classmethod
    def of(cls, piece: Piece, under: Sequence[Piece]) -> "Part":
        mark = piece.priority
        title, status = piece.said(piece.words.cut(mark.end) if mark else None)
        rest = list(under)
        at = piece.at
        if not title.text and rest and not rest[0].is_item and not outside(rest[0].text):
            title, status = rest[0].said()
            at = replace(at, end=max(at.end, rest[0].at.end))
            rest = rest[1:]
        while status is None and rest and _goes_on(piece, title.text, rest):
            more, status = rest[0].said()
            title = title.joined(more)
            at = replace(at, end=max(at.end, rest[0].at.end))
            rest = rest[1:]
        bold = _bold_title(piece, title)
        if bold and not rest:
            rest = [
                replace(piece, words=title.cut(bold), full=title.text[bold:].strip(), mark=None, emphasis=(), hint=None)
            ]
            title = title.cut(0, len(title.text[:bold].rstrip(" .:–—-")))
        return cls(title, at, status, tuple(rest), piece.places)

    @classmethod
    def untitled(cls, pieces: Sequence[Piece]) -> "Part":
        return cls(Strip("", ()), replace(pieces[0].at, end=pieces[0].at.start), None, tuple(pieces))


def _goes_on(heading: Piece, title: str, rest: Sequence[Piece]) -> bool:
    """Whether the next line is the second line of the heading."""
    line = rest[0]
    if line.is_item or line.hint or heading.hint or title.endswith(_NO_END):
        return False
    if _JOINS.search(title) or line.text[:1].islower():
        return len(line.text) <= 200
    return len(rest) > 1 and line.looks_like_a_heading and line.look[:4] == heading.look[:4]


def _bold_title(piece: Piece, title: Strip) -> int:
    """Where, in one paragraph, a heading in bold ends and what is asked begins; 0 where it is all one."""
    if len(piece.emphasis) != 1 or piece.is_bold:
        return 0
    start, end = piece.emphasis[0]
    offset = len(piece.text) - len(title.text)
    after = title.text[end - offset :].lstrip(" .:–—-") if end > offset else ""
    return end - offset if start <= offset and end - offset > 3 and after[:1].isupper() else 0


def numbered(printed: Sequence[int | None]) -> list[int]:
    """The numbers as printed where they rise, and what is missing between; else by order."""
    found: list[int] = []
    for at, number in enumerate(printed):
        last = found[-1] if found else 0
        found.append(number if number is not None else last + 1)
        if found[at] <= last:
            return list(range(1, len(printed) + 1))
    return found


def priority(
    part: Part, number: int, group: str | None, body: Body, told: Told, gazetteer: Gazetteer, pages: Pages
) -> ReadPriority:
    for piece, why in body.out:
        told.leave_out(piece, why)
    lead = reduce(Strip.joined, (piece.words for piece in body.lead), Strip("", ()))
    ref = str(number)
    is_flat = not body.points
    title = part.title.text
    if lead.text and not lead.text.endswith(":"):
        told.doubt(ref, LEAD, body.lead[0].at)
    places = _places(part.title, part.places, gazetteer, pages) if is_flat else ()
    _doubt_places(told, ref, places, gazetteer)
    end = max([part.at.end, *(piece.at.end for piece in body.lead)])
    return ReadPriority(
        number,
        title if is_flat else title.rstrip(" :"),
        replace(part.at, end=end),
        group,
        is_flat,
        title if is_flat else lead.text,
        part.status,
        places,
        tuple(_points(number, body.points, told, gazetteer, pages)),
    )


def _points(
    number: int, points: Sequence[Point], told: Told, gazetteer: Gazetteer, pages: Pages
) -> Iterator[ReadPoint]:
    printed = [_printed(point.piece) for point in points]
    places = numbered(printed) if printed and printed[0] == 1 else list(range(1, len(points) + 1))
    for nth, (place, point) in enumerate(zip(places, points, strict=True)):
        ref = f"{number}.{place}"
        if place != (places[nth - 1] if nth else 0) + 1:
            told.doubt(ref, OTHER_NUMBER, point.piece.at)
        subs = tuple(
            _point(f"{ref}.{letter}", piece, (), told, gazetteer, pages)
            for letter, piece in zip(_LETTERS, point.sub, strict=False)
        )
        yield _point(ref, point.piece, subs, told, gazetteer, pages)
        refs = {id(point.piece): ref, **{id(piece): sub.ref for piece, sub in zip(point.sub, subs, strict=True)}}
        for piece, why in point.doubts:
            told.doubt(refs[id(piece)], why, piece.at)


def _printed(piece: Piece) -> int | None:
    mark = piece.mark
    return mark.numbers[-1] if mark and mark.sign in (Sign.NUMBER, Sign.LETTER, Sign.ROMAN) else None


def _point(
    ref: str, piece: Piece, subs: tuple[ReadPoint, ...], told: Told, gazetteer: Gazetteer, pages: Pages
) -> ReadPoint:
    words, status = piece.said()
    places = _places(words, piece.places, gazetteer, pages)
    _doubt_places(told, ref, places, gazetteer)
    return ReadPoint(ref, words.text, piece.at, status, places, subs)


def _places(words: Strip, stated: Sequence[Strip], gazetteer: Gazetteer, pages: Pages) -> tuple[ReadPlace, ...]:
    """Of its column, and of its words, each unit once."""
    beside = [place for one in stated for place in gazetteer.stated(one, pages)]
    named = {place.unit for place in beside if place.unit}
    return (*beside, *(place for place in gazetteer.places(words, pages) if place.unit not in named))


def _doubt_places(told: Told, ref: str, places: Sequence[ReadPlace], gazetteer: Gazetteer) -> None:
    """Only where a unit is named that cannot be told: a village is none, and a street needs none."""
    for place in places:
        if gazetteer.is_unclear(place):
            told.doubt(ref, UNSURE_PLACE, place.at)
