"""/api/v1/municipalities/{slug}/continuations: what was asked for again, for programs."""

from datetime import datetime
from typing import Annotated

from litestar.di import NamedDependency
from msgspec import Meta, Struct
from sqlmodel import Session

from pop_tracker.browse.api.parameters import MISSING, Addresses, Req, Slug, slug_in
from pop_tracker.browse.api.shapes import Listing, Page, Ref, StatusNow, Words
from pop_tracker.browse.terms import asked_in_terms
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.web import i18n
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

ContractSlug = Annotated[str, Meta(description=N_("Kontrata, me emrin e saj në adresë."))]


class AskedOnceShape(Struct):
    contract: ContractSlug
    ref: Ref
    text: Words
    status: StatusNow
    page: Page


class ContinuationShape(Struct):
    contract: ContractSlug
    ref: Ref
    earlier_contract: Annotated[str, Meta(description=N_("Kontrata e mëparshme, me emrin e saj në adresë."))]
    earlier_ref: Annotated[str, Meta(description=N_("Referenca e zotimit të mëparshëm."))]
    reason: Annotated[str, Meta(description=N_("Pse është e njëjta kërkesë, siç e tha një person."))]
    recorded_at: Annotated[datetime, Meta(description=N_("Kur u shënua (UTC)."))]


class AskedShape(Struct):
    terms: Annotated[int, Meta(description=N_("Në sa mandate u kërkua."))]
    times: Annotated[list[AskedOnceShape], Meta(description=N_("Zotimet, më i hershmi i pari."))]
    links: Annotated[list[ContinuationShape], Meta(description=N_("Cili zotim kërkon përsëri çfarë u kërkua më parë."))]


@get("/municipalities/{slug:str}/continuations", summary=N_("Nga mandati në mandat"), responses=MISSING,
     description=N_("Çfarë u kërkua më shumë se një herë, në mandate të ndryshme, dhe çfarë u bë çdo herë. E njëjta "
                    "listë në CSV: /bashkite/{slug}/mandatet.csv."))  # fmt: skip
def api_continuations(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[i18n.Words]
) -> Listing[AskedShape]:
    municipality = municipality_by_slug(session, slug_in(slug))
    if municipality is None:
        raise Missing
    address = Addresses(request, said)
    found = []
    for each in asked_in_terms(session, municipality).again:
        places = {time.one.text.commitment_id: (time.head.slug, time.one.text.ref) for time in each.times}
        found.append(
            AskedShape(
                each.terms,
                [
                    AskedOnceShape(time.head.slug, time.one.text.ref, time.one.text.text, time.one.status,
                                   address.of(time.path))
                    for time in each.times
                ],
                [
                    ContinuationShape(*places[link.commitment_id], *places[link.continues_id], link.reason,
                                      link.recorded_at)
                    for link in each.links
                ],
            )
        )  # fmt: skip
    return Listing(found)
