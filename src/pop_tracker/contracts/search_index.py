"""What the search finds commitments by, of texts that an earlier version published.

It took a sign that nobody sees for the end of a word, and kept two halves of the word. The texts stay as they were
published; what they are found by is made once more, of their words as they are read.
"""

from sqlmodel import Session, col, select

from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.texts import CommitmentRoot, CommitmentText, found_by
from pop_tracker.web.texts import bare


def mend_index(session: Session) -> int:
    """How many texts are found by more words now; done again, it finds none."""
    texts = session.exec(
        select(CommitmentText.id, CommitmentText.text, CommitmentText.place, CommitmentText.target_groups).where(
            col(CommitmentText.edition_id).in_(newest_edition_ids())
        )
    ).all()
    return sum(
        _mended(session, text_id or 0, *words) for text_id, *words in texts if any(bare(one) != one for one in words)
    )


def _mended(session: Session, text_id: int, *words: str) -> bool:
    known = session.exec(select(CommitmentRoot.root).where(CommitmentRoot.text_id == text_id)).all()
    missing = [root for root in found_by(*words) if root not in known]
    session.add_all(CommitmentRoot(text_id=text_id, root=root) for root in missing)
    return bool(missing)
