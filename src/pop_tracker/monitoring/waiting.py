"""What waits for a person in this room (to rate, to decide, to mend, to go on with, to publish), and the days by which
municipalities reply. However many rounds there are, the questions to the database are the same few."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.second_person import may_be_second_person
from pop_tracker.accounts.waiting import Deadline, InHand, Waiting
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING, path_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import Item, done_since, to_review, undone, work_of
from pop_tracker.monitoring.ratings import HandedIn, handed_in, rated_at, raters
from pop_tracker.monitoring.replies.links import ReplyLink, completions, over_since
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.rounds import publication_by, writers
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.i18n import N_, day_of, today


@dataclass(frozen=True)
class _Open:
    """Every round that is not public yet, and all that says whose turn it is."""

    rounds: list[tuple[Round, Contract]]
    work: dict[int, list[Item]]
    handed_in: HandedIn
    left: frozenset[int | None]
    """Raters who left."""
    completed: dict[int, datetime]


def _open(session: Session) -> _Open:
    first, second = aliased(Person), aliased(Person)
    found = session.execute(
        sa.select(Round, Contract, col(first.left_on), col(second.left_on))
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(first, col(first.id) == Round.rater_a_id, isouter=True)
        .join(second, col(second.id) == Round.rater_b_id, isouter=True)
        .where(col(Round.state) != RoundState.PUBLISHED)
        .order_by(col(Round.id))
    ).all()
    rounds = [held for held, *_ in found]
    left = {rater for held, _, *days in found for rater, day in zip(raters(held), days, strict=True) if day is not None}
    return _Open(
        [(held, contract) for held, contract, *_ in found],
        work_of(session, rounds),
        handed_in(session, rounds),
        frozenset(left),
        completions(session, rounds),
    )


def in_hand(session: Session, viewer: Viewer) -> InHand:
    return InHand(_waiting_for(session, viewer), _sent_by(session, viewer))


def _waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    now = _open(session)
    return [
        *_ratings(viewer, now),
        *_missed(viewer, now),
        *_decisions(session, viewer),
        *_publications(session, viewer, now),
        *_replies(session, viewer, now),
        *_writing(viewer, now),
        *_returned(session, viewer),
    ]


def deadlines(session: Session, viewer: Viewer) -> list[Deadline]:
    """The last days of municipalities that were given a round to read and have not said that their reply is complete:
    for who writes in it, and for reviewers of the organisation that follows the municipality once they may read it.
    One that passed is said until the round is published."""
    now = _open(session)
    return [
        Deadline(
            held.reply_until,
            contract.title,
            _path(held),
            N_("Përgjigjja e bashkisë"),
            round=held.number,
            since=held.reply_from or today(),
        )
        for held, contract in now.rounds
        if held.state is RoundState.REPLY
        and held.reply_until is not None
        and held.id not in now.completed
        and (viewer.may_edit(contract.municipality_id) or _may_read(viewer, contract, now.work[held.id or 0]))
    ]


def _may_read(viewer: Viewer, contract: Contract, items: list[Item]) -> bool:
    return viewer.is_reviewer and contract.municipality_id in viewer.covers and not undone(items)


def _path(held: Round) -> str:
    return f"/puna/raundet/{held.id}"


def _of(held: Round, path: str, note: str, since: date | None = None, *, ref: str = "", **more: Any) -> Waiting:
    """Called by its contract, the commitment where it is about one, and the round's number."""
    title = f"{held.contract.title}, {ref}" if ref else held.contract.title
    return Waiting(title, path, note, since, round=held.number, **more)


def _ratings(viewer: Viewer, now: _Open) -> list[Waiting]:
    """Rounds that the viewer was asked to rate and has not handed in. Nobody writes down when raters are named."""
    note = N_("Raund me dy vlerësues: pret vlerësimet tuaja")
    return [
        _of(held, f"{_path(held)}/vleresimi-im", note)
        for held, _ in now.rounds
        if held.state is RoundState.OPEN
        and viewer.person_id is not None
        and viewer.person_id in raters(held)
        and (held.id or 0, viewer.person_id) not in now.handed_in
    ]


