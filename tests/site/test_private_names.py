"""Every field that readers see sooner or later asks about private persons' names; those that do not are named here."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any

from wtforms.fields.core import UnboundField

import pop_tracker
from pop_tracker.accounts.pages.forms import NoteForm
from pop_tracker.pledges.pages.answer_forms import AnswerForm
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.forms.fields import DateField, LineField, NumberField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField

NAMES_SOMEBODY = "it is the name of who acts in public, or of an institution, and is asked for"
NOT_WORDS = "a number, an hour, a code, an address or a reference"
COLLEAGUES = "colleagues read it, and nobody else"
NOT_PUBLIC = {
    NAMES_SOMEBODY: """
        AnswerForm.name CandidateForm.list_name CandidateForm.name DomainForm.name OfficeForm.list_name OfficeForm.name
        OrganisationForm.name OrganisationForm.name_en OrganisationForm.short_name PaperForm.name
        PaperForm.on_behalf_of PersonForm.name
    """,
    NOT_WORDS: """
        AddressForm.email CodeForm.code ContractForm.term_from ContractForm.term_until DetailsForm.term_from
        DetailsForm.term_until DomainForm.domain EvidenceForm.men EvidenceForm.url EvidenceForm.women FigureForm.year
        FindingForm.also_numbers InviteForm.phone ItemForm.baseline_year ItemForm.costs_by_year ItemForm.number
        ItemForm.programme_code ItemForm.target_year NeedsForm.year NewConsultationForm.hour
        NewConsultationForm.hour_until NewConsultationForm.men NewConsultationForm.women NewPersonForm.email
        NewPlanForm.period_from NewPlanForm.period_until NewRoundForm.number NewRoundForm.reply_days PhoneForm.code
        ProgressForm.year ProofForm.code RedactionForm.number RedactionForm.page RemovalAskForm.email
        RemovalAskForm.page RemovalAskForm.website ReminderForm.phone ReplyLinkForm.days
        ReplyLinkForm.phone RoundForm.number RoundForm.reply_days RoundImportForm.elsewhere_url RoundImportForm.number
        SignInForm.email StageForm.comment_days StageForm.decision_number
    """,
    "it says which words are to go, and is no part of the record": """
        RedactionForm.names RemovalAskForm.names RemovalAskForm.why
    """,
    "it goes along and is kept nowhere": "SourcedForm.source_was",
    "it is asked about row by row before there is a draft": "DocumentForm.text",
    "a letter alone says it, to the reader who asked": "NotRemovedForm.reason",
    COLLEAGUES: """
        AddressForAnotherForm.reason AddressesForm.source DisputeForm.dispute ErasureForm.reason NoteForm.note
        PasskeyForm.name RatersForm.reason RefusalForm.note ReturnForm.note WithdrawForm.note
    """,
}
"""By form and field, why not. One that is added either asks, or stands here."""


def _modules() -> Iterator[Any]:
    for module in pkgutil.walk_packages(pop_tracker.__path__, "pop_tracker."):
        if ".pages." in module.name or ".forms" in module.name:
            yield importlib.import_module(module.name)


def _forms() -> set[type[BaseForm]]:
    list(_modules())
    found, left = set[type[BaseForm]](), [BaseForm]
    while left:
        form = left.pop()
        found.add(form)
        left += [one for one in form.__subclasses__() if _is_written_down(one)]
    return found


def _is_written_down(form: type[BaseForm]) -> bool:
    """Not made for one request, with boxes of its own: such a form is there as long as nobody collected it."""
    return form.__module__.startswith("pop_tracker.") and vars(sys.modules[form.__module__]).get(form.__name__) is form


def _texts() -> Iterator[tuple[str, "UnboundField[Any]"]]:
    for form in _forms():
        for name, field in vars(form).items():
            if not isinstance(field, UnboundField):
                continue
            kind = field.field_class
            if issubclass(kind, LineField | TextField | SourcesField) and not issubclass(kind, NumberField | DateField):
                yield f"{form.__name__}.{name}", field


def _checks(field: "UnboundField[Any]") -> list[Any]:
    given = [*field.args[1:2], field.kwargs.get("validators") or []]
    return [check for several in given for check in several]


def test_every_text_is_asked_about_or_has_its_reason() -> None:
    every = list(_texts())
    silent = {name for name, field in every if not any(isinstance(one, NoPrivateName) for one in _checks(field))}
    assert len(every) - len(silent) > 80
    assert sorted(silent) == sorted(name for names in NOT_PUBLIC.values() for name in names.split())


def test_a_form_that_was_made_for_one_request_is_none_of_them() -> None:
    made = type("NoteForm", (NoteForm,), {"__module__": NoteForm.__module__, "of_a_request": TextField("")})
    assert made in NoteForm.__subclasses__()
    assert "NoteForm.of_a_request" not in [name for name, _ in _texts()]


def test_a_box_that_is_made_for_each_commitment_asks_too() -> None:
    form = AnswerForm.with_words([7])
    assert any(isinstance(one, NoPrivateName) for one in _checks(form.words_7))  # type: ignore[attr-defined]
