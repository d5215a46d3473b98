"""Which pieces are headings of groups of priorities: those that say so, and others above several priorities."""

from collections.abc import Sequence
from itertools import pairwise

from pop_tracker.contracts.reading.blocks import Kind
from pop_tracker.contracts.reading.furniture import is_about_the_making, is_other_matter, is_title, outside
from pop_tracker.contracts.reading.marks import distinguishes
from pop_tracker.contracts.reading.pieces import Hint, Piece


def groups(pieces: Sequence[Piece], priorities: Sequence[int]) -> tuple[dict[int, str], set[int]]:
    """The titles by the positions of their pieces; and the positions of headings that group nothing."""
    if not priorities:
        return {}, set()
    said = {
        at: piece.group
        for at, piece in enumerate(pieces)
        if piece.group and at not in priorities and at < priorities[-1] and not is_title(piece.text)
    }
    said |= _alike(pieces, priorities, said)
    holding = _holding(said, priorities)
    if (
        len(holding) == 1
        and not distinguishes(holding[next(iter(holding))])
        and pieces[next(iter(holding))].hint is None
    ):
        return _unsaid(pieces, priorities), set(said)
    found = holding or _unsaid(pieces, priorities)
    return found, set(said) - set(found)


def _holding(said: dict[int, str], priorities: Sequence[int]) -> dict[int, str]:
    """Those with a priority under them, before the next."""
    ends = [*sorted(said), priorities[-1] + 1]
    return {at: said[at] for at, end in pairwise(ends) if any(at < one < end for one in priorities)}


def _alike(pieces: Sequence[Piece], priorities: Sequence[int], said: dict[int, str]) -> dict[int, str]:
    """Headings further down that look as those do which say so: groups, too, or the end of the last one."""
    looks = {pieces[at].look for at in said if pieces[at].looks_like_a_heading}
    found: dict[int, str] = {}
    for before, end in pairwise([*priorities, len(pieces)]):
        at = next((one for one in range(before + 1, end) if pieces[one].is_item), end)
        found |= {
            one: pieces[one].text.rstrip(" :")
            for one in range(at + 1, end)
            if pieces[one].look in looks and pieces[one].looks_like_a_heading and pieces[one].hint is None
        }
    return found


def _unsaid(pieces: Sequence[Piece], priorities: Sequence[int]) -> dict[int, str]:
    """Headings right above a priority, in a way of their own, that part the priorities: at least two."""
    found: dict[int, str] = {}
    own = {pieces[at].look[:4] for at in priorities}
    for before, at in pairwise([-1, *priorities]):
        above = next((one for one in range(at - 1, before, -1) if _may_be(pieces[one], own)), None)
        if above is not None and not any(piece.is_item for piece in pieces[above + 1 : at]):
            found[above] = pieces[above].text.rstrip(" :")
    inner = [at for at in found if at > priorities[0]]
    looks = {pieces[at].look[:4] for at in inner}
    alike = {at: title for at, title in found.items() if pieces[at].look[:4] in looks}
    return alike if len(alike) > 1 else {}


def _may_be(piece: Piece, own: set[tuple[object, ...]]) -> bool:
    text = piece.text
    return (
        (piece.kind is Kind.HEADING or piece.is_capital or piece.is_bold)
        and piece.looks_like_a_heading
        and piece.look[:4] not in own
        and piece.hint is not Hint.OUT
        and not is_title(text)
        and not is_other_matter(text)
        and outside(text) is None
        and not is_about_the_making(text)
    )
