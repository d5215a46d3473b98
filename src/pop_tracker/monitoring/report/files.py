"""A round's report as files: HTML in one piece, PDF (tagged, PDF/UA) and Word, in both languages.

All three are one document: the HTML is made from `templates/report/document.html`, the PDF is that HTML on paper, the
Word file is the same elements one by one. While one is made nothing is fetched from anywhere.
"""

import base64
import gc
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from pop_tracker.database import Database
from pop_tracker.monitoring.evidence import KIND_WORDS
from pop_tracker.monitoring.headline import reply_term, sentence
from pop_tracker.monitoring.report import versions
from pop_tracker.monitoring.report.charts import CHARTS, ORDER, alt_text, chart_title, has_chart, png, svg
from pop_tracker.monitoring.report.contents import RoundReport, report_of
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.report.versions import Made
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.settings import Settings
from pop_tracker.web import files as kept
from pop_tracker.web.i18n import LANGUAGES, Words, localized, words
from pop_tracker.web.templates import STATIC, Pages

log = logging.getLogger("pop_tracker")

NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
"""Debian packages that WeasyPrint loads; pip cannot bring them."""


class CannotMakePDF(Exception):
    """The machine lacks what WeasyPrint loads; HTML and Word need none of it."""

    def __init__(self, missing: object) -> None:
        super().__init__(f"a PDF needs {NEEDS} and a font (apt-get install them): {missing}")


@dataclass(frozen=True)
class Drawing:
    title: str
    alt: str
    source: str
    """As a data: address."""


def made(report: RoundReport, language: str, format: ReportFormat, base_url: str, version: int | None = None) -> bytes:
    """One file; `version` None: not frozen, made for whoever asked. Raises CannotMakePDF."""
    said = words(language)
    # Word takes no SVG, and WeasyPrint takes seconds over a hatched one.
    charts = _drawings(report, said, "svg" if format is ReportFormat.HTML else "png")
    html = _html(report, said, base_url, version, charts)
    if format is ReportFormat.HTML:
        return html.encode()
    if format is ReportFormat.PDF:
        return on_paper(html)
    from pop_tracker.web.word_file import word_file

    return word_file(html, language)


def freeze_due(database: Database, settings: Settings) -> int:
    """Freezes every published round about which something entered the record since its last report; how many.

    May run twice at once and any number of times: what is frozen meanwhile is not frozen again. A round whose report
    cannot be made is put off, and keeps no other waiting.
    """
    with database.reading() as session:
        due = versions.due(session)
    count = 0
    for slug, number in due:
        failed = False
        try:
            count += _freeze(database, settings, slug, number)
        except Exception:
            failed = True
            log.exception("the report of %s/%s cannot be frozen", slug, number)
        with database.writing() as session:
            versions.note_attempt(session, slug, number, failed=failed)
    _add_missing_pdfs(database, settings)
    return count


def _add_missing_pdfs(database: Database, settings: Settings) -> None:
    """What was frozen without its PDF gets it once it can be made: from the very HTML that was frozen."""
    lacking: dict[tuple[str, int], list[tuple[int, str]]] = {}
    with database.reading() as session:
        for slug, number, one in versions.html_without_pdf(session):
            lacking.setdefault((slug, number), []).append((one.id or 0, one.sha256))
    for (slug, number), pages in lacking.items():
        failed = False
        for html_id, sha256 in pages:
            try:
                html = kept.get(settings.files, sha256)
                if html is None:
                    raise FileNotFoundError(sha256)
                contents = on_paper(html.decode())
                with database.writing() as session:
                    versions.add_pdf(session, html_id, contents, settings.files)
            except CannotMakePDF:  # told when it was frozen
                return
            except Exception:
                failed = True
                log.exception("the PDF of the frozen report of %s/%s cannot be made", slug, number)
        with database.writing() as session:
            versions.note_attempt(session, slug, number, failed=failed)


def _freeze(database: Database, settings: Settings, slug: str, number: int) -> bool:
    """Without the parts that a PDF needs the other files are frozen, and the log says what is missing."""
    with database.reading() as session:
        report = report_of(session, slug, number)
        version = versions.next_version(session, report.held.id or 0) if report else 0
    if report is None:
        return False
    files = []
    for language in LANGUAGES:
        for format in ReportFormat:
            try:
                files.append(Made(language, format, made(report, language, format, settings.base_url, version)))
            except CannotMakePDF as missing:
                log.error("report %s without its PDF: %s", report.path, missing)
    with database.writing() as session:
        return versions.freeze(session, report, version, files, settings.files) is not None


def _html(report: RoundReport, said: Words, base_url: str, version: int | None, charts: dict[str, Drawing]) -> str:
    held = report.held
    context: dict[str, Any] = {
        "report": report,
        "version": version,
        "title": title(report, said),
        "period": f"{said.month(held.period_from)} – {said.month(held.period_until)}",
        "address": base_url + localized(report.path, said.language),
        "sentences": [sentence(said, counts, level) for level, counts in report.at_levels],
        "levels": CHARTS["statuset"](report, said),
        "unit_counts": CHARTS["njesite"](report, said),
        "no_reply": reply_term(said, held.reply_until),
        "unsaid": said.gettext("nuk thuhet"),
        "status_words": STATUS_WORDS,
        "kind_words": KIND_WORDS,
        "finding_words": VERDICT_WORDS,
        "order": ORDER,
        "charts": charts,
        "fonts": {name: _data(_font(f"{name}.woff2"), "font/woff2") for name in ("sans", "serif")},
    }
    return _pages().render(said.language, "report/document.html", context).lstrip()


def title(report: RoundReport, said: Words) -> str:
    return said.gettext(
        "Raporti i monitorimit: %(municipality)s %(term)s, raundi %(number)s",
        municipality=report.municipality.name,
        term=report.term,
        number=report.held.number,
    )


def _drawings(report: RoundReport, said: Words, kind: str) -> dict[str, Drawing]:
    draw, media_type = (svg, "image/svg+xml") if kind == "svg" else (png, "image/png")
    return {
        name: Drawing(
            chart_title(name, said),
            alt_text(name, rows(report, said), said),
            _data(draw(report, name, said), media_type),
        )
        for name, rows in CHARTS.items()
        if has_chart(report, name)
    }


def on_paper(html: str) -> bytes:
    """A page of ours as a tagged PDF, with nothing fetched for it. Raises CannotMakePDF."""
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


def _data(contents: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(contents).decode()}"


@cache
def _pages() -> Pages:
    return Pages(nobody=None, is_training=False, contact_email="")


@cache
def _font(name: str) -> bytes:
    return (STATIC / _pages().assets[name]).read_bytes()
