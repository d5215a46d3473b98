"""A page of ours as a PDF."""

import gc
import logging
from typing import Any

NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
"""Debian packages that WeasyPrint loads; pip cannot bring them."""


class CannotMakePDF(Exception):
    """The machine lacks what WeasyPrint loads; HTML and Word need none of it."""

    def __init__(self, missing: object) -> None:
        super().__init__(f"a PDF needs {NEEDS} and a font (apt-get install them): {missing}")


def on_paper(html: str) -> bytes:
    """Tagged, with nothing fetched for it. Raises CannotMakePDF."""
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]
    except OSError as missing:  # cffi says which library it did not find
        raise CannotMakePDF(str(missing).splitlines()[0]) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    gc.disable()  # a seventh of the time: hundreds of thousands of boxes, all of them in use until the end
    try:
        return bytes(HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1", finisher=_scope_headers))
    finally:
        gc.enable()


def _scope_headers(_document: Any, pdf: Any) -> None:
    """WeasyPrint tags header cells without saying whether they head a column or a row (PDF/UA, 7.5); those in a table's
    head are of columns, those in its body of rows."""
    objects: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    tagged = {one.reference: one for one in objects if one.get("Type") == "/StructElem"}
    for one in tagged.values():
        row = tagged.get(one["P"]) if one.get("S") == "/TH" else None
        if row is not None:
            part = tagged.get(row["P"], {}).get("S")
            one["A"]["Scope"] = "/Column" if part == "/THead" else "/Row"
