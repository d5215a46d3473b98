"""How the municipality's address comes to be known: one person enters it, another confirms it."""

from sqlmodel import Session

from pop_tracker.accounts.addresses import AddressKind, claim, claim_of
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies.links import whose
from tests.cast import EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site


def vouched(site: Site, round_id: int, who: str = EDITOR, email: str = "", by: str = "") -> None:
    """Two people say that the address is the municipality's, unless one stands; by the verbs."""
    with site.database.writing() as session:
        vouch(session, site, session.get_one(Round, round_id), who, email, by)


def vouch(session: Session, site: Site, held: Round, who: str = EDITOR, email: str = "", by: str = "") -> None:
    if claim_of(session, whose(held)) is not None:
        return
    who = who if site.viewer(session, who).may_edit(held.contract.municipality_id) else EDITOR
    other = by or (REVIEWER if who in (OTHER_EDITOR, OTHER_BOTH) else OTHER_REVIEWER)
    found = claim(
        session, site.viewer(session, who), of=whose(held), municipality_id=held.contract.municipality_id,
        email=email or f"kabineti@bashkia-{held.municipality_slug}.example",
        kind=AddressKind.MUNICIPALITY, source="faqja e bashkisë, e shpikur për ushtrim",
    )  # fmt: skip
    found.confirm(session, site.viewer(session, other))
