"""Opening a round, and making its verdicts public."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_person import Decision, Hands, may_be_second_person, require_second_person
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.history import Actor, HistoryEntry
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.evidence import drop_evidence
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import locked, opens_work, ready_rounds, undone, work_of
from pop_tracker.monitoring.raters import RaterChange
from pop_tracker.monitoring.ratings import Rating
from pop_tracker.monitoring.replies.links import completions, is_over, waits_until
from pop_tracker.monitoring.replies.receipts import issue_of_round
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.returned import ReturnedText, forget
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_, day_of
from pop_tracker.web.periods import Period

USUAL_REPLY_DAYS = 10
"""Working days that a municipality has for its reply, unless the round says otherwise."""
CHANGED_MEANWHILE = N_("Raundi ndryshoi ndërkohë. Lexojeni përsëri para se ta botoni.")


@dataclass(frozen=True)
class Details:
    """What is said of a round. No number takes the next one."""

    period: Period
    method: str
    source: str
    number: int | None = None
    people: str = ""
    conflicts_of_interest: str = ""
    reply_days: int = USUAL_REPLY_DAYS


def open_round(session: Session, viewer: Viewer, contract: Contract, details: Details) -> Round:
    """Opens the contract's next round on the newest edition. Its number may jump: a round that was monitored before
    the tracker was, and is not told here, keeps its own."""
    require_recorder(viewer, contract.municipality_id)
    hold(session, contract.id)
    edition = newest_edition(session, contract.id or 0)
    if edition is None:
        raise Refusal(N_("Kjo kontratë nuk ka ende një tekst të botuar."), field="contract")
    last = _last_round(session, contract.id or 0)
    if last is not None and last.state is not RoundState.PUBLISHED:
        raise Refusal(
            N_("Raundi %(number)s i kësaj kontrate është ende i hapur."), field="contract", number=last.number
        )
    held = Round(
        contract_id=contract.id or 0,
        edition_id=edition.id or 0,
        number=0,
        period_from=details.period.first,
        period_until=details.period.last,
        organisation_id=viewer.organisation_id,
        opened_by=viewer.person_id,
        opened_at=datetime.now(UTC),
    )
    _say(held, contract, details, last)
    session.add(held)
    session.flush()
    return held


def revise(session: Session, viewer: Viewer, round_id: int, details: Details) -> Round:
    """Changes what is said of a round, until it is published; the term that the municipality was given stands."""
    held = locked(session, round_id)
    contract = held.contract
    require_recorder(viewer, contract.municipality_id)
    if held.state is RoundState.PUBLISHED:
        raise Refusal(N_("Raundi është botuar: këto të dhëna nuk ndryshojnë më."))
    if held.state is RoundState.REPLY and details.reply_days != held.reply_days:
        raise Refusal(N_("Afati i është dërguar bashkisë: nuk ndryshon më."), field="reply_days")
    with session.no_autoflush:
        _say(held, contract, details, _last_round(session, contract.id or 0, before=held.id))
    session.add(held)
    session.flush()
    return held


def _last_round(session: Session, contract_id: int, before: int | None = None) -> Round | None:
    query = select(Round).where(Round.contract_id == contract_id).order_by(col(Round.number).desc()).limit(1)
    return session.exec(query.where(Round.id != before) if before else query).first()


def _say(held: Round, contract: Contract, details: Details, last: Round | None) -> None:
    require_period(contract, details.period)
    if details.number is not None and last is not None and details.number <= last.number:
        raise Refusal(N_("Raundi %(number)s ekziston: numri i ri vjen pas tij."), field="number", number=last.number)
    held.number = details.number or (last.number + 1 if last else 1)
    held.period_from, held.period_until, held.period_in_years = astuple(details.period)
    held.method, held.source, held.people = details.method, details.source, details.people
    held.conflicts_of_interest, held.reply_days = details.conflicts_of_interest, details.reply_days


def require_period(contract: Contract, period: Period) -> None:
    if period.last < period.first:
        raise Refusal(N_("Periudha mbaron para se të fillojë."), field="period_until")
    with all_at_once() as no:
        for day, field in ((period.first, "period_from"), (period.last, "period_until")):
            if not contract.term_from <= day.year <= contract.term_until:
                no(Refusal(
                    N_("Kontrata vlen për vitet %(first)s–%(last)s."),
                    field=field, first=contract.term_from, last=contract.term_until,
                ))  # fmt: skip


def may_withdraw(session: Session, viewer: Viewer, held: Round) -> bool:
    """Whether this person may take back a round that was opened here by mistake: nobody has written in it."""
    is_theirs = viewer.may_edit(held.contract.municipality_id) and not held.published_elsewhere
    return is_theirs and _is_empty(session, held)


def _is_empty(session: Session, held: Round) -> bool:
    written = session.exec(select(Assessment.id).where(Assessment.round_id == held.id)).first()
    rated = session.exec(select(Rating.id).where(Rating.round_id == held.id)).first()
    return held.state is not RoundState.PUBLISHED and written is None and rated is None


def withdraw(session: Session, viewer: Viewer, round_id: int) -> None:
    """Takes back a round that was opened by mistake, while nobody has written in it."""
    held = locked(session, round_id)
    require_recorder(viewer, held.contract.municipality_id)
    if not _is_empty(session, held):
        raise Refusal(N_("Në këtë raund ka vlerësime: nuk mund të hiqet më."))
    session.exec(sa.delete(RaterChange).where(col(RaterChange.round_id) == round_id))
    session.delete(held)


def may_withdraw_earlier(viewer: Viewer, held: Round) -> bool:
    """Whether this person may take back a round that was brought here from elsewhere."""
    is_theirs = viewer.is_coordinator or (
        viewer.person_id == held.opened_by and viewer.may_edit(held.contract.municipality_id)
    )
    return bool(held.published_elsewhere) and held.state is not RoundState.PUBLISHED and is_theirs


def withdraw_earlier(session: Session, viewer: Viewer, round_id: int) -> None:
    """Takes back a round that was brought here from elsewhere, with all its verdicts: by whoever brought it, or the
    coordinator, until it is published here."""
    held = locked(session, round_id)
    if held.state is RoundState.PUBLISHED:
        raise Refusal(N_("Raundi është botuar: tani një vlerësim mund vetëm të ndreqet."))
    if held.state is RoundState.REPLY:
        raise Refusal(N_("Raundi i është dërguar bashkisë: nuk mund të hiqet më."))
    if not may_withdraw_earlier(viewer, held):
        raise Forbidden(N_("Një raund të importuar nga një tabelë e heq personi që e importoi, ose koordinatori."))
    verdicts = select(Assessment.id).where(Assessment.round_id == round_id)
    drop_evidence(session, verdicts)
    for of_verdict in (AssessmentContributor, ReturnedText):
        session.exec(sa.delete(of_verdict).where(col(of_verdict.assessment_id).in_(verdicts)))
    session.exec(sa.delete(Assessment).where(col(Assessment.round_id) == round_id))
    session.delete(held)


def version_of(session: Session, held: Round) -> str:
    """Of what publication would make public: another one each time that something is said of the round, a verdict is
    written or decided on, or the municipality changes its reply. Two queries."""
    said = {"number", "period_from", "period_until", "period_in_years", "method", "evidence_note",
            "published_elsewhere", "elsewhere_url", "elsewhere_file_sha256", "source",
            "people", "conflicts_of_interest", "is_double_rated", "reply_until"}  # fmt: skip
    verdicts = select(Assessment.id, Assessment.version).where(Assessment.round_id == held.id)
    replies = select(Reply.id, Reply.given_at).where(Reply.round_id == held.id)
    state = {
        **held.model_dump(include=said),
        "verdicts": [list(row) for row in session.exec(verdicts.order_by(col(Assessment.id)))],
        "replies": [list(row) for row in session.exec(replies.order_by(col(Reply.id)))],
    }
    return history.digest(state)


def publish(session: Session, viewer: Viewer, round_id: int, read: str) -> Round:
    """Makes the round's verdicts public. Nobody publishes a round they opened or wrote in; once is enough. `read` is
    the version that they read: nobody publishes what changed under their eyes."""
    held = locked(session, round_id)
    require_second_person(viewer, publication_of(session, held))
    if held.state is RoundState.PUBLISHED:
        if held.published_by == viewer.person_id:
            return held
        raise Refusal(N_("Ky raund është botuar tashmë."))
    _require_done(session, held)
    if held.published_elsewhere and not held.names_its_document:
        raise Refusal(N_("Raundi nuk thotë në cilin dokument u botua: hiqeni dhe importojeni përsëri, me dokumentin."))
    if held.state is not RoundState.REPLY and not held.published_elsewhere:
        raise Refusal(N_("Para botimit raundi i dërgohet bashkisë, që ka të drejtën e përgjigjes."))
    if not is_over(session, held):
        completed = completions(session, [held])
        last = f"{waits_until(held, completed):%d.%m.%Y}"
        if held.id in completed:
            raise Refusal(
                N_("Bashkia tha se përgjigjja e saj është e plotë. Raundi botohet pas datës %(day)s: ajo ka gjithmonë "
                   "të paktën tri ditë pune."), day=last
            )  # fmt: skip
        raise Refusal(N_("Bashkia ka kohë të përgjigjet deri më %(day)s."), day=last)
    if read != version_of(session, held):
        raise Stale(CHANGED_MEANWHILE, {})
    verdicts = _verdicts(session, held)
    for row in verdicts:
        if row.state is AssessmentState.SUBMITTED:  # confirmed with the round (`Part.is_done`)
            row.reviewed_by, row.reviewed_at = viewer.person_id, datetime.now(UTC)
            session.add(row)
    forget(session, (row.id for row in verdicts))
    held.published_by = viewer.person_id
    held.reply_complete_on = day_of(completions(session, [held]).get(round_id))
    opener = actor(session, held.opened_by, held.organisation_id)
    issue_of_round(session, held, _enter(session, held, verdicts, opener, viewer.actor))
    return held


def make_public(session: Session, held: Round, by: Actor) -> None:
    """For the seeds, which hold what was published long ago: no second person is asked, and no municipality."""
    _require_done(session, held)
    _enter(session, held, _verdicts(session, held), by, None)


def _enter(
    session: Session, held: Round, verdicts: list[Assessment], by: Actor, approved_by: Actor | None
) -> HistoryEntry:
    """The round and its verdicts enter the record in one step."""
    for row in verdicts:
        row.state, row.is_public = AssessmentState.APPROVED, True
        session.add(row)
    held.state, held.published_at = RoundState.PUBLISHED, datetime.now(UTC)
    session.add(held)
    return history.append(session, "publish", held, by, source=held.source, approved_by=approved_by)


def _require_done(session: Session, held: Round) -> None:
    missing = undone(work_of(session, [held])[held.id or 0])
    if missing:
        raise Refusal(N_("Ende pa përfunduar: %(refs)s."), refs=", ".join(dict.fromkeys(part.ref for part in missing)))


def settle(session: Session, held: Round) -> None:
    """Between writing and review a round follows its verdicts: in review once nothing waits for an editor, back when
    something does. Called by every verb that changes whose turn it is; a round that the municipality reads stays so."""
    if held.state not in (RoundState.OPEN, RoundState.REVIEW):
        return
    parts = [part for item in work_of(session, [held])[held.id or 0] for part in item.parts]
    waits = any(part.waits_for_editor for part in parts)
    held.state = RoundState.OPEN if waits or not parts else RoundState.REVIEW
    session.add(held)
    session.flush()


def may_publish(session: Session, viewer: Viewer, held: Round) -> bool:
    """Whether the round waits for this person to publish it, or will."""
    return may_be_second_person(viewer, publication_of(session, held))


def publication_of(session: Session, held: Round) -> Decision:
    """Of a reviewer or coordinator who neither opened the round nor wrote in it nor rated it."""
    return publication_by(held, writers(session, [held]))


def writers(session: Session, rounds: Iterable[Round]) -> dict[int, set[int]]:
    """Who wrote in the first verdicts, by the round's id; one query."""
    found: dict[int, set[int]] = {}
    for round_id, person_id in session.exec(
        select(Assessment.round_id, AssessmentContributor.person_id)
        .join(AssessmentContributor, col(AssessmentContributor.assessment_id) == Assessment.id)
        .where(col(Assessment.round_id).in_([held.id for held in rounds]), col(Assessment.corrects_id).is_(None))
        .distinct()
    ):
        found.setdefault(round_id, set()).add(person_id)
    return found


