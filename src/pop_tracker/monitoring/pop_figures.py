"""Figures as POP published them, each with its source; always shown apart from the computed ones."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

_FIELDS = {
    "definition_known": N_("Përkufizimi dihet"),
    "label_en": N_("Emërtimi në anglisht"),
    "label_sq": N_("Emërtimi"),
    "note_en": N_("Shënim në anglisht"),
    "note_sq": N_("Shënim"),
    "of": N_("Gjithsej"),
    "period": N_("Periudha"),
    "position": N_("Radha"),
    "scope_en": N_("Shtrirja në anglisht"),
    "scope_sq": N_("Shtrirja"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
    "unit": N_("Njësia"),
    "value": N_("Vlera"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    value = state["value"] + ("%" if state["unit"] == "percent" else "")
    if words.language == "en":
        return f"{state['label_en']}: {value} ({state['scope_en'] or state['scope_sq']}, {state['period']})"
    return f"{state['label_sq']}: {value.replace('.', ',')} ({state['scope_sq']}, {state['period']})"


@recorded("published_figure", {"record": N_("Shifër e botuar nga POP, e regjistruar")}, Telling(_titled, _FIELDS))
class PublishedFigure(SQLModel, table=True):
    """A figure as POP published it, with its source; always shown apart from the computed ones."""

    __tablename__ = "published_figure"
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    position: int
    label_sq: str = Field(sa_type=sa.Text)
    label_en: str = Field(sa_type=sa.Text)
    value: str = Field(max_length=20)
    unit: str = Field(max_length=20)
    of: int | None = None
    scope_sq: str = Field(default="", sa_type=sa.Text)
    scope_en: str = Field(default="", sa_type=sa.Text)
    period: str = Field(default="", max_length=40)
    definition_known: bool = False
    note_sq: str = Field(default="", sa_type=sa.Text)
    note_en: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return "/"

    @property
    def title(self) -> str:
        value = self.value.replace(".", ",") + ("%" if self.unit == "percent" else "")
        return f"{self.label_sq}: {value} ({self.scope_sq}, {self.period})"

    @property
    def municipality_slug(self) -> None:
        return None

    def public_state(self, session: Session) -> dict[str, Any]:
        return self.model_dump(exclude={"id"})

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return []

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor) -> None:
        session.add(self)
        history.append(session, "record", self, by, source=self.source)


def published_figures(session: Session) -> list[PublishedFigure]:
    return list(session.exec(select(PublishedFigure).order_by(col(PublishedFigure.position))))


def together(figures: Iterable[PublishedFigure]) -> list[list[PublishedFigure]]:
    """Neighbours of which the same is said: place, period, out of what, what is known of them, source."""

    def said(one: PublishedFigure) -> tuple[object, ...]:
        place = one.scope_sq, one.scope_en, one.period, one.of
        return *place, one.definition_known, one.note_sq, one.note_en, one.source

    return [list(of_it) for _, of_it in groupby(figures, key=said)]
