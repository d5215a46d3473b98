"""My work: what waits for me in every room, and the doors that I may open."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts import redactions
from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.contracts import editions
from pop_tracker.monitoring import waiting as monitoring
from pop_tracker.plans.findings import rows as findings
from pop_tracker.pledges import models as pledges
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_
from pop_tracker.web.render import page

ROOMS = (editions, pledges, findings, monitoring, redactions)


@dataclass(frozen=True)
class Door:
    path: str
    title: str
    text: str


RECORDING = (
    Door("/puna/kontratat", N_("Kontratat"),
         N_("Shkruani ose ndryshoni draftin e një kontrate dhe dërgojeni për rishikim.")),
    Door("/puna/nenshkrimet", N_("Nënshkrimet"),
         N_("Ftoni kandidatët me lidhje personale; regjistroni përgjigjet në letër.")),
    Door("/puna/planet", N_("Planet dhe konsultimet"),
         N_("Shtoni një plan, zërat e tij ose një konsultim.")),
    Door("/puna/gjetjet", N_("Zotimet në plan"),
         N_("Gjeni zotimet në planin e bashkisë, ose shënoni që nuk janë aty.")),
    Door("/puna/raundet", N_("Monitorimi"), N_("Hapni një raund dhe vlerësoni zotimet, me prova.")),
)  # fmt: skip
REVIEWING = (Door("/puna/rishikimi", N_("Rishikimi"), N_("Miratoni ose ktheni vlerësimet që të tjerët dërguan.")),)
COORDINATING = (
    Door("/puna/njerezit", N_("Njerëzit"), N_("Kush hyn, për cilën organizatë dhe me çfarë roli.")),
    Door("/puna/organizatat", N_("Organizatat"), N_("Organizatat anëtare dhe bashkitë që mbulojnë.")),
    Door("/puna/zgjedhjet", N_("Zgjedhjet dhe kandidatët"), N_("Regjistroni ditën, kandidatët dhe rezultatin.")),
    Door("/puna/detyrat", N_("Detyrat publike"), N_("Kush është kryetar bashkie, nga kur dhe deri kur.")),
    Door("/puna/heqjet", N_("Heqja e të dhënave personale"), N_("Kërkoni ose vendosni heqjen e tyre nga regjistri.")),
)


def waiting(session: Session, viewer: Viewer) -> list[Waiting]:
    """What waits for the viewer, room after room."""
    return [one for room in ROOMS for one in room.waiting_for(session, viewer)]


def doors(viewer: Viewer) -> list[Door]:
    """The staff pages that the viewer may use."""
    found: list[Door] = []
    if viewer.is_editor or viewer.is_coordinator:
        found += RECORDING
    if viewer.is_reviewer:
        found += REVIEWING
    if viewer.is_coordinator:
        found += COORDINATING
    return found


@get("/puna")
def work_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return page(request, "browse/work.html", {"waiting": waiting(session, viewer), "doors": doors(viewer)})


HANDLERS: list[Any] = [work_page]
