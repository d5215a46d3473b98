"""A report's files go with the words that they repeat of other things, and with no others."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.contracts.models import Contract
from pop_tracker.history import Actor, Recorded
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.monitoring.report.history_of_versions import versions_of
from pop_tracker.monitoring.report.versions import reports_of
from pop_tracker.pieces import pieces_of
from pop_tracker.plans.models import Plan
from tests import cast
from tests.conftest import Site
from tests.history.redacting import hidden


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())


def organisation(session: Session) -> Recorded:
    return session.exec(select(Organisation).where(Organisation.slug == "organizata-a")).one()


def contract(session: Session) -> Recorded:
    return session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one()


def plan(session: Session) -> Recorded:
    return session.exec(select(Plan).where(Plan.slug == "shembull-2024")).one()


def published(session: Session) -> int:
    of = select(Round).join(Contract).where(Contract.slug == "shembull-2023", Round.state == RoundState.PUBLISHED)
    return session.exec(of).one().id or 0


def versions(site: Site) -> list[int]:
    """Those that are handed out."""
    freeze_due(site.database, site.settings)
    with site.database.reading() as session:
        return [one.report.version for one in reports_of(session, published(session))]


@pytest.mark.both
def test_a_name_that_is_shown_again_stands_in_the_newest_version(training: Site) -> None:
    assert versions(training) == [1]
    with training.database.writing() as session:
        asker = training.viewer(session, cast.EDITOR)
        (title,) = [one for one in pieces_of(session, "plan", "shembull-2024") if one.field == "title"]
        number = ask_redaction(session, asker, [Chosen(title, ())], "emër privat").id
    assert versions(training) == [2]
    with training.database.writing() as session:
        decider = training.viewer(session, cast.OTHER_REVIEWER)
        session.get_one(RedactionRequest, number).decline(session, decider)
    assert versions(training) == [3, 2, 1]
    with training.database.reading() as session:
        newest, second, first = versions_of(session, [published(session)])[published(session)]
    assert [one.entry.verb for one in newest.causes] == ["plan.reveal"]
    assert [one.entry.verb for one in second.causes] == ["plan.hide"]
    assert first.is_handed_out
    page = training.client().get("/raportet/shembull-2023/1").text
    assert "Fjalë të fshehura që u shfaqën përsëri" in page


@pytest.mark.parametrize(("thing", "field", "now"), [
    (contract, "title", [2]),
    (plan, "title", [2]),
    (plan, "text", [1]),  # a report names an item by its number
    (organisation, "name", [2]),
])  # fmt: skip
def test_what_a_plan_or_an_organisation_is_called_is_taken_out_of_reports(
    training: Site, thing: Callable[[Session], Recorded], field: str, now: list[int]
) -> None:
    assert versions(training) == [1]
    with training.database.writing() as session:
        by = Actor(None, "organizata-a")
        taken = hidden(session, thing(session), by, reason="emër privat", which=lambda piece: piece.field == field)
        assert taken
    assert versions(training) == now
