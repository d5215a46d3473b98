"""The doors of the sheets that are taken along to a unit."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.monitoring.fieldwork import sheet_of, sheets
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.rounds import round_for
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.places.models import Municipality
from pop_tracker.web.doors import get
from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import N_
from pop_tracker.web.paper import CannotMakePDF, on_paper


@get("/puna/raundet/{round_id:int}/fleta")
def fieldwork(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Response[str]:
    held = round_for(desk.session, desk.viewer, round_id)
    context = {"round": held, "contract": held.contract, "sheets": sheets(desk.session, held)}
    return desk.page("monitoring/fieldwork/fieldwork.html", context)


@get("/puna/raundet/{round_id:int}/fleta/{unit:str}")
def fieldwork_sheet(desk: NamedDependency[Desk], round_id: FromPath[int], unit: FromPath[str]) -> Response[str]:
    """As a page, which prints too."""
    held = round_for(desk.session, desk.viewer, round_id)
    return desk.page("monitoring/fieldwork/sheet.html", _context(desk, held, unit))


@get("/puna/raundet/{round_id:int}/fleta/{unit:str}/pdf")
def fieldwork_paper(
    desk: NamedDependency[Desk], round_id: FromPath[int], unit: FromPath[str]
) -> Response[bytes] | Response[str]:
    """On A4, with its heading on every page; where the machine can make no PDF, the page is what there is."""
    held = round_for(desk.session, desk.viewer, round_id)
    context = _context(desk, held, unit)
    try:
        html = desk.request.app.state.pages.render(desk.words.language, "monitoring/fieldwork/paper.html", context)
        contents = on_paper(html)
    except CannotMakePDF:
        context["refused"] = desk.words.gettext(N_("Këtu nuk krijohet PDF: printoni faqen nga shfletuesi."))
        return desk.page("monitoring/fieldwork/sheet.html", context)
    name = f"fleta-{held.contract.slug}-{held.number}-{unit}.pdf"
    headers = {"content-disposition": disposition(name), "cache-control": "private, no-store"}
    return Response(contents, media_type="application/pdf", headers=headers)


def _context(desk: Desk, held: Round, unit: str) -> dict[str, Any]:
    return {
        "round": held,
        "contract": held.contract,
        "municipality": desk.session.get_one(Municipality, held.contract.municipality_id).name,
        "sheet": sheet_of(desk.session, held, unit),
        "verdicts": list(STATUS_WORDS.values()),
        "status_words": STATUS_WORDS,
    }


HANDLERS: list[Any] = [fieldwork, fieldwork_sheet, fieldwork_paper]
