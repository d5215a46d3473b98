"""The chain as figures: in a plan, not in a plan, not looked for are three things."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pop_tracker.browse.figures import Chain, Planned, by_commitment, in_plans
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.plans.findings.findings import Finding, FindingState, FindingVerdict
from pop_tracker.plans.findings.rows import FindingRow
from pop_tracker.pledges.in_force import SignatureRow
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState
from pop_tracker.web.dates import DatePrecision

NOW = datetime(2024, 5, 1, tzinfo=UTC)
FINDING = FindingRow(
    finding=Finding(commitment_id=1, plan_id=1, verdict=FindingVerdict.COVERED, reason="", source="",
                    state=FindingState.PUBLISHED),
    id=1, commitment_id=1, contract_id=1, contract_slug="shembull-2023", ref="1.1", plan_id=1,
    plan_slug="shembull-2024", plan_title="Plani", item_id=1, item_number="1", item_text="Masa", item_level="masë",
    verdict=FindingVerdict.COVERED, reason="", quote="", source="", state=FindingState.PUBLISHED, return_note="",
    recorded_at=NOW, recorded_by=None, confirmed_at=NOW,
)  # fmt: skip
SIGNATURE = SignatureRow(
    id=1, contract_id=1, edition=1, invitation_id=None, name="Agim Kandidati", capacity=Capacity.CANDIDATE,
    on_behalf_of="", answer=Answer.SIGNED, reservation="", signed_on=date(2023, 5, 4),
    date_precision=DatePrecision.DAY, place="", note="", source="", state=SignatureState.PUBLIC, return_note="",
    recorded_at=NOW, recorded_by=None,
)  # fmt: skip


def found(commitment_id: int, verdict: FindingVerdict, plan_id: int = 1) -> FindingRow:
    return replace(FINDING, commitment_id=commitment_id, verdict=verdict, plan_id=plan_id)


def test_in_one_of_the_plans_is_in_a_plan() -> None:
    rows = [found(1, FindingVerdict.NOT_IN_PLAN), found(1, FindingVerdict.PARTLY_COVERED, plan_id=2)]
    assert in_plans(rows) is FindingVerdict.PARTLY_COVERED
    assert in_plans([]) is None


def test_what_nobody_looked_for_is_counted_apart() -> None:
    findings = by_commitment(
        [
            found(1, FindingVerdict.COVERED),
            found(2, FindingVerdict.PARTLY_COVERED),
            found(3, FindingVerdict.NOT_IN_PLAN),
        ]
    )
    planned = Planned.of([1, 2, 3, 4, 5], findings)
    assert planned == Planned(covered=1, partly=1, not_in_plan=1, unexamined=2)
    assert planned.in_plan == 2
    assert planned.examined == 3


def test_a_refusal_is_an_answer_and_no_signature() -> None:
    answers = [SIGNATURE, replace(SIGNATURE, answer=Answer.SIGNED_WITH_RESERVATION),
               replace(SIGNATURE, answer=Answer.DECLINED)]  # fmt: skip
    chain = Chain(None, answers)
    assert chain.signed == 2
    assert chain.declined == 1


def test_without_its_text_nothing_is_counted() -> None:
    assert Chain(None).counts == Counts()
