"""What a kept file still says of people beside its words, as whoever decides about it is told.

It is read from the file itself, and not noted when its sender ticked that it stay as it is: a tick may come later or be
sent again, another file may come in its place, and what is looked for today was not looked for when an older one came.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from pop_tracker.web import files, pictures
from pop_tracker.web.documents import reading
from pop_tracker.web.documents.cleared import Cleared
from pop_tracker.web.documents.traces import Hindrance, Trace, What, in_words
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.i18n import N_, Words

TOGETHER = 10.0
"""Seconds that a page waits for files that nobody looked into yet; the next time it goes on from there."""


class Held(Protocol):
    """A file that something names."""

    @property
    def sha256(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def original_sha256(self) -> str: ...


def inside(where: Path | str, held: Iterable[Held], words: Words) -> list[str]:
    """A line for each file that says something, or may: each once."""
    told: list[str] = []
    ends = time.monotonic() + TOGETHER
    left = 0
    for file in {one.sha256: one for one in held if one.sha256}.values():
        try:
            if time.monotonic() > ends:
                raise Busy
            read = _read(where, file.sha256)
        except (Busy, files.Unavailable):
            left += 1
            continue
        traces = read.traces if read else ()
        if read is None:
            said = N_("“%(file)s” nuk lexohet, prandaj nuk dihet çfarë thotë për persona.")
            told.append(words.gettext(said, file=file.name))
        elif traces and not file.original_sha256:
            said = N_("“%(file)s”, i mbajtur siç erdhi: %(what)s.")
            told.append(words.gettext(said, file=file.name, what=in_words(traces, words)))
        elif traces:
            told += Cleared(file.name, left=traces).told(words)
    if left:
        told.append(
            words.ngettext(
                "%(num)s skedar nuk u pa ende: hapeni përsëri këtë faqe.",
                "%(num)s skedarë nuk u panë ende: hapeni përsëri këtë faqe.",
                left,
            )
        )
    return told


def is_signed(where: Path | str, sha256: str) -> bool:
    """Electronically: the signature names who signed, and cannot be taken out. False too of what cannot be looked into
    now."""
    try:
        read = _read(where, sha256)
    except (Busy, files.Unavailable):
        return False
    return read is not None and read.hindrance is Hindrance.SIGNED


@lru_cache(maxsize=2000)
def _read(where: Path | str, sha256: str) -> reading.Read | None:
    """None of what cannot be read. A digest names the same bytes for ever. Raises Busy and Unavailable, which are not
    remembered."""
    contents = files.get(where, sha256)
    kind = files.sniff(contents) if contents else None
    if contents is None or kind is None:
        return reading.Read()
    if kind in pictures.FORMATS:
        return reading.Read((Trace(What.POSITIONS),) if pictures.holds_position(contents) else ())
    try:
        return replace(reading.read(contents, kind), bare=b"")
    except Refusal:
        return None
