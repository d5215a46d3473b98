"""What stands under a heading of a priority, as points and sub-points.

How deep a point lies is told by its number (1.4.1), by the file's own levels, by a sign of its own, or by the colon at
the end of the point before. A paragraph without a sign is a point too, and unsure, unless it introduces the list or is
none of the contract.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pop_tracker.contracts.reading.furniture import Out, is_about_the_making, is_other_matter, outside
from pop_tracker.contracts.reading.marks import Sign
from pop_tracker.contracts.reading.pieces import Hint, Piece, is_list_sign
from pop_tracker.web.albanian import word_roots
from pop_tracker.web.i18n import N_

MOST_SUBS = 26
AFTER_COLON = N_("Rreshti sipër mbaron me dy pika: shihni nëse kjo është nënpikë e tij.")
WITHOUT_SIGN = N_("Paragrafi nuk është pjesë e një liste: shihni nëse është pikë.")
LEAD = N_("Teksti mes titullit dhe pikave nuk u lexua si pikë.")
OWN_SIGN = N_("U lexua si nënpikë, sepse rreshti fillon ndryshe nga pikat e tjera.")
TOO_DEEP = N_("Në dokument qëndron më thellë se një nënpikë.")
SUBHEADING = N_("Nëntitull brenda prioritetit: u lexua si pikë me nënpika.")


@dataclass
class Point:
    piece: Piece
    sub: list[Piece] = field(default_factory=list)
    doubts: list[tuple[Piece, str]] = field(default_factory=list)
    takes_all: bool = False
    """A line without a sign that ends in a colon, or a heading: every item after it is its sub-point."""


@dataclass
class Body:
    lead: list[Piece] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    out: list[tuple[Piece, Out]] = field(default_factory=list)


@dataclass(frozen=True)
class Habits:
    """How the whole document writes its points."""

    first_signs: frozenset[str]
    """Signs of the first point under some heading: no sign of sub-points alone."""
    bullets: frozenset[str]
    has_paragraphs: bool
    """Whether under most headings but the last stand paragraphs without signs."""
    is_flat: bool
    """Whether nothing stands under them."""

    @classmethod
    def of(cls, bodies: Sequence[Sequence[Piece]]) -> "Habits":
        firsts = [next((piece for piece in body if piece.is_item), None) for body in bodies]
        items = [piece for body in bodies for piece in body if piece.is_item]
        others = bodies[:-1]
        plain = [body for body in others if body and not any(piece.is_item for piece in body)]
        return cls(
            frozenset(is_list_sign(piece) for piece in firsts if piece),
            frozenset(is_list_sign(piece) for piece in items if piece.mark and piece.mark.sign is Sign.BULLET),
            not others or 2 * len(plain) > len(others),
            bool(others) and not any(others),
        )


def body_of(pieces: Sequence[Piece], habits: Habits, is_last: bool) -> Body:
    """Of the pieces between a heading and the next. After the last priority comes what ends the document."""
    body = Body()
    own = list(pieces)
    if is_last:
        end = _end(own, habits)
        body.out += [(piece, outside(piece.text) or Out.AFTER) for piece in own[end:]]
        own = own[:end]
    inside = []
    for piece in own:
        is_said = piece.is_item and any(map(str.isalnum, piece.text))
        reason = Out.COLUMN if piece.hint is Hint.OUT else None if is_said else outside(piece.text)
        if reason:
            body.out.append((piece, reason))
        else:
            inside.append(piece)
    _fill(body, _joined(inside), habits)
    return body


def _end(pieces: Sequence[Piece], habits: Habits) -> int:
    """Where what the priorities are followed by begins."""
    has_items = any(piece.is_item for piece in pieces)
    for at, piece in enumerate(pieces):
        text = piece.text
        is_table_after_all = piece.hint is not None and any(one.is_item and one.hint is None for one in pieces[:at])
        # “Angazhimi” ends a contract, but not as the name of a column in which points stand.
        is_column = piece.hint is Hint.OUT and any(one.hint not in (None, Hint.OUT) for one in pieces[at:])
        is_other = is_other_matter(text) and not is_column
        if (is_other and piece.looks_like_a_heading) or is_table_after_all:
            return at
        if piece.hint is not None and outside(text):
            return at
        if piece.is_item and piece.hint is not Hint.OUT:
            continue
        if outside(text) or is_about_the_making(text) or (piece.looks_like_a_heading and at and has_items):
            return at
        if is_other and not text.endswith(".") and (at or len(text) < 60):
            return at
        is_over = not any(later.is_item for later in pieces[at:]) and not habits.has_paragraphs
        if is_over and ((at and has_items) or habits.is_flat) and not (at and _goes_on(pieces[at - 1], piece)):
            return at
    return len(pieces)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """With lines that go on with the one before put to it, where a file broke them apart."""
    found: list[Piece] = []
    for piece in pieces:
        if found and _goes_on(found[-1], piece):
            before = found[-1]
            at = replace(before.at, end=max(piece.at.end, before.at.end))
            found[-1] = replace(
                before, words=before.words.joined(piece.words), full=f"{before.full} {piece.full}", at=at, emphasis=()
            )
        else:
            found.append(piece)
    return found


def _goes_on(before: Piece, piece: Piece) -> bool:
    is_broken = before.is_item and before.text[-1:] not in tuple('.;:!?)”"')
    return not piece.is_item and piece.hint is None and is_broken and piece.text[:1].islower()


def _fill(body: Body, pieces: Sequence[Piece], habits: Habits) -> None:
    above = [piece for piece, after in pairwise(pieces) if not piece.is_item and after.is_item and _introduces(piece)]
    has_items = any(piece.is_item for piece in pieces)
    runs = _colon_runs(pieces)
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if not piece.is_item:
            is_first = not body.points
            holds = following is not None and following.is_item
            if is_first and has_items and (len(above) < 2 or not _introduces(piece)):
                body.lead.append(piece)
                continue
            takes_all = holds and _introduces(piece)
            why = SUBHEADING if takes_all else WITHOUT_SIGN
            body.points.append(Point(piece, doubts=[(piece, why)] if has_items else [], takes_all=takes_all))
            continue
        doubt = _is_sub(body.points, pieces, at, runs, habits)
        if doubt is None:
            body.points.append(Point(piece))
        else:
            _under(body.points, piece, doubt)


def _introduces(piece: Piece) -> bool:
    return piece.ends_in_colon or piece.looks_like_a_heading


def _under(points: list[Point], piece: Piece, doubt: str) -> None:
    point = points[-1]
    if len(point.sub) == MOST_SUBS:
        points.append(Point(piece, doubts=[(piece, TOO_DEEP)]))
        return
    if not doubt and point.sub and _is_deeper(piece, point.sub[0]):
        doubt = TOO_DEEP
    point.sub.append(piece)
    if doubt:
        point.doubts.append((piece, doubt))


def _is_sub(points: Sequence[Point], pieces: Sequence[Piece], at: int, runs: set[int], habits: Habits) -> str | None:
    """None: a point. Otherwise a sub-point of the last one, with the doubt there is ("": none)."""
    piece = pieces[at]
    if not points:
        return None
    if piece.hint is Hint.POINT:
        return "" if _is_counted_under(points[-1].piece, piece) or _is_led(points[-1].piece, piece) else None
    if piece.hint is Hint.SUB:
        return ""
    last = points[-1]
    point = last.piece
    if last.takes_all:
        return ""
    if at in runs:
        return AFTER_COLON
    if not point.is_item or _is_deeper(point, piece):
        return None
    if _is_deeper(piece, point):
        return ""
    mine, theirs = is_list_sign(piece), is_list_sign(point)
    if (
        mine == theirs
        or not (piece.mark and point.mark)
        or _numbers(piece) > 1
        or (_numbers(point) > 1 and _numbers(piece) == _numbers(point))
    ):
        return None
    if point.ends_in_colon:
        return ""
    return _by_sign(last, pieces, at, habits)


def _by_sign(last: Point, pieces: Sequence[Piece], at: int, habits: Habits) -> str | None:
    piece, point = pieces[at], last.piece
    if point.mark is None or piece.mark is None:
        return None
    if point.mark.numbers and not piece.mark.numbers:
        return None if _lost_number(last, pieces, at) else ""
    if point.mark.numbers:  # a letter under a number
        return ""
    if piece.mark.numbers:
        return "" if piece.mark.numbers[-1] == 1 or last.sub else None
    is_of_subs = len(habits.bullets) == 2 and is_list_sign(piece) not in habits.first_signs
    return OWN_SIGN if is_of_subs else None


def _lost_number(last: Point, pieces: Sequence[Piece], at: int) -> bool:
    """Between 2 and 4 stands one bullet: that is 3, which lost its number."""
    sign = is_list_sign(last.piece)
    later = next((one for one in range(at + 1, len(pieces)) if is_list_sign(pieces[one]) == sign), None)
    if later is None or last.sub:
        return False
    before, after = last.piece.mark, pieces[later].mark
    return bool(before and after) and after.numbers[-1] - before.numbers[-1] == later - at + 1  # type: ignore[union-attr]


def _numbers(piece: Piece) -> int:
    """1.4.1 is three; a letter or a bullet none."""
    return len(piece.mark.numbers) if piece.mark and piece.mark.sign is Sign.NUMBER else 0


def _is_counted_under(point: Piece, piece: Piece) -> bool:
    """1.4.a under 1.4"""
    return bool(point.mark and piece.mark) and piece.mark.numbers[:-1] == point.mark.numbers != ()  # type: ignore[union-attr]


def _is_led(point: Piece, piece: Piece) -> bool:
    """By a line that ends in a colon, and with a bullet of its own, within a cell."""
    signs = is_list_sign(point), is_list_sign(piece)
    return point.ends_in_colon and all(signs) and signs[0] != signs[1]


def _is_deeper(piece: Piece, than: Piece) -> bool:
    """By its number where both are counted so, else by the level of the list."""
    mine, theirs = _numbers(piece), _numbers(than)
    if max(mine, theirs) > 1 and min(mine, theirs) > 0:
        return mine > theirs
    return piece.level > than.level


def _colon_runs(pieces: Sequence[Piece]) -> set[int]:
    """Positions of items after an item that ends in a colon, of the same level and sign, that it introduces.

    They end where the semicolons do that tie them, or where they begin with other words than the first two do, which
    share one; else with the list.
    """
    found: set[int] = set()
    for at, piece in enumerate(pieces):
        if not piece.is_item or not piece.ends_in_colon or at in found:
            continue
        run = []
        for one in range(at + 1, len(pieces)):
            if not pieces[one].is_item or not _is_alike(pieces[one], piece) or pieces[one].ends_in_colon:
                break
            run.append(one)
        found.update(run[: _tied([pieces[one] for one in run])])
    return found


def _is_alike(piece: Piece, other: Piece) -> bool:
    return piece.level == other.level and is_list_sign(piece) == is_list_sign(other) and piece.hint == other.hint


def _tied(run: Sequence[Piece]) -> int:
    """How many of them belong together."""
    if run and run[0].text.endswith((";", ",")):
        last = next((nth for nth, piece in enumerate(run) if not piece.text.endswith((";", ","))), len(run) - 1)
        return last + 1
    if run and run[0].text[:1].islower():
        return next((nth for nth, piece in enumerate(run) if not piece.text[:1].islower()), len(run))
    if len(run) > 1 and _begins(run[0]) & _begins(run[1]):
        return next((nth for nth, piece in enumerate(run) if not _begins(piece) & _begins(run[0])), len(run))
    return len(run)


def _begins(piece: Piece) -> frozenset[str]:
    word = piece.text.split()[0].strip('“”"„«»(,.:;') if piece.text.split() else ""
    return word_roots(word.lower())
