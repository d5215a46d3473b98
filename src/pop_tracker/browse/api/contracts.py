"""/api/v1/contracts and /api/v1/commitments."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlmodel import Session

from pop_tracker.browse.api.parameters import FAILURES, MISSING, Addresses, Bashkia, Cursor, Limit, Req, Slug, slug_in
from pop_tracker.browse.api.shapes import (
    AnswerShape,
    CommitmentLineShape,
    CommitmentShape,
    ContractShape,
    DocumentShape,
    FindingShape,
    FullContractShape,
    Listing,
    PriorityShape,
    RoundShape,
    SaidShape,
    UnitOfCommitmentShape,
)
from pop_tracker.browse.commitments import Question, find, rows
from pop_tracker.browse.contract import (
    ContractHead,
    ShownCommitment,
    contract_head,
    contract_heads,
    priorities,
    shown_commitments,
)
from pop_tracker.browse.figures import by_commitment
from pop_tracker.contracts.digests import TextDigest, text_digests
from pop_tracker.contracts.editions import Edition, newest_editions
from pop_tracker.contracts.handing_out import PublicDocument, documents_of_contracts
from pop_tracker.contracts.texts import Text, headings_of_edition, texts_of_edition
from pop_tracker.monitoring.statuses import LeafStatus, current_statuses
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.pledges.in_force import SignatureRow, answers
from pop_tracker.pledges.vocabulary import Stands
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words

Q = FromQuery[
    Annotated[str, QueryParameter(description=N_("Fjalë nga teksti; mund të shkruhen pa ë, ç dhe pa mbaresa."))]
]
Njesia = FromQuery[Annotated[str, QueryParameter(description=N_("Njësia administrative, me emrin e saj në adresë."))]]
Prioriteti = FromQuery[Annotated[str, QueryParameter(description=N_("Numri i prioritetit."))]]
Statusi = FromQuery[
    Annotated[
        str,
        QueryParameter(
            description=N_("fully_addressed, partially_addressed, not_addressed, not_assessed ose not_assessable.")
        ),
    ]
]
Tema = FromQuery[Annotated[str, QueryParameter(description=N_("Tema, për shembull 2023-social."))]]
Plani = FromQuery[
    Annotated[str, QueryParameter(description=N_("Plani në të cilin u shqyrtua, me emrin e tij në adresë."))]
]


@get("/contracts", summary=N_("Kontratat"),
     description=N_("Kontratat sociale, edhe ato që ende nuk e kanë tekstin këtu."))  # fmt: skip
def api_contracts(
    request: Req, session: NamedDependency[Session], said: NamedDependency[Words]
) -> Listing[ContractShape]:
    address = Addresses(request, said)
    heads = contract_heads(session)
    editions = newest_editions(session)
    digests = text_digests(session, editions.values())
    documents = documents_of_contracts(session, [head.id for head in heads])
    return Listing(
        [ContractShape(**_contract(head, editions.get(head.id), digests, documents, address)) for head in heads]
    )


@get("/contracts/{slug:str}", summary=N_("Një kontratë"), responses=MISSING,
     description=N_("Botimi më i ri, prioritet pas prioriteti, me statusin e çdo zotimi."))  # fmt: skip
def api_contract(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[Words]
) -> FullContractShape:
    address = Addresses(request, said)
    head = contract_head(session, slug_in(slug))
    edition = newest_editions(session, [head.id]).get(head.id)
    edition_id = edition.id or 0 if edition else 0
    digests = text_digests(session, [edition] if edition else [])
    documents = documents_of_contracts(session, [head.id])
    texts = texts_of_edition(session, edition_id)
    came_from: dict[str, list[str]] = {}
    for text in texts:
        for to in text.went_to:
            came_from.setdefault(to, []).append(text.ref)
    by_ref = shown_commitments(
        texts,
        current_statuses(session, [head.id]),
        by_commitment(published_findings(session, contract_id=head.id)),
    )
    return FullContractShape(
        **_contract(head, edition, digests, documents, address),
        priorities=[
            PriorityShape(
                number=priority.number,
                title=priority.title,
                group=priority.group.value or None,
                status=priority.status,
                commitments=[_commitment(one, head, address, came_from) for one in priority.commitments],
            )
            for priority in priorities(headings_of_edition(session, edition_id), by_ref)
        ],
        answers=[
            _answer(one, in_force=one is row and row.stands is not Stands.ANNULLED)
            for row in answers(session, [head.id])
            for one in (row, *row.earlier)
        ],
    )


def _answer(row: SignatureRow, *, in_force: bool) -> AnswerShape:
    return AnswerShape(
        name=row.name,
        capacity=row.capacity,
        answer=row.stands,
        in_force=in_force,
        edition=row.edition,
        given_on=row.signed_on,
        date_precision=row.date_precision,
        reservation=row.reservation or None,
        said=[SaidShape(one.said_with, one.ref or None, one.words, one.on) for one in row.said],
        withdrawn_on=row.withdrawn_on,
        annulled_on=row.annulled_on,
        annulment=row.annulment or None,
        source=row.source,
    )


@get("/commitments", summary=N_("Zotimet"), responses=FAILURES,
     description=N_("Zotimet e botuara, me filtrat e faqes /zotimet; faqe pas faqeje."))  # fmt: skip
def api_commitments(
    request: Req,
    session: NamedDependency[Session],
    said: NamedDependency[Words],
    q: Q = "",
    bashkia: Bashkia = "",
    njesia: Njesia = "",
    prioriteti: Prioriteti = "",
    statusi: Statusi = "",
    tema: Tema = "",
    plani: Plani = "",
    cursor: Cursor = 0,
    limit: Limit = 50,
) -> Listing[CommitmentLineShape]:
    address = Addresses(request, said)
    question = Question.asked(
        {
            "q": q,
            "bashkia": bashkia,
            "njesia": njesia,
            "prioriteti": prioriteti,
            "statusi": statusi,
            "tema": tema,
            "plani": plani,
        }
    )
    found = find(session, question).or_refuse()
    # By identity, which never changes: a list that grows meanwhile repeats and skips nothing.
    later = sorted((leaf for leaf in found.leaves if leaf.commitment_id > cursor), key=lambda leaf: leaf.commitment_id)
    shown = later[:limit]
    return Listing(
        [
            CommitmentLineShape(
                municipality=row.contract.municipality_slug,
                contract=row.contract.slug,
                priority=row.text.priority_number,
                priority_title=row.text.priority_title,
                ref=row.text.ref,
                text=row.text.text,
                scope=row.text.scope,
                units=_units(row.text, row.said_by),
                place=row.text.place or None,
                **_judging(row.text),
                status=row.status,
                round=_round(row.said_by),
                source=row.text.source,
                findings=_findings(row.findings),
                page=address.of(row.path),
            )
            for row in rows(session, found, shown)
        ],
        next=address.of(
            "/api/v1/commitments",
            **{
                name: getattr(question, name)
                for name in ("q", "bashkia", "njesia", "prioriteti", "statusi", "tema", "plani")
            },
            cursor=shown[-1].commitment_id,
            limit=limit,
        )
        if len(later) > limit
        else None,
    )


def _contract(
    head: ContractHead, edition: Edition | None, digests: Mapping[int, TextDigest],
    documents: Mapping[int, PublicDocument], address: Addresses,
) -> dict[str, Any]:  # fmt: skip
    digest = digests[edition.id or 0] if edition else None
    return {
        "slug": head.slug,
        "title": head.title,
        "municipality": head.municipality_slug,
        "organisation": head.organisation_slug,
        "term_from": head.term_from,
        "term_until": head.term_until,
        "text_known": head.text_known,
        "edition": edition.number if edition else None,
        "digest": digest.published if digest else None,
        "digest_now": digest.now if digest else None,
        "taken_by": list(digest.numbers) if digest else [],
        "document": _document(documents.get(head.id), address),
        "source": head.source,
        "page": address.of(head.path),
    }


def _document(document: PublicDocument | None, address: Addresses) -> DocumentShape | None:
    if document is None:
        return None
    return DocumentShape(
        edition=document.edition,
        sha256=document.original_sha256,
        media_type=document.media_type,
        size=document.size,
        pages=document.pages or None,
        free=document.is_free,
        name=document.name or None,
        file_sha256=document.sha256 or None,
        file=address.of(document.path),
    )


def _commitment(
    one: ShownCommitment, head: ContractHead, address: Addresses, came_from: Mapping[str, list[str]]
) -> CommitmentShape:
    text = one.text
    return CommitmentShape(
        ref=text.ref,
        text=text.text,
        scope=text.scope,
        units=_units(text, one.said),
        place=text.place or None,
        **_judging(text),
        status=one.status,
        round=_round(one.said),
        source=text.source,
        findings=_findings(one.findings),
        is_retracted=text.is_retracted,
        retraction_reason=text.retraction_reason or None,
        went_to=list(text.went_to),
        came_from=came_from.get(text.ref, []),
        passage=text.passage or None,
        passage_page=text.passage_page if text.passage else None,
        children=[_commitment(point, head, address, came_from) for point in one.points],
        page=address.of(f"{head.path}/{text.ref}"),
    )


def _judging(text: Text) -> dict[str, Any]:
    return {
        "target_groups": text.target_groups.split("; ") if text.target_groups else [],
        "shows_done": text.shows_done or None,
        "due": text.due or None,
        "competence": text.competence or None,
        "law": text.law or None,
        "theme": text.theme or None,
    }


def _units(text: Text, said: LeafStatus | None) -> list[UnitOfCommitmentShape]:
    by_unit = said.units if said else {}
    return [UnitOfCommitmentShape(unit.slug, unit.name, by_unit.get(unit.id)) for unit in text.units]


def _round(said: LeafStatus | None) -> RoundShape | None:
    return RoundShape.of(said.round_number, said.period) if said else None


def _findings(found: Iterable[FindingRow]) -> list[FindingShape]:
    return [FindingShape(one.plan_slug, one.item_number, one.verdict) for one in found]
