"""The words of recorded things, piece by piece: what can be taken out of one without harm to the rest.

A piece is what stands in one field of a thing, or one file of it. It is named for good by the entry of the record that
said it first and its place in that entry's content (a JSON pointer, RFC 6901), so that the name holds no word of it and
whoever has an older copy of the record finds there what was meant. The same words in the same kind of field of a thing
are one piece, however often its entries repeat them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString, Session, SQLModel, col

from pop_tracker import history
from pop_tracker.history import KINDS, PARTS, REMOVED, TELLINGS, HistoryEntry
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.name_forms import found_in, without_names
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Source, Sources

HIDDEN = N_("(po shqyrtohet)")
"""What stands in the place of words while two people decide on them."""
NAME_REMOVED = N_("[emër i hequr]")
NAME_HIDDEN = N_("[po shqyrtohet]")
NAMELESS = "—"
"""What stands in an answer or an invitation without the name of who gave it or was asked."""
MARKS = frozenset({REMOVED, HIDDEN, NAMELESS})
_MARKED = re.compile(r"(?:\(hequr\)|\(po shqyrtohet\))(?: [0-9]+)?|—")
NOT_WORDS = frozenset(
    {
        "code", "county", "county_code", "digest", "head_hash", "hour", "hour_until", "instat_code", "key",
        "language", "lau_code", "level", "media_type", "number", "programme_code", "ref",
        "reduced_from", "slug", "sort_key", "token_hash", "type", "unit", "value",
    }
)  # fmt: skip
"""Columns of text that name, sort or measure a thing and say nothing of anybody."""
MADE_OF_OTHERS = frozenset({"title", "canonical_text"})
"""What a thing's title or an edition's whole text repeats goes from there with the piece that it repeats."""
GOES_WITH = {"passage": "text"}
"""A field that says of the same place what another says, perhaps in other words: it goes with that."""
LONG_ENOUGH = 12
"""Signs from which on words are so much their own that they are taken out of the middle of other fields, too."""
ADDRESSES = frozenset({"url", "final_url", "elsewhere_url"})
"""A mark there would be a link that leads nowhere."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEXT = sa.String | AutoString | sa.JSON | SourceList
Within = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    kind: str
    key: str
    entry: int
    """The entry that said it first."""
    pointer: str
    """Where in its content."""
    field: str
    words: str
    """Of a file, its SHA-256."""
    within: Within = ()
    """In what it stands, outermost first: the name of a list, and which of it ("assessments", "1.2")."""
    file_name: str = ""
    entries: tuple[int, ...] = ()
    """All that hold it."""
    stands: bool = False
    """In the thing as it is now; else only in what it was."""

    @property
    def is_file(self) -> bool:
        return is_file_field(self.field)

    @property
    def id(self) -> str:
        return f"{self.entry}{self.pointer}"


@dataclass(frozen=True)
class Change:
    """Of one piece: what stood there, and what stands there from now on; where only `names` go, what `mark` stands for
    each."""

    field: str
    was: str
    now: str
    names: tuple[str, ...] = ()
    mark: str = ""

    @property
    def is_file(self) -> bool:
        return is_file_field(self.field)

    @property
    def is_long(self) -> bool:
        """So much its own that other things' titles that repeat it are known to mean it."""
        return not self.is_file and len(self.was) >= LONG_ENOUGH


def is_mark(text: object) -> bool:
    """No words any more. Where two rows may not say the same, their marks are numbered."""
    return isinstance(text, str) and bool(_MARKED.fullmatch(text))


def is_file_field(name: str) -> bool:
    """A picture's or document's digest. `original_sha256` is of the file as it came, which is not kept."""
    return name == "scan" or (name.endswith("sha256") and "original" not in name)


def field_of(name: str) -> str:
    """A state calls the first file's name `file_name`, its row `name`: it is one field."""
    return name if name.endswith("sha256") else name.removeprefix("file_")


@cache
def word_columns(table: type[SQLModel]) -> tuple[str, ...]:
    """The columns in which somebody's words stand."""
    found = []
    for attribute in sa.inspect(table).column_attrs:
        column, name = attribute.columns[0], attribute.key
        is_text = isinstance(column.type, sa.String | AutoString | sa.JSON | SourceList) and not isinstance(
            column.type, sa.Enum
        )
        is_key = column.primary_key or column.foreign_keys
        if is_text and not is_key and name not in NOT_WORDS and not name.endswith(("sha256", "_type")):
            found.append(name)
    return tuple(found)


