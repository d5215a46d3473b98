"""/api/v1: the published record for programs. Read only, open to every origin, the same for everyone.

What it may be asked stands in `parameters`, what it answers with in `shapes` and `plan_shapes`, the document that
describes both in `document`.
"""

from typing import Any

from litestar import Response, Router
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.api.assessments import api_assessments
from pop_tracker.browse.api.consultations import api_consultations
from pop_tracker.browse.api.continuations import api_continuations
from pop_tracker.browse.api.contracts import api_commitments, api_contract, api_contracts
from pop_tracker.browse.api.findings import api_findings
from pop_tracker.browse.api.parameters import FAILURES, Addresses, Bashkia, Cursor, Limit, Req
from pop_tracker.browse.api.plans import api_needs, api_plan, api_plans
from pop_tracker.browse.api.replies import api_replies
from pop_tracker.browse.api.shapes import (
    ChangeShape,
    Failure,
    Listing,
    MunicipalityShape,
    OrganisationShape,
    UnitShape,
    source_shapes,
)
from pop_tracker.browse.contract import contract_heads
from pop_tracker.browse.record.changes import changes_of
from pop_tracker.places.models import AdministrativeUnit, municipalities
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words

UNKEPT = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}


@get("/municipalities", summary=N_("Bashkitë"),
     description=N_("Të 61 bashkitë me njësitë e tyre administrative."))  # fmt: skip
def api_municipalities(
    request: Req, session: NamedDependency[Session], said: NamedDependency[Words]
) -> Listing[MunicipalityShape]:
    address = Addresses(request, said)
    units: dict[int, list[UnitShape]] = {}
    for unit in session.exec(
        select(AdministrativeUnit).order_by(
            col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key)
        )
    ):
        units.setdefault(unit.municipality_id, []).append(UnitShape(unit.slug, unit.name))
    contracts: dict[str, list[str]] = {}
    for head in contract_heads(session):
        contracts.setdefault(head.municipality_slug, []).append(head.slug)
    return Listing([
        MunicipalityShape(
            slug=place.slug, name=place.name, county=place.county, units=units.get(place.id or 0, []),
            contracts=contracts.get(place.slug, []), page=address.of(place.path),
        )
        for place in municipalities(session)
    ])  # fmt: skip


@get("/organisations", summary=N_("Organizatat"),
     description=N_("Organizatat anëtare të rrjetit dhe bashkitë që mbulojnë."))  # fmt: skip
def api_organisations(session: NamedDependency[Session]) -> Listing[OrganisationShape]:
    slugs = {place.id: place.slug for place in municipalities(session)}
    covers: dict[int, list[str]] = {}
    for organisation_id, municipality_id in session.exec(select(Coverage.organisation_id, Coverage.municipality_id)):
        covers.setdefault(organisation_id, []).append(slugs[municipality_id])
    return Listing([
        OrganisationShape(
            slug=one.slug, name=one.name, short_name=one.short_name or None, name_en=one.name_en or None,
            municipalities=sorted(covers.get(one.id or 0, [])),
        )
        for one in session.exec(select(Organisation).order_by(col(Organisation.sort_key)))
    ])  # fmt: skip


@get("/changes", summary=N_("Ndryshimet"), responses=FAILURES,
     description=N_("Çdo ndryshim i regjistrit publik, më i riu i pari; faqe pas faqeje."))  # fmt: skip
def api_changes(
    request: Req,
    session: NamedDependency[Session],
    said: NamedDependency[Words],
    bashkia: Bashkia = "",
    cursor: Cursor = 0,
    limit: Limit = 50,
) -> Listing[ChangeShape]:
    address = Addresses(request, said)
    if bashkia and bashkia not in {place.slug for place in municipalities(session)}:
        raise Refusal(N_("Nuk ka bashki “%(value)s”."), value=bashkia[:80])
    found = changes_of(session, said, bashkia=bashkia, before=cursor or None, limit=limit + 1)
    return Listing(
        [
            ChangeShape(
                number=one.number, at=one.at, verb=one.verb, words=one.did, title=one.title,
                municipality=one.municipality, by=one.doer, organisation=one.organisation,
                approver_organisation=one.approver_organisation, source=one.source,
                sources=source_shapes(one.source), reason=one.reason,
                is_redacted=one.title is None, previous_hash=one.previous_hash, hash=one.hash,
                payload_digest=one.payload_digest, page=address.of(one.address),
            )
            for one in found[:limit]
        ],
        next=address.of("/api/v1/changes", bashkia=bashkia, cursor=found[limit - 1].number, limit=limit)
        if len(found) > limit
        else None,
    )  # fmt: skip


def not_read(_: Req, error: ValidationException) -> Response[Failure]:
    """A parameter that is no number, or too large."""
    said = [f"{one.get('key')}: {one.get('message')}" for one in error.extra or () if isinstance(one, dict)]
    return Response(Failure("; ".join(said) or error.detail), status_code=400, headers=UNKEPT)


ENDPOINTS = (
    api_municipalities, api_continuations, api_organisations, api_contracts, api_contract, api_assessments,
    api_findings, api_commitments,
    api_plans, api_plan, api_needs, api_consultations, api_replies, api_changes,
)  # fmt: skip


def version_1(*more: Any) -> Router:
    """The endpoints under their path. The headers stand on Litestar's own answers to OPTIONS too."""
    return Router(
        "/api/v1",
        route_handlers=[*ENDPOINTS, *more],
        opt=PUBLIC,
        exception_handlers={ValidationException: not_read},
        response_headers={
            "Cache-Control": "public, no-cache",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": "*",
        },
    )
