"""/pergjigjet.csv: what municipalities said of published rounds, word for word, as the pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.replies.reading import GivenReply, published_replies
from pop_tracker.places.models import Municipality, municipalities
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words, localized
from pop_tracker.web.periods import Period
from pop_tracker.web.tables.csv_file import csv_file


class ReplyTime(StrEnum):
    """When a reply came."""

    IN_TIME = "in_time"
    AFTER_TERM = "after_term"
    """After its last day, and still before the round was published."""
    AFTER_PUBLICATION = "after_publication"
    """Added beside a round that was public already."""


TIME_WORDS: dict[ReplyTime, str] = {
    ReplyTime.IN_TIME: N_("në kohë"),
    ReplyTime.AFTER_TERM: N_("pas afatit"),
    ReplyTime.AFTER_PUBLICATION: N_("pas botimit"),
}


@dataclass(frozen=True)
class RoundHead:
    id: int
    number: int
    period: Period
    contract: str
    contract_title: str
    municipality: str
    municipality_name: str


@dataclass(frozen=True)
class PublicReply:
    """A reply with its round. `until`: the last day of its term, None where it is not said; `complete_on`: the day on
    which the municipality said that nothing more comes."""

    reply: GivenReply
    round: RoundHead
    until: date | None
    complete_on: date | None

    @property
    def time(self) -> ReplyTime:
        if self.reply.is_late:
            return ReplyTime.AFTER_PUBLICATION
        late = self.until is not None and self.reply.given_on > self.until
        return ReplyTime.AFTER_TERM if late else ReplyTime.IN_TIME

    @property
    def path(self) -> str:
        """Where it stands on a page: beside its commitment, or with the round."""
        of, ref = self.round, self.reply.ref
        page = f"/kontratat/{of.contract}/{ref}" if ref else f"/raportet/{of.contract}/{of.number}"
        return f"{page}#pergjigjja-{self.reply.id}"


def public_replies(session: Session, bashkia: str = "") -> list[PublicReply]:
    """In the order they were first given. A fixed number of queries. Raises Refusal for a municipality unknown."""
    if bashkia and bashkia not in {place.slug for place in municipalities(session)}:
        raise Refusal(N_("Nuk ka bashki “%(value)s”."), value=bashkia[:80])
    columns: Any = (
        *(Round.id, Round.number, Round.period_from, Round.period_until, Round.period_in_years),
        *(Contract.slug, Contract.title, Municipality.slug, Municipality.name),
    )
    rounds = (
        sa.select(*columns)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(Municipality, col(Municipality.id) == Contract.municipality_id)
        .where(col(Round.state) == RoundState.PUBLISHED)
    )
    if bashkia:
        rounds = rounds.where(col(Municipality.slug) == bashkia)
    heads = {row[0]: RoundHead(row[0], row[1], Period(*row[2:5]), *row[5:]) for row in session.execute(rounds)}
    found = [
        PublicReply(reply, heads[round_id], given.until, given.complete_on)
        for round_id, given in published_replies(session, col(Round.id).in_(list(heads))).items()
        for reply in (*given.general, *(one for some in given.by_commitment.values() for one in some))
    ]
    return sorted(found, key=lambda one: one.reply.id)


COLUMNS = (
    N_("bashkia"), N_("kontrata"), N_("raundi"), N_("periudha"), N_("referenca"), N_("përgjigjja e bashkisë"),
    N_("zyra"), N_("dhënë më"), N_("afati i përgjigjes"), N_("u tha e plotë më"), N_("a erdhi në kohë"),
    N_("kodi i kohës"), N_("bashkia nuk e njeh që më"), N_("skedarët (SHA-256)"), N_("adresa e përhershme"),
)  # fmt: skip


@get("/pergjigjet.csv", opt=PUBLIC)
def replies_csv(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """A row for each reply; one without a reference is on its round in general."""
    found = public_replies(session, request.query_params.get("bashkia", ""))
    settings = request.app.state.settings
    rows = (_cells(one, said, settings.base_url) for one in found)
    return csv_file("pergjigjet", COLUMNS, rows, said, is_training=settings.training)


def _cells(one: PublicReply, said: Words, base_url: str) -> Iterable[str]:
    of, reply = one.round, one.reply
    yield from (of.municipality_name, of.contract_title, str(of.number))
    yield of.period.in_data
    yield from (reply.ref or "", reply.text, reply.office)
    yield from (f"{day:%Y-%m-%d}" if day else "" for day in (reply.given_on, one.until, one.complete_on))
    yield from (said.gettext(TIME_WORDS[one.time]), one.time.value)
    yield f"{reply.disowned_on:%Y-%m-%d}" if reply.disowned_on else ""
    yield "; ".join(file.sha256 for file in reply.files)
    yield base_url + localized(one.path, said.language)


HANDLERS: list[Any] = [replies_csv]
