"""The needs assessment that a social plan stands on: who lives where, who is in need, what there is for them."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.database import QUANTITY, owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, part, recorded
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.models import Plan, lock
from pop_tracker.web.albanian import same_name
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Sources
from pop_tracker.web.telling import Telling, titled_by


class NeedsKind(StrEnum):
    """The seven kinds of data, a to g, of the method that Albania's social service prescribes for local policy, as
    the explanatory report on Pukë's plan for 2025-2030 names them."""

    DEMOGRAPHY = "demography"
    USERS = "users"
    SERVICES = "services"
    SPREAD = "spread"
    FUNDING = "funding"
    STRUCTURES = "structures"
    BUDGET = "budget"

    @property
    def letter(self) -> str:
        return "abcdefg"[list(NeedsKind).index(self)]


NEEDS_KIND_WORDS: dict[NeedsKind, str] = {
    NeedsKind.DEMOGRAPHY: N_("Të dhëna demografike bazë"),
    NeedsKind.USERS: N_("Grupet në nevojë dhe përdoruesit e shërbimeve"),
    NeedsKind.SERVICES: N_("Shërbimet ekzistuese"),
    NeedsKind.SPREAD: N_("Shpërndarja e shërbimeve në territor"),
    NeedsKind.FUNDING: N_("Financimi i shërbimeve"),
    NeedsKind.STRUCTURES: N_("Stafi dhe strukturat"),
    NeedsKind.BUDGET: N_("Krahasimi me buxhetin e bashkisë"),
}


class Provider(StrEnum):
    """Who gives a service."""

    PUBLIC = "public"
    NGO = "ngo"
    CONTRACTED = "contracted"
    """Bought by the municipality from others."""


PROVIDER_WORDS: dict[Provider, str] = {
    Provider.PUBLIC: N_("Publik"),
    Provider.NGO: N_("Organizatë jofitimprurëse"),
    Provider.CONTRACTED: N_("I kontraktuar"),
}


_FIELDS = {
    "administrative_unit": N_("Njësia administrative"),
    "figures": N_("Shifrat"),
    "kinds_named": N_("Llojet e të dhënave që përmenden"),
    "label": N_("Çfarë numërohet"),
    "measure": N_("Njësia matëse"),
    "method": N_("Metoda"),
    "name": N_("Emri"),
    "needs_kind": N_("Lloji i të dhënës"),
    "plan": N_("Plani"),
    "position": N_("Radha"),
    "provider": N_("Kush e jep"),
    "quantity": N_("Sasia"),
    "recommendations": N_("Rekomandimet"),
    "source": N_("Burimi"),
    "text": N_("Teksti"),
    "year": N_("Viti"),
}


