"""A published round's report: its page, its charts, and its frozen files."""

import re
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import OPEN_ALL
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.headline import Level, sentence
from pop_tracker.monitoring.report.charts import (
    CHARTS,
    MOST_DRAWN,
    ORDER,
    chart_title,
    first_chart,
    has_chart,
    png,
    priority_rows,
    svg,
    unit_rows,
)
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.formats import MEDIA_TYPES, ReportFormat
from pop_tracker.monitoring.report.history_of_versions import version_of, versions_of
from pop_tracker.monitoring.report.versions import frozen_file
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page

CHART = re.compile(rf"grafiku-({'|'.join(CHARTS)})\.(svg|png)")
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
    versions = versions_of(session, [report.held.id or 0])[report.held.id or 0]
    return page(
        request,
        "browse/round.html",
        {
            "report": report,
            "taken_out": taken_out(session, report.path),
            "sentence": sentence(said, report.by_priority, Level.PRIORITIES),
            "chart": first_chart(report),
            "priority_rows": priority_rows(report, said),
            "unit_rows": unit_rows(report, said),
            "most_drawn": MOST_DRAWN,
            "charts": {name: chart_title(name, said) for name in CHARTS if has_chart(report, name)},
            "opens_all": request.query_params.get("hap") == OPEN_ALL,
            "asked": report.asked.told(said) if report.asked else "",
            "versions": versions,
            "frozen": [one for one in versions if one.is_handed_out],
            "base_url": request.app.state.settings.base_url,
            "order": ORDER,
            "status_words": STATUS_WORDS,
            "kind_words": KIND_WORDS,
            "stance_words": STANCE_WORDS,
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
) -> Response[bytes] | Response[str]:
    """What lies beside the page: a chart, `grafiku-statuset.svg`, or a frozen file, `raporti-1.sq.pdf`."""
    if chart := CHART.fullmatch(name):
        return _chart(request, session, said, slug, number, *chart.groups())
    found = FILE.fullmatch(name)
    kept = frozen_file(session, slug, number, int(found[1]), found[2], ReportFormat(found[3])) if found else None
    contents = files.get(request.app.state.settings.files, kept.sha256) if kept else None
    gone = version_of(session, slug, number, int(found[1])) if kept is None and found else None
    if gone and gone.taken_away_by:
        context = {"gone": gone, "path": f"/raportet/{slug}/{number}"}
        return page(request, "browse/version_gone.html", context, status=410)
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


def _chart(
    request: Request[Any, Any, Any], session: Session, said: Words, slug: str, number: int, name: str, kind: str
) -> Response[bytes]:
    """A picture to take away; kept by the page cache as pages are."""
    report = report_of(session, slug, number)
    if report is None or not has_chart(report, name):
        raise Missing
    settings: Settings = request.app.state.settings
    picture = svg(report, name, said, settings.base_url, is_training=settings.training)
    return Response(
        png(picture) if kind == "png" else picture,
        media_type="image/png" if kind == "png" else "image/svg+xml",
        headers={
            "Content-Security-Policy": "sandbox",  # beside the site's own: the stricter of the two counts
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache",
        },
    )


HANDLERS: list[Any] = [round_page, round_file]
