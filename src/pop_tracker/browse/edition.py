"""An edition of a contract as it was published, and what it changed."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import (
    OPEN_ALL,
    WORDS,
    ContractHead,
    contract_head,
    in_groups,
    priorities,
    shown_commitments,
)
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.contracts.difference import CHANGE_WORDS, difference
from pop_tracker.contracts.digests import text_digest
from pop_tracker.contracts.editions import Edition, published_editions
from pop_tracker.contracts.handing_out import public_document
from pop_tracker.contracts.texts import headings_of_edition, texts_of_edition
from pop_tracker.pledges.in_force import answers
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import disposition
from pop_tracker.web.invented import PREFIX
from pop_tracker.web.render import page, words_of


def edition_of(session: Session, head: ContractHead, number: int) -> tuple[Edition, list[Edition]]:
    editions = published_editions(session, head.id)
    for edition in editions:
        if edition.number == number:
            return edition, editions
    raise Missing


@get("/kontratat/{slug:str}/botimi/{number:int}", opt=PUBLIC)
def edition_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
) -> Response[str]:
    """An edition as it was published, with the text that its digest is taken of."""
    head = contract_head(session, slug)
    edition, editions = edition_of(session, head, number)
    by_ref = shown_commitments(texts_of_edition(session, edition.id or 0), {}, {})
    in_order = priorities(headings_of_edition(session, edition.id or 0), by_ref)
    return page(
        request,
        "browse/contracts/edition.html",
        {
            **WORDS,
            "head_of": head,
            "edition": edition,
            "digest": text_digest(session, edition),
            "document": public_document(session, edition),
            "text_address": f"{request.app.state.settings.base_url}{head.path}/botimi/{number}/teksti.txt",
            "text_name": (PREFIX if request.app.state.settings.training else "") + _name(head, number),
            "editions": editions,
            "groups": in_groups(in_order),
            "in_all": len(in_order),
            "taken_out": taken_out(session, f"{head.path}/botimi/{number}"),
            "total": sum(len(priority.leaves) for priority in in_order),
            "opens_all": request.query_params.get("hap") == OPEN_ALL,
            "signed": [row for row in answers(session, [head.id]) if row.edition == number],
        },
    )


@get("/kontratat/{slug:str}/botimi/{number:int}/teksti.txt", opt=PUBLIC)
def edition_text(slug: FromPath[str], number: FromPath[int], session: NamedDependency[Session]) -> Response[bytes]:
    """The very bytes that the digest is of, so that anybody computes it with tools of their own."""
    head = contract_head(session, slug)
    edition, _ = edition_of(session, head, number)
    return Response(
        edition.canonical_text.encode(),
        media_type="text/plain",
        headers={
            "Content-Disposition": disposition(_name(head, number)),
            "Content-Language": "sq",
            "Cache-Control": "public, no-cache",
        },
    )


def _name(head: ContractHead, number: int) -> str:
    return f"{head.slug}-botimi-{number}.txt"


@get("/kontratat/{slug:str}/botimi/{number:int}/ndryshimet", opt=PUBLIC)
def edition_changes_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
) -> Response[str]:
    """What an addendum changed, in words taken out and put in."""
    head = contract_head(session, slug)
    edition, editions = edition_of(session, head, number)
    before = next((other for other in editions if other.number == number - 1), None)
    if before is None:
        raise Missing
    return page(
        request,
        "browse/contracts/edition_changes.html",
        {
            "head_of": head,
            "edition": edition,
            "before": before,
            "changes": difference(session, before, edition, words_of(request)),
            "change_words": CHANGE_WORDS,
        },
    )


HANDLERS: list[Any] = [edition_page, edition_text, edition_changes_page]
