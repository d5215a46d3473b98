"""/kontratat/{slug}/matrica: commitments down, plans and budgets across, in each cell what someone found there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, contract_head
from pop_tracker.browse.figures import BUDGETS, Planned, Step, by_commitment, in_plans, items_found, with_budget
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, leaves, texts_where
from pop_tracker.plans.findings.findings import FindingVerdict
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.models import PLAN_KIND_WORDS, PlanKind
from pop_tracker.plans.plan_rows import PlanRow, plans
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words, localized
from pop_tracker.web.render import page, url_for
from pop_tracker.web.tables.csv_file import csv_file
from pop_tracker.web.texts import tidy

NOT_EXAMINED = "not_examined"
"""Nobody has looked: the fourth answer beside the three verdicts, and never one of them."""
ANSWERS: dict[str, str] = {
    FindingVerdict.COVERED: N_("plotësisht në plan"),
    FindingVerdict.PARTLY_COVERED: N_("pjesërisht në plan"),
    FindingVerdict.NOT_IN_PLAN: N_("nuk është në plan"),
    NOT_EXAMINED: N_("nuk është shqyrtuar"),
}


@dataclass(frozen=True)
class Cell:
    """A commitment in a plan. No finding: nobody has looked."""

    plan: PlanRow
    finding: FindingRow | None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of the plan's items that answer the commitment, the quoted one first."""
        return (self.finding.item_number, *self.finding.also) if self.finding and self.finding.item_number else ()

    @property
    def answer(self) -> str:
        return self.finding.verdict.value if self.finding else NOT_EXAMINED


@dataclass(frozen=True)
class Line:
    """A commitment with a cell for each plan that is shown."""

    text: Text
    cells: list[Cell]

    @property
    def verdict(self) -> FindingVerdict | None:
        """What these plans say together: in one of them is in a plan."""
        return in_plans(cell.finding for cell in self.cells if cell.finding)

    @property
    def answer(self) -> str:
        """Where one plan is shown, what stands in its cell, also where it does not count."""
        if len(self.cells) == 1:
            return self.cells[0].answer
        return self.verdict.value if self.verdict else NOT_EXAMINED


