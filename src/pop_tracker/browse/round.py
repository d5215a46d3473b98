"""A published round's report: its page, its charts, and its frozen files."""

import re
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.monitoring.evidence import KIND_WORDS
from pop_tracker.monitoring.headline import reply_term, sentence
from pop_tracker.monitoring.report.charts import CHARTS, ORDER, alt_text, chart_title, has_chart, inches, svg
from pop_tracker.monitoring.report.contents import RoundReport, report_of
from pop_tracker.monitoring.report.formats import MEDIA_TYPES, ReportFormat
from pop_tracker.monitoring.report.versions import frozen_file, reports_of
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web import files
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page

CHART = re.compile(rf"grafiku-({'|'.join(CHARTS)})\.svg")
FILE = re.compile(r"raporti-([0-9]{1,6})\.(sq|en)\.(html|pdf|docx)", re.ASCII)


@get("/raportet/{slug:str}/{number:int}", opt=PUBLIC)
def round_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    report = report_of(session, slug, number)
    if report is None:
        raise Missing
    charts = {name: _chart_of(report, name, said) for name in CHARTS if has_chart(report, name)}
    return page(
        request,
        "browse/round.html",
        {
            "report": report,
            "sentences": [sentence(said, counts, level) for level, counts in report.at_levels],
            "counts": report.counts,
            "by_priority": report.by_priority,
            "charts": charts,
            "no_reply": reply_term(said, report.held.reply_until),
            "frozen": reports_of(session, report.held.id or 0),
            "order": ORDER,
            "status_words": STATUS_WORDS,
            "kind_words": KIND_WORDS,
            "finding_words": VERDICT_WORDS,
        },
    )


@get("/raportet/{slug:str}/{number:int}/{name:str}", opt=PUBLIC)
def round_file(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    name: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:
    """What lies beside the page: a chart, `grafiku-statuset.svg`, or a frozen file, `raporti-1.sq.pdf`."""
    if chart := CHART.fullmatch(name):
        return _chart(session, said, slug, number, chart[1])
    found = FILE.fullmatch(name)
    kept = frozen_file(session, slug, number, int(found[1]), found[2], ReportFormat(found[3])) if found else None
    contents = files.get(request.app.state.settings.files, kept.sha256) if kept else None
    if kept is None or contents is None:
        raise Missing
    return Response(
        contents,
        media_type=MEDIA_TYPES[kept.format],
        headers={
            "Content-Disposition": files.disposition(f"{slug}-{number}-{name}"),
            "Content-Security-Policy": "sandbox",
            # It never changes, but a redaction may take it away; and it is too large for the page cache.
            "Cache-Control": "private, no-cache",
        },
    )


def _chart_of(report: RoundReport, name: str, said: Words) -> dict[str, Any]:
    rows = CHARTS[name](report, said)
    width, height = (round(96 * length) for length in inches(rows))
    return {
        "title": chart_title(name, said),
        "alt": alt_text(name, rows, said),
        "rows": rows,
        "width": width,
        "height": height,
    }


def _chart(session: Session, said: Words, slug: str, number: int, name: str) -> Response[bytes]:
    """At an address of its own, so that the page stays light; kept by the page cache as pages are."""
    report = report_of(session, slug, number)
    if report is None or not has_chart(report, name):
        raise Missing
    return Response(
        svg(report, name, said),
        media_type="image/svg+xml",
        headers={
            "Content-Security-Policy": "sandbox",  # beside the site's own: the stricter of the two counts
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache",
        },
    )


HANDLERS: list[Any] = [round_page, round_file]
