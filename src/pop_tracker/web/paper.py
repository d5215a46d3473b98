"""A page of ours as a PDF."""

import gc
import logging

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
        return bytes(HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1"))
    finally:
        gc.enable()