@dataclass(frozen=True)
class Filters:
    """What the address asks, word for word; empty means "any"."""

    gjetja: str = ""
    plani: str = ""
    prioriteti: str = ""
    njesia: str = ""

    @classmethod
    def asked(cls, parameters: Mapping[str, str]) -> Self:
        return cls(**{f.name: tidy(parameters.get(f.name, "")) for f in fields(cls)})

    def address(self, path: str, **changes: str) -> str:
        said = {name: value for name, value in vars(replace(self, **changes)).items() if value}
        return path + (f"?{urlencode(said)}" if said else "")

    @property
    def are_on(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Matrix:
    """A contract beside all plans of its municipality. The figures are of the whole, whatever is filtered."""

    head: ContractHead
    plans: list[PlanRow]
    lines: list[Line]
    planned: Planned
    budget: Step

    @property
    def examined_plans(self) -> list[PlanRow]:
        """Those that the figures count."""
        looked_in = {
            cell.plan.id
            for line in self.lines
            for cell in line.cells
            if cell.finding and not cell.finding.is_before_contract
        }
        return [plan for plan in self.plans if plan.id in looked_in]

    def is_before(self, plan: PlanRow) -> bool:
        """Its years were over when the contract's began: it is shown, and not counted."""
        return plan.period_until is not None and plan.period_until < self.head.term_from

    @property
    def only_social_plan(self) -> bool:
        """All that was found, was looked for in the social plan alone."""
        return {plan.plan_kind for plan in self.examined_plans} == {PlanKind.SOCIAL_PLAN}

    @property
    def priorities(self) -> dict[int, str]:
        return {line.text.priority_number: line.text.priority_title for line in self.lines}

    @property
    def units(self) -> dict[str, str]:
        return {unit.slug: unit.name for line in self.lines for unit in line.text.units}

    def problems(self, filters: Filters) -> Iterable[Refusal]:
        known = {
            "gjetja": (set(ANSWERS), N_("Nuk ka gjetje “%(value)s”.")),
            "plani": ({plan.slug for plan in self.plans}, N_("Nuk gjendet plani “%(value)s” i kësaj bashkie.")),
            "prioriteti": ({str(number) for number in self.priorities}, N_("Kontrata nuk ka prioritet “%(value)s”.")),
            "njesia": (set(self.units), N_("Asnjë zotim nuk e përmend njësinë “%(value)s”.")),
        }
        for name, (values, message) in known.items():
            value = getattr(filters, name)
            if value and value not in values:
                yield Refusal(message, field=name, value=value[:80])

    def filtered(self, filters: Filters) -> Self:
        """The plans and lines to show: of one plan, then of those that answer so in what is shown."""
        shown = [plan for plan in self.plans if filters.plani in ("", plan.slug)]
        lines = [Line(line.text, [cell for cell in line.cells if cell.plan in shown]) for line in self.lines]
        return replace(
            self,
            plans=shown,
            lines=[
                line
                for line in lines
                if filters.gjetja in ("", line.answer)
                and filters.prioriteti in ("", str(line.text.priority_number))
                and (not filters.njesia or filters.njesia in {unit.slug for unit in line.text.units})
            ],
        )


def matrix(session: Session, slug: str) -> Matrix:
    """Six queries. Raises Missing where there is no such contract."""
    head = contract_head(session, slug)
    texts = leaves(
        texts_where(
            session,
            col(CommitmentText.edition_id).in_(newest_edition_ids()),
            col(Commitment.contract_id) == head.id,
        )
    )
    across = sorted(plans(session, head.municipality_id), key=_newest_first)
    rows = published_findings(session, contract_id=head.id)
    found, found_in = by_commitment(rows), {(row.commitment_id, row.plan_id): row for row in rows}
    items = items_found(session, rows)
    ids = [text.commitment_id for text in texts]
    return Matrix(
        head,
        across,
        [Line(text, [Cell(plan, found_in.get((text.commitment_id, plan.id))) for plan in across]) for text in texts],
        Planned.of(ids, found),
        with_budget(ids, found, items, {plan.id for plan in across if plan.plan_kind in BUDGETS}),
    )


def _newest_first(plan: PlanRow) -> tuple[int, str]:
    return -(plan.period_from or 0), plan.slug


def _years(plan: PlanRow) -> str:
    """For a table: 2024–2027, 2024 for a budget of one year, 2024– where the plan does not say until when; empty
    where it says neither."""
    first, last = str(plan.period_from or ""), str(plan.period_until or "")
    return first if first == last else f"{first}–{last}"


@get("/kontratat/{slug:str}/matrica", opt=PUBLIC)
def matrix_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    whole, filters = matrix(session, slug), Filters.asked(request.query_params)
    problems = list(whole.problems(filters))
    path = url_for(request, f"{whole.head.path}/matrica")
    return page(
        request,
        "browse/contracts/matrix.html",
        {
            "head_of": whole.head,
            "whole": whole,
            "filters": filters,
            "shown": whole.filtered(Filters() if problems else filters),
            "problems": [said.gettext(problem.message, **problem.values) for problem in problems],
            "answers": ANSWERS,
            "budgets": BUDGETS,
            "plan_kind_words": PLAN_KIND_WORDS,
            "csv_address": filters.address(f"{path}.csv"),
            "base_url": request.app.state.settings.base_url,
        },
        part="browse/contracts/_matrix.html",
        status=422 if problems else 200,
        headers={"HX-Push-Url": filters.address(path)},
    )


COLUMNS = (
    N_("referenca"), N_("teksti"), N_("numri i prioritetit"), N_("prioriteti"), N_("njësitë"), N_("plani"),
    N_("lloji i planit"), N_("vitet"), N_("gjetja në plan"), N_("kodi i gjetjes"), N_("zërat e planit"), N_("arsyeja"),
    N_("citimi"), N_("burimi"), N_("organizata"), N_("publike që më"), N_("para kontratës"),
    N_("adresa e përhershme"),
)  # fmt: skip


@get("/kontratat/{slug:str}/matrica.csv", opt=PUBLIC)
def matrix_csv(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:
    """A row for each cell that the same address shows; one without a plan where the municipality has none."""
    whole, filters = matrix(session, slug), Filters.asked(request.query_params)
    for problem in whole.problems(filters):
        raise problem
    settings = request.app.state.settings
    rows = (
        _row(line, cell, settings.base_url + localized(f"{whole.head.path}/{line.text.ref}", said.language), said)
        for line in whole.filtered(filters).lines
        for cell in (*line.cells, *(() if line.cells else (None,)))
    )
    name = f"{said.gettext('matrica')}-{whole.head.slug}"
    return csv_file(name, COLUMNS, rows, said, is_training=settings.training)


def _row(line: Line, cell: Cell | None, address: str, said: Words) -> Iterable[str]:
    text = line.text
    yield from (text.ref, text.text, str(text.priority_number), text.priority_title)
    yield "; ".join(unit.name for unit in text.units)
    yield cell.plan.title if cell else ""
    yield said.gettext(PLAN_KIND_WORDS[cell.plan.plan_kind]) if cell else ""
    yield _years(cell.plan) if cell else ""
    answer = cell.answer if cell else NOT_EXAMINED
    yield from (said.gettext(ANSWERS[answer]), answer)
    yield "; ".join(cell.numbers) if cell else ""
    finding = cell.finding if cell else None
    yield from (finding.reason, finding.quote, finding.source, finding.organisation) if finding else ("",) * 4
    yield finding.published_on.isoformat() if finding and finding.published_on else ""
    yield said.gettext("po") if finding and finding.is_before_contract else ""
    yield address


HANDLERS: list[Any] = [matrix_page, matrix_csv]
