"""What somebody holds in every room, for the day on which they leave or may not go on with it.

Each room declares its kinds: what is held, what becomes of it by itself, and, where one person alone could go on with
it, how it passes to another one. Nobody takes over what they may not record, and no second account of the same person
does. What was passed on is in the account log, and whoever takes over is told by email.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from pop_tracker.accounts import held_roles, log
from pop_tracker.accounts.models import Person, Role, RoleHeld, Viewer, viewer_for
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, localized, words

log.declare({"work_passed_on": N_("Punë e kaluar te një person tjetër")})
log.explain("to", N_("E vazhdon"))
log.explain("count", N_("Sa"))
log.explain("work", N_("Çfarë"))


@dataclass(frozen=True)
class Held:
    """A thing in somebody's hands, as lists of work tell it."""

    thing: Waiting
    municipality_id: int | None = None
    """Whoever takes it over records for it."""


@dataclass(frozen=True)
class Kind:
    """Things of one kind that people hold; words are message ids."""

    name: str
    words: str
    rest: str
    """What becomes of them when nobody takes over."""
    of: Callable[[Session, Viewer], list[Held]]
    pass_on: Callable[[Session, Viewer, int], None] | None = None
    """From the viewer to the person of that number. None: others go on with it without further ado."""


KINDS: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """By each room; `pop_tracker.tables` brings all of them."""
    KINDS.update({kind.name: kind for kind in kinds})
    log.explain("work", N_("Çfarë"), {kind.name: kind.words for kind in kinds})


@dataclass(frozen=True)
class Holding:
    """What a person holds of one kind, and who may take it over; colleagues of the organisation first."""

    kind: Kind
    things: list[Waiting]
    takers: list[Person]

    @property
    def field(self) -> str:
        """The name of its choice in a form."""
        return f"kujt_{self.kind.name}"


def holdings(session: Session, person: Person) -> list[Holding]:
    """Of each kind, where there is anything."""
    viewer = _of_all_rooms(session, person)
    found = [(kind, held) for kind in KINDS.values() if (held := kind.of(session, viewer))]
    others = _others(session, viewer) if any(kind.pass_on for kind, _ in found) else []
    return [
        Holding(
            kind,
            [one.thing for one in held],
            [
                other
                for other, may in others
                if kind.pass_on and all(may.may_edit(one.municipality_id) for one in held if one.municipality_id)
            ],
        )
        for kind, held in found
    ]


def _of_all_rooms(session: Session, person: Person) -> Viewer:
    """Rooms tell of what waits by roles; what somebody holds stays with them when they lose theirs."""
    return replace(viewer_for(session, person), roles=frozenset(Role))


def _others(session: Session, viewer: Viewer) -> list[tuple[Person, Viewer]]:
    """Who records somewhere and is somebody else."""
    recording = select(RoleHeld.person_id).where(col(RoleHeld.role).in_((Role.EDITOR, Role.COORDINATOR)))
    people = session.exec(
        select(Person).where(
            col(Person.id).in_(recording), col(Person.left_on).is_(None), col(Person.id).not_in(viewer.same_as)
        )
    ).all()
    order = sorted(people, key=lambda one: (one.organisation_id != viewer.organisation_id, sort_key(one.name)))
    return [(one, viewer_for(session, one)) for one in order]


def pass_on(
    session: Session, settings: Settings, viewer: Viewer, person: Person, choices: Mapping[str, int | None]
) -> bool:
    """By the coordinator: what the person holds of each kind that is named goes to the person chosen for it; None: it
    stays with the organisation. Each who takes over gets one email with all of it. Whether anything went."""
    taken: dict[int, list[Holding]] = {}
    named = {person.id, *choices.values()} - {None}
    # Kept from others, who might close the account of one of them, or pass the same work on, in the same moment.
    session.exec(select(Person).where(col(Person.id).in_(named)).order_by(col(Person.id)).with_for_update()).all()
    of = viewer_for(session, person)
    for holding in holdings(session, person):
        to = choices.get(holding.kind.name)
        if to is None or holding.kind.pass_on is None:
            continue
        if to not in {taker.id for taker in holding.takers}:
            raise Refusal(N_("Ky person nuk mund ta vazhdojë këtë punë."), field=holding.field)
        holding.kind.pass_on(session, of, to)
        count = len(holding.things)
        acting = held_roles.acting(viewer.person_id)
        log.note(session, "work_passed_on", of=person.id, to=to, work=holding.kind.name, count=count, **acting)
        taken.setdefault(to, []).append(holding)
    for to, several in taken.items():
        _tell(session, settings, person, session.get_one(Person, to), several)
    return bool(taken)


def _tell(session: Session, settings: Settings, person: Person, to: Person, several: list[Holding]) -> None:
    said = words(to.language)
    lines = [
        f"- {said.gettext(holding.kind.words)}: {thing.title}\n"
        f"  {settings.base_url}{localized(thing.path, said.language)}"
        for holding in several
        for thing in holding.things
    ]  # fmt: skip
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Këtë punë e kishte %(person)s; tani e vazhdoni ju:\n\n"
            "%(lines)s\n\n"
            "Çfarë ju pret, e gjeni te puna juaj: %(link)s\n"
        ),
        name=to.name,
        person=person.name,
        lines="\n".join(lines),
        link=settings.base_url + localized("/puna", said.language),
    )
    letters.post(
        session, settings, to=to.email, about=N_("Punë që kaloi te ju"), text=text,
        subject=said.gettext(N_("Tani e vazhdoni ju punën e %(name)s"), name=person.name), thing=f"person/{to.id}",
    )  # fmt: skip
