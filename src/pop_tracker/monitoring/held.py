"""What somebody holds of monitoring: assessments that are not public yet, rounds that they rate, and links by which a
municipality replies."""

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from pop_tracker.accounts.carried import hand_tables_on
from pop_tracker.accounts.held import Held, Kind, declare
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.assessments import path_of
from pop_tracker.monitoring.import_rounds import RoundImport
from pop_tracker.monitoring.models import STATE_WORDS, Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.raters import raters_of
from pop_tracker.monitoring.replies import disavowals
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.web.i18n import N_


def _assessments(session: Session, viewer: Viewer) -> list[Held]:
    """Drafts, those that came back, and those that wait; a round's approved ones are the round's."""
    rows = session.exec(
        select(Assessment)
        .where(
            col(Assessment.author_id).in_(viewer.same_as),
            col(Assessment.is_public).is_(False),
            Assessment.state != AssessmentState.APPROVED,
        )
        .order_by(col(Assessment.round_id), col(Assessment.id))
    ).all()
    return [
        Held(
            Waiting(
                f"{row.round.contract.title}, {row.ref}",
                path_of(session, row),
                STATE_WORDS[row.state],
                round=row.round.number,
            )
        )
        for row in rows
    ]


def _rated(session: Session, viewer: Viewer) -> list[Held]:
    """Rounds of which they are a rater and that wait for ratings."""
    rows = session.exec(
        select(Round)
        .where(
            Round.state == RoundState.OPEN,
            col(Round.is_double_rated),
            col(Round.rater_a_id).in_(viewer.same_as) | col(Round.rater_b_id).in_(viewer.same_as),
        )
        .order_by(col(Round.id))
    ).all()
    notes = {True: N_("Vlerësimet i dorëzoi: llogariten edhe pa të"), False: N_("Vlerësimet nuk i ka dorëzuar")}
    return [
        Held(
            Waiting(
                held.contract.title,
                f"/puna/raundet/{held.id}/vleresuesit",
                notes[rater.is_handed_in],
                round=held.number,
            )
        )
        for held in rows
        for rater in raters_of(session, held)
        if viewer.is_among((rater.person.id,))
    ]


def _open_links(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """By which a municipality still replies before its round is published."""
    waits = select(Round.id).where(Round.state == RoundState.REPLY)
    return (
        func.coalesce(col(ReplyLink.contact_id), col(ReplyLink.sent_by)).in_(viewer.same_as),
        col(ReplyLink.revoked_at).is_(None),
        col(ReplyLink.round_id).in_(waits),
    )


def _links(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.execute(
        select(ReplyLink, Round, Contract)
        .join(Round, col(Round.id) == ReplyLink.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(*_open_links(viewer))
        .order_by(col(ReplyLink.id))
    )
    return [
        Held(Waiting(contract.title, f"/puna/raundet/{held.id}", round=held.number), contract.municipality_id)
        for _, held, contract in rows
    ]


def _give_links(session: Session, viewer: Viewer, to: int) -> None:
    for link in session.exec(select(ReplyLink).where(*_open_links(viewer))).all():
        link.contact_id = to
        session.add(link)
    session.flush()


def _asked(session: Session, viewer: Viewer) -> list[Held]:
    """Letters by which a municipality does not know a reply, and corrections to be taken back."""
    rows = session.exec(
        select(Assessment)
        .where(col(Assessment.retraction_asked_by).in_(viewer.same_as), col(Assessment.retracted_at).is_(None))
        .order_by(col(Assessment.id))
    ).all()
    note = N_("Kërkesë për tërheqjen e një ndreqjeje")
    retractions = [
        Waiting(f"{row.round.contract.title}, {row.ref}", path_of(session, row), note, round=row.round.number)
        for row in rows
    ]
    return [Held(one) for one in (*disavowals.in_hand(session, viewer).sent, *retractions)]


def _tables(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(RoundImport, Contract)
        .join(Contract, col(Contract.id) == RoundImport.contract_id)
        .where(col(RoundImport.person_id).in_(viewer.same_as))
        .order_by(col(RoundImport.id))
    )
    return [
        Held(Waiting(f"{contract.title}: {one.file_name}", "/puna/raundet", round=one.number), contract.municipality_id)
        for one, contract in rows
    ]


declare(
    Kind(
        "assessments",
        N_("Vlerësime dhe ndreqje"),
        N_("I vazhdon çdo redaktor i bashkisë; për ato që presin rishikimin vendoset edhe pa të."),
        _assessments,
    ),
    Kind(
        "ratings",
        N_("Raunde që i vlerëson pa parë vlerësuesin tjetër"),
        N_("Nuk kalojnë te askush. Raundi pret koordinatorin, që cakton një vlerësues tjetër ose vazhdon me një."),
        _rated,
    ),
    Kind(
        "reply_links",
        N_("Lidhje për përgjigjen e bashkisë"),
        N_("Lidhjet vlejnë edhe pa të. Bashkisë i tregohet vetëm organizata, pa emër dhe pa telefon."),
        _links,
        _give_links,
    ),
    Kind(
        "disavowals_and_retractions",
        N_("Mohime dhe tërheqje ndreqjesh në pritje"),
        N_("I vendosin të tjerë, edhe pa të."),
        _asked,
    ),
    Kind(
        "round_tables",
        N_("Tabela raundesh të dërguara dhe të pakonfirmuara"),
        N_("Nëse nuk ia kaloni askujt, nuk i sheh më askush: një redaktor tjetër e dërgon tabelën përsëri."),
        _tables,
        lambda session, viewer, to: hand_tables_on(session, RoundImport, viewer, to),
    ),
)
