"""What a browser may send of a stage that a plan reached."""

import re
from typing import Any

from wtforms import RadioField, ValidationError

from pop_tracker.plans.stages import STAGE_WORDS, PlanStage, StageKind
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words


class Days:
    """How many days the law gives, the stage itself says (PlanStage.check)."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not re.fullmatch(r"\d{1,3}", field.data, re.ASCII):
            raise ValidationError(form.said.gettext(N_("Shkruani një numër ditësh, si 20.")))


class StageForm(EditForm):
    stage = RadioField(N_("Faza"), [Required(), ChoiceCheck()], validate_choice=False)
    decision_number = LineField(N_("Numri i vendimit"), [Optional(), Max(40)])
    comment_days = LineField(N_("Ditë pune për komente"), [Optional(), Days()])
    reached_on = DateField(N_("Data"), [Optional()], precision="date_precision")
    date_precision = RadioField(
        N_("Saktësia e datës"), [Required(), ChoiceCheck()], validate_choice=False, default=DatePrecision.DAY.value
    )
    note = TextField(N_("Shënim"), [UnlessAsked(), Max(4000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    order_known = DeclarationField(N_("E dimë: kështu e thonë dokumentet"))
    nonce = NonceField()

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.stage.choices = [(kind.value, said.gettext(words)) for kind, words in STAGE_WORDS.items()]
        self.date_precision.choices = [(one.value, said.gettext(words)) for one, words in PRECISION_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "stage": StageKind(self.stage.data),
            "reached_on": self.reached_on.day,
            "date_precision": DatePrecision(self.date_precision.data),
            "decision_number": self.decision_number.data or "",
            "comment_days": int(self.comment_days.data) if self.comment_days.data else None,
            "note": self.note.data or "",
            "source": self.source.data,
        }


def values_of(stage: PlanStage) -> dict[str, Any]:
    """What the form shows of a stage that was entered."""
    held = stage.model_dump(exclude={"id", "plan_id"})
    return {**held, "stage": stage.stage.value, "date_precision": stage.date_precision.value,
            "comment_days": str(stage.comment_days or "")}  # fmt: skip
