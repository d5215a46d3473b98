"""The form of a consultation that stands: each of its points is a row, with its number, its kind and its words.

The boxes of a row are named by the point's number. So what is typed stays with the point that it is about, also where
others changed the list meanwhile and in what a device kept of the form; and a form that says nothing of a point leaves
it alone. What is new is typed one a line, as when the consultation is entered: a line that stands there already adds
nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, SelectField
from wtforms.validators import StopValidation

from pop_tracker.plans.consultations.points import POINT_KIND_WORDS, ConsultationPoint, PointKind, Wording
from pop_tracker.plans.pages.consultation_forms import POINT_FIELDS, NewConsultationForm
from pop_tracker.web.forms.base import ChoiceCheck, Max, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import ReasonField
from pop_tracker.web.forms.fields import LineField
from pop_tracker.web.forms.private_names import NoPrivateName, NoTitledName
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.texts import lines_of, one_line

LONGEST = 10_000
"""Signs of a point, as of all new ones of a kind."""
_WORDS_OF = re.compile(r"point_(\d{1,6})", re.ASCII)


class AsItStands:
    """Words that are left as they are were looked at when they came; nothing else is asked of them."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, form: Any, field: Field) -> None:
        if field.data == self.words:
            raise StopValidation


@dataclass(frozen=True)
class Row:
    point: ConsultationPoint
    words: Any
    kind: Any


class ConsultationForm(NewConsultationForm):
    """Everything but its municipality; `form_for` adds the rows of its points."""

    municipality = None  # type: ignore[assignment]
    reason = ReasonField(
        N_("Pse ndryshojnë ose hiqen pikat që ishin publike"),
        [UnlessAsked(), Max(2000), NoTitledName(), NoPrivateName()],
    )
    standing: ClassVar[tuple[ConsultationPoint, ...]] = ()

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        for row in self.rows:
            row.words.label.text = said.gettext(N_("Pika %(number)d"), number=row.point.position)
            row.kind.label.text = said.gettext(N_("Lloji i pikës %(number)d"), number=row.point.position)
            row.kind.choices = [(kind.value, said.gettext(words)) for kind, words in POINT_KIND_WORDS.items()]
        self._leave_out_what_stands()
        self._gone = dict(self._rows_of_points_that_are_gone(data)) if data else {}

    @property
    def rows(self) -> list[Row]:
        """In the order in which pages show them: by kind."""
        kinds = list(POINT_FIELDS)
        return [
            Row(point, self[f"point_{point.position}"], self[f"point_{point.position}_kind"])
            for point in sorted(self.standing, key=lambda point: (kinds.index(point.point_kind), point.position))
        ]

    @property
    def wordings(self) -> dict[int, Wording | None]:
        """What each point is to say, by its number; None where its words were wiped: it is taken away."""
        return {
            row.point.position: Wording(PointKind(row.kind.data), row.words.data) if row.words.data else None
            for row in self.rows
        }

    def validate(self, *_: Any, **__: Any) -> bool:
        """Who changed a point that somebody took away meanwhile gets its words back as those of a new one, to look."""
        valid = super().validate()
        for number, (name, words) in self._gone.items():
            self[name].data = "\n".join([*lines_of(self[name].data), words])
            self[name].errors = [
                *self[name].errors,
                self.said.gettext(
                    N_("Pika %(number)d u hoq ndërkohë: nëse ruani, fjalët e saj bëhen pikë e re."),
                    number=number,
                ),
            ]
        return valid and not self._gone

    def _leave_out_what_stands(self) -> None:
        """A form sent twice, or kept from when all points were lines, adds nothing a second time."""
        there = {row.point.wording for row in self.rows if row.words.data == row.point.text}
        for kind, name in POINT_FIELDS.items():
            lines = lines_of(self[name].data)
            new = [line for line in lines if Wording(kind, line) not in there]
            if new != lines:
                self[name].data = "\n".join(new)

    def _rows_of_points_that_are_gone(self, data: FormData) -> Iterable[tuple[int, tuple[str, str]]]:
        """By number: the field for new ones of the kind, and the words."""
        fields = {kind.value: name for kind, name in POINT_FIELDS.items()}
        for sent in data:
            found = _WORDS_OF.fullmatch(sent)
            words = one_line(data.get(sent)[:LONGEST]) if found and sent not in self else ""
            if found and words:
                yield int(found[1]), (fields.get(data.get(f"{sent}_kind"), POINT_FIELDS[PointKind.PROBLEM]), words)


def form_for(raised: Iterable[ConsultationPoint]) -> type[ConsultationForm]:
    """With two boxes for each point that stands."""
    standing = tuple(raised)
    boxes: dict[str, Any] = {"standing": standing}
    for point in standing:
        checks = [AsItStands(point.text), UnlessAsked(), Max(LONGEST), NoTitledName(), NoPrivateName()]
        boxes[f"point_{point.position}"] = LineField("", checks, default=point.text)
        boxes[f"point_{point.position}_kind"] = SelectField(
            "", [ChoiceCheck()], default=point.point_kind.value, validate_choice=False
        )
    return type("ConsultationForm", (ConsultationForm,), boxes)
