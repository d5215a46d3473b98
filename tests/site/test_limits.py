"""How much may be said of a thing: its form, the table that people import and the column in the database agree.

Denied by default: a field of a form that has no limit, or fills no column, stands below with the reason.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from wtforms import HiddenField, StringField
from wtforms.validators import Length

import pop_tracker
from pop_tracker.accounts.pages import forms as accounts
from pop_tracker.accounts.pages import proposals, proving, second_factor
from pop_tracker.contracts.pages import continuation_forms, reading_forms, succession_forms
from pop_tracker.contracts.pages import forms as contracts
from pop_tracker.contracts.pages import tables as contract_tables
from pop_tracker.contracts.table import columns as contract_columns
from pop_tracker.elections.pages import forms as elections
from pop_tracker.monitoring import round_table
from pop_tracker.monitoring.pages import evidence_forms, reply_forms, round_forms
from pop_tracker.monitoring.pages import forms as monitoring
from pop_tracker.monitoring.pages import imports as round_imports
from pop_tracker.plans import needs_table
from pop_tracker.plans.pages import (
    consultation_forms,
    finding_forms,
    item_forms,
    needs_forms,
    plan_forms,
    point_rows,
    progress_forms,
    stage_forms,
)
from pop_tracker.plans.pages import imports as plan_imports
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.pledges.pages import answer_forms, paper_forms
from pop_tracker.pledges.pages import forms as pledges
from pop_tracker.tables import metadata
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.typed import SECRET

FILLS: dict[type[BaseForm], str] = {
    accounts.AddressForm: "account_request",
    accounts.NoteForm: "account_request",
    accounts.DomainForm: "institution_domain",
    accounts.OrganisationForm: "organisation",
    accounts.PersonForm: "person",
    accounts.RedactionForm: "redaction_request",
    accounts.SignInForm: "person",
    contracts.ContractForm: "contract",
    contracts.DetailsForm: "contract_change",
    contracts.PriorityForm: "priority_text",
    contracts.CommitmentForm: "commitment_text",
    contracts.SubmissionForm: "edition",
    continuation_forms.ContinuationForm: "continuation",
    contract_tables.ContractTableForm: "commitment_text",
    reading_forms.DocumentForm: "contract_document",
    reading_forms.RowForm: "commitment_text",
    elections.CandidateForm: "candidate",
    elections.ElectionForm: "election",
    elections.OfficeForm: "office",
    elections.LeavingForm: "office",
    monitoring.VerdictForm: "assessment",
    second_factor.PasskeyForm: "passkey",
    evidence_forms.EvidenceForm: "evidence",
    evidence_forms.HeldFileForm: "evidence_file",
    round_imports.RoundImportForm: "round_import",
    round_forms.RatersForm: "rater_change",
    round_forms.RoundForm: "round",
    reply_forms.CodeForm: "mailed_code",
    reply_forms.DisavowalForm: "disavowal",
    reply_forms.ReplyForm: "reply",
    reply_forms.ReplyLinkForm: "reply_link",
    consultation_forms.NewConsultationForm: "consultation",
    consultation_forms.PhotoForm: "consultation_photo",
    consultation_forms.ThreadForm: "consultation_thread",
    finding_forms.FindingForm: "finding",
    plan_imports.ImportForm: "plan_item",
    item_forms.ItemForm: "plan_item",
    needs_forms.NeedsForm: "needs_assessment",
    needs_forms.FigureForm: "needs_figure",
    needs_forms.FiguresForm: "needs_figure",
    plan_forms.NewPlanForm: "plan",
    plan_forms.WithdrawalForm: "plan_withdrawal",
    progress_forms.ProgressForm: "progress",
    stage_forms.StageForm: "plan_stage",
    answer_forms.AnswerForm: "signature",
    paper_forms.AnnulmentForm: "annulment",
    answer_forms.CodeForm: "mailed_code",
    paper_forms.DisputeForm: "signature",
    pledges.AddressesForm: "address_claim",
    pledges.ErasureForm: "contact_erasure",
    pledges.GivenForm: "invitation",
    pledges.InviteForm: "invitation",
    paper_forms.PaperForm: "signature",
    pledges.WithdrawForm: "address_claim",
}
"""Which table; each field the column of its name. So do the forms that are made from these."""

FILLS_ANOTHER: dict[tuple[type[BaseForm], str], str] = {
    (contracts.ContractWithdrawalForm, "reason"): "contract_change.reason",
    (contracts.RetractionForm, "reason"): "commitment_text.retraction_reason",
    **{(succession_forms.SplitForm, f"part_{number}"): "commitment_text.text" for number in (1, 2, 3, 4)},
    (succession_forms.MergeForm, "text"): "commitment_text.text",
    (succession_forms.SplitForm, "reason"): "commitment_text.retraction_reason",
    (succession_forms.MergeForm, "reason"): "commitment_text.retraction_reason",
    (continuation_forms.ContinuationWithdrawalForm, "reason"): "continuation.withdrawal_reason",
    (contracts.DraftReturnForm, "note"): "edition.return_note",
    (monitoring.NoteForm, "note"): "assessment.return_note",
    (monitoring.RetractionForm, "reason"): "assessment.retraction_reason",
    (consultation_forms.CallOffForm, "reason"): "consultation.called_off",
    (consultation_forms.ReasonForm, "reason"): "consultation_thread.withdrawal_reason",
    **{
        (consultation_forms.NewConsultationForm, name): "consultation_point.text"
        for name in ("problem", "request", "answer", "step", "data_points")
    },
    (proposals.ReturnForm, "note"): "finding.return_note",
    **{(needs_forms.NeedsForm, f"kind_{letter}"): "needs_assessment.kinds_named" for letter in "abcdefg"},
    (answer_forms.AnswerForm, "statement"): "signers_words.words",
    (pledges.InviteForm, "phone"): "person.phone",
    (reply_forms.ReplyLinkForm, "phone"): "person.phone",
    (pledges.ReminderForm, "phone"): "person.phone",
    (paper_forms.RefusalForm, "note"): "annulment.refusal",
}

FILLS_NONE: dict[tuple[type[BaseForm], str], str] = {
    **dict.fromkeys(
        ((accounts.RemovalAskForm, name) for name in ("page", "names", "why", "email")),
        "sealed together, in a column that has no limit",
    ),
    (accounts.RemovalAskForm, "website"): "nobody fills it in",
    (accounts.NotRemovedForm, "reason"): "of a letter, which has no limit",
    (accounts.CallOffForm, "reason"): "of the entry in the record, which has no limit",
    (accounts.RedactionForm, "names"): "of each piece that goes, in a column that has no limit",
    (accounts.RedactionForm, "number"): "names an entry of the record",
    (accounts.RedactionForm, "page"): "is compared with the addresses in the record",
    (proving.ProofForm, "code"): "compared with what a phone shows or a paper says",
    (second_factor.PhoneForm, "code"): "compared with what the phone shows",
    (reply_forms.ReplyLinkForm, "days"): "the link's last day is counted from them",
    (finding_forms.FindingForm, "also_numbers"): "name other items of the plan",
    (needs_forms.FiguresForm, "table"): "rows that are read one by one, their cells against COLUMNS",
    (answer_forms.CodeForm, "code"): "its hash is compared",
    (reply_forms.CodeForm, "code"): "its hash is compared",
    **{(form, "last_day"): "the moment when it is over is kept" for form in (pledges.InviteForm, pledges.GivenForm)},
    (point_rows.ConsultationForm, "reason"): "of the entry in the record, which has no limit",
    (pledges.GivenForm, "source"): "of the entry in the record, which has no limit",
    (contracts.WithholdingForm, "reason"): "of the entry in the record, which has no limit",
    (plan_forms.RemovalForm, "reason"): "of the entry in the record, which has no limit",
}

WITHOUT_LIMIT: dict[tuple[type[BaseForm], str], str] = {
    **{(consultation_forms.NewConsultationForm, name): "an hour has five signs" for name in ("hour", "hour_until")},
    (reply_forms.ReplyLinkForm, "days"): "a number of two digits",
    **{(form, "last_day"): "a day" for form in (pledges.InviteForm, pledges.GivenForm)},
}
"""Of those that are words in the database, or nothing there."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(pop_tracker.__path__, "pop_tracker."):
        if ".pages" in found.name or found.name.startswith("pop_tracker.web."):
            yield importlib.import_module(found.name)


