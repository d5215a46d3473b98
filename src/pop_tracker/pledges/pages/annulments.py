"""Doors to annulling an answer that was not the person's own: one asks, somebody of another organisation decides."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.pledges.annulments import Annulment, ask_annulment, open_annulment
from pop_tracker.pledges.pages.paper import Seen, asking, seen_by
from pop_tracker.pledges.pages.paper_forms import AnnulmentForm, RefusalForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/anulimi", guards=[guards.lately_proven])
def annulment_form(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    seen = seen_by(desk, slug, signature_id)
    if not seen.may_annul:
        raise Missing
    return asking(desk, "pledges/annulment.html", seen, form=AnnulmentForm(desk.words))


@post(
    "/puna/nenshkrimet/{slug:str}/{signature_id:int}/anulimi",
    done=N_("Kërkesa për anulim u dërgua te një person i dytë."),
    guards=[guards.lately_proven],
)
def ask(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    seen, form = seen_by(desk, slug, signature_id), AnnulmentForm(desk.words, desk.sent)

    def asked() -> str:
        ask_annulment(desk.session, desk.viewer, signature_id, form.reason.data)
        return seen.path

    return desk.enter(form, lambda status: asking(desk, "pledges/annulment.html", seen, status, form=form), asked)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/anulimi/vendimi", guards=[guards.lately_proven])
def decision_page(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    """Shows the answer and the reason, and asks."""
    seen = seen_by(desk, slug, signature_id)
    if not seen.may_decide_annulment:
        raise Missing
    return asking(desk, "pledges/annulment_decision.html", seen, form=RefusalForm(desk.words))


@post(
    "/puna/nenshkrimet/{slug:str}/{signature_id:int}/anulimi/vendimi",
    done=N_("Përgjigjja u anulua."),
    guards=[guards.lately_proven],
)
def annul(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Redirect:
    _, asked = _asked(desk, slug, signature_id)
    asked.agree(desk.session, desk.viewer)
    return desk.go(f"/kontratat/{slug}")


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/anulimi/refuzimi", done=N_("Anulimi u refuzua."))
def refuse(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    seen, asked = _asked(desk, slug, signature_id)
    form = RefusalForm(desk.words, desk.sent)

    def refused() -> str:
        asked.refuse(desk.session, desk.viewer, form.note.data)
        return seen.path

    return desk.take(
        form, lambda status: asking(desk, "pledges/annulment_decision.html", seen, status, form=form), refused
    )


def _asked(desk: Desk, slug: str, signature_id: int) -> tuple[Seen, Annulment]:
    seen, asked = seen_by(desk, slug, signature_id), open_annulment(desk.session, signature_id)
    if asked is None:
        raise Missing
    return seen, asked


HANDLERS: list[Any] = [annulment_form, ask, decision_page, annul, refuse]
