"""The kinds of things that a document says of people beside its words, and how that is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pop_tracker.web.i18n import N_, Words

MOST_NAMES, LONGEST_NAME = 3, 40
"""Of one kind that are told, and signs of each: it is a hint to whoever sent the file, and no list."""


class What(StrEnum):
    AUTHOR = "author"
    LAST_EDITOR = "last_editor"
    COMPANY = "company"
    """The office that the program was registered for, or the manager named beside it."""
    PROPERTIES = "properties"
    """Key words, and what a program or an office added of its own."""
    FOLDER = "folder"
    """Where it lay on somebody's computer: mostly below their name."""
    COMMENTS = "comments"
    CHANGES = "changes"
    ATTACHMENTS = "attachments"
    POSITIONS = "positions"
    """Of pictures that tell where they were made."""
    PICTURES = "pictures"
    """That say something else beside what is seen: who made them, with which device."""
    PREVIEWS = "previews"
    """Small pictures of a page, as it looked once."""
    SCRIPTS = "scripts"
    """What a program does by itself, or leads somebody to do, once the document is open."""
    SOURCES = "sources"
    """Other files and servers that a workbook takes data from, and what it remembers of them."""
    COPIES = "copies"
    """Of rows, behind a pivot table: also of those that were deleted from its sheet."""
    VERSIONS = "versions"
    """What a PDF was before somebody saved it again on top."""
    HIDDEN_SHEETS = "hidden_sheets"
    HIDDEN_LINES = "hidden_lines"
    HIDDEN_TEXT = "hidden_text"


class Hindrance(StrEnum):
    """Why a document cannot be had without what it says."""

    NONE = ""
    SIGNED = "signed"
    """A signature vouches for every byte."""
    HIDDEN = "hidden"
    """What is hidden in a workbook is copied elsewhere in it."""
    INSERTED = "inserted"
    """It shows another document once it is opened, in a format of its own."""
    FORM = "form"
    """Its pages are made by a program of one maker when it is opened."""


STAYING = (What.HIDDEN_LINES, What.HIDDEN_TEXT)
"""Told and left: to take them out would change what the document counts or says."""
_NAMED = {
    What.AUTHOR: N_("autori: %(names)s"),
    What.LAST_EDITOR: N_("kush e ndryshoi i fundit: %(names)s"),
    What.COMPANY: N_("institucioni ose drejtuesi: %(names)s"),
    What.PROPERTIES: N_("të dhëna të tjera: %(names)s"),
    What.FOLDER: N_("dosja në kompjuter: %(names)s"),
}


@dataclass(frozen=True)
class Trace:
    """`names`: of people, files, sheets; a few."""

    what: What
    count: int = 1
    names: tuple[str, ...] = ()

    @property
    def packed(self) -> list[Any]:
        """As JSON brings it over."""
        return [self.what, self.count, list(self.names)]

    @classmethod
    def unpacked(cls, said: Sequence[Any]) -> "Trace":
        what, count, names = said
        return cls(What(what), count, tuple(names))

    @property
    def without_names(self) -> "Trace":
        return Trace(self.what, self.count, () if self.what not in _NAMED else ("…",))

    def told(self, words: Words) -> str:
        names = ", ".join(self.names)
        if named := _NAMED.get(self.what):
            return words.gettext(named, names=names)
        counted = self._counted(words)
        return f"{counted} ({names})" if names else counted

    def _counted(self, words: Words) -> str:
        match self.what:
            case What.COMMENTS:
                return words.ngettext("%(num)s koment", "%(num)s komente", self.count)
            case What.CHANGES:
                return words.ngettext("%(num)s ndryshim i shënuar", "%(num)s ndryshime të shënuara", self.count)
            case What.ATTACHMENTS:
                return words.ngettext("%(num)s skedar brenda tij", "%(num)s skedarë brenda tij", self.count)
            case What.POSITIONS:
                return words.ngettext(
                    "vendi ku u bë %(num)s fotografi", "vendi ku u bënë %(num)s fotografi", self.count
                )
            case What.PICTURES:
                return words.ngettext(
                    "të dhëna pranë %(num)s fotografie", "të dhëna pranë %(num)s fotografive", self.count
                )
            case What.PREVIEWS:
                return words.ngettext(
                    "%(num)s pamje e vogël e një faqeje", "%(num)s pamje të vogla të faqeve", self.count
                )
            case What.SCRIPTS:
                return words.ngettext("%(num)s veprim që nis vetë", "%(num)s veprime që nisin vetë", self.count)
            case What.SOURCES:
                return words.ngettext("%(num)s lidhje me burim tjetër", "%(num)s lidhje me burime të tjera", self.count)
            case What.COPIES:
                return words.ngettext(
                    "%(num)s kopje rreshtash pas një tabele përmbledhëse",
                    "%(num)s kopje rreshtash pas tabelave përmbledhëse",
                    self.count,
                )
            case What.VERSIONS:
                return words.ngettext("%(num)s version i mëparshëm", "%(num)s versione të mëparshme", self.count)
            case What.HIDDEN_SHEETS:
                return words.ngettext("%(num)s fletë e fshehur", "%(num)s fletë të fshehura", self.count)
            case What.HIDDEN_LINES:
                return words.ngettext(
                    "%(num)s rresht ose kolonë e fshehur", "%(num)s rreshta ose kolona të fshehura", self.count
                )
            case _:
                return words.ngettext("tekst i fshehur në %(num)s vend", "tekst i fshehur në %(num)s vende", self.count)


class Found:
    """Gathers the traces of one document, in the order of their kinds."""

    def __init__(self) -> None:
        self.counts: dict[What, int] = {}
        self.names: dict[What, dict[str, None]] = {}

    def name(self, what: What, *names: str | None) -> None:
        """What is a name or a word by itself; nothing where it is empty."""
        for name in (" ".join((one or "").split()) for one in names):
            if name:
                self.counts[what] = self.counts.get(what, 0) + 1
                self.names.setdefault(what, {})[shortened(name)] = None

    def name_once(self, what: What, name: str) -> None:
        """What a document says of itself in several places."""
        if shortened(" ".join(name.split())) not in self.names.get(what, {}):
            self.name(what, name)

    def count(self, what: What, number: int = 1, names: Iterable[str | None] = ()) -> None:
        if number:
            self.counts[what] = self.counts.get(what, 0) + number
            listed = self.names.setdefault(what, {})
            listed |= {shortened(" ".join(name.split())): None for name in names if name and name.strip()}

    @property
    def traces(self) -> list[Trace]:
        return [
            Trace(what, self.counts[what], tuple(list(self.names.get(what, ()))[:MOST_NAMES]))
            for what in What
            if what in self.counts
        ]


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def in_words(traces: Iterable[Trace], words: Words) -> str:
    return "; ".join(trace.told(words) for trace in traces)
