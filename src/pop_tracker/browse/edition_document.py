"""The document behind an edition as readers have it: its file, or a PDF of the passages that the contract came from."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import contract_head
from pop_tracker.browse.edition import edition_of
from pop_tracker.contracts.handing_out import public_document, quoted
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import Unavailable, disposition
from pop_tracker.web.handing_out import file_answer
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.paper import CannotMakePDF, on_paper
from pop_tracker.web.templates import bare_pages


@get("/kontratat/{slug:str}/botimi/{number:int}/dokumenti", opt=PUBLIC)
def edition_document(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:
    """The PDF names neither author nor day, and the same edition gives the same bytes; the page cache keeps it until
    the next entry, which may take words out of it."""
    head = contract_head(session, slug)
    edition, _ = edition_of(session, head, number)
    document = public_document(session, edition)
    if document is None:
        raise Missing
    settings = request.app.state.settings
    if document.is_free:
        return file_answer(settings.files, document.sha256, document.name)
    context = {"head_of": head, "edition": edition, "document": document, "quoted": quoted(session, edition)}
    html = bare_pages(settings.training).render(said.language, "browse/contracts/document_paper.html", context)
    try:
        paper = on_paper(html)
    except CannotMakePDF as missing:
        raise Unavailable(N_("Këtu nuk krijohet PDF. Pasazhet e dokumentit i lexoni te çdo zotim.")) from missing
    return Response(
        paper,
        media_type="application/pdf",
        headers={
            "Content-Disposition": disposition(f"{head.slug}-botimi-{number}-dokumenti.pdf"),
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache",
        },
    )


HANDLERS: list[Any] = [edition_document]