@cache
def file_columns(table: type[SQLModel]) -> tuple[str, ...]:
    return tuple(one.key for one in sa.inspect(table).column_attrs if is_file_field(one.key))


@cache
def _fields() -> frozenset[str]:
    """All that any row of the record calls words."""
    of_rows = {field_of(name) for table in (*KINDS.values(), *PARTS) for name in word_columns(table)}  # type: ignore[arg-type]
    return frozenset(of_rows | {"source", "reason"})


def pieces_of(session: Session, kind: str, key: str) -> list[Piece]:
    """Those that stand first, in the order of their places; then those that stand only in what it was. One query."""
    found: dict[tuple[str, str], Piece] = {}
    number = 0
    for number, content in contents_of(session, kind, key):
        for piece in _pieces_in(Piece(kind, key, number, "", "", ""), content):
            at = piece.field, piece.words
            first = found.get(at, piece)
            found[at] = replace(
                first,
                within=first.within or piece.within,  # an entry's own source says less of where it stands
                entries=(*first.entries, *({number} - {*first.entries})),
                stands=piece.pointer.startswith("/state") or (first.stands and number in first.entries),
            )
    last = number
    pieces = [replace(one, stands=one.stands and one.entries[-1] == last) for one in found.values()]
    return sorted(pieces, key=lambda piece: not piece.stands)


def going_with(piece: Piece, names: Sequence[str], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, tuple[str, ...]]]:
    """Of the pieces of its thing, those that go with it; where only names go, with those that stand there."""
    for one in pieces:
        if GOES_WITH.get(one.field) == piece.field and one.within == piece.within:
            said = tuple(name for name in names if any(found_in(one.words, (name,))))
            if said or not names:
                yield one, said


def contents_of(session: Session, kind: str, key: str) -> list[tuple[int, dict[str, Any]]]:
    """What is left of the contents of a thing's entries, the oldest first. One query."""
    query = (
        history.contents().where(HistoryEntry.kind == kind, HistoryEntry.key == key).order_by(col(HistoryEntry.number))
    )
    return [(one.row.number, one.content) for one in history.read(session, query) if one.content]


def _pieces_in(of: Piece, content: Mapping[str, Any]) -> Iterator[Piece]:
    for name in ("reason", "source", "state"):
        yield from _walk(of, content.get(name), f"/{name}", name)
    for position, one in enumerate(content.get("taken", ())):  # what an earlier redaction left of a piece
        if one["now"] and not is_file_field(one["field"]):
            yield from _said(of, one["now"], f"/taken/{position}/now", one["field"])


def _walk(of: Piece, value: Any, pointer: str, field: str) -> Iterator[Piece]:
    if isinstance(value, str):
        yield from _said(of, value, pointer, field)
    elif field == "source" and isinstance(value, list):
        for position, one in enumerate(Sources.of_list(value).each):
            yield from _said(of, str(one), f"{pointer}/{position}", field)
    elif isinstance(value, list):
        for position, one in enumerate(value):
            inner = of if isinstance(one, str) else replace(of, within=(*of.within, (field, _which(one, position))))
            yield from _walk(inner, one, f"{pointer}/{position}", field)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            at = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if is_file_field(name) and isinstance(one, str) and _SHA256.fullmatch(one):
                if not is_mark(value.get(file_name_of(name))):
                    yield replace(
                        of, pointer=at, field=field_of(name), words=one,
                        file_name=str(value.get(file_name_of(name)) or ""),
                    )  # fmt: skip
            else:
                yield from _walk(of, one, at, field_of(name))


def _said(of: Piece, words: str, pointer: str, field: str) -> Iterator[Piece]:
    if field == "source" and not pointer.rpartition("/")[2].isdecimal():  # of before sources were lists
        for position, one in enumerate(Sources.of(words).each):
            yield from _said(of, str(one), f"{pointer}/{position}", field)
    elif words and not is_mark(words) and field in _fields():
        yield replace(of, pointer=pointer, field=field, words=words)


def file_name_of(name: str) -> str:
    """What the name of the file is called whose digest is called `name`."""
    return "scan_name" if name == "scan" else f"{name.removesuffix('sha256')}name"


