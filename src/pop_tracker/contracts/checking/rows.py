"""The rows of a contract while a person checks it: rows that can be joined, split, moved and left out.

Before anything is published order is free: numbers are counted anew after every step, so that nothing leaves a hole.
No row is ever lost: what does not belong to the contract is left out, stays in the list, and can be taken in again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.order import MOST_POINTS, TOO_MANY_POINTS
from pop_tracker.contracts.points import LONGEST_LINE, LONGEST_TEXT
from pop_tracker.contracts.reading.refusing import MOST_PIECES
from pop_tracker.contracts.texts import PriorityGroup, Scope, one_line
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_

MOST_ROWS = MOST_PIECES
"""Of what is checked; running headers that were left out are not counted."""
MOST_SUBPOINTS = 26
"""Letters."""


@dataclass(frozen=True)
class Rows:
    rows: tuple[Row, ...] = ()
    next_id: int = 1
    _places: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {row.id: place for place, row in enumerate(self.rows)})

    @property
    def standing(self) -> list[Row]:
        """What is in the contract, in order."""
        return [row for row in self.rows if not row.is_left_out]

    @property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.is_left_out]

    @property
    def unsure(self) -> list[Row]:
        return [row for row in self.rows if row.is_unsure]

    def row(self, row_id: int) -> Row:
        """Raises Missing."""
        return self.rows[self._place(row_id)]

    @property
    def refs(self) -> dict[int, str]:
        """The number of each row that stands: "2" of a priority, "2.1", "2.1.a"."""
        found: dict[int, str] = {}
        priority = point = sub = 0
        for row in self.standing:
            if row.rank is Rank.PRIORITY:
                priority, point, sub = priority + 1, 0, 0
                found[row.id] = str(priority)
            elif row.rank is Rank.POINT:
                point, sub = point + 1, 0
                found[row.id] = f"{priority}.{point}"
            else:
                sub += 1
                found[row.id] = f"{priority}.{point}.{letter(sub)}"
        return found

    @property
    def printed(self) -> dict[int, str]:
        """The number in the document of each row that has another one now."""
        return {id: row.printed for id, ref in self.refs.items() if (row := self.row(id)).printed not in ("", ref)}

    @property
    def places(self) -> dict[tuple[Scope, tuple[str, ...], str], list[Row]]:
        """The places that are suggested, each with the rows for which somebody has still to confirm it."""
        found: dict[tuple[Scope, tuple[str, ...], str], list[Row]] = {}
        for row in self.leaves:
            if not row.is_placed and not row.why:
                found.setdefault((row.scope, row.units, row.place), []).append(row)
        return found

    @property
    def flat(self) -> set[int]:
        """Priorities that are commitments of their own: nothing stands under them."""
        standing = self.standing
        return {
            row.id
            for row, after in zip(standing, [*standing[1:], None], strict=True)
            if row.rank is Rank.PRIORITY and (after is None or after.rank is Rank.PRIORITY)
        }

    @property
    def leaves(self) -> list[Row]:
        """What can be assessed: nothing stands under it."""
        standing = self.standing
        return [
            row for row, after in zip(standing, [*standing[1:], None], strict=True)
            if after is None or after.depth <= row.depth
        ]  # fmt: skip

    def under(self, row_id: int) -> list[Row]:
        """The row with all that moves with it: what stands under it, and what is left out in between."""
        start = self._place(row_id)
        first = self.rows[start]
        end = start + 1
        while end < len(self.rows) and (self.rows[end].is_left_out or self.rows[end].depth > first.depth):
            end += 1
        while end > start + 1 and self.rows[end - 1].is_left_out:
            end -= 1  # what is left out behind it belongs to nobody
        return list(self.rows[start:end]) if not first.is_left_out else [first]

    def has(self, row_id: int) -> bool:
        return row_id in self._places

    def above(self, row_id: int) -> Row:
        """The row that stands above it, of whatever rank. Raises Refusal where there is none."""
        before = self.rows[: self._place(row_id)]
        found = next((row for row in reversed(before) if not row.is_left_out), None)
        if found is None:
            raise Refusal(NOTHING_ABOVE)
        return found

    def faults(self) -> Iterator[tuple[int, str]]:
        """What keeps the rows from being a contract: by row, as message ids."""
        above = -1
        points = subs = 0
        for row in self.standing:
            if row.depth > above + 1:
                yield row.id, NO_PRIORITY if row.depth == 1 or above < 0 else NO_POINT
            if not row.text:
                yield row.id, NO_WORDS
            if len(row.text) > LONGEST_TEXT or len(row.place) > LONGEST_LINE:
                yield (
                    row.id,
                    N_("Teksti është tepër i gjatë për një zotim: ndajeni, ose lini jashtë çfarë nuk i takon."),
                )
            points = 0 if row.rank is Rank.PRIORITY else points + (row.rank is Rank.POINT)
            if points == MOST_POINTS + 1 and row.rank is Rank.POINT:
                yield row.id, TOO_MANY_POINTS
            subs = subs + 1 if row.rank is Rank.SUBPOINT else 0
            if subs > MOST_SUBPOINTS:
                yield row.id, N_("Një pikë ka më së shumti 26 nënpika: ndajeni në dy pika.")
            above = row.depth if row.depth <= above + 1 else above

    # What a person does with a row. Each gives the rows after it.

    def say(self, row_id: int, text: str) -> "Rows":
        """Its words. The place that was confirmed for others is to be confirmed again."""
        row, said = self.row(row_id), one_line(text)
        if not said:
            raise Refusal(NO_WORDS, field="text")
        return self if said == row.text else self._with(replace(row, text=said))

    def join(self, row_id: int) -> "Rows":
        """With the row above it, of whatever rank, which keeps its own; what is left out in between stays so."""
        above, row = self.above(row_id), self.row(row_id)
        if row.is_left_out:
            raise Refusal(NOTHING_ABOVE)
        was_out = [one.left_out_as for one in (above, row) if one.left_out_as]
        doubts = (PART_LEFT_OUT,) if len(was_out) == 1 else ()
        both = replace(
            above,
            text=one_line(f"{above.text} {row.text}"),
            at=(*above.at, *row.at),
            status=above.status or row.status,
            why=tuple(dict.fromkeys((*above.why, *row.why))),
            read=one_line(f"{above.read} {row.read}"),
            doubted=tuple(dict.fromkeys((*above.doubted, *row.doubted, *doubts))),
            left_out_as="" if doubts else above.left_out_as,
            **above.place_with(row),
        )
        return self._without(row_id)._with(both)

    def split(self, row_id: int, texts: Sequence[str]) -> "Rows":
        """Into several of its rank. Its place in the document is theirs, too: who chooses one sees the whole."""
        row = self.row(row_id)
        said = [words for text in texts if (words := one_line(text))]
        if len(said) < 2:
            raise Refusal(N_("Vendoseni një rresht bosh aty ku teksti duhet ndarë."), field="text")
        ids = [row_id, *range(self.next_id, self.next_id + len(said) - 1)]
        parts = [replace(row, id=id_, text=words, status=None) for id_, words in zip(ids, said, strict=True)]
        parts[-1] = replace(parts[-1], status=row.status)  # it stood at the end
        place = self._place(row_id)
        return self._checked((*self.rows[:place], *parts, *self.rows[place + 1 :]), self.next_id + len(said) - 1)

    def up(self, row_id: int) -> "Rows":
        """Before whatever stands above it at its depth, with all that stands under both; a point that is the first of
        its priority becomes the last of the one before."""
        moved = self.under(row_id)
        rest = self._but(moved)
        place = self._place(row_id)
        above = [row for row in rest[:place] if not row.is_left_out and row.depth <= moved[0].depth]
        if not above or (moved[0].depth and len(above) == 1 and above[0].depth < moved[0].depth):
            raise Refusal(N_("Kjo është e para: nuk ka ku të ngjitet."))
        target = rest.index(above[-1])
        return self._checked((*rest[:target], *moved, *rest[target:]))

    def down(self, row_id: int) -> "Rows":
        """After whatever stands below it at its depth; the last point of a priority becomes the first of the next."""
        moved = self.under(row_id)
        place = self._place(row_id) + len(moved)
        below = next((row for row in self.rows[place:] if not row.is_left_out and row.depth <= moved[0].depth), None)
        if below is None:
            raise Refusal(N_("Kjo është e fundit: nuk ka ku të zbresë."))
        passed = self.under(below.id) if below.depth == moved[0].depth else [below]
        rest = self._but(moved)
        target = rest.index(passed[-1]) + 1
        return self._checked((*rest[:target], *moved, *rest[target:]))

    def indent(self, row_id: int) -> "Rows":
        """A point becomes a sub-point of the one above it; a priority a point of the one above."""
        row = self.row(row_id)
        deeper = {Rank.PRIORITY: Rank.POINT, Rank.POINT: Rank.SUBPOINT}.get(row.rank)
        if deeper is None or row.is_left_out:
            raise Refusal(N_("Kjo është nënpikë: më thellë nuk ka."))
        if any(one.rank is Rank.SUBPOINT for one in self.under(row_id)[1:]):
            raise Refusal(N_("Nën këtë ka nënpika: nxirrini më parë."))
        rows = [one.ranked(deeper if one.id == row_id else Rank.SUBPOINT) for one in self.under(row_id)]
        return self._with(*rows)

    def outdent(self, row_id: int) -> "Rows":
        """A sub-point becomes a point, a point a priority: what follows it stands under it then."""
        row = self.row(row_id)
        higher = {Rank.SUBPOINT: Rank.POINT, Rank.POINT: Rank.PRIORITY}.get(row.rank)
        if higher is None or row.is_left_out:
            raise Refusal(N_("Ky është prioritet: më lart nuk ka."))
        under = self.under(row_id)[1:]
        rows = [row.ranked(higher), *(one.ranked(Rank.POINT) for one in under if one.rank is Rank.SUBPOINT)]
        return self._with(*rows)

    def head(self, row_id: int) -> "Rows":
        """Makes it the title of a priority: what follows stands under it."""
        headed = self
        while headed.row(row_id).rank is not Rank.PRIORITY:
            headed = headed.outdent(row_id)
        return headed

    def group(self, row_id: int, group: PriorityGroup) -> "Rows":
        """Of a priority."""
        row = self.row(row_id)
        if row.rank is not Rank.PRIORITY:
            raise Refusal(N_("Vetëm prioritetet ndahen në grupe."), field="group")
        return self._with(replace(row, group=group))

    def leave_out(self, row_id: int) -> "Rows":
        return self._with(replace(self.row(row_id), is_left_out=True))

    def take_in(self, row_id: int) -> "Rows":
        """Where it stands in the document, in its rank."""
        return self._with(replace(self.row(row_id), is_left_out=False))

    def place(self, row_id: int, scope: Scope, units: Iterable[str], place: str) -> "Rows":
        """Confirms for which place it is. Raises Refusal where a place is meant and none is named."""
        units, place = tuple(dict.fromkeys(units)) if scope is Scope.UNITS else (), one_line(place)
        if scope is Scope.UNITS and not units:
            raise Refusal(N_("Zgjidhni të paktën një njësi administrative."), field="units")
        if scope is Scope.WORDS and not place:
            raise Refusal(N_("Shkruani vendin me fjalët e dokumentit."), field="place")
        row = self.row(row_id)
        is_anew = row.is_placed_anew or (row.scope, {*row.units}, row.place) != (scope, {*units}, place)
        placed = replace(row, scope=scope, units=units, place=place, is_placed=True, is_placed_anew=is_anew, why=())
        return self._with(placed)

    def confirm(self, row_id: int) -> "Rows":
        """It is right as it stands, with the place that is suggested."""
        return self._with(replace(self.row(row_id), why=(), is_placed=True))

    def accept_places(self, seen: Collection[int] = ()) -> "Rows":
        """Every suggested place that nobody doubts, and what was `seen` of the rest: it is right as it is suggested."""
        taken = (row for row in self.standing if not row.why or row.id in seen)
        return self._with(*(replace(row, why=(), is_placed=True) for row in taken))

    def elsewhere(self) -> "Rows":
        """For another municipality, whose units are others: every place is asked again, with the words that it had.
        Where it was units, somebody looks at it, so that nothing becomes of them without a word."""
        return replace(self, rows=tuple(map(_elsewhere, self.rows)))

    # How it is kept.

    def as_json(self) -> dict[str, Any]:
        return {"rows": [asdict(row) for row in self.rows], "next_id": self.next_id}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Rows":
        return cls(tuple(Row.from_json(row) for row in said["rows"]), said["next_id"])

    def _place(self, row_id: int) -> int:
        if row_id not in self._places:
            raise Missing
        return self._places[row_id]

    def _with(self, *changed: Row) -> "Rows":
        by_id = {row.id: row for row in changed}
        return replace(self, rows=tuple(by_id.get(row.id, row) for row in self.rows))

    def _without(self, row_id: int) -> "Rows":
        return replace(self, rows=tuple(row for row in self.rows if row.id != row_id))

    def _but(self, rows: Sequence[Row]) -> list[Row]:
        gone = {row.id for row in rows}
        return [row for row in self.rows if row.id not in gone]

    def _checked(self, rows: Sequence[Row], next_id: int | None = None) -> "Rows":
        if len(rows) > max(MOST_ROWS, len(self.rows)):
            raise Refusal(N_("Dokumenti ka më shumë se %(most)d pjesë."), most=MOST_ROWS)
        return Rows(tuple(rows), next_id or self.next_id)


def _elsewhere(row: Row) -> Row:
    doubts = (OTHER_UNITS,) if row.units else ()
    return replace(
        row, scope=Scope.WORDS if row.place else Scope.MUNICIPALITY, units=(), maybe=(), is_placed=False,
        why=tuple(dict.fromkeys((*row.why, *doubts))), doubted=tuple(dict.fromkeys((*row.doubted, *doubts))),
    )  # fmt: skip


OTHER_UNITS = N_("Njësitë që u propozuan janë të një bashkie tjetër: thoni përsëri për cilin vend është.")
PART_LEFT_OUT = N_("Një pjesë e saj leximi e kishte lënë jashtë.")
NO_PRIORITY = N_("Kjo pikë nuk ka prioritet sipër. Bëjeni titull, ose zhvendoseni.")
NO_POINT = N_("Kjo nënpikë nuk ka pikë sipër. Nxirreni një shkallë.")
NOTHING_ABOVE = N_("Mbi këtë nuk ka asgjë me të cilën të bashkohet.")
NO_WORDS = N_("Shkruani tekstin.")


def letter(number: int) -> str:
    """Of a sub-point, counted from 1."""
    return chr(ord("a") + number - 1) if number <= MOST_SUBPOINTS else "?"
