"""A published commitment is split into several or merged into another, with a reason.

It is retracted and keeps its reference, which from then on says where it went; answers, verdicts and findings stay with
it. What takes its place is new, or stands already. All this is decided on with the edition, by its second person.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel import Session

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.draft import writable
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.points import Wording, add_commitment, add_priority, heading_row, revise
from pop_tracker.contracts.retraction import is_published, retract, taken_here
from pop_tracker.contracts.texts import CommitmentSuccessor, CommitmentText, Text, texts_of_edition
from pop_tracker.web.errors import Missing, Refusal, all_at_once
from pop_tracker.web.i18n import N_


def split(
    session: Session, viewer: Viewer, contract: Contract, ref: str,
    *, parts: Sequence[str], also: Collection[str], reason: str,
) -> None:  # fmt: skip
    """Into `parts`, each a new commitment with its place, groups and source, and into those that `also` took something
    of it over, by their references."""
    draft = writable(session, viewer, contract)
    one = _standing(session, draft, ref)
    others = {text.ref for text in takers(session, draft, ref)}
    with all_at_once() as no:
        if not _is_ripe(session, one):
            no(Refusal(N_("Vetëm një zotim i botuar, që vlerësohet vetë, ndahet ose bashkohet.")))
        if len(parts) + len(also) < 2:
            no(Refusal(N_("Shkruani të paktën dy pjesë: një zotim ndahet në dy ose më shumë."), field="part_2"))
        if unknown := sorted(set(also) - others):
            no(Refusal(N_("%(ref)s nuk mund të marrë një pjesë të tij."), field="also", ref=unknown[0][:20]))
    texts = {text.ref: text for text in texts_of_edition(session, draft.id or 0)}
    new = [_add(session, viewer, contract, draft, one, part) for part in parts]
    retract(session, viewer, contract, ref, reason)
    _succeed(session, draft, one, [*(texts[other].commitment_id for other in also), *new])


def merge(
    session: Session, viewer: Viewer, contract: Contract, ref: str,
    *, merged: Collection[str], text: str, reason: str,
) -> None:  # fmt: skip
    """Merges others into the one of this reference, whose words become `text`."""
    draft = writable(session, viewer, contract)
    into = _standing(session, draft, ref)
    candidates = {one.ref: one for one in mergeable(session, draft, ref)}
    with all_at_once() as no:
        if not into.can_be_assessed:
            no(Refusal(N_("Me një pikë që ka nënpika nuk bashkohet asgjë: zgjidhni një nënpikë të saj.")))
        if not merged:
            no(Refusal(N_("Zgjidhni të paktën një zotim që bashkohet."), field="merged"))
        if unknown := sorted(set(merged) - candidates.keys()):
            no(Refusal(N_("%(ref)s nuk mund të bashkohet."), field="merged", ref=unknown[0][:20]))
    revise(session, viewer, contract, ref, replace(Wording.of(into), text=text))
    for other in merged:
        retract(session, viewer, contract, other, reason)
        _succeed(session, draft, candidates[other], [into.commitment_id])


def mergeable(session: Session, draft: Edition, beside: str) -> list[Text]:
    """What may be merged into the one at `beside`: was published, is assessed itself, stands, and took nothing's place
    in this draft."""
    newest = newest_edition(session, draft.contract_id)
    published = {one.commitment_id for one in texts_of_edition(session, newest.id or 0)} if newest else set()
    taken = taken_here(session, draft)
    return [
        one
        for one in takers(session, draft, beside)
        if one.commitment_id in published and one.commitment_id not in taken
    ]


def takers(session: Session, draft: Edition, beside: str) -> list[Text]:
    """What stands and is assessed itself, but the one at `beside`."""
    return [one for one in texts_of_edition(session, draft.id or 0) if one.can_be_assessed and one.ref != beside]


def _standing(session: Session, draft: Edition, ref: str) -> Text:
    one = next((text for text in texts_of_edition(session, draft.id or 0) if text.ref == ref), None)
    if one is None:
        raise Missing
    if one.is_retracted:
        raise Refusal(N_("Ky zotim është tërhequr dhe nuk ndryshohet më."))
    return one


def _is_ripe(session: Session, one: Text) -> bool:
    return one.can_be_assessed and is_published(
        session, CommitmentText, CommitmentText.commitment_id == one.commitment_id
    )


def _add(session: Session, viewer: Viewer, contract: Contract, draft: Edition, one: Text, words: str) -> int:
    """One part, beside what is split: a flat priority becomes flat priorities. Returns the new commitment's id."""
    wording = replace(Wording.of(one), text=words, shows_done="")  # which was of the whole
    if one.is_flat:
        group = heading_row(session, draft, one.priority_number).group
        priority = add_priority(session, viewer, contract, title=words, group=group, source=one.source, flat=True)
        ref = str(priority.number)
        revise(session, viewer, contract, ref, wording)
    else:
        ref = add_commitment(session, viewer, contract, one.parent_ref or str(one.priority_number), wording)
    return next(text.commitment_id for text in texts_of_edition(session, draft.id or 0) if text.ref == ref)


def _succeed(session: Session, draft: Edition, one: Text, by: Sequence[int]) -> None:
    session.add_all(CommitmentSuccessor(text_id=one.id, commitment_id=commitment_id) for commitment_id in by)
    session.flush()
