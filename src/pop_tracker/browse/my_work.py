"""Somebody's own work: what waits for them in every room, what they sent and waits for others, the days that they have
before them, what they did last in the record, the rooms they may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.browse.gathered import deadlines, in_hand
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.acts import acts_of
from pop_tracker.browse.record.saves import Told
from pop_tracker.history import VERBS
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page

DONE = 5


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
    Door("/puna/nenshkrimet", N_("Nënshkrimet"), ("/puna/ftesat", "/puna/kontaktet")),
    Door("/puna/planet", N_("Planet dhe konsultimet"), ("/puna/konsultimet", "/puna/zerat")),
    Door("/puna/gjetjet", N_("Zotimet në plan")),
    Door("/puna/raundet", N_("Monitorimi"), ("/puna/ndreqjet", "/puna/vleresimet", "/puna/mohimet")),
)
REVIEWING = (Door("/puna/rishikimi", N_("Rishikimi")),)
COORDINATING = (
    Door("/puna/njerezit", N_("Njerëzit")),
    Door("/puna/organizatat", N_("Organizatat"), also=("/puna/domenet",)),
    Door("/puna/zgjedhjet", N_("Zgjedhjet dhe kandidatët")),
    Door("/puna/detyrat", N_("Detyrat publike")),
    Door("/puna/heqjet", N_("Heqja e të dhënave personale")),
    Door("/puna/ditari", N_("Ditari i llogarive")),
    Door("/puna/posta", N_("Emailet")),
)


def done(session: Session, viewer: Viewer, said: Words) -> list[Told]:
    """The last that the viewer did in the record, as author or as second person."""
    return saves.entries(session, said, only=acts_of(viewer.person_id or 0), limit=DONE)


def names_of(session: Session, things: Iterable[Waiting]) -> dict[int, str]:
    """Of whoever sent them, by id; one query."""
    ids = {person for one in things for person in one.by}
    return {person.id or 0: person.name for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}


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
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    held, groups = in_hand(session, viewer), doors(viewer)
    waits = held.waiting
    context = {
        "waiting": waits,
        "count": sum(one.count for one in waits),
        "names": names_of(session, waits),
        "sent": held.sent,
        "deadlines": deadlines(session, viewer),
        "done": done(session, viewer, said),
        "verbs": VERBS,
        "me": viewer.person_id,
        "doors": [(door, sum(one.count for one in waits if door.holds(one.path))) for door in groups],
    }
    return page(request, "browse/work.html", context)


HANDLERS: list[Any] = [work_page]
