"""What a browser may send to the doors of findings."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField

from pop_tracker.plans.findings import VERDICT_WORDS, FindingRow, FindingVerdict
from pop_tracker.plans.items import PlanItem
from pop_tracker.web.forms import BaseForm, ChoiceCheck, Max, Required, TextField
from pop_tracker.web.i18n import N_


class FindingForm(BaseForm):
    verdict = RadioField(N_("Çfarë gjetët"), [Required(), ChoiceCheck()], validate_choice=False)
    plan_item = SelectField(N_("Zëri i planit"), [ChoiceCheck()], validate_choice=False)
    quote = TextField(N_("Fjalët e planit"), [Max(4000)])
    reason = TextField(N_("Arsyeja"), [Max(4000)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = HiddenField()

    def offer(self, items: Iterable[PlanItem]) -> None:
        self.verdict.choices = [(verdict.value, self.said.gettext(words)) for verdict, words in VERDICT_WORDS.items()]
        self.plan_item.choices = [("", self.said.gettext(N_("Zgjidhni zërin")))] + [
            (str(item.id), f"{item.number} {item.text[:90]}") for item in items
        ]

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "verdict": FindingVerdict(self.verdict.data),
            "plan_item_id": int(self.plan_item.data) if self.plan_item.data else None,
            "quote": self.quote.data or "",
            "reason": self.reason.data or "",
            "source": self.source.data,
        }

    def fill(self, row: FindingRow) -> None:
        """With what came back."""
        self.verdict.data, self.plan_item.data = row.verdict.value, str(row.item_id or "")
        self.quote.data, self.reason.data, self.source.data = row.quote, row.reason, row.source


class NoteForm(BaseForm):
    note = TextField(N_("Çfarë duhet ndrequr"), [Required(), Max(2000)])