def _missed(viewer: Viewer, now: _Open) -> list[Waiting]:
    """Rounds of which a rater left before they handed in: for the coordinator, who names another or goes on without,
    and for who writes in the round, so that nobody takes it for one that is being rated."""
    found = []
    for held, contract in now.rounds:
        missed = [rater for rater in raters(held) if rater in now.left and (held.id or 0, rater) not in now.handed_in]
        if not missed or held.state is not RoundState.OPEN:
            continue
        if viewer.is_coordinator:
            note = N_("Një vlerësues u largua: zgjidhni si vazhdon raundi")
            found.append(_of(held, f"{_path(held)}/vleresuesit", note))
        elif viewer.may_edit(contract.municipality_id):
            found.append(_of(held, _path(held), N_("Një vlerësues u largua: raundi pret koordinatorin")))
    return found


def _decisions(session: Session, viewer: Viewer) -> list[Waiting]:
    """One line for a round's verdicts, with how many and since when the first waits; one for each correction or
    retraction. Nobody writes down when a retraction is asked for."""
    ids = [row.id for row in to_review(session, viewer)]
    found: dict[str, Waiting] = {}
    for row, held in _whole(session, col(Assessment.id).in_(ids)):
        since = day_of(row.submitted_at)
        if row.corrects_id is None:
            note = N_("Vlerësime që presin rishikimin tuaj")
            _one_more(found, row, _of(held, "/puna/rishikimi", note, since))
        elif row.is_public:
            note = N_("Kërkesë për tërheqjen e një ndreqjeje")
            asked_by = (row.retraction_asked_by,)
            found[row.key] = _of(held, f"/puna/rishikimi/{row.id}", note, ref=row.ref, by=asked_by)
        else:
            note = N_("Ndreqje që pret vendimin tuaj")
            by = (row.author_id,)
            found[row.key] = _of(held, f"/puna/rishikimi/{row.id}", note, since, ref=row.ref, by=by)
    return list(found.values())


def _sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person: one line for a round's verdicts."""
    own = (col(Assessment.author_id) == viewer.person_id, col(Assessment.state) == AssessmentState.SUBMITTED)
    found: dict[str, Waiting] = {}
    for row, held in _whole(session, *own):
        since = day_of(row.submitted_at)
        if row.corrects_id is None:
            note = N_("Vlerësime që presin rishikimin e një personi të dytë")
            _one_more(found, row, _of(held, _path(held), note, since))
        else:
            note = N_("Ndreqje që pret vendimin e një personi të dytë")
            found[row.key] = _of(held, path_of(session, row), note, since, ref=row.ref)
    return list(found.values())


def _one_more(found: dict[str, Waiting], row: Assessment, first: Waiting) -> None:
    """Counts a verdict under its round, with whoever sent it, once."""
    line = found.get(row.round.key, first)
    by = tuple(dict.fromkeys((*line.by, row.author_id)))
    found[row.round.key] = replace(line, assessments=line.assessments + 1, by=by)


def _whole(session: Session, *conditions: Any) -> Iterable[tuple[Assessment, Round]]:
    """Assessments with their rounds, those of a round together and the first sent first. All that their titles and
    addresses name is asked for with them, and found in the session while they are gone through: one query."""
    rows = session.execute(
        sa.select(Assessment, Round, Contract, Commitment, AdministrativeUnit)
        .join(Round, col(Round.id) == Assessment.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(Commitment, col(Commitment.id) == Assessment.commitment_id)
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == Assessment.unit_id, isouter=True)
        .where(*conditions)
        .order_by(col(Assessment.round_id), col(Assessment.submitted_at), col(Assessment.id))
    ).all()
    for row, held, *_ in rows:
        yield row, held


def _publications(session: Session, viewer: Viewer, now: _Open) -> list[Waiting]:
    """Rounds of which nothing is undone and the municipality has had its say, here or before they came here; since the
    later of the two."""
    if not (viewer.is_reviewer or viewer.is_coordinator):
        return []
    found, wrote = [], writers(session, (held for held, _ in now.rounds))
    for held, _ in now.rounds:
        items, over = now.work[held.id or 0], over_since(held, now.completed)
        if not over or not (held.state is RoundState.REPLY or held.published_elsewhere):
            continue
        if items and not undone(items) and may_be_second_person(viewer, publication_by(held, wrote)):
            since = max(over, done_since(items) or over)
            found.append(_of(held, _path(held), _why_now(held), since, by=(held.opened_by,)))
    return found