def forms() -> list[type[BaseForm]]:
    """All of the house."""
    found = {
        held
        for module in modules()
        for held in vars(module).values()
        if isinstance(held, type) and issubclass(held, BaseForm) and held is not BaseForm
    }
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


def typed_fields(form: type[BaseForm]) -> dict[str, int | None]:
    """What is typed into a form, each with its limit; what a page carries by itself is cut or compared at the door."""
    made: dict[str, Any] = {name: getattr(form, name) for name in dir(form)}
    return {
        name: _limit(unbound)
        for name, unbound in made.items()
        if hasattr(unbound, "_formfield")
        and issubclass(unbound.field_class, StringField)
        and not issubclass(unbound.field_class, HiddenField)
    }


def _limit(unbound: Any) -> int | None:
    checks = unbound.kwargs.get("validators") or (unbound.args[1] if len(unbound.args) > 1 else ())
    return min((check.max for check in checks if isinstance(check, Length)), default=None)


def limits(form: type[BaseForm]) -> dict[str, int]:
    return {name: limit for name, limit in typed_fields(form).items() if limit is not None}


def told(of: Mapping[tuple[type[BaseForm], str], str], form: type[BaseForm], name: str) -> str | None:
    """What is told of a form's field, or of that of the form that it is made from."""
    return next((of[base, name] for base in form.__mro__ if (base, name) in of), None)


