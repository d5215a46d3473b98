"""What leaves the training site says that its data are invented: papers and pictures on themselves, tables in a column
of their own, feeds and calendars in their names and entries, the API in a field; and all files in their names besides.

A page says so at its top; but a file travels on without the page, and is called otherwise by whoever keeps it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from pop_tracker.web.i18n import LANGUAGES, N_, Words, words

if TYPE_CHECKING:  # reports are made without a server
    from litestar import Response

INVENTED = N_("Të dhëna të shpikura, për ushtrim")
PREFIX = "te-shpikura-"
COLUMN = N_("të dhëna të shpikura")
"""The heading of a table's last column: it goes along when rows are copied, and no import asks what it is."""
IN_DATA = "invented"
"""The same for programs."""
_NAMES = re.compile(r"(filename=\"|filename\*=UTF-8'')")
Cell = TypeVar("Cell")


def marked_as_invented(response: "Response[Any]") -> "Response[Any]":
    """Every download of the training site, and every answer of its API, whatever made it: one place, so that none is
    forgotten."""
    for name in list(response.headers):
        if name.lower() == "content-disposition":
            response.headers[name] = _NAMES.sub(rf"\1{PREFIX}", response.headers[name])
    if isinstance(response.content, Struct):
        response.content = {IN_DATA: True, **asdict(response.content)}
    return response


def with_a_column(
    headings: Sequence[str], rows: Iterable[Iterable[Cell]], heading: str, mark: Cell
) -> tuple[list[str], Iterator[list[Cell]]]:
    """A table's headings and rows with the column that says so."""
    return [*headings, heading], ([*row, mark] for row in rows)


def is_our_column(heading: str) -> bool:
    return heading.strip().lower() in {IN_DATA, *(words(language).gettext(COLUMN) for language in LANGUAGES)}


def named(name: str, said: Words, *, is_training: bool) -> str:
    """Of a feed or a calendar, which show their name alone."""
    return f"{name}. {said.gettext(INVENTED)}" if is_training else name