def _which(value: Any, position: int) -> str:
    names = ("ref", "commitment", "number", "position", "year")
    named = [str(value[name]) for name in names if isinstance(value, Mapping) and value.get(name)]
    if named and value.get("ref") and value.get("unit"):  # of a commitment that is assessed unit by unit
        return f"{named[0]}, {value['unit']}"
    return named[0] if named else str(position + 1)


def label_of(piece: Piece, said: Words) -> str:
    """Where it stands, as people read it: “Vlerësimet 1.2 › Arsyeja”."""
    fields = {"source": N_("Burimi"), "reason": N_("Arsyeja"), **TELLINGS[piece.kind].fields}

    def called(name: str) -> str:
        message = fields.get(name) or fields.get(f"file_{name}")
        return said.gettext(message) if message else name.replace("_", " ")

    last = said.gettext(N_("Skedari")) if piece.is_file else called(piece.field)
    return " › ".join([*(f"{called(name)} {which}" for name, which in piece.within), last])


def replaced(field: str, words: str, changes: Sequence[Change]) -> str:
    """What a text says from now on: itself where none of the changes is about it."""
    if field == "source" and words and not isinstance(words, Sources):
        listed = Sources.of(words)
        made = replaced_sources(listed, changes)
        return words if made == listed else str(made)
    of_words = [one for one in changes if one.was and not one.is_file]
    for one in of_words:
        if field in (one.field, "now") and one.was == words:  # "now": what an earlier redaction left of it
            if field not in MADE_OF_OTHERS:
                return one.now if field not in ADDRESSES else ""
            words = one.now
    for one in of_words:
        if len(one.was) >= LONG_ENOUGH or field in MADE_OF_OTHERS:
            words = words.replace(one.was, one.now)
    return words


def replaced_sources(sources: Sources, changes: Sequence[Change]) -> Sources:
    return Sources(_replaced_source(one, [change for change in changes if not change.is_file]) for one in sources.each)


def _replaced_source(source: Source, changes: Sequence[Change]) -> Source:
    for one in changes:
        if one.field == "source" and one.was == str(source):
            if not one.names:
                return Source(one.now)
            parts = (source.words, source.address, source.place)
            if one.mark and without_names(source.address, one.names, "") != source.address:
                parts = (source.words, "", source.place)  # an address without a part of it leads nowhere
            return Source(*(without_names(part, one.names, one.mark) for part in parts))
    for one in changes:
        long = len(one.was) >= LONG_ENOUGH
        source = Source(*(part.replace(one.was, one.now) if long else part for part in
                          (source.words, source.address, source.place)))  # fmt: skip
    return source


def masked(content: Any, changes: Sequence[Change], field: str = "") -> Any:
    """An entry's content without what the changes take out of it. The digests of files stay, their names do not."""
    if isinstance(content, Mapping):
        made = {name: masked(value, changes, field_of(name)) for name, value in content.items()}
        for name in content:
            if change := next((one for one in changes if one.is_file and one.was == content[name]), None):
                beside = file_name_of(name)
                made |= {beside: change.now} if content.get(beside) else {}
        if "person" in content and made.get("name") != content.get("name"):
            made["person"] = ""  # the key of a candidate or an office, which tells the name
        return made
    if field == "source" and isinstance(content, list):
        return replaced_sources(Sources.of_list(content), changes).as_list
    if isinstance(content, list):
        return [masked(one, changes, field) for one in content]
    return replaced(field, content, changes) if isinstance(content, str) and content else content


def lost_words(state: Any) -> bool:
    """Whether a piece was hidden in it, or taken out of it: of that entry, not of others that say the same."""
    if isinstance(state, Mapping):
        return any(lost_words(one) for one in state.values())
    if isinstance(state, list):
        return any(lost_words(one) for one in state)
    return isinstance(state, str) and (
        (is_mark(state) and state != NAMELESS) or NAME_REMOVED in state or NAME_HIDDEN in state
    )


def within_of(content: Mapping[str, Any], pointer: str) -> tuple[Within, str]:
    """In what a pointer leads to something, and the field it is in; as far as the content still goes that way."""
    value: Any = content
    within: list[tuple[str, str]] = []
    field = ""
    for part in pointer.strip("/").split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping) and name in value:
            value, field = value[name], field_of(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
            if isinstance(value, Mapping) and field != "source":
                within.append((field, _which(value, int(name))))
        else:
            break
    return tuple(within), field