def _why_now(held: Round) -> str:
    """What the municipality's say was, so that the round may be published."""
    if held.published_elsewhere:
        return N_("Raund i botuar më parë diku tjetër: pret botimin këtu")
    if held.reply_until is not None and today() > held.reply_until:
        return N_("Afati i përgjigjes mbaroi: raundi pret botimin")
    return N_("Bashkia tha se përgjigjja e saj është e plotë: raundi pret botimin")


def _replies(session: Session, viewer: Viewer, now: _Open) -> list[Waiting]:
    """Rounds whose municipality said something after all that it may be about was written and decided. It waits until
    a verdict is taken up again, or the round is published: whoever publishes has it before their eyes."""
    taken_up = sa.exists().where(
        col(Assessment.round_id) == col(Reply.round_id),
        col(Assessment.corrects_id).is_(None),
        sa.or_(col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == col(Assessment.commitment_id)),
        sa.or_(
            col(Assessment.state).in_(OPEN_TO_WRITING),
            col(Assessment.submitted_at) > col(Reply.given_at),
            col(Assessment.reviewed_at) > col(Reply.given_at),
        ),
    )
    first: dict[int, tuple[date | None, str]] = {}
    for round_id, given_at, office in session.exec(
        select(Reply.round_id, Reply.given_at, ReplyLink.office)
        .join(ReplyLink, col(ReplyLink.id) == Reply.link_id)
        .where(~taken_up)
        .order_by(col(Reply.given_at))
    ):
        first.setdefault(round_id, (day_of(given_at), office))
    note = N_("Bashkia u përgjigj: shihni nëse ndryshon ndonjë vlerësim")
    return [
        _of(held, _path(held), note, first[held.id][0], office=first[held.id][1])
        for held in _written_by(viewer, now)
        if held.state is RoundState.REPLY and held.id in first
    ]


def _written_by(viewer: Viewer, now: _Open) -> Iterable[Round]:
    """The rounds in which the viewer writes verdicts."""
    for held, contract in now.rounds:
        if viewer.may_edit(contract.municipality_id) and not viewer.is_among(raters(held)):
            yield held


def _writing(viewer: Viewer, now: _Open) -> list[Waiting]:
    """Rounds in which something is still to be written, or that only have to be given to the municipality."""
    found = []
    for held in _written_by(viewer, now):
        items, rated = now.work[held.id or 0], rated_at(held, now.handed_in)
        waits = sum(part.waits_for_editor for item in items for part in item.parts)
        if waits and (rated or not held.is_double_rated):
            note, since = N_("Raund i hapur: ka vlerësime për t’u bërë"), day_of(rated or held.opened_at)
        elif held.state is RoundState.REVIEW and not undone(items) and not held.published_elsewhere:
            note = N_("Të gjitha janë gati: dërgojani raundin bashkisë për përgjigje")
            since = done_since(items)
        else:
            continue
        found.append(_of(held, _path(held), note, since, assessments=waits))
    return found


def _returned(session: Session, viewer: Viewer) -> list[Waiting]:
    """Verdicts that came back with a note, each by itself; and drafts of corrections, which no round tells of."""
    begun = sa.and_(col(Assessment.state) == AssessmentState.DRAFT, col(Assessment.corrects_id).is_not(None))
    found = []
    for row, held in _whole(session, sa.or_(col(Assessment.state) == AssessmentState.RETURNED, begun)):
        if row.corrects_id is None and viewer.is_among(raters(held)):
            continue  # the verdict of a round that they rated is mended by another
        if viewer.may_edit(held.contract.municipality_id):
            is_begun = row.state is AssessmentState.DRAFT
            note = N_("Draft i një ndreqjeje") if is_begun else N_("Vlerësim që u kthye me një shënim")
            found.append(_of(held, path_of(session, row), note, day_of(row.reviewed_at), ref=row.ref))
    return found
