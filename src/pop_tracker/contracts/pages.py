"""The room's doors: the contracts I work on, a draft's life, and the second person's decision."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Organisation, Person, Viewer, location_of_sent, remember_sent
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points_pages
from pop_tracker.contracts.difference import CHANGE_WORDS, ChangedRow, difference
from pop_tracker.contracts.forms import ContractForm, ReturnForm, SubmissionForm
from pop_tracker.contracts.models import (
    Contract,
    Edition,
    EditionState,
    contract_by_slug,
    newest_edition,
    newest_editions,
    open_edition,
    open_editions,
    wrote_in,
)
from pop_tracker.contracts.points import openings
from pop_tracker.contracts.texts import (
    GROUP_WORDS,
    SCOPE_WORDS,
    Heading,
    Text,
    digest_of,
    headings_of_edition,
    texts_of_edition,
)
from pop_tracker.places.models import Municipality, municipalities, municipality_by_slug
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@dataclass(frozen=True)
class Line:
    """A contract in the list of those that the viewer works on."""

    slug: str
    title: str
    newest: int | None
    draft: int | None
    state: EditionState | None


@dataclass(frozen=True)
class Point:
    """A commitment on the draft's page, with what happened to it and what may be done."""

    text: Text
    change: ChangedRow | None
    is_new: bool
    was_retracted: bool
    may_split: bool


@dataclass(frozen=True)
class Section:
    heading: Heading
    change: ChangedRow | None
    is_new: bool
    is_flat: bool
    may_grow: bool
    points: list[Point]


def contract_called(session: Session, slug: str) -> Contract:
    contract = contract_by_slug(session, slug)
    if contract is None:
        raise Missing
    return contract