@recorded(
    "needs_assessment",
    {"record": N_("Vlerësim nevojash i regjistruar"), "revise": N_("Vlerësim nevojash i ndryshuar")},
    Telling(
        titled_by("name"),
        _FIELDS,
        {"needs_kind": NEEDS_KIND_WORDS, "provider": PROVIDER_WORDS},
        frozenset({"quantity"}),
    ),
)
class NeedsAssessment(SQLModel, table=True):
    """A plan's needs assessment. Where a document names kinds of data without figures, the figures stay unsaid."""

    __tablename__ = "needs_assessment"
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", unique=True)
    name: str = Field(max_length=200)
    year: int | None = None
    method: str = Field(default="", sa_type=sa.Text)
    kinds_named: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """The document's own words for the kinds of data it holds: `needs_kind` and `text` of each."""
    recommendations: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)

    def plan(self) -> Plan:
        return owner_of(self, Plan, self.plan_id)

    @property
    def key(self) -> str:
        return self.plan().slug

    @property
    def path(self) -> str:
        return f"{self.plan().path}/nevojat"

    @property
    def title(self) -> str:
        return self.name

    @property
    def municipality_slug(self) -> str | None:
        return self.plan().municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        slugs = dict(session.exec(select(AdministrativeUnit.id, AdministrativeUnit.slug)).all())
        return {
            **self.model_dump(exclude={"id", "plan_id"}),
            "plan": self.plan().slug,
            "figures": [
                {
                    **one.model_dump(exclude={"id", "assessment_id", "unit_id"}),
                    "administrative_unit": slugs.get(one.unit_id),
                }
                for one in figures_of(session, self.id)
            ],
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *figures_of(session, self.id)]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor, figures: Iterable["NeedsFigure"] = ()) -> None:
        """Enters the assessment, with its figures. Raises Refusal where the plan has one."""
        with session.no_autoflush:
            if needs_of(session, self.plan_id) is not None:
                raise Refusal(N_("Plani e ka tashmë një vlerësim nevojash; ndryshojeni atë."))
        session.add(self)
        session.flush()
        self._append(session, figures)
        history.append(session, "record", self, by, source=self.source)

    def revise(self, session: Session, viewer: Viewer, said: Mapping[str, Any]) -> None:
        """Changes what is said of the assessment itself."""
        require_recorder(viewer, self.plan().municipality_id)
        for name, value in said.items():
            setattr(self, name, value)
        session.add(self)
        history.append(session, "revise", self, viewer.actor, source=self.source)

    def add_figures(self, session: Session, viewer: Viewer, figures: Collection["NeedsFigure"]) -> None:
        """Enters further figures, each in a unit of the municipality or for the whole of it."""
        require_recorder(viewer, self.plan().municipality_id)
        lock(session, self)
        require_some(figures)
        self._append(session, figures)
        sources = dict.fromkeys(one for figure in figures for one in Sources.of(figure.source).each)
        history.append(session, "revise", self, viewer.actor, source=Sources(sources))

    def revise_figure(self, session: Session, viewer: Viewer, figure: "NeedsFigure", said: Mapping[str, Any]) -> None:
        require_recorder(viewer, self.plan().municipality_id)
        lock(session, self)
        for name, value in said.items():
            setattr(figure, name, value)
        self._check(session, figure)
        session.add(figure)
        history.append(session, "revise", self, viewer.actor, source=figure.source)

    def remove_figure(self, session: Session, viewer: Viewer, figure: "NeedsFigure", reason: str) -> None:
        """Takes out a figure that the document does not have; the record keeps that it was said."""
        require_recorder(viewer, self.plan().municipality_id)
        lock(session, self)
        if not reason:
            raise Refusal(N_("Shkruani pse hiqet."), field="reason")
        session.delete(figure)
        history.append(session, "revise", self, viewer.actor, source=figure.source, reason=reason)

    def _append(self, session: Session, figures: Iterable["NeedsFigure"]) -> None:
        last = session.scalar(select(sa.func.max(NeedsFigure.position)).where(NeedsFigure.assessment_id == self.id))
        for position, figure in enumerate(figures, start=(last or 0) + 1):
            figure.assessment_id, figure.position = self.id or 0, position
            self._check(session, figure)
            session.add(figure)
        session.flush()

    def _check(self, session: Session, figure: "NeedsFigure") -> None:
        unit = session.get(AdministrativeUnit, figure.unit_id) if figure.unit_id else None
        with all_at_once() as no:
            if unit is not None and unit.municipality_id != self.plan().municipality_id:
                no(Refusal(N_("Kjo njësi është e një bashkie tjetër."), field="unit"))
            if figure.quantity < 0:
                no(Refusal(N_("Numri nuk mund të jetë negativ."), field="quantity"))


@part
class NeedsFigure(SQLModel, table=True):
    """One figure of the tables: what is counted (a row), in which unit (a column), with its own source."""

    __tablename__ = "needs_figure"
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="needs_assessment.id", index=True)
    position: int
    needs_kind: NeedsKind = Field(sa_type=vocabulary(NeedsKind))
    label: str = Field(max_length=200)
    """What is counted: "Popullsia", "Persona me aftësi të kufizuara", "Qendër ditore për të moshuar"."""
    unit_id: int | None = Field(default=None, foreign_key="administrative_unit.id")
    """None: the whole municipality."""
    provider: Provider | None = Field(default=None, sa_type=vocabulary(Provider))
    quantity: Decimal = Field(sa_type=QUANTITY)
    measure: str = Field(default="", max_length=80)
    """Of the quantity: "banorë", "lekë", "punonjës"."""
    year: int | None = None
    source: str = Field(sa_type=SourceList)

    @property
    def counted(self) -> tuple[object, ...]:
        """What it is a figure of: two with the same say the same thing twice, or otherwise."""
        return (self.needs_kind, same_name(self.label), self.unit_id, self.provider, same_name(self.measure), self.year)


def require_some(figures: Iterable[NeedsFigure]) -> None:
    if not any(True for _ in figures):
        raise Refusal(N_("Ngjitni të paktën një rresht: nuk ka asnjë shifër për të shtuar."), field="table")


def needs_of(session: Session, plan_id: int | None) -> NeedsAssessment | None:
    return session.exec(select(NeedsAssessment).where(NeedsAssessment.plan_id == plan_id)).first()


def figures_of(session: Session, assessment_id: int | None) -> list[NeedsFigure]:
    return list(
        session.exec(
            select(NeedsFigure).where(NeedsFigure.assessment_id == assessment_id).order_by(col(NeedsFigure.position))
        )
    )
