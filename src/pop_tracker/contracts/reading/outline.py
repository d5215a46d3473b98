"""A document as a contract: its title, groups, priorities and points; what is no part of it, and what is unsure.

Every piece of the document ends up in the contract or in what was left out. What is no social contract is refused.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pop_tracker.contracts.reading.blocks import At, Document, Kind
from pop_tracker.contracts.reading.furniture import Out, is_title, outside
from pop_tracker.contracts.reading.groups import groups
from pop_tracker.contracts.reading.headings import UNTITLED, WITHOUT_WORD, Headings, headings
from pop_tracker.contracts.reading.pieces import Hint, Lines, Piece
from pop_tracker.contracts.reading.places import Gazetteer, Territory, municipality
from pop_tracker.contracts.reading.points import Habits, body_of
from pop_tracker.contracts.reading.priorities import OTHER_NUMBER, Part, Told, numbered, priority
from pop_tracker.contracts.reading.refusing import (
    NO_WORDS,
    no_more_than_a_contract_has,
    require_bounded,
    require_contract,
)
from pop_tracker.contracts.reading.result import ReadContract, ReadGroup, ReadPoint, ReadPriority, Unread
from pop_tracker.contracts.reading.rows import pieces_of_rows
from pop_tracker.contracts.reading.statuses import status_of
from pop_tracker.contracts.reading.title import naming, term, title_lines, unadorned
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

_LONGEST_REPEATED = 120
NO_TITLE = N_("Titulli i kontratës nuk u gjet.")
HARD_TO_READ = N_("Një fjalë në foto a në skanim nuk lexohej qartë: krahasojeni me dokumentin.")
NO_MUNICIPALITY = N_("Nuk u gjet e cilës bashki është kontrata.")
NO_TERM = N_("Nuk u gjet mandati i kontratës.")


@dataclass(frozen=True)
class _Skeleton:
    """Which pieces are what, by their positions."""

    pieces: Sequence[Piece]
    found: Headings
    groups: dict[int, str]
    plain: set[int]
    """Headings that group nothing."""
    title: Sequence[int]
    doubtful: Sequence[At]
    """Words that were hard to read."""

    @property
    def first(self) -> int:
        return min([*self.found.numbers, *self.groups])

    def group_of(self, at: int) -> str | None:
        return next((self.groups[above] for above in sorted(self.groups, reverse=True) if above < at), None)

    def why_out(self, at: int, otherwise: Out) -> Out:
        if at in self.found.contents:
            return Out.CONTENTS
        if self.pieces[at].hint is Hint.OUT:
            return Out.COLUMN
        reason = Out.HEADING if at in self.plain else outside(self.pieces[at].text) or otherwise
        # Before the priorities a contract tells of its signing; there is nothing to sign.
        return otherwise if reason is Out.SIGNING and otherwise is Out.BEFORE else reason


def outline(document: Document, territories: Sequence[Territory] = ()) -> ReadContract:
    """Raises Refusal where the document is no contract, or more than one can be."""
    require_bounded(document)
    lines = Lines(document)
    told = Told()
    pieces = _without_repeated(_with_statuses(no_more_than_a_contract_has(pieces_of(document, lines))), told)
    found = headings(pieces)
    titles, plain = groups(pieces, sorted(found.numbers))
    out = [(one.text, one.at) for one in document.left_out] + [(one.text, one.at) for one in told.left_out]
    header = [one for one in out if is_title(one[0])][:1]
    title = title_lines(pieces, min([*found.numbers, *titles], default=len(pieces)))
    said = [unadorned(pieces[at].full) for at in title] or [text for text, _ in header]
    require_contract(pieces, found, titles, title, said)
    skeleton = _Skeleton(pieces, found, titles, plain, title, document.doubtful)
    whose = municipality(naming(" ".join(said), pieces, [one.text for one in document.left_out]), territories)
    gazetteer = Gazetteer(next((one for one in territories if one.slug == whose), None))
    priorities = _priorities(skeleton, told, gazetteer, lines)
    if not priorities:
        raise Refusal(NO_WORDS, field="file")
    years = term(" ".join(said), [*(piece.full for piece in pieces), *(one.text for one in document.left_out)])
    stands = [pieces[at].at for at in title] or [at for _, at in header]
    at = _spanned(stands) if stands else None
    for is_missing, why in ((not said, NO_TITLE), (whose is None, NO_MUNICIPALITY), (years is None, NO_TERM)):
        if is_missing:
            told.doubt("", why, at or pieces[0].at)
    left_out = [*told.left_out, *(Unread(one.where, one.text, one.at) for one in document.left_out)]
    return ReadContract(
        " ".join(said),
        whose,
        years[0] if years else None,
        years[1] if years else None,
        tuple(ReadGroup(titles[at], order, pieces[at].at) for order, at in enumerate(sorted(titles), 1)),
        tuple(priorities),
        tuple(sorted(left_out, key=lambda one: (one.at.start, one.at.end))),
        tuple(told.unsure),
        at,
    )


def pieces_of(document: Document, lines: Lines) -> Iterator[Piece]:
    """Rows with as many cells as each other are of one table."""
    for (is_row, _), blocks in groupby(document.blocks, key=lambda block: (block.kind is Kind.ROW, len(block.cells))):
        if is_row:
            yield from pieces_of_rows(list(blocks), lines)
        else:
            for block in blocks:
                yield from lines.of_block(block)


def _with_statuses(pieces: Iterator[Piece]) -> list[Piece]:
    """A status in a line of its own is said of the line before."""
    found: list[Piece] = []
    for piece in pieces:
        status = status_of(piece.text) if piece.hint is None and piece.kind is not Kind.HEADING else None
        if status and found and found[-1].status is None:
            at = _spanned([found[-1].at, piece.at])
            found[-1] = replace(found[-1], status=status, at=at)
        else:
            found.append(piece)
    return found


def _without_repeated(pieces: Sequence[Piece], told: Told) -> list[Piece]:
    """Lines that stand there twice or more and begin nothing: running headers that a file keeps among its text."""
    times = Counter(fold(piece.text) for piece in pieces if _may_repeat(piece))
    found: list[Piece] = []
    for piece in pieces:
        if _may_repeat(piece) and times[fold(piece.text)] > 1 and found:
            told.leave_out(piece, Out.REPEATED)
        else:
            found.append(piece)
    return found


def _may_repeat(piece: Piece) -> bool:
    is_plain = not piece.is_item and piece.hint is None and piece.priority is None and piece.group is None
    return is_plain and len(piece.text) <= _LONGEST_REPEATED and not piece.ends_in_colon


def _spanned(places: Sequence[At]) -> At:
    return At(min(at.start for at in places), max(at.end for at in places), places[0].page)


def _priorities(skeleton: _Skeleton, told: Told, gazetteer: Gazetteer, lines: Lines) -> list[ReadPriority]:
    found = skeleton.found
    parts = _parts(skeleton, told)
    habits = Habits.of([part.rest for part in parts.values()])
    printed = [found.numbers[at] for at in parts]
    priorities: list[ReadPriority] = []
    for at, number, said in zip(parts, numbered(printed), printed, strict=True):
        body = body_of(parts[at].rest, habits, at == max(parts))
        if not (body.points or body.lead or any(map(str.isalpha, parts[at].title.text))):
            told.leave_out(skeleton.pieces[at], Out.NUMBER)  # a line of a form that nobody filled in
            for piece, why in body.out:
                told.leave_out(piece, why)
            continue
        one = priority(parts[at], number, skeleton.group_of(at), body, told, gazetteer, lines.pages)
        told.doubt(one.ref, found.how, one.at)
        if not one.title:
            told.doubt(one.ref, UNTITLED, one.at)
        if at in found.unsure:
            told.doubt(one.ref, WITHOUT_WORD, one.at)
        if any(printed) and (said != number or number != (priorities[-1].number if priorities else 0) + 1):
            told.doubt(one.ref, OTHER_NUMBER, one.at)
        priorities.append(one)
    _doubt_words(skeleton.doubtful, priorities, told)
    return priorities


def _doubt_words(places: Sequence[At], priorities: Sequence[ReadPriority], told: Told) -> None:
    """Each where it stands: in the deepest that holds it."""
    leaves: list[ReadPriority | ReadPoint] = []
    for one in priorities:
        leaves += [one, *(leaf for point in one.points for leaf in (point, *point.sub))]
    for at in places:
        held = [leaf for leaf in leaves if leaf.at.start <= at.start < leaf.at.end]
        if held:
            told.doubt(held[-1].ref, HARD_TO_READ, at)


def _parts(skeleton: _Skeleton, told: Told) -> dict[int, Part]:
    """Headings with what stands under them; all that stands under none is left out."""
    pieces, found = skeleton.pieces, skeleton.found
    for at in range(skeleton.first):
        if at not in skeleton.title:
            told.leave_out(pieces[at], skeleton.why_out(at, Out.BEFORE))
    stops = sorted({*found.numbers, *skeleton.groups, *skeleton.plain, *found.contents})
    parts: dict[int, Part] = {}
    for at, end in pairwise([*(stop for stop in stops if stop >= skeleton.first), len(pieces)]):
        under = pieces[at + 1 : end]
        if at in found.untitled:
            parts[at] = Part.untitled(pieces[at:end])
        elif at in found.numbers:
            parts[at] = Part.of(pieces[at], under)
        else:
            why = Out.BETWEEN if at < max(found.numbers) else Out.AFTER
            for one in range(at, end):
                if one not in skeleton.groups:
                    told.leave_out(pieces[one], skeleton.why_out(one, why))
    return parts
