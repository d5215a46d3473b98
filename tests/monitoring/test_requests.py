"""Requests for information as evidence: the law's term for an answer, and the silence after it."""

from datetime import date

import pytest
from sqlmodel import col, select

from pop_tracker.monitoring.evidence import Evidence, EvidenceKind
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import VERDICT, finish_and_publish, open_round, sent, write

REQUEST = {"evidence-0-evidence_kind": "information_request"}


def piece_of(site: Site) -> Evidence:
    with site.database.reading() as session:
        return session.exec(
            select(Evidence).where(
                Evidence.evidence_kind == EvidenceKind.INFORMATION_REQUEST, col(Evidence.asked_on).is_not(None)
            )
        ).one()


def test_the_law_sets_the_term_unless_another_is_said(training: Site) -> None:
    """10 working days from Monday 3 March 2025; the 14th is Summer Day, a holiday."""
    round_id = open_round(training)
    sent(training, round_id, **REQUEST, **{"evidence-0-asked_on": "03.03.2025"})
    assert piece_of(training).due_on == date(2025, 3, 18)
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}/vleresimet/1.2").text
    assert "18.03.2025" in page or "18 mars 2025" in page


def test_another_term_may_be_said(training: Site) -> None:
    sent(training, open_round(training), **REQUEST,
         **{"evidence-0-asked_on": "03.03.2025", "evidence-0-due_on": "01.04.2025"})  # fmt: skip
    assert piece_of(training).due_on == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("fields", "at", "message"),
    [
        ({"asked_on": "03.03.2025", "answered_on": "28.02.2025"}, "answered_on", "para kërkesës"),
        ({"asked_on": "03.03.2025", "due_on": "28.02.2025"}, "due_on", "para kërkesës"),
        ({"answered_on": "28.02.2025"}, "asked_on", "kur u dërgua"),
        ({"asked_on": "03.03.2095"}, "asked_on", "në të ardhmen"),
        ({"asked_on": "03.03.2025", "answered_on": "03.03.2095"}, "answered_on", "në të ardhmen"),
        ({"asked_on": "nesër"}, "asked_on", "14.05.2023"),
        ({"asked_on": "03.03.2025", "evidence_kind": "press"}, "asked_on", "vetëm një kërkesë"),
    ],
)
def test_days_that_cannot_be_are_told_at_their_field(
    training: Site, fields: dict[str, str], at: str, message: str
) -> None:
    path = f"/puna/raundet/{open_round(training)}/vleresimet/1.2"
    given = {**REQUEST, **{f"evidence-0-{name}": value for name, value in fields.items()}}
    answer = write(training, training.client(EDITOR), path, **given)
    assert answer.status_code == 422
    assert f'id="evidence-0-{at}-error"' in answer.text
    assert message in answer.text
    assert VERDICT["reason"] in answer.text


def test_whoever_decides_reads_of_the_silence(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id, **REQUEST, **{"evidence-0-asked_on": "03.03.2025"})
    for who, path in (
        (REVIEWER, f"/puna/rishikimi/{row_id}"),
        (EDITOR, f"/puna/raundet/{round_id}/vleresimet/1.2"),
    ):
        assert "heshtje pas afatit" in training.client(who).get(path).text


def test_silence_after_the_term_is_evidence_and_an_answer_ends_it(training: Site) -> None:
    round_id = open_round(training)
    asked = {**REQUEST, "evidence-0-asked_on": "03.03.2025"}
    sent(training, round_id, **asked)
    sent(training, round_id, "1.1", **asked, **{"evidence-0-answered_on": "10.03.2025"})
    finish_and_publish(training, round_id)
    silent, answered = (training.client().get(f"/kontratat/shembull-2023/{ref}").text for ref in ("1.2", "1.1"))
    assert "heshtje pas afatit" in silent
    assert "heshtje pas afatit" not in answered
    assert "U përgjigjën më 10 mars 2025" in answered
