"""/zotimet, the explorer: the address is the question, so every answer can be shared; and its CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.commitments import SORTS, Found, Question, Row, find, rows
from pop_tracker.contracts.texts import Scope
from pop_tracker.monitoring.scale import STATUS_WORDS, Status
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.findings.rows import FindingRow
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words, localized
from pop_tracker.web.render import page, url_for
from pop_tracker.web.tables.csv_file import csv_file

EXPLORER = "/zotimet"


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    name: str
    value: str
    address: str


@get(EXPLORER, opt=PUBLIC)
def explorer(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    found = find(session, Question.asked(request.query_params))
    paged = found.paged
    question, path = found.question, url_for(request, EXPLORER)
    return page(
        request,
        "browse/contracts/explorer.html",
        {
            "question": question,
            "choices": found.choices,
            "status_words": STATUS_WORDS,
            "sorts": SORTS,
            "found": found,
            "rows": rows(session, found, paged.rows),
            "counts": found.counts.by_status,
            "problems": [said.gettext(problem.message, **problem.values) for problem in found.problems],
            "chips": chips(found, path, said),
            "verdict_words": VERDICT_WORDS,
            "csv_address": question.address(url_for(request, f"{EXPLORER}.csv")),
            "paged": paged,
            "previous": question.address(path, faqja=str(paged.previous)) if paged.previous else None,
            "next": question.address(path, faqja=str(paged.next)) if paged.next else None,
        },
        part="browse/contracts/_explorer.html",
        status=422 if found.problems else 200,
        # Without the empty fields that a form sends along.
        headers={"HX-Push-Url": question.address(path, faqja=question.faqja)},
    )


def chips(found: Found, path: str, said: Words) -> list[Chip]:
    question, known = found.question, found.choices
    units = {unit.slug: unit.name for unit in known.units}
    plan = known.plans.get(question.plani)
    values = [
        ("q", said.gettext("Fjalët"), question.q),
        ("bashkia", said.gettext("Bashkia"), known.municipalities.get(question.bashkia, question.bashkia)),
        ("njesia", said.gettext("Njësia"), units.get(question.njesia, question.njesia)),
        ("prioriteti", said.gettext("Prioriteti"), question.prioriteti),
        ("statusi", said.gettext("Statusi"), _status_word(question.statusi, said)),
        ("plani", said.gettext("Plani"), plan.title if plan else question.plani),
    ]
    # Without its municipality a unit's name may mean another one elsewhere: both go together.
    gone = {"bashkia": {"bashkia": "", "njesia": ""}}
    return [
        Chip(label, value, question.address(path, **gone.get(name, {name: ""})))
        for name, label, value in values
        if value
    ]


def _status_word(value: str, said: Words) -> str:
    return said.gettext(STATUS_WORDS[Status(value)]) if value in set(Status) else value


COLUMNS = (
    N_("referenca"), N_("teksti"), N_("bashkia"), N_("kontrata"), N_("numri i prioritetit"), N_("prioriteti"),
    N_("njësitë"), N_("vendi"), N_("statusi"), N_("kodi i statusit"), N_("raundi"), N_("periudha"),
    N_("gjetja në plan"), N_("adresa e përhershme"),
)  # fmt: skip


@get(f"{EXPLORER}.csv", opt=PUBLIC)
def explorer_csv(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """Exactly the rows that the same question shows, all pages of it."""
    found = find(session, Question.asked(request.query_params)).or_refuse()
    base_url = request.app.state.settings.base_url
    lines = (_cells(row, said, base_url) for row in rows(session, found, found.leaves))
    return csv_file(said.gettext("zotimet"), COLUMNS, lines, said)


def _cells(row: Row, said: Words, base_url: str) -> Iterable[str]:
    text, judged = row.text, row.said_by
    yield text.ref
    yield text.text
    yield row.contract.municipality_name
    yield row.contract.title
    yield str(text.priority_number)
    yield text.priority_title
    yield (
        "; ".join(unit.name for unit in text.units)
        if text.units
        else (said.gettext("e gjithë bashkia") if text.scope is Scope.MUNICIPALITY else "")
    )
    yield text.place
    yield said.gettext(STATUS_WORDS[row.status])
    yield row.status.value
    yield str(judged.round_number) if judged else ""
    yield f"{judged.period_from:%Y-%m} / {judged.period_until:%Y-%m}" if judged else ""
    yield "; ".join(finding_in_words(finding, said) for finding in row.findings)
    yield base_url + localized(row.path, said.language)


def finding_in_words(finding: FindingRow, said: Words) -> str:
    """në plan: Plani Social 2025-2028, 1.1.2"""
    item = f", {finding.item_number}" if finding.item_number else ""
    return f"{said.gettext(VERDICT_WORDS[finding.verdict])}: {finding.plan_title}{item}"


HANDLERS: list[Any] = [explorer, explorer_csv]
