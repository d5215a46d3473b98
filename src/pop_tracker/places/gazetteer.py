"""The administrative units that a table may name, as people write them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_


class Gazetteer:
    """Knows the units of one municipality by name, slug and alias, and those of all others only to tell them apart."""

    def __init__(self, session: Session, municipality_id: int) -> None:
        self._ours: dict[str, str] = {}
        self._elsewhere: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        pairs = session.exec(
            select(AdministrativeUnit, Municipality.name)
            .join(Municipality, col(Municipality.id) == AdministrativeUnit.municipality_id)
            .order_by(col(AdministrativeUnit.sort_key))
        ).all()
        for unit, municipality in pairs:
            for name in (unit.name, unit.slug, *unit.name_alt.split(";")):
                if unit.municipality_id != municipality_id:
                    self._elsewhere.setdefault(_plain(name), municipality)
                else:
                    self._ours.setdefault(_plain(name), unit.name)
                    self.ids[unit.name] = unit.id or 0
        self._order = {name: place for place, name in enumerate(self.ids)}

    def named(self, names: Iterable[str]) -> list[str]:
        """The units' own names, in Albanian order. Raises Refusal for one that is not the municipality's."""
        found: set[str] = set()
        for name in names:
            plain = _plain(name)
            if plain in self._ours:
                found.add(self._ours[plain])
            elif plain in self._elsewhere:
                raise Refusal(N_("“%(name)s” është njësi e Bashkisë %(municipality)s."), name=name[:80],
                              municipality=self._elsewhere[plain])  # fmt: skip
            else:
                raise Refusal(N_("Bashkia nuk ka njësi me emrin “%(name)s”."), name=name[:80])
        return sorted(found, key=self._order.__getitem__)


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").split())