@get("/puna/kontratat", sync_to_thread=True)
def contracts_at_work(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    drafts_open = {contract.id: edition for edition, contract in open_editions(session, viewer)}
    newest = newest_editions(session)
    mine, to_review = [], []
    wrote = wrote_in(session, viewer.person_id)
    for contract in session.exec(select(Contract).order_by(col(Contract.title))):
        edition, published = drafts_open.get(contract.id), newest.get(contract.id or 0)
        line = Line(
            contract.slug,
            contract.title,
            published.number if published else None,
            edition.number if edition else None,
            edition.state if edition else None,
        )
        if viewer.may_edit(contract.municipality_id):
            mine.append(line)
        if edition and viewer.is_reviewer and edition.state is EditionState.SUBMITTED and edition.id not in wrote:
            to_review.append(line)
    may_create = bool(viewer.is_editor and viewer.covers) or bool(viewer.uncovered)
    return page(request, "contracts/contracts.html", {"mine": mine, "to_review": to_review, "may_create": may_create})


def _contract_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> ContractForm:
    form = ContractForm(said, data)
    form.municipality.choices = [("", said.gettext("Zgjidhni bashkinë"))] + [
        (m.slug, m.title) for m in municipalities(session) if viewer.may_edit(m.id or 0)
    ]
    if data is None:
        form.nonce.data = new_nonce()
    return form


@get("/puna/kontratat/e-re", guards=[guards.editor], sync_to_thread=True)
def new_contract_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    return page(request, "contracts/new_contract.html", {"form": _contract_form(session, viewer, said)})


@post("/puna/kontratat/e-re", guards=[guards.editor], sync_to_thread=True)
def new_contract(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _contract_form(session, viewer, said, form_data)
    status = 422
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if form.validate():
        municipality = municipality_by_slug(session, form.municipality.data)
        assert municipality is not None  # it is one of the choices
        try:
            contract = drafts.new_contract(
                session,
                viewer,
                municipality,
                title=form.title.data,
                term=(int(form.term_from.data), int(form.term_until.data)),
                source=form.source.data,
            )
            drafts.open_draft(session, viewer, contract)
            location = f"/puna/kontratat/{contract.slug}/drafti"
            remember_sent(session, form.nonce.data or "", viewer, location)
            return see_other(request, location)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            status = refusal.status
    return page(request, "contracts/new_contract.html", {"form": form}, status=status)


@get("/puna/kontratat/{slug:str}/drafti", guards=[guards.editor], sync_to_thread=True)
def draft_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract = contract_called(session, slug)
    may_edit = viewer.may_edit(contract.municipality_id)
    if not (may_edit or viewer.is_coordinator):
        drafts.confirm_editor(viewer, contract)
    newest = newest_edition(session, contract.id or 0)
    draft = open_edition(session, viewer, contract.id or 0)
    context = {
        "contract": contract,
        "draft": draft,
        "newest": newest,
        "may_edit": may_edit,
        "may_write": bool(may_edit and draft and draft.state is EditionState.DRAFT),
        "sections": _sections(session, draft, newest, said) if draft else [],
        "change_words": CHANGE_WORDS,
        "group_words": GROUP_WORDS,
        "scope_words": SCOPE_WORDS,
        "submitter": session.get(Person, draft.submitted_by) if draft and draft.submitted_by else None,
    }
    return page(request, "contracts/draft.html", context)


def _sections(session: Session, draft: Edition, newest: Edition | None, said: Words) -> list[Section]:
    changes = {(row.is_priority, row.ref): row for row in difference(session, newest, draft, said)}
    before = {text.ref: text for text in texts_of_edition(session, newest.id or 0)} if newest else {}
    titled = {heading.number for heading in headings_of_edition(session, newest.id or 0)} if newest else set()
    open_places = {opening.under for opening in openings(session, draft)}
    texts = texts_of_edition(session, draft.id or 0)
    return [
        Section(
            heading,
            changes.get((True, str(heading.number))),
            is_new=heading.number not in titled,
            is_flat=any(text.ref == str(heading.number) for text in texts),
            may_grow=str(heading.number) in open_places,
            points=[
                Point(
                    text,
                    changes.get((False, text.ref)),
                    is_new=text.ref not in before,
                    was_retracted=text.ref in before and before[text.ref].is_retracted,
                    may_split=text.ref in open_places and "." in text.ref,
                )
                for text in texts
                if text.priority_number == heading.number
            ],
        )
        for heading in headings_of_edition(session, draft.id or 0)
    ]


@post("/puna/kontratat/{slug:str}/drafti", guards=[guards.editor], sync_to_thread=True)
def open_draft(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    drafts.open_draft(session, viewer, contract_called(session, slug))
    return see_other(request, f"/puna/kontratat/{slug}/drafti")


@post("/puna/kontratat/{slug:str}/drafti/hedhja", guards=[guards.editor], sync_to_thread=True)
def discard_draft(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    drafts.discard(session, viewer, contract_called(session, slug))
    return see_other(request, "/puna/kontratat")


@post("/puna/kontratat/{slug:str}/drafti/marrja", guards=[guards.editor], sync_to_thread=True)
def take_back(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    drafts.take_back(session, viewer, contract_called(session, slug))
    return see_other(request, f"/puna/kontratat/{slug}/drafti")


@get("/puna/kontratat/{slug:str}/drafti/dergimi", guards=[guards.editor], sync_to_thread=True)
def submission_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract = contract_called(session, slug)
    drafts.confirm_editor(viewer, contract)
    draft = open_edition(session, viewer, contract.id or 0)
    if draft is None or draft.state is not EditionState.DRAFT:
        raise Missing
    form = SubmissionForm(said, None, reason=draft.reason, source=draft.source, version=draft.version)
    return _submission(request, session, contract, draft, form, said)


def _submission(
    request: Request[Any, Any, Any],
    session: Session,
    contract: Contract,
    draft: Edition,
    form: SubmissionForm,
    said: Words,
    status: int = 200,
) -> Response[str]:
    newest = newest_edition(session, contract.id or 0)
    context = {
        "contract": contract,
        "draft": draft,
        "newest": newest,
        "form": form,
        "changes": difference(session, newest, draft, said),
        "change_words": CHANGE_WORDS,
    }
    return page(request, "contracts/submission.html", context, status=status)


@post("/puna/kontratat/{slug:str}/drafti/dergimi", guards=[guards.editor], sync_to_thread=True)
def submit(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    drafts.confirm_editor(viewer, contract)
    form = SubmissionForm(said, form_data)
    status = 422
    if form.validate():
        sent = form.version.data or ""
        version = int(sent) if sent.isascii() and sent.isdigit() else -1
        try:
            drafts.submit(
                session, viewer, contract, reason=form.reason.data or "", source=form.source.data, version=version
            )
            return see_other(request, f"/puna/kontratat/{slug}/drafti")
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            status = refusal.status
    draft = open_edition(session, viewer, contract.id or 0)
    if draft is None:
        raise Missing
    form.version.data = str(draft.version)
    return _submission(request, session, contract, draft, form, said, status)


@get("/puna/kontratat/{slug:str}/rishikimi", guards=[guards.reviewer], sync_to_thread=True)
def review_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract = contract_called(session, slug)
    return _review(request, session, viewer, contract, ReturnForm(said, None, nonce=new_nonce()), said)


def _review(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    contract: Contract,
    form: ReturnForm,
    said: Words,
    status: int = 200,
) -> Response[str]:
    draft = open_edition(session, viewer, contract.id or 0)
    if draft is None or draft.state is not EditionState.SUBMITTED:
        raise Missing
    newest = newest_edition(session, contract.id or 0)
    text = draft.text_now(session)
    author = session.get(Person, draft.submitted_by)
    organisation = session.get(Organisation, author.organisation_id) if author and author.organisation_id else None
    context = {
        "contract": contract,
        "municipality": session.get(Municipality, contract.municipality_id),
        "draft": draft,
        "newest": newest,
        "form": form,
        "changes": difference(session, newest, draft, said),
        "change_words": CHANGE_WORDS,
        "canonical_text": text,
        "digest": digest_of(text),
        "author": author,
        "organisation": organisation,
        "may_decide": draft.id not in wrote_in(session, viewer.person_id),
    }
    return page(request, "contracts/review.html", context, status=status)


@post("/puna/kontratat/{slug:str}/botim", guards=[guards.reviewer], sync_to_thread=True)
def publish(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    try:
        edition = drafts.publish(session, viewer, contract, str(form_data.get("digest")))
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        session.rollback()
        form = ReturnForm(said, None, nonce=new_nonce())
        form.refuse(refusal)
        return _review(request, session, viewer, contract, form, said, refusal.status)
    return see_other(request, edition.path)


@post("/puna/kontratat/{slug:str}/kthim", guards=[guards.reviewer], sync_to_thread=True)
def send_back(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    form = ReturnForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _review(request, session, viewer, contract, form, said, 422)
    drafts.send_back(session, viewer, contract, form.note.data)
    remember_sent(session, form.nonce.data or "", viewer, "/puna/kontratat")
    return see_other(request, "/puna/kontratat")


HANDLERS: list[Any] = [
    contracts_at_work,
    new_contract_page,
    new_contract,
    draft_page,
    open_draft,
    discard_draft,
    take_back,
    submission_page,
    submit,
    review_page,
    publish,
    send_back,
    *points_pages.HANDLERS,
]
