"""A round's report as files: HTML in one piece, PDF (tagged, PDF/UA) and Word, in both languages.

All three are one document: the HTML is made from `templates/report/document.html`, the PDF is that HTML on paper, the
Word file is the same elements one by one. While one is made nothing is fetched from anywhere.
"""

import base64
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pop_tracker.database import Database
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.headline import Level, sentence
from pop_tracker.monitoring.report import versions
from pop_tracker.monitoring.report.charts import (
    CHARTS,
    NARROW,
    ORDER,
    alt_text,
    chart_title,
    drawing,
    first_chart,
    png,
    priority_rows,
    unit_rows,
)
from pop_tracker.monitoring.report.contents import RoundReport, report_of
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.report.versions import Made
from pop_tracker.monitoring.scale import GROUND_WORDS, STATUS_WORDS
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.settings import Settings
from pop_tracker.web import files as kept
from pop_tracker.web.i18n import LANGUAGES, Words, localized, words
from pop_tracker.web.palette import LIGHT
from pop_tracker.web.paper import CannotMakePDF as CannotMakePDF
from pop_tracker.web.paper import on_paper as on_paper
from pop_tracker.web.pictures import width_of
from pop_tracker.web.small_pictures import small
from pop_tracker.web.templates import STATIC, Pages, bare_pages

log = logging.getLogger("pop_tracker")


@dataclass(frozen=True)
class Drawing:
    title: str
    alt: str
    source: str
    """As a data: address."""
    width: int


@dataclass(frozen=True)
class Photograph:
    source: str
    """As a data: address."""
    width: int
    """On paper, in CSS pixels."""


def made(
    report: RoundReport,
    language: str,
    format: ReportFormat,
    base_url: str,
    version: int | None = None,
    *,
    folder: Path | str = "",
    is_training: bool = False,
) -> bytes:
    """One file; `version` None: not frozen, made for whoever asked. `folder`: where its photographs lie; without it
    they are named only. Raises CannotMakePDF."""
    said = words(language)
    # Word takes no SVG.
    chart = _drawn(report, said, as_png=format is ReportFormat.DOCX)
    pictures = _photographs(report, folder) if folder else {}
    html = _html(report, said, base_url, version, pictures, chart, bare_pages(is_training))
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
    for (slug, number), lacking_pdf in lacking.items():
        failed = False
        for html_id, sha256 in lacking_pdf:
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
                contents = made(
                    report, language, format, settings.base_url, version,
                    folder=settings.files, is_training=settings.training,
                )  # fmt: skip
                files.append(Made(language, format, contents))
            except CannotMakePDF as missing:
                log.error("report %s without its PDF: %s", report.path, missing)
    with database.writing() as session:
        return versions.freeze(session, report, version, files, settings.files) is not None


def _html(
    report: RoundReport,
    said: Words,
    base_url: str,
    version: int | None,
    pictures: dict[str, Photograph],
    chart: Drawing | None,
    pages: Pages,
) -> str:
    held = report.held
    context: dict[str, Any] = {
        "report": report,
        "asked": report.asked.told(said) if report.asked else "",
        "version": version,
        "title": title(report, said),
        "period": said.period(held.period),
        "address": base_url + localized(report.path, said.language),
        "sentence": sentence(said, report.by_priority, Level.PRIORITIES),
        "priority_rows": priority_rows(report, said),
        "unit_rows": unit_rows(report, said),
        "unsaid": said.gettext("nuk thuhet"),
        "status_words": STATUS_WORDS,
        "ground_words": GROUND_WORDS,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "finding_words": VERDICT_WORDS,
        "order": ORDER,
        "pictures": pictures,
        "chart": chart,
        "palette": LIGHT,
        "fonts": {name: _data(_font(f"{name}.woff2"), "font/woff2") for name in ("sans", "serif")},
    }
    return pages.render(said.language, "report/document.html", context).lstrip()


def title(report: RoundReport, said: Words) -> str:
    return said.gettext(
        "Raporti i monitorimit: %(municipality)s %(term)s, raundi %(number)s",
        municipality=report.municipality.name,
        term=report.term,
        number=report.held.number,
    )


def _drawn(report: RoundReport, said: Words, *, as_png: bool) -> Drawing | None:
    name = first_chart(report)
    if name is None:
        return None
    picture = drawing(report, name, said)
    return Drawing(
        chart_title(name, said),
        alt_text(name, CHARTS[name](report, said), said),
        _data(png(picture), "image/png") if as_png else _data(picture, "image/svg+xml"),
        NARROW,
    )


def _photographs(report: RoundReport, folder: Path | str) -> dict[str, Photograph]:
    """Small ones of the pictures among its evidence; what is not there any more is only named."""
    found = {}
    pieces = (piece for part in report.parts for verdict in part.verdicts for piece in verdict.evidence)
    for file in (file for piece in pieces for file in piece.files):
        if file.is_picture:
            with suppress(LookupError):
                contents = small(folder, file.sha256)
                found[file.sha256] = Photograph(_data(contents, "image/jpeg"), width_of(contents) * 3 // 4)
    return found


def _data(contents: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(contents).decode()}"


@cache
def _font(name: str) -> bytes:
    return (STATIC / bare_pages().assets[name]).read_bytes()
