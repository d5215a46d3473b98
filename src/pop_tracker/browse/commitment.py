"""One commitment: its words, plans, every verdict with its evidence, and how it came to be as it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ShownCommitment, contract_head, shown_commitments
from pop_tracker.browse.figures import by_commitment
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.browse.verdicts import verdicts
from pop_tracker.contracts.continuations import tied_to
from pop_tracker.contracts.editions import Edition, published_editions
from pop_tracker.contracts.handing_out import PublicDocument, public_documents
from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS, due_in_words
from pop_tracker.contracts.reading.marks import mark_of, priority_mark
from pop_tracker.contracts.texts import CommitmentText, Text, texts_of_edition, texts_where
from pop_tracker.history import VERBS, HistoryEntry
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.replies.reading import published_replies
from pop_tracker.monitoring.statuses import current_statuses
from pop_tracker.pieces import is_mark
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.threads import Thread, ThreadRow, by_item, threads
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.pledges.in_force import in_force
from pop_tracker.pledges.vocabulary import STANDS_WORDS
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, words_of


@dataclass(frozen=True)
class Wording:
    """The words in the edition that first had them so."""

    edition: Edition
    text: Text


@dataclass(frozen=True)
class Quotation:
    """What the document says where the commitment stands in it."""

    words: str
    page: int | None
    document: PublicDocument
    is_the_text: bool
    """Word for word what the commitment says, so that quoting it adds nothing."""


@dataclass(frozen=True)
class PlanStep:
    """A plan's item on the commitment's way, or a plan that it was looked for in and not found."""

    plan_slug: str
    plan_title: str
    plan_from: int
    leads_from: list[ThreadRow]
    """By which points of which consultations; empty where only someone who compared found it."""
    finding: FindingRow | None

    @property
    def dates(self) -> list[date]:
        """Of the consultations."""
        return sorted({thread.held_on for thread in self.leads_from})


@dataclass(frozen=True)
class CommitmentThread:
    """Where the commitment comes from, and what came of it in plans, the earliest plan first."""

    origins: list[ThreadRow]
    steps: list[PlanStep]


@get("/kontratat/{slug:str}/{ref:str}", opt=PUBLIC)
def commitment_page(
    request: Request[Any, Any, Any], slug: FromPath[str], ref: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    head = contract_head(session, slug)
    editions = published_editions(session, head.id)
    texts = texts_of_edition(session, editions[0].id or 0) if editions else []
    by_ref = shown_commitments(
        texts,
        current_statuses(session, [head.id]),
        by_commitment(published_findings(session, contract_id=head.id)),
    )
    if ref not in by_ref:
        raise Missing
    one = by_ref[ref]
    worded = _worded(session, one.text.commitment_id, editions)
    wordings = _wordings(worded)
    rounds = verdicts(session, head.id, Assessment.commitment_id == one.text.commitment_id)
    thread = _thread(session, one.text.commitment_id, one.findings)
    shown_here = [f"{head.path}/botimi/{wording.edition.number}" for wording in wordings]
    shown_here += [f"/raportet/{head.slug}/{of.number}" for of in rounds]
    entries = _entries(session, f"{head.path}/{ref}", head.slug, wordings, [of.number for of in rounds if of.verdicts])
    return page(
        request,
        "browse/contracts/commitment.html",
        {
            "head_of": head,
            "one": one,
            "edition": editions[0],
            "came_from": [text.ref for text in texts if ref in text.went_to],
            "due": due_in_words(one.text.due, words_of(request)),
            "competence_words": COMPETENCE_WORDS,
            "theme_words": THEME_WORDS,
            "parent": by_ref.get(one.text.parent_ref or ""),
            "previous": _beside(by_ref, ref, -1),
            "next": _beside(by_ref, ref, 1),
            "wordings": wordings,
            "quotation": _quotation(session, one.text, worded),
            "rounds": rounds,
            "replies": published_replies(session, Round.contract_id == head.id),
            "thread": thread,
            "tied": tied_to(session, one.text.commitment_id),
            "alone": entered_alone(session, [f"{head.path}/{ref}"], ["continuation"]),
            "signed": in_force(session, [head.id]),
            "answer_words": STANDS_WORDS,
            "finding_words": VERDICT_WORDS,
            "consultation_words": CONSULTATION_KIND_WORDS,
            "entries": entries,
            "taken_out": taken_out(session, f"{head.path}/{ref}", also=shown_here, ref=ref),
            "base_url": request.app.state.settings.base_url,
            "verbs": VERBS,
            "kind_words": KIND_WORDS,
            "stance_words": STANCE_WORDS,
        },
    )


def _thread(session: Session, commitment_id: int, findings: list[FindingRow]) -> CommitmentThread:
    """One query. What several points led to is one step, and what was found in an item stands with it."""
    to_it = aliased(Thread)
    its_points = sa.select(col(to_it.point_id)).where(
        col(to_it.commitment_id) == commitment_id, col(to_it.withdrawn_at).is_(None)
    )
    found = threads(session, col(Thread.point_id).in_(its_points))
    by_plan = {finding.plan_slug: finding for finding in findings}
    steps = []
    for rows in by_item(found).values():
        first = rows[0]
        finding = by_plan.get(first.plan_slug or "")
        if finding and first.item_number in (finding.item_number, *finding.also):
            by_plan.pop(finding.plan_slug)
        else:
            finding = None
        steps.append(PlanStep(first.plan_slug or "", first.plan_title or "", first.plan_from or 0, rows, finding))
    steps += [PlanStep(one.plan_slug, one.plan_title, one.plan_from or 0, [], one) for one in by_plan.values()]
    return CommitmentThread(
        [row for row in found if row.commitment_id == commitment_id],
        sorted(steps, key=lambda step: (step.plan_from, step.plan_slug)),
    )


def _beside(by_ref: dict[str, ShownCommitment], ref: str, step: int) -> str | None:
    refs = list(by_ref)
    place = refs.index(ref) + step
    return refs[place] if 0 <= place < len(refs) else None


def _worded(session: Session, commitment_id: int, editions: list[Edition]) -> list[Wording]:
    """The commitment in every edition that has it, the oldest first."""
    by_id = {edition.id: edition for edition in editions}
    texts = texts_where(
        session, CommitmentText.commitment_id == commitment_id, col(CommitmentText.edition_id).in_(list(by_id))
    )
    found = [Wording(by_id[text.edition_id], text) for text in texts]
    return sorted(found, key=lambda one: one.edition.number)


def _wordings(worded: list[Wording]) -> list[Wording]:
    """The commitment's words as they changed from edition to edition, the newest first."""
    found: list[Wording] = []
    for one in worded:
        if not found or _said(found[-1].text) != _said(one.text):
            found.append(one)
    return found[::-1]


