"""/raportet/{slug}/{number}/ndryshimet: what became otherwise between two versions of a report."""

import re
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import contract_head, published_rounds
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.monitoring.headline import Level, sentence
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.report.as_recorded import difference, entries_of, round_at
from pop_tracker.monitoring.report.history_of_versions import Version, versions_of
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words
from pop_tracker.web.paging import Paged
from pop_tracker.web.render import page

MOST_CHANGED = 10
"""Assessments of one page, each with both reasons."""


@get("/raportet/{slug:str}/{number:int}/ndryshimet", opt=PUBLIC)
def versions_compared(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    """`nga` and `deri` are numbers of versions; without them, the newest and the one before it. Reasons are compared
    word by word, which takes long of a thousand: some are shown at a time."""
    head = contract_head(session, slug)
    held = next(iter(published_rounds(session, Round.contract_id == head.id, Round.number == number)), None)
    if held is None:
        raise Missing
    versions = versions_of(session, [held.id or 0])[held.id or 0]
    older, newer = _chosen(versions, request.query_params.get("nga", ""), request.query_params.get("deri", ""))
    entries = entries_of(session, held)
    texts = texts_of_edition(session, held.edition_id)
    then, now = (round_at(entries, one.report.head_number) for one in (older, newer))
    found = difference(then, now, texts)
    paged = Paged.of(found.verdicts, request.query_params.get("faqja", ""), MOST_CHANGED)
    units = {one.unit for one in paged.rows if one.unit}
    return page(
        request,
        "browse/report_difference.html",
        {
            "head_of": head,
            "held": held,
            "versions": versions,
            "older": older,
            "newer": newer,
            "causes": [one for version in versions if older.number < version.number <= newer.number
                       for one in reversed(version.causes)][::-1],
            "removed_since": newer.redactions,
            "found": found,
            "paged": paged,
            "texts": {text.ref: text.text for text in texts},
            "units": dict(session.exec(select(AdministrativeUnit.slug, AdministrativeUnit.name)
                                       .where(col(AdministrativeUnit.slug).in_(units))).all()),
            "counts": [one.counts(texts) for one in (then, now)],
            "sentences": [sentence(said, one.by_priority(texts), Level.PRIORITIES) for one in (then, now)],
        },
    )  # fmt: skip


def _chosen(versions: list[Version], older: str, newer: str) -> tuple[Version, Version]:
    """In their order, however they were asked for. Raises Missing."""
    by_number = {str(one.number): one for one in versions}
    if not versions or not all(re.fullmatch("|".join(("", *by_number)), one) for one in (older, newer)):
        raise Missing
    last = by_number[newer] if newer else versions[0]
    first = by_number.get(older or str(last.number - 1))
    if first is None or first.number == last.number:
        raise Missing
    return min(first, last, key=_number), max(first, last, key=_number)


def _number(version: Version) -> int:
    return version.number


HANDLERS: list[Any] = [versions_compared]
