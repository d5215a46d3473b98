"""What must hold for the words of every public page, in its language; of single messages, see `test_words`.

Words that are quoted are left as they were written: sources, whatever stands between quotation marks, and the record,
whose pages under /ndryshimet show what was written down.
"""

import csv
import html
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import islice

from pop_tracker.web.shipped import shipped

NO_RUNNING_TEXT = {"head", "script", "style", "svg", "a", "time", "code", "pre", "q", "blockquote"}
SHOWN = 2
"""Of one kind of fault on a page that may have hundreds."""
NOT_READ = {"head", "title", "script", "style", "svg"}
NOT_OURS = re.compile(r"(?:^|\s)(?:source|source-link|words)(?:\s|$)")
"""Classes of what is quoted."""
VERBATIM = re.compile(r"(?:/en)?/(?:ndryshimet/\d+|ndryshimet(?:\?.*)?|api)")
"""Pages whose dates and numbers stand as they were written down, or as programs read them."""
ADDRESSED = re.compile(r'href="mailto:|<form[^>]*method="post"', re.IGNORECASE)

_ADDRESS = re.compile(r"\bhttps?://\S+")
_QUOTED = re.compile(r"“[^”]*”")
_MARK = re.compile(r"<[^>]*>")
_NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_ACTION = re.compile(
    r"<button\b[^>]*>(?P<button>.*?)</button>"
    r'|<a\b[^>]*class="[^"]*(?<![\w-])(?:govuk-)?button(?![\w])[^"]*"[^>]*>(?P<link>.*?)</a>'
    r'|<(?P<of>\w+)[^>]*class="(?:[^"]*\s)?actions(?:\s[^"]*)?"[^>]*>(?P<among>.*?)</(?P=of)>',
    re.DOTALL,
)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)

NO_IMPERATIVE = ("E nënshkruaj", "Nuk e nënshkruaj", "Kjo është përgjigjja jonë e plotë")
"""What the person who presses the button declares."""

_EVERYWHERE = {
    "a date of machines": r"\b\d{4}-\d{2}-\d{2}\b",
    "one of what is many": r"(?<![\d.,])1 (?:prioritete|zotime|gra|burra|prova|women|men|priorities|commitments)\b",
    "thousands without a mark": r"(?<![\w.,/#-])\d{5,}(?![\w/])",
}
_IN = {
    "sq": {"a decimal point in Albanian": r"\d\.\d+\s?%"},
    "en": {"a decimal comma in English": r"\d,\d+\s?%"},
}
OF_THE_TEXT = {
    language: {what: re.compile(pattern, re.IGNORECASE) for what, pattern in (_EVERYWHERE | own).items()}
    for language, own in _IN.items()
}
WRITE_TO_US = {"sq": re.compile(r"\bna shkruani\b", re.IGNORECASE), "en": re.compile(r"\bwrite to us\b", re.IGNORECASE)}


NAMES = {"name", "name_alt", "short_name", "county", "seat"}
"""Columns of the tables below that hold names; names are the same in both languages."""
NAMED_IN = ("territory/municipalities", "territory/administrative_units", "network/organisations", "pledges/signatures",
            "elections/candidates", "elections/offices")  # fmt: skip
ALBANIAN = re.compile(r"[^\W\d_]+[ëç][^\W\d_]*|[ëç][^\W\d_]+", re.IGNORECASE)
"""Only Albanian has these letters: where they stand in a word, its words do."""


@cache
def named() -> re.Pattern[str]:
    """Places, people and organisations of the seeds."""
    found = set()
    for table in NAMED_IN:
        with (shipped("seeds") / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found |= {row.get(column) or "" for row in rows for column in NAMES}
        if table == "elections/candidates":  # a surname stands alone where a source writes it with another one
            found |= {part for row in rows for part in row["name"].split()}
    return re.compile("|".join(map(re.escape, sorted(filter(ALBANIAN.search, found), key=len, reverse=True))))


def unmarked(body: str) -> Iterator[str]:
    """Albanian on an English page that is not said to be Albanian, with what stands around it."""
    reader = _Running("en", NOT_READ)
    reader.feed(body)
    text = named().sub("", " ".join("".join(reader.said).split()))
    for found in ALBANIAN.finditer(text):
        yield text[max(0, found.start() - 30) : found.end() + 30]


def faults(pages: dict[str, str]) -> list[str]:
    """Of pages by address, as `public_pages` keeps them."""
    return [
        f"{address}: {fault}"
        for address, kept in sorted(pages.items())
        if "text/html" in kept.partition("\n")[0]
        for fault in faults_of(address, kept.partition("\n")[2])
    ]


def faults_of(address: str, body: str) -> Iterator[str]:
    address = address.removeprefix("PART ")
    language = "en" if re.match(r"/en(?:/|$)", address) else "sq"
    rough = html.unescape(_MARK.sub(" ", body))
    if not VERBATIM.fullmatch(address):
        # Few pages have anything that looks wrong; only those are read with care.
        hits = [what for what, pattern in OF_THE_TEXT[language].items() if pattern.search(rough)]
        text = running_text(body, language) if hits else ""
        for what in hits:
            for found in OF_THE_TEXT[language][what].finditer(text):
                yield f"{what}: {text[max(0, found.start() - 30) : found.end() + 30].strip()}"
    if WRITE_TO_US[language].search(rough) and not ADDRESSED.search(body):
        yield "asks to be written to, and gives no address"
    if language == "en" and ALBANIAN.search(rough):
        yield from (f"Albanian that is not marked: {said}" for said in islice(unmarked(body), SHOWN))
    if language == "sq":
        yield from (f"a button that does not bid: {said}" for said in actions(body) if not bids(said))


def actions(body: str) -> Iterator[str]:
    """What stands on buttons and on the links among actions."""
    for found in _ACTION.finditer(body):
        within = _LINK.findall(found["among"]) if found["among"] is not None else [found["button"] or found["link"]]
        for one in within:
            yield " ".join(html.unescape(_MARK.sub("", one or "")).split())


def bids(said: str) -> bool:
    """In the imperative of ju: Ruani, Shtoni, Hapeni, Vazhdoni."""
    return said.startswith(NO_IMPERATIVE) or bool(re.match(r"\w+ni(?:\W|$)", said))


def running_text(body: str, language: str) -> str:
    """Without links, addresses, moments, codes and what is quoted; on an English page, without Albanian."""
    reader = _Running(language)
    reader.feed(body)
    return _ADDRESS.sub(" ", _QUOTED.sub(" ", " ".join("".join(reader.said).split())))


class _Running(HTMLParser):
    def __init__(self, language: str, without: set[str] = NO_RUNNING_TEXT) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.without = without
        self.is_whole = without is not NO_RUNNING_TEXT
        """With what is quoted, too."""
        self.said: list[str] = []
        self.left_out: list[str] = []
        """The open elements, from the outermost whose text does not count."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(" ")
        if tag in _NO_END:
            return
        own = dict(attrs)
        is_foreign = own.get("lang", self.language) not in (self.language, None)
        is_quoted = not self.is_whole and NOT_OURS.search(own.get("class") or "")
        is_out = tag in self.without or is_quoted or (is_foreign and tag != "html")
        if self.left_out or is_out:
            self.left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.said.append(" ")
        if tag in self.left_out:
            while self.left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.said.append(data)
