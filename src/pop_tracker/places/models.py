"""Municipalities and administrative units (law 115/2014), as the seeds bring them; all of it is public."""

from collections.abc import Iterable
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.history import Recorded, recorded
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.public_names import names_places
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

_FIELDS = {
    "county": N_("Qarku"),
    "county_code": N_("Kodi i qarkut"),
    "instat_code": N_("Kodi INSTAT"),
    "is_seat_unit": N_("Qendra e bashkisë"),
    "lau_code": N_("Kodi LAU"),
    "name": N_("Emri"),
    "name_alt": N_("Emra të tjerë"),
    "name_definite": N_("Emri në trajtën e shquar"),
    "population_2011": N_("Banorë (2011)"),
    "seat": N_("Qendra"),
    "seat_lat": N_("Gjerësia gjeografike"),
    "seat_lon": N_("Gjatësia gjeografike"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
    "units": N_("Njësitë administrative"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    return words.gettext(N_("Bashkia %(name)s"), name=state["name"])


@recorded(
    "municipality",
    {"record": N_("Bashki e regjistruar")},
    Telling(_titled, _FIELDS, numbers=frozenset({"population_2011"})),
)
class Municipality(SQLModel, table=True):
    kind: ClassVar[str]

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=120)
    name_definite: str = Field(default="", max_length=120)
    name_alt: str = Field(default="", max_length=300)
    county: str = Field(default="", max_length=80)
    county_code: str = Field(default="", max_length=10)
    instat_code: str = Field(default="", max_length=10)
    lau_code: str = Field(default="", max_length=10)
    seat: str = Field(default="", max_length=120)
    seat_lat: float | None = None
    seat_lon: float | None = None
    population_2011: int | None = None
    sort_key: str = Field(max_length=300, index=True)
    source: str = Field(sa_type=SourceList)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"/bashkite/{self.slug}"

    @property
    def title(self) -> str:
        return f"Bashkia {self.name}"

    @property
    def municipality_slug(self) -> str:
        return self.slug

    def public_state(self, session: Session) -> dict[str, Any]:
        units = session.exec(
            select(AdministrativeUnit)
            .where(AdministrativeUnit.municipality_id == self.id)
            .order_by(col(AdministrativeUnit.slug))
        )
        return {
            **self.model_dump(exclude={"id"}),
            "units": [unit.model_dump(exclude={"id", "municipality_id"}) for unit in units],
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return []

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: history.Actor, units: Iterable["AdministrativeUnit"]) -> None:
        """Enters the municipality with its units."""
        session.add(self)
        session.flush()
        for unit in units:
            unit.municipality_id = self.id or 0
            session.add(unit)
        history.append(session, "record", self, by, source=self.source)


class AdministrativeUnit(SQLModel, table=True):
    """A unit (njësi administrative) of a municipality; the seat unit is its city."""

    __tablename__ = "administrative_unit"
    __table_args__ = (sa.UniqueConstraint("municipality_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    slug: str = Field(max_length=80)
    name: str = Field(max_length=120)
    name_alt: str = Field(default="", max_length=300)
    is_seat_unit: bool = False
    sort_key: str = Field(max_length=300)
    source: str = Field(sa_type=SourceList)


def municipality_by_slug(session: Session, slug: str) -> Municipality | None:
    return session.exec(select(Municipality).where(Municipality.slug == slug)).first()


def municipalities(session: Session) -> list[Municipality]:
    """All, in Albanian order of their names."""
    return list(session.exec(select(Municipality).order_by(col(Municipality.sort_key))))


def units_of(session: Session, municipality_id: int) -> list[AdministrativeUnit]:
    """The municipality's units, its city first, then in Albanian order."""
    return list(
        session.exec(
            select(AdministrativeUnit)
            .where(AdministrativeUnit.municipality_id == municipality_id)
            .order_by(col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key))
        )
    )


names_places(sa.select(col(Municipality.name)), sa.select(col(AdministrativeUnit.name)))
