"""/zotimet, the explorer: the address is the question, so every answer can be shared; and its CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.commitments import SORTS, Found, Question, Row, find, rows
from pop_tracker.browse.contract import ContractHead
from pop_tracker.browse.near import Near, near
from pop_tracker.contracts.handing_out import PublicDocument, documents_of_contracts
from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS, Theme
from pop_tracker.contracts.texts import Scope
from pop_tracker.monitoring.scale import STATUS_WORDS, Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.findings.rows import FindingRow
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words, localized
from pop_tracker.web.render import page, url_for, wants_part
from pop_tracker.web.tables.csv_file import csv_file

EXPLORER = "/zotimet"


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    name: str
    value: str
    address: str


@dataclass(frozen=True)
class Group:
    """Rows of one contract, one after the other. What was found of it in all stands at the head of the first."""

    contract: ContractHead
    rows: list[Row]
    counts: Counts | None
    said_by: LeafStatus | None
    """The round that all its statuses come from, where it is one."""

    @property
    def shows_statuses(self) -> bool:
        """Not where nothing is assessed, nor where the head says one status of many rows."""
        if self.counts is None:
            return any(row.status is not Status.NOT_ASSESSED for row in self.rows)
        in_use = [value for value, count in self.counts.by_status.items() if count]
        return bool(self.counts.looked_at) and (len(in_use) > 1 or len(self.rows) == 1)


def groups(found: Found, in_order: list[Row]) -> list[Group]:
    """No figure adds two mandates, so each contract counts by itself."""
    of_contract: dict[int, list[Status]] = {}
    rounds: dict[int, dict[int, LeafStatus]] = {}
    for leaf in found.leaves:
        of_contract.setdefault(leaf.contract.id, []).append(leaf.status)
        if said := found.statuses.get(leaf.commitment_id):
            rounds.setdefault(leaf.contract.id, {})[said.round_number] = said
    shown: list[Group] = []
    told: set[int] = set()
    for contract_id, of_it in groupby(in_order, key=lambda row: row.contract.id):
        rows_of_it = list(of_it)
        known = list(rounds.get(contract_id, {}).values())
        counts = None if contract_id in told else Counts.of(of_contract[contract_id])
        shown.append(Group(rows_of_it[0].contract, rows_of_it, counts, known[0] if len(known) == 1 else None))
        told.add(contract_id)
    return shown


@get(EXPLORER, opt=PUBLIC)
def explorer(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    found = find(session, Question.asked(request.query_params))
    paged = found.paged
    question, path = found.question, url_for(request, EXPLORER)
    on = chips(found, path, said)
    return page(
        request,
        "browse/contracts/explorer.html",
        {
            "question": question,
            "choices": found.choices,
            "status_words": STATUS_WORDS,
            "sorts": SORTS,
            "theme_words": THEME_WORDS,
            "found": found,
            "groups": groups(found, rows(session, found, paged.rows)),
            "near": near(session, found) if question.q and not found.leaves and not found.problems else Near(),
            "problems": [said.gettext(problem.message, **problem.values) for problem in found.problems],
            "chips": on,
            "title": title(on, said),
            "is_part": wants_part(request),
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


def title(on: list[Chip], said: Words) -> str:
    """Names what is asked, so that a tab or a bookmark tells one search from another."""
    asked = " · ".join(chip.value[:70] for chip in on)
    return said.gettext("Zotimet") + (f": {asked}" if asked else "")


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
        ("tema", said.gettext("Tema"), _theme_word(question.tema, said)),
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


def _theme_word(value: str, said: Words) -> str:
    return said.gettext(THEME_WORDS[Theme(value)]) if value and value in set(Theme) else value


COLUMNS = (
    N_("referenca"), N_("teksti"), N_("bashkia"), N_("kontrata"), N_("numri i prioritetit"), N_("prioriteti"),
    N_("njësitë"), N_("vendi"), N_("statusi"), N_("kodi i statusit"), N_("raundi"), N_("periudha"),
    N_("gjetja në plan"), N_("grupet e synuara"), N_("çfarë tregon se u bë"), N_("afati"), N_("kompetenca"),
    N_("ligji"), N_("tema"), N_("kodi i temës"), N_("pasazhi i dokumentit"), N_("faqja e pasazhit"),
    N_("dokumenti (SHA-256)"), N_("adresa e përhershme"),
)  # fmt: skip


@get(f"{EXPLORER}.csv", opt=PUBLIC)
def explorer_csv(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """Exactly the rows that the same question shows, all pages of it."""
    found = find(session, Question.asked(request.query_params)).or_refuse()
    settings = request.app.state.settings
    shown = rows(session, found, found.leaves)
    documents = documents_of_contracts(session, {row.contract.id for row in shown})
    lines = (_cells(row, documents.get(row.contract.id), said, settings.base_url) for row in shown)
    return csv_file(said.gettext("zotimet"), COLUMNS, lines, said, is_training=settings.training)


def _cells(row: Row, document: PublicDocument | None, said: Words, base_url: str) -> Iterable[str]:
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
    yield judged.period.in_data if judged else ""
    yield "; ".join(finding_in_words(finding, said) for finding in row.findings)
    yield text.target_groups
    yield text.shows_done
    yield text.due
    yield said.gettext(COMPETENCE_WORDS[text.competence]) if text.competence else ""
    yield text.law
    yield _theme_word(text.theme.value, said)
    yield text.theme.value
    yield text.passage
    yield str(text.passage_page or "") if text.passage else ""
    yield document.original_sha256 if document else ""
    yield base_url + localized(row.path, said.language)


def finding_in_words(finding: FindingRow, said: Words) -> str:
    """në plan: Plani Social 2025-2028, 1.1.2"""
    item = f", {finding.item_number}" if finding.item_number else ""
    return f"{said.gettext(VERDICT_WORDS[finding.verdict])}: {finding.plan_title}{item}"


HANDLERS: list[Any] = [explorer, explorer_csv]
