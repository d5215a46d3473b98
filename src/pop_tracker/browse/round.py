"""A published round: what was assessed, how, and what was found."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, select

from pop_tracker.accounts.guards import PUBLIC
from pop_tracker.browse.contract import asked, contract_head, priorities
from pop_tracker.browse.verdicts import verdicts
from pop_tracker.contracts.models import Edition, headings_of_edition, texts_of_edition
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.statuses import Counts, round_statuses
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page


@get("/raportet/{slug:str}/{number:int}", opt=PUBLIC, sync_to_thread=True)
def round_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
) -> Response[str]:
    head = contract_head(session, slug)
    found = session.exec(
        select(Round, Edition)
        .join(Edition)
        .where(Round.contract_id == head.id, Round.number == number, Round.state == RoundState.PUBLISHED)
    ).first()
    if found is None:
        raise Missing
    shown, edition = found
    by_ref = asked(texts_of_edition(session, edition.id or 0), round_statuses(session, shown.id or 0), {})
    given = {
        verdict.commitment_id: [other for other in of.verdicts if other.commitment_id == verdict.commitment_id]
        for of in verdicts(session, head.id)
        if of.number == number
        for verdict in of.verdicts
    }
    in_order = priorities(headings_of_edition(session, edition.id or 0), by_ref)
    return page(
        request,
        "browse/round.html",
        {
            "head_of": head,
            "round": shown,
            "edition": edition,
            "priorities": in_order,
            "counts": Counts.of(one.status for one in by_ref.values() if one.text.can_be_assessed),
            "by_priority": Counts.of(priority.status for priority in in_order),
            "verdicts": given,
            "kind_words": KIND_WORDS,
            "stance_words": STANCE_WORDS,
        },
    )


HANDLERS: list[Any] = [round_page]
