"""A draft as its second person reads it, beside the document that it was read from: first what a person decided, then
what stands as it was read, then what was left out."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.checking.row import Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.checking.saving import placed_source
from pop_tracker.contracts.checking.shown import Passage, passages
from pop_tracker.contracts.difference import ChangedRow, Piece, words_changed
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.sources import Sources
from pop_tracker.web.texts import one_line


@dataclass(frozen=True)
class Field:
    """What the draft says of a row beside its words, where it is not what holds for most."""

    label: str
    """A message id."""
    value: str
    is_quoted: bool


@dataclass(frozen=True)
class Reviewed:
    """A row of the draft, and what became of it since it was read."""

    said: ChangedRow
    """What the draft says."""
    row: Row | None
    """None of what was typed into the draft later."""
    decided: tuple[str, ...] = ()
    """What a person decided, in the reader's words."""
    words: tuple[Piece, ...] = ()
    """Of what was read and is worded otherwise now; of what was split, of the whole."""
    fields: tuple[Field, ...] = ()

    @property
    def is_decided(self) -> bool:
        return bool(self.decided or self.words)


@dataclass(frozen=True)
class Review:
    document: ContractDocument
    passages: list[Passage]
    decided: list[Reviewed]
    as_read: list[Reviewed]
    left_out: list[Row]
    doubts: list[str]
    """About the whole document, as message ids."""
    is_written_in: bool
    """Somebody wrote in the draft since it was made of the document: it says what no row says, or lacks a row."""

    def chosen(self, row_id: int | None) -> int | None:
        """The row whose passage is marked: the one that was asked for, else the first."""
        shown = [one.row for one in (*self.decided, *self.as_read) if one.row]
        known = {row.id for row in (*shown, *self.left_out)}
        return row_id if row_id in known else next((row.id for row in shown), None)

    def keys(self, chosen: int | None) -> dict[int, str]:
        """By which keys the rows around the chosen one are reached."""
        shown = [one.row.id for one in (*self.decided, *self.as_read) if one.row] + [row.id for row in self.left_out]
        place = shown.index(chosen) if chosen in shown else -1
        around = {"k": shown[place - 1] if place > 0 else None, "j": next(iter(shown[place + 1 :]), None)}
        return {row_id: key for key, row_id in around.items() if row_id is not None}


def review_of(session: Session, draft: Edition, said: Sequence[ChangedRow], words: Words) -> Review | None:
    """None of a draft that was not read from a document. `said`: all that it says, in order. Two queries at most."""
    reading = session.exec(select(ContractReading).where(ContractReading.edition_id == draft.id)).first()
    if reading is None:
        return None
    document, rows = reading.document, reading.rows
    of_each, wholes = _rows_of(said, rows), _Wholes(rows)
    reviewed = [_reviewed(one, of_each.get(one.ref), wholes, words, draft.source, document) for one in said]
    return Review(
        document,
        passages(document, rows),
        [one for one in reviewed if one.is_decided],
        [one for one in reviewed if not one.is_decided],
        [replace(row, text=wholes.of_document(row)) for row in rows.left_out],
        reading.doubts,
        len(of_each) < len(said) or len({row.id for row in of_each.values()}) < len(rows.standing),
    )


class _Wholes:
    """What a row was split from: its parts say together what was read, or somebody put other words in."""

    def __init__(self, rows: Rows) -> None:
        self._parts: dict[object, list[Row]] = {}
        for row in rows.rows:
            self._parts.setdefault((row.at, row.read), []).append(row)

    def parts(self, row: Row) -> list[Row]:
        """All of them, also those that were left out; of one that was not split itself alone."""
        return self._parts[row.at, row.read]

    def text(self, row: Row) -> str:
        return one_line(" ".join(part.text for part in self.parts(row)))

    def is_reworded(self, row: Row) -> bool:
        return bool(row.read) and row.read != self.text(row)

    def of_document(self, row: Row) -> str:
        """What the document says there, whatever was written in its place."""
        return row.read if self.is_reworded(row) else row.text


def _rows_of(said: Sequence[ChangedRow], rows: Rows) -> Mapping[str, Row]:
    """By reference, the row that says the same: the one that had the number, else the only one that has the words."""
    refs = {ref: rows.row(id) for id, ref in rows.refs.items()}
    times = Counter(row.text for row in rows.standing)
    by_text = {row.text: row for row in rows.standing if times[row.text] == 1}
    found = {}
    for one in said:
        row = refs.get(one.ref)
        row = row if row is not None and row.text == one.text else by_text.get(one.text)
        if row is not None:
            found[one.ref] = row
    return found


def _reviewed(
    said: ChangedRow, row: Row | None, wholes: _Wholes, words: Words, source: str, document: ContractDocument
) -> Reviewed:
    inherited = {source, *([placed_source(Sources.of(source), document, row)] if row else ())}
    fields = tuple(_fields(said, words, inherited))
    if row is None:
        later = words.gettext(N_("Nuk është nga dokumenti: u shkrua ose u ndryshua te drafti."))
        return Reviewed(said, None, (later,), fields=fields)
    changed = words_changed(row.read, wholes.text(row)) if wholes.is_reworded(row) else ()
    return Reviewed(said, row, tuple(_decided(said, row, wholes, words)), changed, fields)


def _fields(said: ChangedRow, words: Words, inherited: Collection[str]) -> Iterator[Field]:
    """Not the whole municipality, which is what most are for, and not the source of the draft, which they inherit, with
    their place in it."""
    for field in said.fields:
        value = "".join(piece.words for piece in field.pieces if piece.kind != "del")
        if value and not field.is_main and value not in inherited and value != words.gettext(N_("E gjithë bashkia")):
            yield Field(field.label, value, field.is_quoted)


def _decided(said: ChangedRow, row: Row, wholes: _Wholes, words: Words) -> Iterator[str]:
    for why in row.doubted:
        yield words.gettext(N_("Ishte e pasigurt: %(why)s U konfirmua."), why=_sentence(words.gettext(why)))
    if row.left_out_as:
        why = _sentence(words.gettext(row.left_out_as))
        yield words.gettext(N_("Leximi e kishte lënë jashtë: %(why)s U mor në kontratë."), why=why)
    if len(row.at) > 1:
        yield words.gettext(N_("U bashkua nga %(number)s pjesë."), number=len(row.at))
    if len(wholes.parts(row)) > 1:
        yield words.gettext(N_("U nda nga një pjesë më e gjatë."))
    if row.is_placed_anew:
        yield words.gettext(N_("Vendin e zgjodhi redaktori."))
    if row.printed and row.printed != said.ref:
        yield words.gettext(N_("Në dokument ka numrin %(ref)s."), ref=row.printed)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
