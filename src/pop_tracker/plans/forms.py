"""What a browser may send to the plans' doors. Lists are typed one thing a line."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError

from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import PLAN_KIND_WORDS, PlanKind
from pop_tracker.web.editing import EditForm
from pop_tracker.web.forms import (
    ChoiceCheck,
    LineField,
    Max,
    Optional,
    Required,
    TextField,
)
from pop_tracker.web.i18n import N_

LARGEST_COST = 10**13
"""In lek; beyond the budget of the country, so a slip of the hand."""


class Year:
    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not (re.fullmatch(r"\d{4}", field.data) and 1990 <= int(field.data) <= 2100):
            raise ValidationError(form.said.gettext(N_("Shkruani një vit si 2025.")))


class Money:
    """Lek, with or without the dots and spaces people put between thousands."""

    def __call__(self, form: Any, field: Any) -> None:
        digits = re.sub(r"[.\s]", "", field.data or "")
        if field.data and not (digits.isascii() and digits.isdecimal() and int(digits) <= LARGEST_COST):
            raise ValidationError(form.said.gettext(N_("Shkruani lekët me shifra, si 2.500.000.")))


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class PlanForm(EditForm):
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)
    plan_kind = RadioField(N_("Lloji i planit"), [Required(), ChoiceCheck()], validate_choice=False)
    title = LineField(N_("Titulli"), [Required(), Max(200)])
    period_from = LineField(N_("Nga viti"), [Optional(), Year()])
    period_until = LineField(N_("Deri në vitin"), [Optional(), Year()])
    vision = TextField(N_("Vizioni"), [Optional(), Max(4000)])
    mission = TextField(N_("Misioni"), [Optional(), Max(4000)])
    legal_basis = TextField(N_("Baza ligjore"), [Optional(), Max(4000)])
    structures = TextField(N_("Strukturat"), [Optional(), Max(4000)])
    predecessors = TextField(N_("Planet e mëparshme"), [Optional(), Max(2000)])
    support = TextField(N_("Kush e mbështeti hartimin"), [Optional(), Max(2000)])
    stage_note = TextField(N_("Ku ndodhet plani"), [Optional(), Max(4000)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = HiddenField()

    def offer(self, municipalities: Iterable[tuple[str, str]] | None) -> None:
        """None: the plan stands already, and its municipality with it."""
        if municipalities is None:
            del self.municipality
        else:
            self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *municipalities]
        self.plan_kind.choices = [(kind.value, self.said.gettext(words)) for kind, words in PLAN_KIND_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        """The plan's fields, as the form says them."""
        return {
            "plan_kind": PlanKind(self.plan_kind.data),
            "title": self.title.data,
            "period_from": int(self.period_from.data) if self.period_from.data else None,
            "period_until": int(self.period_until.data) if self.period_until.data else None,
            "vision": self.vision.data or "",
            "mission": self.mission.data or "",
            "legal_basis": lines_of(self.legal_basis.data),
            "structures": lines_of(self.structures.data),
            "predecessors": lines_of(self.predecessors.data),
            "support": lines_of(self.support.data),
            "stage_note": self.stage_note.data or "",
            "source": self.source.data,
        }


class ItemForm(EditForm):
    level = LineField(N_("Niveli"), [Required(), Max(40)])
    number = LineField(N_("Numri"), [Required(), Max(20)])
    parent = SelectField(N_("Nën"), [ChoiceCheck()], validate_choice=False)
    text = TextField(N_("Teksti"), [Required(), Max(4000)])
    responsible_body = LineField(N_("Institucioni përgjegjës"), [Optional(), Max(300)])
    due = LineField(N_("Afati"), [Optional(), Max(80)])
    cost_all = LineField(N_("Kostoja në lekë"), [Optional(), Money()])
    funding_source = LineField(N_("Burimi i financimit"), [Optional(), Max(300)])
    indicator = TextField(N_("Treguesi"), [Optional(), Max(2000)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = HiddenField()

    def offer(self, items: Iterable[PlanItem]) -> None:
        self.parent.choices = [("", self.said.gettext(N_("Asgjë: është në krye të planit")))] + [
            (item.number, f"{item.number} {item.text[:80]}") for item in items
        ]

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "level": self.level.data,
            "number": self.number.data,
            "text": self.text.data,
            "responsible_body": self.responsible_body.data or "",
            "due": self.due.data or "",
            "cost_all": Decimal(re.sub(r"[.\s]", "", self.cost_all.data)) if self.cost_all.data else None,
            "funding_source": self.funding_source.data or "",
            "indicator": self.indicator.data or "",
            "source": self.source.data,
        }
