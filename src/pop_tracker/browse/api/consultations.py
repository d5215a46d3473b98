"""/api/v1/consultations: hearings and other meetings, with what was raised there and where it led."""

from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.browse.api.parameters import Addresses, Req
from pop_tracker.browse.api.plan_shapes import ConsultationShape, PhotoShape, PointShape, ThreadShape
from pop_tracker.browse.api.shapes import Listing
from pop_tracker.contracts.models import Contract
from pop_tracker.places.models import municipalities
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.photos import ConsultationPhoto, photos
from pop_tracker.plans.consultations.points import ConsultationPoint, point_stands
from pop_tracker.plans.consultations.threads import threads
from pop_tracker.plans.models import Plan
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words


@get("/consultations", summary=N_("Konsultimet"),
     description=N_("Dëgjesat dhe konsultimet publike, me rolet e të pranishmëve, pa emra."))  # fmt: skip
def api_consultations(
    request: Req, session: NamedDependency[Session], said: NamedDependency[Words]
) -> Listing[ConsultationShape]:
    address = Addresses(request, said)
    slugs = {place.id: place.slug for place in municipalities(session)}
    led: dict[int, list[ThreadShape]] = {}
    for one in threads(session):
        commitment = f"{one.contract_slug}/{one.ref}" if one.ref else None
        item = f"{one.plan_slug}/{one.item_number}" if one.item_number else None
        led.setdefault(one.point_id, []).append(ThreadShape(commitment, item, source=one.source))
    points: dict[int, list[PointShape]] = {}
    standing = select(ConsultationPoint).where(point_stands())
    for point in session.exec(standing.order_by(col(ConsultationPoint.position))):
        led_to = led.get(point.id or 0, [])
        shape = PointShape(point.position, point.point_kind, point.text, led_to, point.amended_in, source=point.source)
        points.setdefault(point.consultation_id, []).append(shape)
    pictures: dict[int, list[ConsultationPhoto]] = {}
    for photo in photos(session):
        pictures.setdefault(photo.consultation_id, []).append(photo)
    return Listing([
        ConsultationShape(
            slug=one.slug, kind=one.consultation_kind, municipality=slugs[one.municipality_id], plan=plan,
            contract=contract, held_on=one.held_on, hour=one.hour or None,
            hour_until=one.hour_until or None, place=one.place or None,
            convened_by=one.convened_by or None, topic=one.topic, roles_present=one.roles_present,
            women=one.women, men=one.men, outcome=one.outcome or None, next_meeting=one.next_meeting or None,
            next_on=one.next_on, minutes_sha256=one.minutes_sha256 or None,
            minutes_original_sha256=one.minutes_original_sha256 or None,
            called_off=one.called_off or None, points=points.get(one.id or 0, []),
            photos=[
                PhotoShape(photo.shows, address.of(f"{one.path}/fotografite/{photo.sha256}"), photo.type,
                           photo.size, photo.sha256, source=photo.source)
                for photo in pictures.get(one.id or 0, [])
            ],
            source=one.source, page=address.of(one.path),
        )
        for one, plan, contract in session.exec(
            select(Consultation, Plan.slug, Contract.slug)
            .join(Plan, col(Plan.id) == Consultation.plan_id, isouter=True)
            .join(Contract, col(Contract.id) == Consultation.contract_id, isouter=True)
            .order_by(col(Consultation.held_on).desc(), col(Consultation.slug))
        )
    ])  # fmt: skip
