"""What a browser may send to the doors of findings."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError

from pop_tracker.plans.findings.findings import VERDICT_WORDS, FindingVerdict
from pop_tracker.plans.findings.rows import FindingRow
from pop_tracker.plans.items import PlanItem
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import REQUIRED
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.fields import LineField, NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

REPLACED = N_(
    "Ndërkohë një gjetje tjetër u bë publike; shihet më poshtë. Nëse dërgoni përsëri, e juaja zë vendin e saj."
)


class FindingForm(BaseForm):
    """`version` is the public finding that stood there when the form was opened."""

    verdict = RadioField(N_("Çfarë gjetët"), [Required(), ChoiceCheck()], validate_choice=False)
    plan_item = SelectField(N_("Zëri i planit"), [ChoiceCheck()], validate_choice=False)
    quote = TextField(N_("Fjalët e planit"), [Max(4000), NoPrivateName()])
    also = SelectMultipleField(N_("Edhe këta zëra"), [ChoiceCheck()], validate_choice=False)
    also_numbers = LineField(N_("Zëra të tjerë, me numër"), [Optional(), Max(500)])
    reason = TextField(N_("Arsyeja"), [Max(4000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()
    version = HiddenField()

    def offer(self, items: Sequence[PlanItem], suggested: Collection[PlanItem] = ()) -> None:
        """The plan's tree to choose from; of further items those suggested and those chosen, others by number."""
        self.items = items
        self.verdict.choices = [(verdict.value, self.said.gettext(words)) for verdict, words in VERDICT_WORDS.items()]
        depth: dict[int | None, int] = {None: -1}
        for item in items:
            depth[item.id] = depth.get(item.parent_id, -1) + 1
        self.plan_item.choices = [("", self.said.gettext(N_("Zgjidhni zërin")))] + [
            (str(item.id), "\u00a0" * 3 * depth[item.id] + _in_short(item)) for item in items
        ]
        near = ({str(item.id) for item in suggested} - {self.plan_item.data}) | set(self.also.data or ())
        self.also.choices = [(str(item.id), _in_short(item)) for item in items if str(item.id) in near]

    def validate_reason(self, field: Any) -> None:
        """Whatever was found, a reason is asked for; which one, the rule says once it is known."""
        if not self.verdict.data and not field.data:
            raise ValidationError(self.said.gettext(REQUIRED))

    def validate_also_numbers(self, field: Any) -> None:
        known = {item.number.rstrip(".") for item in self.items}
        for number in _numbers(field.data):
            if number not in known:
                raise ValidationError(self.said.gettext(N_("Plani nuk ka zë me numrin %(number)s."), number=number))

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "verdict": FindingVerdict(self.verdict.data),
            "plan_item_id": int(self.plan_item.data) if self.plan_item.data else None,
            "quote": self.quote.data or "",
            "reason": self.reason.data or "",
            "source": self.source.data,
        }

    @property
    def also_ids(self) -> set[int]:
        """The further items, ticked and typed."""
        typed = set(_numbers(self.also_numbers.data))
        also = {item.id or 0 for item in self.items if item.number.rstrip(".") in typed}
        return also | {int(one) for one in self.also.data or ()}

    def fill(self, row: FindingRow, items: Sequence[PlanItem]) -> None:
        """With what came back."""
        self.verdict.data, self.plan_item.data = row.verdict.value, str(row.item_id or "")
        self.quote.data, self.reason.data, self.source.data = row.quote, row.reason, Sources.of(row.source)
        self.also.data = [str(item.id) for item in items if item.number in row.also]

    def fill_from_item(self, item: PlanItem) -> None:
        """With an item that the person chose from the suggestions: its words are the plan's own."""
        self.plan_item.data, self.quote.data, self.source.data = str(item.id), item.text, Sources.of(item.source)

    def is_stale(self, published: FindingRow | None) -> bool:
        """Whether another finding became public since the form was opened; sending once more is meant so."""
        now = version_of(published)
        if self.version.data in (now, "", None):
            return False
        self.version.data = now
        self.form_errors.append(self.said.gettext(REPLACED))
        return True


def version_of(published: FindingRow | None) -> str:
    return str(published.id if published else 0)


def _in_short(item: PlanItem) -> str:
    return f"{item.number} {item.text[:90]}"


def _numbers(text: str | None) -> list[str]:
    return [part.strip().rstrip(".") for part in re.split(r"[,;\n]", text or "") if part.strip()]
