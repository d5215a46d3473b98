"""A kept file as an answer: pictures are shown, all else is saved and never opened on the site's own pages.

A picture holds nothing but itself, because it was painted anew when it came (`web/pictures.py`); the sandbox, beside
the front door's nosniff, holds even if that were wrong. Who may have a file, the door asks before it asks here.
"""

from collections.abc import Mapping
from pathlib import Path

from litestar import Response

from pop_tracker.web import files, pictures
from pop_tracker.web.errors import Missing
from pop_tracker.web.small_pictures import small

FOR_A_WHILE = "private, max-age=3600"
"""Kept by the reader's browser only, and not for long: a photo may have to go."""


def file_answer(
    where: Path | str, sha256: str, name: str | None, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """The file under its name. Raises Missing where there is no name, or no such file, and Unavailable."""
    contents = files.get(where, sha256) if name else None
    if name is None or contents is None:
        raise Missing
    kind = files.sniff(contents)
    more = dict(headers or {})
    if kind in pictures.FORMATS:
        shown = {"Content-Security-Policy": "sandbox", "Cache-Control": FOR_A_WHILE}
        return Response(contents, media_type=kind, headers={**shown, **more})
    saved = {"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache"}
    return Response(contents, media_type=kind, headers={**saved, **more})


def small_answer(
    where: Path | str, sha256: str, name: str | None, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """The small one of a picture. Raises Missing where it is none, and Unavailable."""
    if name is None:
        raise Missing
    try:
        contents = small(where, sha256)
    except LookupError:
        raise Missing from None
    shown = {"Content-Security-Policy": "sandbox", "Cache-Control": FOR_A_WHILE}
    return Response(contents, media_type="image/jpeg", headers={**shown, **(headers or {})})