def column(form: type[BaseForm], name: str) -> "sa.Column[Any] | None":
    table = next((FILLS[base] for base in form.__mro__ if base in FILLS), "")
    table, _, called = (told(FILLS_ANOTHER, form, name) or f"{table}.{name}").partition(".")
    return metadata.tables[table].columns.get(called) if table else None


def words_in(held: "sa.Column[Any]") -> sa.String | None:
    """The kind of text that a column keeps; None: it keeps numbers, days, or lists of texts as JSON."""
    kept = getattr(held.type, "impl", held.type)
    return kept if isinstance(kept, sa.String) else None


def held_by(place: str) -> int:
    """How many signs a column takes."""
    table, _, called = place.partition(".")
    return int(metadata.tables[table].columns[called].type.length)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.__module__.split('.')[1]}.{form.__name__}")
def test_a_form_asks_for_no_more_than_its_table_holds(form: type[BaseForm]) -> None:
    for name, limit in typed_fields(form).items():
        held = column(form, name)
        assert (held is None) == (told(FILLS_NONE, form, name) is not None), f"{name}: which column does it fill?"
        words = None if held is None else words_in(held)
        needs_limit = held is None or words is not None
        assert (needs_limit and limit is None) == (told(WITHOUT_LIMIT, form, name) is not None), (
            f"{name}: how long may it be?"
        )
        if words and words.length and limit:
            assert limit <= words.length, f"{name}: {limit} signs, where the column holds {words.length}"


def test_what_is_told_here_of_forms_is_true() -> None:
    fields = {*FILLS_ANOTHER, *FILLS_NONE, *WITHOUT_LIMIT}
    assert {(form, name) for form, name in fields if name not in typed_fields(form)} == set()
    assert {form for form in FILLS if not typed_fields(form)} == set()


def test_a_plans_table_brings_in_what_its_form_takes() -> None:
    asked = limits(item_forms.ItemForm)
    assert {one.name: one.longest for one in COLUMNS if one.name in asked} == asked
    chosen = {"parent", "units"}
    assert set(COLUMNS.by_name) == typed_fields(item_forms.ItemForm).keys() | chosen


def test_rows_of_a_needs_assessment_bring_in_what_its_form_takes() -> None:
    asked = limits(needs_forms.FigureForm)
    assert {name: column.longest for name, column in needs_table.COLUMNS.by_name.items() if name in asked} == asked


def test_the_table_of_an_earlier_round_brings_in_what_the_forms_take() -> None:
    assert {one.name: one.longest for one in round_table.COLUMNS} == {
        "ref": held_by("commitment.ref"),
        "text": limits(contracts.CommitmentForm)["text"],  # shown in the template, imported by nobody
        "unit": held_by("administrative_unit.name"),
        "status": held_by("assessment.status"),
        "reason": limits(monitoring.AssessmentForm)["reason"],
        "source": LONGEST_SOURCE,  # no form asks for it: what is judged here has evidence
        "ground": held_by("assessment.ground"),
        "contract": held_by("contract.title"),  # compared, kept by nobody
    }


def test_a_contracts_table_brings_in_what_the_forms_take() -> None:
    asked = typed_fields(contracts.CommitmentForm) | {
        "retraction_reason": typed_fields(contracts.RetractionForm)["reason"],
        "status_source": LONGEST_SOURCE,
    }
    by_name = contract_columns.BY_NAME
    assert {name: by_name[name].longest for name in asked} == asked


def test_what_is_not_given_back_is_a_code_and_no_text() -> None:
    """Nobody loses words because their field bears the name of what is secret (`web/typed.py`)."""
    secret = [(form, name, limit) for form in forms() for name, limit in typed_fields(form).items() if name in SECRET]
    assert len(secret) > 3
    assert [(form, name) for form, name, limit in secret if limit is None or limit > 40] == []
