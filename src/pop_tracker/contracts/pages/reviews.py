"""Doors of the second person, who reads what a draft changes and publishes it or sends it back."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from pop_tracker.accounts.models import Organisation, Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.checking.reviewing import review_of
from pop_tracker.contracts.difference import CHANGE_WORDS, difference
from pop_tracker.contracts.editions import (
    CHANGED_MEANWHILE,
    Edition,
    EditionState,
    contributors,
    newest_edition,
    open_edition,
)
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.pages.forms import DraftReturnForm
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.contracts.waiting import waits_for
from pop_tracker.places.models import Municipality
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_


@get("/puna/kontratat/{slug:str}/rishikimi", guards=[guards.reviewer])
def review_page(desk: NamedDependency[Desk], slug: FromPath[str], pjesa: FromQuery[int | None] = None) -> Response[str]:
    """`pjesa`: the row whose passage is marked in the document beside."""
    contract = contract_at_work(desk.session, desk.viewer, slug)
    return _page(desk, contract, DraftReturnForm(desk.words), chosen=pjesa)


@get("/puna/kontratat/{slug:str}/botim", guards=[guards.reviewer, guards.lately_proven])
def publication_page(desk: NamedDependency[Desk], slug: FromPath[str], version: FromQuery[str] = "") -> Response[str]:
    """Says what becomes public, and asks. `version` is of what was read: of another nothing is asked, the review shows
    it first."""
    contract = contract_at_work(desk.session, desk.viewer, slug)
    session, draft = desk.session, open_edition(desk.session, desk.viewer, contract.id or 0)
    if draft is None or draft.state is not EditionState.SUBMITTED:
        raise Missing
    draft.require_second_person(session, desk.viewer)
    if version != draft.as_read(session):
        form = DraftReturnForm(desk.words)
        form.refuse(Stale(CHANGED_MEANWHILE, {}))
        return _page(desk, contract, form, 409)
    context = {
        "contract": contract,
        "draft": draft,
        "version": version,
        "digest": digest_of(draft.text_now(session)),
        "document": draft.document(session),
        "newest": newest_edition(session, contract.id or 0),
        **_counts(session, draft),
    }
    return desk.page("contracts/publication.html", context)


@post("/puna/kontratat/{slug:str}/botim", done=N_("Botimi u botua."), guards=[guards.reviewer, guards.lately_proven])
def publish(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_at_work(desk.session, desk.viewer, slug)

    def make_newest() -> str:
        return drafts.publish(desk.session, desk.viewer, contract, desk.sent.get("version")).path

    def again(refusal: Refusal) -> Response[str]:
        form = DraftReturnForm(desk.words)
        form.refuse(refusal)
        return _page(desk, contract, form, refusal.status)

    return desk.press(make_newest, again)


@post("/puna/kontratat/{slug:str}/kthim", done=N_("Drafti iu kthye redaktorit me shënim."), guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    form = DraftReturnForm(desk.words, desk.sent)

    def hand_back() -> str:
        drafts.send_back(desk.session, desk.viewer, contract, form.note.data)
        return "/puna/kontratat"

    return desk.enter(form, lambda status: _page(desk, contract, form, status), hand_back)


def _counts(session: Session, draft: Edition) -> dict[str, int]:
    texts = texts_of_edition(session, draft.id or 0)
    return {
        "priorities": len({text.priority_number for text in texts}),
        "commitments": sum(text.is_leaf and not text.is_retracted for text in texts),
    }


def _page(
    desk: Desk, contract: Contract, form: DraftReturnForm, status: int = 200, chosen: int | None = None
) -> Response[str]:
    session = desk.session
    draft = open_edition(session, desk.viewer, contract.id or 0)
    if draft is None or draft.state is not EditionState.SUBMITTED:
        raise Missing
    newest = newest_edition(session, contract.id or 0)
    text = draft.text_now(session)
    author = session.get(Person, draft.submitted_by)
    organisation = session.get(Organisation, author.organisation_id) if author and author.organisation_id else None
    changes = difference(session, newest, draft, desk.words)
    review = review_of(session, draft, changes, desk.words)
    context = {
        "review": review,
        "chosen": review.chosen(chosen) if review else None,
        "document": draft.document(session),
        "version": draft.as_read(session),
        "contract": contract,
        "municipality": session.get(Municipality, contract.municipality_id),
        "draft": draft,
        "newest": newest,
        "form": form,
        "changes": changes,
        "change_words": CHANGE_WORDS,
        "canonical_text": text,
        "digest": digest_of(text),
        "author": author,
        "organisation": organisation,
        **_counts(session, draft),
        "may_decide": waits_for(desk.viewer, draft, contributors(session, [draft])),
    }
    return desk.page("contracts/review.html", context, status)


HANDLERS: list[Any] = [review_page, publication_page, publish, send_back]
