"""What a fact rests on: a list of sources, each with its words, its address and the place in it.

A list has one spelling as text, "words, https://address (place); words", in which it stands in tables and files. So it
is a text that knows its parts: it is read, compared and searched as the text, and kept, shown and typed part by part.
Text that comes from elsewhere (a seed, a cell of a table, an entry of the record from before sources were lists) is
read here and nowhere else. The record holds what is made of one, so that does not change (`verification.said`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pop_tracker.web import addresses
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.texts import has_words

MOST = 10
"""Of one fact: who has more names a document that lists them."""
LONGEST_PLACE = 300

ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”‘’'.,;:!?…)\]]", re.IGNORECASE)
"""Without the punctuation after it, and without a bracket that closes what was opened before it."""
_APART = re.compile(r"(;)(?=[\s;]|$|https?://)", re.IGNORECASE)
_PLACE = re.compile(
    r"(faqe|faqja|faqet|fq|f|kreu|kapitulli|seksioni|pjesa|neni|nenet|pika|pikat|paragrafi|tabela|tabelat|grafiku|figura"
    r"|shtojca|aneksi|rreshti|page|pages|p|pp|chapter|section|article|point|paragraph|table|figure|annex)\b\.?",
    re.IGNORECASE,
)
"""How a place in a document begins; other words in brackets say what the document is."""


TOO_MANY = N_("Më së shumti %(most)d burime.")
_OF_WHAT = N_("Shkruani edhe burimin të cilit i përket ky vend.")
_ENDS = N_("Adresa mbaron me “%(sign)s”, që nuk është pjesë e saj. Hiqeni.")


@dataclass(frozen=True)
class Source:
    """`words` say what it is, `address` where it is on the web, `place` where in it: "faqe 12, tabela 3"."""

    words: str
    address: str = ""
    place: str = ""

    @property
    def fault(self) -> tuple[str, str, dict[str, Any]] | None:
        """What keeps it from being one that readers can follow: the part, and a message id with its values."""
        if self.place and not (self.words or self.address):
            return "words", _OF_WHAT, {}
        if self.address and (found := addresses.fault(self.address)):
            return "address", *found
        if self.address and address_in(self.address)[1] != self.address:
            return "address", _ENDS, {"sign": self.address[-1]}
        return None

    def __str__(self) -> str:
        named = ", ".join(part for part in (self.words, self.address) if part)
        return " ".join(part for part in (named, f"({self.place})" if self.place else "") if part)


class Sources(str):
    """A list of sources, as its text; `each` is its parts."""

    each: tuple[Source, ...]

    def __new__(cls, each: Iterable[Source] = ()) -> "Sources":
        listed = tuple(each)
        made = super().__new__(cls, "; ".join(map(str, listed)))
        made.each = listed
        return made

    def __eq__(self, other: object) -> bool:
        """Two lists may have one text: where words end and a place begins is known of a list alone."""
        return self.each == other.each if isinstance(other, Sources) else str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def check(self, field: str | None = None) -> None:
        """Raises Refusal, for the field that it was typed into, for a list that may not be kept."""
        if len(self.each) > MOST:
            raise Refusal(TOO_MANY, field=field, most=MOST)
        for one in self.each:
            if one.fault:
                _, message, values = one.fault
                raise Refusal(message, field=field, **values)

    def __getnewargs__(self) -> tuple[tuple[Source, ...]]:  # type: ignore[override]
        return (self.each,)

    @classmethod
    def of(cls, text: "str | None") -> "Sources":
        """The sources that a text names, each after a semicolon or in a line of its own; what was read stays so."""
        return text if isinstance(text, Sources) else cls(_read(text or ""))

    @classmethod
    def of_list(cls, listed: "str | list[dict[str, str]]") -> "Sources":
        """As they are kept in the record: as a list, in its older entries as a text."""
        return cls(Source(**one) for one in listed) if isinstance(listed, list) else cls.of(listed)

    @property
    def as_list(self) -> list[dict[str, str]]:
        """Plain values, as the record and the database keep them."""
        return [asdict(one) for one in self.each]


def _read(text: str) -> Iterator[Source]:
    for line in text.splitlines():
        for part in _parts(line):
            yield from _sources_in(part)


def _parts(text: str) -> Iterator[str]:
    """What stands between semicolons, but for those within brackets."""
    part = ""
    for piece in _APART.split(text):
        if piece == ";" and part.count("(") <= part.count(")"):
            yield part
            part = ""
        else:
            part += piece
    yield part


def _sources_in(part: str) -> Iterator[Source]:
    """One for each address in it, and one for words without any."""
    rest = part.strip()
    while rest:
        words, address, after = address_in(rest)
        if not address:
            yield _without_address(rest)
            return
        if words.count("(") > words.count(")") and after.count(")") > after.count("("):  # it stands in brackets
            opened, closed = words.rindex("("), after.index(")")
            words, after = words[:opened] + words[opened + 1 :], after[:closed] + after[closed + 1 :]
        place, rest = _place_after(after)
        yield Source(words.rstrip(_BEFORE) if has_words(words) else "", address, place)


def address_in(text: str) -> tuple[str, str, str]:
    """What stands before the first address in it, the address, what stands behind; without one, all stands before."""
    found = ADDRESS.search(text)
    if found is None:
        return text, "", ""
    address, after = found[0], text[found.end() :]
    if after.startswith(")") and address.count("(") > address.count(")"):  # it closes what is open within
        address, after = f"{address})", after[1:]
    return text[: found.start()], address, after


_BEFORE, _AFTER = " ,;:<“„", " ,;:>”"
"""Between words and an address; they belong to neither."""


def _place_after(text: str) -> tuple[str, str]:
    """The place that is named behind an address, and what follows it."""
    text = text.lstrip(_AFTER)
    if text.startswith("("):
        depth = 0
        for at, sign in enumerate(text):
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return text[1:at].strip(), text[at + 1 :].lstrip(_AFTER + ".")
    if ADDRESS.search(text):
        return "", text
    return (text, "") if has_words(text) else ("", "")


def _without_address(text: str) -> Source:
    """A place in brackets at its end is one where it begins as places do."""
    found = re.fullmatch(r"(.*\S)\s+\(([^()]+)\)", text)
    if found and _PLACE.match(found[2]):
        return Source(found[1], "", found[2])
    return Source(text)
