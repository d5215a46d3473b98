"""/api/v1/replies: the municipalities' right of reply, for programs."""

from datetime import date
from typing import Annotated

from litestar.di import NamedDependency
from msgspec import Meta, Struct
from sqlmodel import Session

from pop_tracker.browse.api.parameters import FAILURES, Addresses, Bashkia, Cursor, Limit, Req
from pop_tracker.browse.api.shapes import Listing, MunicipalitySlug, Page, RoundShape, Words
from pop_tracker.browse.replies import PublicReply, ReplyTime, public_replies
from pop_tracker.web import i18n
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_


class ReplyFileShape(Struct):
    name: Annotated[str, Meta(description=N_("Emri i skedarit, siç u dërgua."))]
    type: Annotated[str, Meta(description=N_("Lloji i skedarit (MIME)."))]
    size: Annotated[int, Meta(description=N_("Madhësia në bajt."))]
    sha256: Annotated[str, Meta(description=N_("SHA-256 i skedarit."))]
    address: Annotated[str, Meta(description=N_("Ku shkarkohet."))]
    original_sha256: Annotated[
        str | None, Meta(description=N_("SHA-256 i skedarit siç u dërgua; null kur mbahet ashtu."))
    ]


class ReplyShape(Struct):
    municipality: MunicipalitySlug
    contract: Annotated[str, Meta(description=N_("Kontrata, me emrin e saj në adresë."))]
    round: Annotated[RoundShape, Meta(description=N_("Raundi për të cilin është përgjigjja."))]
    ref: Annotated[str | None, Meta(description=N_("Zotimi për të cilin është; null: për raundin në përgjithësi."))]
    text: Words
    office: Annotated[str, Meta(description=N_("Zyra që u përgjigj, jo personi."))]
    given_on: Annotated[date, Meta(description=N_("Dita kur u dha, në Tiranë."))]
    until: Annotated[
        date | None, Meta(description=N_("Dita e fundit e afatit që iu dha; null: nuk thuhet nëse iu kërkua."))
    ]
    complete_on: Annotated[
        date | None, Meta(description=N_("Dita kur bashkia tha se përgjigjja e saj është e plotë; null: nuk e tha."))
    ]
    time: Annotated[
        ReplyTime,
        Meta(description=N_("in_time: në kohë; after_term: pas afatit; after_publication: pas botimit të raundit.")),
    ]
    disowned_on: Annotated[
        date | None, Meta(description=N_("Dita kur bashkia tha se kjo përgjigje nuk është e saja; null: nuk e tha."))
    ]
    files: Annotated[list[ReplyFileShape], Meta(description=N_("Skedarët që erdhën me përgjigjen."))]
    page: Page


@get("/replies", summary=N_("Përgjigjet e bashkive"), responses=FAILURES,
     description=N_("Çfarë thanë bashkitë për raundet e botuara, fjalë për fjalë dhe me datë; faqe pas faqeje. "
                    "E njëjta listë në CSV: /pergjigjet.csv."))  # fmt: skip
def api_replies(
    request: Req,
    session: NamedDependency[Session],
    said: NamedDependency[i18n.Words],
    bashkia: Bashkia = "",
    cursor: Cursor = 0,
    limit: Limit = 50,
) -> Listing[ReplyShape]:
    address = Addresses(request, said)
    later = [one for one in public_replies(session, bashkia) if one.reply.id > cursor]
    shown = later[:limit]
    return Listing(
        [_reply(one, address) for one in shown],
        next=address.of("/api/v1/replies", bashkia=bashkia, cursor=shown[-1].reply.id, limit=limit)
        if len(later) > limit
        else None,
    )


def _reply(one: PublicReply, address: Addresses) -> ReplyShape:
    of, reply = one.round, one.reply
    return ReplyShape(
        municipality=of.municipality,
        contract=of.contract,
        round=RoundShape.of(of.number, of.period),
        ref=reply.ref,
        text=reply.text,
        office=reply.office,
        given_on=reply.given_on,
        until=one.until,
        complete_on=one.complete_on,
        time=one.time,
        disowned_on=reply.disowned_on,
        files=[
            ReplyFileShape(
                file.name,
                file.type,
                file.size,
                file.sha256,
                address.of(f"/pergjigjet/{file.sha256}"),
                file.original_sha256 or None,
            )
            for file in reply.files
        ],
        page=address.of(one.path),
    )
