"""What someone takes along to a unit: its commitments with what was last said of them, and room to write."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import Scope, Text, leaves, texts_of_edition
from pop_tracker.monitoring.models import STATUS_WORDS, VERDICTS, Round, Status
from pop_tracker.monitoring.report.files import CannotMakePDF, on_paper
from pop_tracker.monitoring.rounds import round_for
from pop_tracker.monitoring.statuses import LeafStatus, current_statuses
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, words_of

WHOLE = "e-gjithe-bashkia"
"""In the address, for the commitments that name no unit."""


@dataclass(frozen=True)
class Line:
    """A leaf on the sheet; `said` is None where no round said anything of it."""

    text: Text
    status: Status
    said: LeafStatus | None


@dataclass(frozen=True)
class Sheet:
    slug: str
    name: str
    """Empty: the whole municipality."""
    lines: tuple[Line, ...]


def sheets(session: Session, held: Round) -> list[Sheet]:
    """One for the whole municipality, then one for each unit that a commitment names. A place that nobody has
    confirmed the unit of stands on the first, in its own words."""
    last = current_statuses(session, [held.contract_id])
    texts = leaves(texts_of_edition(session, held.edition_id))
    units = session.exec(
        select(AdministrativeUnit)
        .where(AdministrativeUnit.municipality_id == held.contract.municipality_id)
        .order_by(col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key))
    ).all()
    found = [Sheet(WHOLE, "", tuple(_line(text, last, None) for text in texts if text.scope is not Scope.UNITS))]
    found += [
        Sheet(unit.slug, unit.name, tuple(
            _line(text, last, unit.id) for text in texts if any(one.id == unit.id for one in text.units)
        ))
        for unit in units
    ]  # fmt: skip
    return [sheet for sheet in found if sheet.lines]


def _line(text: Text, last: dict[int, LeafStatus], unit_id: int | None) -> Line:
    said = last.get(text.commitment_id)
    if said is None:
        return Line(text, Status.NOT_ASSESSED, None)
    return Line(text, said.status if unit_id is None else said.in_unit(unit_id), said)


def _context(session: Session, held: Round, slug: str) -> dict[str, Any]:
    sheet = next((one for one in sheets(session, held) if one.slug == slug), None)
    if sheet is None:
        raise Missing
    return {
        "round": held,
        "contract": held.contract,
        "municipality": session.get_one(Municipality, held.contract.municipality_id).name,
        "sheet": sheet,
        "verdicts": [STATUS_WORDS[verdict] for verdict in VERDICTS],
        "status_words": STATUS_WORDS,
    }


@get("/puna/raundet/{round_id:int}/fleta")
def fieldwork(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    held = round_for(session, viewer, round_id)
    context = {"round": held, "contract": held.contract, "sheets": sheets(session, held)}
    return page(request, "monitoring/fieldwork.html", context)


@get("/puna/raundet/{round_id:int}/fleta/{unit:str}")
def fieldwork_sheet(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    unit: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    """As a page, which prints too."""
    held = round_for(session, viewer, round_id)
    return page(request, "monitoring/fieldwork_sheet.html", _context(session, held, unit))


@get("/puna/raundet/{round_id:int}/fleta/{unit:str}/pdf")
def fieldwork_paper(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    unit: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[bytes] | Response[str]:
    """On A4, with its heading on every page; where the machine can make no PDF, the page is what there is."""
    held = round_for(session, viewer, round_id)
    context = _context(session, held, unit)
    said: Words = words_of(request)
    try:
        html = request.app.state.pages.render(said.language, "monitoring/fieldwork_paper.html", context)
        contents = on_paper(html)
    except CannotMakePDF:
        context["refused"] = said.gettext(N_("Këtu nuk bëhen dot PDF: shtypeni këtë faqe nga shfletuesi."))
        return page(request, "monitoring/fieldwork_sheet.html", context)
    name = f"fleta-{context['contract'].slug}-{held.number}-{unit}.pdf"
    headers = {"content-disposition": disposition(name), "cache-control": "private, no-store"}
    return Response(contents, media_type="application/pdf", headers=headers)


HANDLERS: list[Any] = [fieldwork, fieldwork_sheet, fieldwork_paper]
