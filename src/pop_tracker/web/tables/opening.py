"""A file that people send, opened: known by its content, and as the grids that it shows.

Nothing in it is run, fetched or unpacked beyond what a table can need. The libraries that read it are imported when a
file comes: the rules of a table are known without them.
"""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import ENDINGS, LARGEST, MEGABYTES, TOO_LARGE, Upload, sniff
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables import other_kinds, parcel, text_file
from pop_tracker.web.tables.grid import Book

_ahead: WeakKeyDictionary[Upload, tuple[str, list[Book]] | Refusal] = WeakKeyDictionary()


def open_ahead(upload: Upload) -> None:
    """Opens it now; what came of it, be it a Refusal, is there when `opened` is asked."""
    try:
        ending, books = opened(upload)
        _ahead[upload] = ending, list(books)
    except Refusal as refusal:
        _ahead[upload] = refusal


def opened(upload: Upload) -> tuple[str, Iterable[Book]]:
    """The ending of the file's name, by its content, and the ways in which it can be parted into cells: several of a
    text alone, where the right one is known by its headings. Raises Refusal, with what to do about it."""
    if isinstance(known := _ahead.get(upload), Refusal):
        raise known
    if known:
        return known
    contents = upload.contents
    if not contents:
        raise Refusal(N_("Skedari është bosh."), field="file")
    if len(contents) > LARGEST:
        raise Refusal(TOO_LARGE, field="file", megabytes=MEGABYTES)
    kind = sniff(contents)
    ending = ENDINGS.get(kind, "") if kind else ".csv"
    if ending == ".xlsx":
        return ending, [parcel.book(contents, "excel")]
    if ending == ".docx":
        return ending, [parcel.book(contents, "word")]
    if refusal := other_kinds.refusal(contents):
        raise refusal
    return ending, text_file.books(contents)