def publication_by(held: Round, wrote: Mapping[int, set[int]]) -> Decision:
    """`publication_of`, where the `writers` are known. What was published elsewhere skips the evidence and the
    municipality's reply, so that it needs the eyes of another organisation, on the document that it names."""
    hands = {held.opened_by, held.rater_a_id, held.rater_b_id, *wrote.get(held.id or 0, ())}
    return Decision(
        N_("Raundin e boton një rishikues ose koordinatori."),
        (Hands(hands, N_("Raundin e hapët ju, ose keni shkruar në të: e boton një person tjetër.")),),
        TRUSTED,
        frozenset({held.organisation_id} if held.published_elsewhere else ()),
        N_("Raundin e importoi organizata juaj: e boton një person nga një organizatë tjetër."),
    )


def waits_for_publication(session: Session) -> list[Round]:
    """Rounds of which nothing is undone and the municipality has had its say, here or before they came here."""
    return [
        held
        for held in ready_rounds(session)
        if (held.state is RoundState.REPLY or held.published_elsewhere) and is_over(session, held)
    ]


def round_for(session: Session, viewer: Viewer, round_id: int) -> Round:
    """The round, if the viewer may see it: anyone once it is published, who writes in it before; reviewers when
    nothing is undone any more and it waits for publication. Raises Missing."""
    held = session.get(Round, round_id)
    if held is None or not may_see(session, viewer, held):
        raise Missing
    return held


def may_see(session: Session, viewer: Viewer, held: Round) -> bool:
    if held.state is RoundState.PUBLISHED or opens_work(viewer, held.contract.municipality_id):
        return True
    return viewer.is_reviewer and any(ready.id == held.id for ready in ready_rounds(session))


def _verdicts(session: Session, held: Round) -> list[Assessment]:
    return list(
        session.exec(select(Assessment).where(Assessment.round_id == held.id, col(Assessment.corrects_id).is_(None)))
    )
