"""What the tests of this room do again and again: open a draft as an editor, submit it, read its review."""

import re
from typing import Any

from sqlmodel import Session, select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import Commitment, Text, texts_of_edition
from tests import cast
from tests.conftest import Site

CONTRACT = "shembull-2023"
DRAFT = f"/puna/kontratat/{CONTRACT}/drafti"
REVIEW = f"/puna/kontratat/{CONTRACT}/rishikimi"
PUBLICATION = f"/puna/kontratat/{CONTRACT}/botim"
RETURN = f"/puna/kontratat/{CONTRACT}/kthim"
WORDING = Wording("Një bibliotekë lëvizëse për fshatrat.", "takimi i 3 marsit 2025")


def contract(session: Session) -> Contract:
    found = contract_by_slug(session, CONTRACT)
    assert found is not None
    return found


def text(session: Session, edition: Edition, ref: str) -> Text:
    return next(text for text in texts_of_edition(session, edition.id or 0) if text.ref == ref)


def refs(session: Session, edition: Edition) -> list[str]:
    return [text.ref for text in texts_of_edition(session, edition.id or 0)]


def open_draft(session: Session, site: Site, email: str = cast.EDITOR) -> Edition:
    return drafts.open_draft(session, site.viewer(session, email), contract(session))


def submit(session: Session, site: Site, email: str = cast.EDITOR, reason: str = "Banorët e kërkuan.") -> Edition:
    """Submits the open draft as it stands."""
    draft = open_draft(session, site, email)
    drafts.submit(
        session, site.viewer(session, email), contract(session),
        reason=reason, source="takimi i 3 marsit 2025", version=draft.version,
    )  # fmt: skip
    return draft


def discard(session: Session, site: Site, email: str = cast.EDITOR) -> None:
    """Throws the open draft away as it stands, if there is one."""
    draft = drafts.locked(session, contract(session))
    drafts.discard(session, site.viewer(session, email), contract(session), draft.version if draft else -1)


def withdraw(session: Session, site: Site, ref: str, email: str = cast.EDITOR) -> None:
    """Takes it out of the open draft as it stands."""
    draft = drafts.locked(session, contract(session))
    assert draft is not None
    read = retraction.going_with(session, draft, ref).version
    retraction.withdraw(session, site.viewer(session, email), contract(session), ref, read)


def publish(session: Session, site: Site, email: str = cast.OTHER_REVIEWER) -> Edition:
    draft = drafts.locked(session, contract(session))
    assert draft is not None
    return drafts.publish(session, site.viewer(session, email), contract(session), draft.as_read(session))


def newest(session: Session) -> Edition:
    found = newest_edition(session, contract(session).id or 0)
    assert found is not None
    return found


def hidden(response: Any, name: str) -> str:
    """The value of a page's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.text)
    assert found, f"no field {name}"
    return found.group(1)


def revise(session: Session, site: Site, email: str = cast.EDITOR) -> None:
    open_draft(session, site, email)
    points.revise(session, site.viewer(session, email), contract(session), "1.2", WORDING)


def commitment(site: Site, contract: str, ref: str) -> str:
    with site.database.reading() as session:
        held = contract_by_slug(session, contract)
        assert held is not None
        found = session.exec(select(Commitment.id).where(Commitment.contract_id == held.id, Commitment.ref == ref))
        return str(found.one())
