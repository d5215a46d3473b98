"""Somebody's own work: what waits for them in every room, what they sent and waits for others, the rooms they may
open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
    also: tuple[str, ...] = ()
    """Further addresses of the room."""

    def holds(self, path: str) -> bool:
        """Whether what stands at this path is done in the room that the door opens."""
        return any(path == of_it or path.startswith(f"{of_it}/") for of_it in (self.path, *self.also))


RECORDING = (
    Door("/puna/kontratat", N_("Kontratat")),
    Door("/puna/nenshkrimet", N_("Nënshkrimet"), ("/puna/ftesat",)),
    Door("/puna/planet", N_("Planet dhe konsultimet"), ("/puna/konsultimet",)),
    Door("/puna/gjetjet", N_("Zotimet në plan")),
    Door("/puna/raundet", N_("Monitorimi"), ("/puna/ndreqjet", "/puna/vleresimet")),
)
REVIEWING = (Door("/puna/rishikimi", N_("Rishikimi")),)
COORDINATING = (
    Door("/puna/njerezit", N_("Njerëzit")),
    Door("/puna/organizatat", N_("Organizatat")),
    Door("/puna/zgjedhjet", N_("Zgjedhjet dhe kandidatët")),
    Door("/puna/detyrat", N_("Detyrat publike")),
    Door("/puna/heqjet", N_("Heqja e të dhënave personale")),
)


def waiting(session: Session, viewer: Viewer) -> list[Waiting]:
    """What waits for the viewer, the oldest first; at the end, room after room, what no room knows a day of."""
    return _oldest_first(one for room in ROOMS for one in room.waiting_for(session, viewer))


def sent(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person, the oldest first."""
    return _oldest_first(one for room in ROOMS for one in room.sent_by(session, viewer))


def _oldest_first(found: Iterable[Waiting]) -> list[Waiting]:
    return sorted(found, key=lambda one: one.since or date.max)


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


def ways(viewer: Viewer) -> list[Door]:
    """The rooms of the daily work, for the bar of every staff page; the network's own stand on `/puna` alone."""
    return [door for door in doors(viewer) if door not in COORDINATING]


@get("/puna")
def work_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    waits, groups = waiting(session, viewer), doors(viewer)
    context = {
        "waiting": waits,
        "count": sum(one.count for one in waits),
        "sent": sent(session, viewer),
        "doors": [(door, sum(one.count for one in waits if door.holds(one.path))) for door in groups],
    }
    return page(request, "browse/work.html", context)


HANDLERS: list[Any] = [work_page]
