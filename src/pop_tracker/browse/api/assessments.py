"""/api/v1/contracts/{slug}/assessments: every published assessment of a contract, in force or not any more."""

from datetime import datetime
from typing import Annotated

from litestar.di import NamedDependency
from msgspec import Meta
from sqlmodel import Session

from pop_tracker.browse.api.parameters import MISSING, Addresses, Req, Slug, slug_in
from pop_tracker.browse.api.shapes import Listing, Page, Ref, RoundShape, Sourced
from pop_tracker.browse.assessments import PublicAssessment, public_assessments
from pop_tracker.browse.contract import contract_head
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.web import i18n
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_


class AssessmentShape(Sourced):
    id: Annotated[int, Meta(description=N_("Numri i vlerësimit; nuk ndryshon kurrë."))]
    round: Annotated[RoundShape, Meta(description=N_("Raundi në të cilin u vlerësua."))]
    ref: Ref
    unit: Annotated[str | None, Meta(description=N_("Njësia, me emrin e saj në adresë; null: zotimi në tërësi."))]
    status: Annotated[Status, Meta(description=N_("Statusi që thotë ky vlerësim; numërohet vetëm kur është në fuqi."))]
    ground: Annotated[
        Ground | None,
        Meta(
            description=N_(
                "Pse nuk mund të vlerësohet. unclear_words: fjalët e zotimit janë të paqarta. not_competence: nuk "
                "është kompetencë e bashkisë. null te çdo status tjetër, dhe kur burimi nuk e thotë."
            )
        ),
    ]
    in_force: Annotated[
        bool,
        Meta(
            description=N_(
                "true: ky vlerësim vlen sot, një për çdo zotim ose njësi në raund. false: e zëvendësoi një ndreqje, "
                "ose ishte ndreqje dhe u tërhoq; mbetet i lexueshëm dhe nuk numërohet."
            )
        ),
    ]
    corrects: Annotated[int | None, Meta(description=N_("Numri i vlerësimit që ndreq; null: nuk është ndreqje."))]
    correction_reason: Annotated[str | None, Meta(description=N_("Pse u ndreq."))]
    superseded_by: Annotated[
        int | None, Meta(description=N_("Numri i ndreqjes që e zëvendësoi; null: asnjë, ose ajo u tërhoq."))
    ]
    superseded_at: Annotated[datetime | None, Meta(description=N_("Kur u miratua ajo ndreqje (UTC)."))]
    withdrawn_at: Annotated[datetime | None, Meta(description=N_("Kur u tërhoq kjo ndreqje (UTC)."))]
    withdrawal_reason: Annotated[str | None, Meta(description=N_("Pse u tërhoq kjo ndreqje."))]
    withdrawn_by: Annotated[str | None, Meta(description=N_("Organizata që e tërhoqi."))]
    before_reply: Annotated[
        Status | None, Meta(description=N_("Statusi para përgjigjes së bashkisë, kur ajo çoi te një tjetër."))
    ]
    reason: Annotated[str, Meta(description=N_("Arsyeja e vlerësimit."))]
    organisation: Annotated[str | None, Meta(description=N_("Organizata që vlerësoi; null kur nuk thuhet."))]
    approved_at: Annotated[datetime | None, Meta(description=N_("Kur u miratua ose u regjistrua (UTC)."))]
    page: Page


@get("/contracts/{slug:str}/assessments", summary=N_("Vlerësimet e një kontrate"), responses=MISSING,
     description=N_("Çdo vlerësim i raundeve të botuara: për çdo zotim ai në fuqi i pari, pastaj ata që nuk janë më "
                    "në fuqi, me arsyen. E njëjta listë për të gjitha kontratat në CSV: /vleresimet.csv."))  # fmt: skip
def api_assessments(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[i18n.Words]
) -> Listing[AssessmentShape]:
    head, address = contract_head(session, slug_in(slug)), Addresses(request, said)
    return Listing([_assessment(one, address) for one in public_assessments(session, Contract.id == head.id)])


def _assessment(one: PublicAssessment, address: Addresses) -> AssessmentShape:
    return AssessmentShape(
        id=one.id,
        round=RoundShape.of(one.number, one.period),
        ref=one.ref,
        unit=one.unit,
        status=one.status,
        ground=one.ground,
        in_force=one.in_force,
        corrects=one.corrects,
        correction_reason=one.correction_reason or None,
        superseded_by=one.superseded_by,
        superseded_at=one.superseded_at,
        withdrawn_at=one.withdrawn_at,
        withdrawal_reason=(one.withdrawal_reason or None) if one.withdrawn_at else None,
        withdrawn_by=one.withdrawn_by,
        before_reply=one.before_reply,
        reason=one.reason,
        organisation=one.organisation,
        approved_at=one.decided_at,
        source=one.source,
        page=address.of(one.path),
    )
