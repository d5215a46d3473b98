"""The doors of the document behind an edition: what its file says of people, whether readers have it, and the file
itself for who decides on that."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import on_its_page
from pop_tracker.contracts import handing_out
from pop_tracker.contracts.handing_out import AtWork, document_at_work, page_of
from pop_tracker.contracts.pages.forms import DecisionForm, DocumentDeclarationForm, WithholdingForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.handing_out import file_answer
from pop_tracker.web.i18n import N_
from pop_tracker.web.inside import is_signed
from pop_tracker.web.private_names import names_in

DOCUMENT = "/puna/kontratat/{slug:str}/botimi/{number:int}/dokumenti"
DECLARED = N_("U shënua: lexuesve u jepet skedari, sapo të botohet drafti.")
SENT = N_("Deklarimi u dërgua te një person i dytë.")
WITHHELD = N_("Skedari nuk u jepet më lexuesve.")


@get(DOCUMENT)
def document_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    return _page(desk, document_at_work(desk.session, desk.viewer, slug, number))


@get(f"{DOCUMENT}/skedari")
def kept_file(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """As it is kept. Readers have a door of their own."""
    at = document_at_work(desk.session, desk.viewer, slug, number)
    return file_answer(desk.settings.files, at.file, at.document.name or None)


@post(f"{DOCUMENT}/deklarimi", guards=[guards.editor])
def declare(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    at = document_at_work(desk.session, desk.viewer, slug, number)
    form = DocumentDeclarationForm(desk.words, desk.sent)

    def send() -> str:
        handing_out.declare(desk.session, desk.viewer, at)
        desk.say(DECLARED if at.is_draft else SENT)
        return page_of(at.edition, at.contract)

    return desk.take(form, lambda status: _page(desk, at, form, status=status), send)


@post(
    f"{DOCUMENT}/deklarimi/konfirmimi",
    done=N_("U konfirmua: skedari u jepet lexuesve."),
    guards=[guards.reviewer, guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    """A button, with the version that was read."""
    form = DecisionForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    at = document_at_work(desk.session, desk.viewer, slug, number)

    def agree() -> str:
        handing_out.confirm(desk.session, desk.viewer, at, form.version.data or "")
        return f"{at.edition.path}#dokumenti"

    return desk.enter(form, lambda status: _decided(desk, slug, number, form, status), agree)


@post(f"{DOCUMENT}/deklarimi/heqja", done=N_("Deklarimi u hoq. Lexuesve nuk u jepet skedari."))
def refuse(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    """A button."""
    form = DecisionForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    at = document_at_work(desk.session, desk.viewer, slug, number)

    def say_no() -> str:
        handing_out.refuse(desk.session, desk.viewer, at)
        return page_of(at.edition, at.contract) if at.may_edit else "/puna"

    return desk.enter(form, lambda status: _decided(desk, slug, number, form, status), say_no)


@post(f"{DOCUMENT}/mbajtja", done=WITHHELD, guards=[guards.editor])
def withhold(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    at = document_at_work(desk.session, desk.viewer, slug, number)
    form = WithholdingForm(desk.words, desk.sent)

    def take_back() -> str:
        handing_out.withhold(desk.session, desk.viewer, at, form.reason.data or "")
        return page_of(at.edition, at.contract)

    return desk.take(form, lambda status: _page(desk, at, withholding=form, status=status), take_back)


def _decided(desk: Desk, slug: str, number: int, form: DecisionForm, status: int) -> Response[str]:
    """As it stands by now, with a rule's no."""
    return _page(desk, document_at_work(desk.session, desk.viewer, slug, number), decision=form, status=status)


def _page(
    desk: Desk, at: AtWork, form: DocumentDeclarationForm | None = None, withholding: WithholdingForm | None = None, *,
    decision: DecisionForm | None = None, status: int = 200,
) -> Response[str]:  # fmt: skip
    """What is found in the file stands above the box, so that nobody ticks before they could read it."""
    form = form or DocumentDeclarationForm(desk.words)
    withholding, decision = withholding or WithholdingForm(desk.words), decision or DecisionForm(desk.words)
    decision.version.data = at.declaration.version if at.declaration else ""
    said = f"{at.document.name}\n{at.document.text}"
    context = {
        "at": at,
        "contract": at.contract,
        "draft": at.edition,
        "document": at.document,
        "kind": handing_out.kind_of(at.document),
        "inside": desk.inside([at.document] if at.file else []),
        "is_signed": bool(at.file) and is_signed(desk.settings.files, at.file),
        "named": names_in(said, desk.sent.public_names()) if names_in(said) else [],
        "declaration_form": form,
        "withholding": withholding,
        "decision": decision,
        **(on_its_page(desk, at.declaration, at.contract.municipality_id) if at.declaration else {"may_decide": False}),
        "form": next((one for one in (decision, withholding) if one.errors), form),
    }
    return desk.page("contracts/document.html", context, status)


HANDLERS: list[Any] = [document_page, kept_file, declare, confirm, refuse, withhold]
