"""Answers on paper: an editor records what a source says, a second person compares it with the paper."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import col, select

from pop_tracker.accounts.models import ANYONE
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import ReturnForm
from pop_tracker.contracts.editions import Edition, published_editions
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.pledges import paper
from pop_tracker.pledges.annulments import Annulment, may_ask, open_annulment
from pop_tracker.pledges.in_force import SignatureRow, answers, signatures
from pop_tracker.pledges.models import CHANGED_MEANWHILE, Signature, require_editor, visible_to
from pop_tracker.pledges.pages.paper_forms import DisputeForm, PaperForm
from pop_tracker.pledges.vocabulary import (
    ANSWER_WORDS,
    CAPACITY_WORDS,
    SIGNATURE_STATE_WORDS,
    STANDS_WORDS,
    Capacity,
    SignatureState,
)
from pop_tracker.web import files
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Stale
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Seen:
    """An answer, with what the viewer may do about it."""

    contract: Contract
    signature: Signature
    edition: int | None
    came_later: Edition | None
    """The edition, where it was published after the day of signing."""
    is_against_own_word: bool
    """The signer answered for themselves, by a link."""
    annulment: Annulment | None
    """Asked for, and not decided yet."""
    may_decide: bool
    may_dispute: bool
    may_revise: bool
    may_withdraw: bool
    may_annul: bool
    """May ask for it."""
    may_decide_annulment: bool

    @property
    def path(self) -> str:
        return f"/puna/nenshkrimet/{self.contract.slug}/{self.signature.id}"


@get("/puna/nenshkrimet/{slug:str}", guards=[guards.editor])
def paper_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    return _paper_page(desk, contract, _fresh(desk, contract))


@post(
    "/puna/nenshkrimet/{slug:str}", done=N_("Përgjigjja u shënua dhe pret një person të dytë."), guards=[guards.editor]
)
def record_paper(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    form = _offered(desk, contract, PaperForm(desk.words, desk.sent))
    open_ahead(desk.session, form)

    def record() -> str:
        signature = paper.submit(desk.session, desk.viewer, contract.id or 0, form.fields)
        return f"/puna/nenshkrimet/{slug}/{signature.id}"

    return desk.enter(form, lambda status: _paper_page(desk, contract, form, status), record)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}")
def signature_page(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    """With the form to mend what came back, for who recorded it."""
    seen = seen_by(desk, slug, signature_id)
    form = None
    if seen.may_revise:
        one = seen.signature
        who = f"candidate-{one.candidate_id}" if one.candidate_id else f"office-{one.office_id}"
        values = one.model_dump(include=set(PaperForm(desk.words)._fields))
        values["who"] = paper.ORGANISATION if one.capacity is Capacity.ORGANISATION else who
        form = _fresh(desk, seen.contract, edition=str(one.edition_id or ""), **values)
        form.carry(files.named(one.scan_sha256, one.scan_original_sha256), one.scan_name)
    return signature_shown(desk, seen, form=form)


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}", guards=[guards.editor])
def revise_paper(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    """Put before the second person once more, be it changed or not."""
    seen = seen_by(desk, slug, signature_id)
    form = _offered(desk, seen.contract, PaperForm(desk.words, desk.sent))
    open_ahead(desk.session, form)

    def again(status: int) -> Response[str]:
        return signature_shown(desk, seen_by(desk, slug, signature_id), form=form, status=status)

    def submit() -> str:
        paper.submit_again(desk.session, desk.viewer, seen.signature, form.fields)
        return seen.path

    return desk.take(form, again, submit)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/konfirmimi", guards=[guards.reviewer, guards.lately_proven])
def confirmation_page(
    desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int], version: FromQuery[str] = ""
) -> Response[str]:
    """Shows the answer as the public page will, and asks. `version` is of what was read: of another one nothing is
    asked, its own page shows it first."""
    seen = seen_by(desk, slug, signature_id)
    if not seen.may_decide:
        raise Missing
    if version != seen.signature.version:
        note = ReturnForm(desk.words)
        note.refuse(Stale(CHANGED_MEANWHILE, {}))
        return signature_shown(desk, seen, note=note, status=409)
    scan = _scan(desk, seen)
    return asking(desk, "pledges/confirmation.html", seen, inside=desk.inside([scan] if scan else []))


@post(
    "/puna/nenshkrimet/{slug:str}/{signature_id:int}/konfirmimi",
    done=N_("Përgjigjja u konfirmua."),
    guards=[guards.reviewer, guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Redirect:
    seen, shows_scan = seen_by(desk, slug, signature_id), bool(desk.sent.get("shows_scan"))
    paper.confirm(desk.session, desk.viewer, seen.signature, desk.sent.get("version"), shows_scan=shows_scan)
    return desk.go(f"/kontratat/{slug}")


@post(
    "/puna/nenshkrimet/{slug:str}/{signature_id:int}/kundershtimi",
    done=N_("Kundërshtimi u shënua."),
    guards=[guards.reviewer],
)
def dispute(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    seen, form = seen_by(desk, slug, signature_id), DisputeForm(desk.words, desk.sent)

    def doubt() -> str:
        paper.dispute(desk.session, desk.viewer, seen.signature, form.dispute.data)
        return seen.path

    return desk.take(form, lambda status: signature_shown(desk, seen, dispute=form, status=status), doubt)


@post(
    "/puna/nenshkrimet/{slug:str}/{signature_id:int}/kthimi",
    done=N_("Përgjigjja iu kthye autorit me shënim."),
    guards=[guards.reviewer],
)
def send_back(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    seen = seen_by(desk, slug, signature_id)
    note = ReturnForm(desk.words, desk.sent)

    def hand_back() -> str:
        paper.send_back(desk.session, desk.viewer, seen.signature, note.note.data)
        return "/puna"

    return desk.take(note, lambda status: signature_shown(desk, seen, note=note, status=status), hand_back)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/heqja", guards=[guards.editor])
def removal_page(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    """Says what is lost, and asks."""
    seen = seen_by(desk, slug, signature_id)
    if not seen.may_withdraw:
        raise Missing
    return asking(desk, "pledges/removal.html", seen)


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/heqja", done=N_("Përgjigjja u hoq."), guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Redirect:
    paper.remove(desk.session, desk.viewer, seen_by(desk, slug, signature_id).signature)
    return desk.go(f"/puna/nenshkrimet/{slug}")


@get("/nenshkrimet/{sha256:str}", opt=guards.OPEN)
def paper_itself(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """As a download: to everybody where both said so, else to those who may see the answer at work."""
    session, viewer = desk.session, desk.viewer
    may = col(Signature.scan_is_public) & visible_to(ANYONE)
    if viewer.is_signed_in:
        may |= visible_to(viewer) & ((col(Signature.state) != SignatureState.PUBLIC) | _is_at_work(viewer))
    named = select(Signature.scan_name).where(Signature.scan_sha256 == sha256, may)
    name = session.exec(named).first() if files.is_digest(sha256) else None
    contents = files.get(desk.settings.files, sha256) if name else None
    if name is None or contents is None:
        raise Missing
    return Response(
        contents,
        media_type=files.sniff(contents),
        headers={"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache"},
    )


def _is_at_work(viewer: Any) -> Any:
    """Of a public answer the paper stays with reviewers, the coordinator, and the organisation that recorded it."""
    if viewer.is_reviewer or viewer.is_coordinator:
        return visible_to(viewer)
    return col(Signature.organisation_id) == viewer.organisation_id


def seen_by(desk: Desk, slug: str, signature_id: int) -> Seen:
    session, viewer = desk.session, desk.viewer
    contract = contract_at_work(session, viewer, slug)
    signature = session.exec(
        select(Signature).where(Signature.id == signature_id, Signature.contract_id == contract.id, visible_to(viewer))
    ).first()
    if signature is None:
        raise Missing
    edition = session.get(Edition, signature.edition_id) if signature.edition_id else None
    edits, is_public = viewer.may_edit(contract.municipality_id), signature.state is SignatureState.PUBLIC
    annulment = open_annulment(session, signature_id)
    against = paper.against_own_word(session, [signature])
    may_decide = paper.may_be_decided(viewer, signature, against)
    return Seen(
        contract,
        signature,
        edition.number if edition else None,
        came_later=paper.came_later(session, signature),
        is_against_own_word=bool(against),
        annulment=annulment,
        may_decide=may_decide,
        may_dispute=may_decide and not signature.dispute,
        may_revise=paper.may_be_mended(viewer, signature) and edits,
        may_withdraw=not is_public and edits,
        may_annul=is_public
        and signature.annulled_at is None
        and annulment is None
        and may_ask(session, viewer, signature),
        may_decide_annulment=annulment is not None and annulment.may_be_decided(viewer),
    )


def _fresh(desk: Desk, contract: Contract, **values: Any) -> PaperForm:
    """As nobody has sent it yet; of most papers the day is known."""
    return _offered(desk, contract, PaperForm(desk.words, **{"date_precision": DatePrecision.DAY.value} | values))


def _offered(desk: Desk, contract: Contract, form: PaperForm) -> PaperForm:
    editions = published_editions(desk.session, contract.id or 0)
    seal = partial(files.seal, desk.settings.key(), desk.viewer.person_id)
    form.offer(paper.signers(desk.session, contract), editions, desk.settings.files, seal)
    return form


def _paper_page(desk: Desk, contract: Contract, form: PaperForm, status: int = 200) -> Response[str]:
    known = signatures(desk.session, [contract.id or 0], desk.viewer)
    context = {
        "contract": contract,
        "form": form,
        "rows": [one for one in known if one.state is not SignatureState.PUBLIC],
        "public": answers(desk.session, [contract.id or 0]),
        "capacity_words": CAPACITY_WORDS,
        "answer_words": STANDS_WORDS,
        "state_words": SIGNATURE_STATE_WORDS,
    }
    return desk.page("pledges/paper.html", context, status)


def signature_shown(
    desk: Desk,
    seen: Seen,
    *,
    form: PaperForm | None = None,
    note: ReturnForm | None = None,
    dispute: DisputeForm | None = None,
    status: int = 200,
) -> Response[str]:
    scan = _scan(desk, seen)
    context = {
        "seen": seen,
        "one": seen.signature,
        "scan": scan,
        "inside": desk.inside([scan] if scan else []),
        "row": _row(desk, seen),
        "form": form,
        "note": note or ReturnForm(desk.words),
        "dispute": dispute or DisputeForm(desk.words),
        "capacity_words": CAPACITY_WORDS,
        "answer_words": ANSWER_WORDS,
        "stands_words": STANDS_WORDS,
        "precision_words": PRECISION_WORDS,
        "state_words": SIGNATURE_STATE_WORDS,
    }
    return desk.page("pledges/signature.html", context, status)


def _scan(desk: Desk, seen: Seen) -> files.KeptFile | None:
    one = seen.signature
    named = files.named(one.scan_sha256, one.scan_original_sha256)
    return files.kept(desk.settings.files, named, one.scan_name)


def _row(desk: Desk, seen: Seen) -> SignatureRow:
    known = signatures(desk.session, [seen.contract.id or 0], desk.viewer)
    return next(row for row in known if row.id == seen.signature.id)


def asking(desk: Desk, template: str, seen: Seen, status: int = 200, **more: Any) -> Response[str]:
    context = {
        "seen": seen,
        "one": _row(desk, seen),
        "version": seen.signature.version,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": STANDS_WORDS,
        **more,
    }
    return desk.page(template, context, status)


HANDLERS: list[Any] = [
    paper_page, record_paper, signature_page, revise_paper, confirmation_page, confirm, dispute, send_back,
    removal_page, withdraw, paper_itself,
]  # fmt: skip
