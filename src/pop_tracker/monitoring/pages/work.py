"""The doors of a round at work: its work list, its publication, and what may be corrected after."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.models import Assessment, Round, RoundState, Status
from pop_tracker.monitoring.parts import Item, Part, undone
from pop_tracker.monitoring.ratings import agreement, handed_in, raters
from pop_tracker.monitoring.replies import panel
from pop_tracker.monitoring.report.versions import reports_of
from pop_tracker.monitoring.statuses import Counts, stands
from pop_tracker.monitoring.work_list import SHOW_WORDS, TURN_WORDS, Show, WorkList, work_list
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other, url_for, words_of


@get("/puna/raundet/{round_id:int}")
def round_at_work(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    shfaq: FromQuery[str] = "",
) -> Response[str]:
    held = rounds.round_for(session, viewer, round_id)
    return _round_page(request, session, viewer, held, show=Show(shfaq) if shfaq in list(Show) else Show.ALL)


def _round_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    held: Round,
    refusal: str = "",
    status: int = 200,
    show: Show = Show.ALL,
) -> Response[str]:
    contract = held.contract
    may_edit = viewer.may_edit(contract.municipality_id)
    context: dict[str, Any] = {
        "round": held,
        "contract": contract,
        "agreement": agreement(session, held.id or 0) if held.is_double_rated else None,
        "reply_panel": panel(session, viewer, held),
        "undone": [],
        "refusal": refusal,
    }
    if held.state is RoundState.PUBLISHED:
        context |= {
            "verdicts": _standing(session, held),
            "may_correct": may_edit,
            "is_frozen": bool(reports_of(session, held.id or 0)),
        }
        return page(request, "monitoring/published_round.html", context, status=status)
    work = work_list(session, viewer, held)
    missing = undone(work.items)
    rated = handed_in(session, held)
    priorities: dict[tuple[int, str], list[tuple[Item, list[Part]]]] = {}
    for item, parts in work.shown(show):
        priorities.setdefault((item.text.priority_number, item.text.priority_title), []).append((item, parts))
    context |= {
        "work": work,
        "priorities": priorities,
        "total": sum(len(item.parts) for item in work.items),
        "counts": Counts.of(item.status for item in work.items).by_status,
        "undone": missing,
        "show": show,
        "shows": _tabs(request, work, show),
        "turn_words": TURN_WORDS,
        "verdict_words": VERDICT_WORDS,
        "may_write": may_edit and viewer.person_id not in raters(held) and work.is_rated,
        "may_revise": may_edit,
        "may_publish": not missing and work.is_over and rounds.may_publish(session, viewer, held),
        "may_open_reply": may_edit and not missing and held.state is RoundState.REVIEW and not held.published_elsewhere,
        "may_withdraw": may_edit and all(part.state is None for item in work.items for part in item.parts),
        "may_withdraw_earlier": rounds.may_withdraw_earlier(viewer, held),
        "may_name_raters": viewer.is_coordinator and held.state is RoundState.OPEN,
        "is_rater": viewer.person_id in raters(held),
        "raters_done": sum(rated.values()),
        "next": work.next_after(""),
    }
    return page(request, "monitoring/round.html", context, status=status)


def _tabs(request: Request[Any, Any, Any], work: WorkList, current: Show) -> list[tuple[str, str, bool]]:
    """The filters, each with how many there are: words, address, whether it is the one shown."""
    said = words_of(request)
    address = url_for(request, f"/puna/raundet/{work.held.id}")
    return [
        (
            f"{said.gettext(words)} ({sum(len(parts) for _, parts in work.shown(show))})",
            address + (f"?shfaq={show.value}" if show.value else "") + "#lista",
            show is current,
        )
        for show, words in SHOW_WORDS.items()
    ]


@dataclass(frozen=True)
class Standing:
    """A public verdict in force, as the list of what may be corrected shows it."""

    id: int
    text: Text
    unit: str
    status: Status
    is_correction: bool
    is_being_corrected: bool
    is_being_retracted: bool


def _standing(session: Session, held: Round) -> list[Standing]:
    units = dict(session.exec(select(AdministrativeUnit.id, AdministrativeUnit.name)).all())
    texts = {text.commitment_id: text for text in texts_of_edition(session, held.edition_id)}
    order = list(texts)
    drafts = set(
        session.exec(select(Assessment.corrects_id).where(Assessment.round_id == held.id, ~col(Assessment.is_public)))
    )
    found = [
        Standing(
            row.id or 0,
            texts[row.commitment_id],
            units.get(row.unit_id, ""),
            row.verdict,
            row.corrects_id is not None,
            row.id in drafts,
            row.retraction_asked_by is not None,
        )
        for row in session.exec(select(Assessment).where(Assessment.round_id == held.id, stands()))
    ]
    return sorted(found, key=lambda one: (order.index(one.text.commitment_id), sort_key(one.unit)))


@post("/puna/raundet/{round_id:int}/botim")
def publish_round(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    try:
        rounds.publish(session, viewer, round_id)
    except Forbidden:
        raise
    except Refusal as refusal:
        session.rollback()
        held = rounds.round_for(session, viewer, round_id)
        words = said.gettext(refusal.message, **refusal.values)
        return _round_page(request, session, viewer, held, words, refusal.status)
    return see_other(request, f"/puna/raundet/{round_id}")


HANDLERS: list[Any] = [round_at_work, publish_round]