def _quotation(session: Session, text: Text, worded: list[Wording]) -> Quotation | None:
    """Of the document from which its passage came; later editions repeat it. At most one query."""
    if not text.passage or is_mark(text.passage):
        return None
    first = next(one.edition for one in worded if one.text.passage == text.passage)
    document = public_documents(session, [first]).get(first.id or 0)
    if document is None:
        return None
    mark = priority_mark(text.passage) or mark_of(text.passage)
    is_the_text = _letters(text.text) in (_letters(text.passage), _letters(text.passage[mark.end if mark else 0 :]))
    return Quotation(text.passage, text.passage_page, document, is_the_text)


def _letters(words: str) -> str:
    """Without the signs around them, such as a full stop that was taken away, and where a page breaks them."""
    return " ".join(words.replace(" … ", " ").split()).strip(" .;,:•·-–—*")


def _said(text: Text) -> tuple[object, ...]:
    return (
        text.text,
        text.scope,
        text.place,
        text.units,
        text.target_groups,
        text.is_retracted,
        text.went_to,
        _judged(text),
    )


def _judged(text: Text) -> tuple[object, ...]:
    return text.shows_done, text.due, text.competence, text.law, text.theme


def _entries(session: Session, path: str, slug: str, wordings: list[Wording], rounds: list[int]) -> list[HistoryEntry]:
    """What the record says of this commitment: its own entries, the editions that changed its words, its rounds."""
    editions = [f"{slug}/{wording.edition.number}" for wording in wordings]
    return list(
        session.exec(
            select(HistoryEntry)
            .where(
                sa.or_(
                    col(HistoryEntry.path) == path,
                    sa.and_(col(HistoryEntry.kind) == "edition", col(HistoryEntry.key).in_(editions)),
                    sa.and_(
                        col(HistoryEntry.kind) == "round",
                        col(HistoryEntry.key).in_([f"{slug}/{number}" for number in rounds]),
                    ),
                )
            )
            .order_by(col(HistoryEntry.number).desc())
        )
    )


HANDLERS: list[Any] = [commitment_page]
