"""Rounds at every stage of their work, for tests that visit its pages."""

from datetime import date

from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.monitoring import assessments, corrections, decisions, raters, rounds
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.rounds import Details
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.periods import Period
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.monitoring.addresses import vouched
from tests.monitoring.play import assessment, person, published_round, write_rest
from tests.monitoring.tables import entered, send

UNASSESSED = Said(Status.NOT_ASSESSED, "Askush nuk u përgjigj.", (), "Na shpëtoi.")


def rounds_in_hand(site: Site) -> dict[str, int]:
    """Their numbers, and those of what lies in them, by a word for each.

    ROUND: all decided but one left unassessed, and the municipality's address confirmed, so that it may be asked.
    RATED: by two people, REVIEWER one of them. BROUGHT: from a table, with a draft in it, DRAFTED; TABLE waits for its
    sender. Of the published round, VERDICT stands, and CORRECTION in place of another.
    """
    held = _open(site, EDITOR, "shembull-2023", 3, (date(2025, 9, 1), date(2026, 8, 1)))
    rated = _open(site, OTHER_EDITOR, "prove-2023", 1, (date(2024, 9, 1), date(2025, 8, 1)))
    brought = entered(site, number="2")
    table = send(site, site.client(EDITOR), number="4", period_from="09.2026", period_until="08.2027")
    published = published_round(site)
    vouched(site, held)
    with site.database.writing() as session:
        editor, reviewer = site.viewer(session, EDITOR), site.viewer(session, REVIEWER)
        unassessed = assessments.save(session, editor, held, "1.2", "", UNASSESSED, 0)
        assessments.submit(session, editor, unassessed)
        both = [int(person(site, one)) for one in (REVIEWER, OTHER_REVIEWER)]
        raters.name_raters(session, site.viewer(session, COORDINATOR), rated, both[0], both[1])
        drafted = session.get_one(Assessment, assessment(site, brought, "1.4").id)
        assessments.withdraw(session, editor, drafted)
        old = assessment(site, published, "1.2")
        correction = corrections.correct(session, editor, old.id or 0, UNASSESSED, 0)
        assessments.submit(session, editor, correction)
        decisions.approve(session, reviewer, correction, correction.version)
        found = {
            "ROUND": held,
            "RATED": rated,
            "BROUGHT": brought,
            "TABLE": int(table.headers["location"].rsplit("/", 1)[1]),
            "ASSESSMENT": unassessed.id or 0,
            "DRAFTED": drafted.id or 0,
            "VERDICT": assessment(site, published, "1.3.a").id or 0,
            "CORRECTION": correction.id or 0,
        }
    assert write_rest(site, held)
    return found


def _open(site: Site, who: str, contract: str, number: int, period: tuple[date, date]) -> int:
    with site.database.writing() as session:
        held = contract_by_slug(session, contract)
        assert held is not None
        details = Details(Period(*period), "Fokus grupe dhe verifikime.", "e shpikur për ushtrim", number)
        return rounds.open_round(session, site.viewer(session, who), held, details).id or 0
