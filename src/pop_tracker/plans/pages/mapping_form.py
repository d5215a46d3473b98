"""The form in which a person says what the columns of a file are; it is made for that file."""

import hashlib
from typing import Any

from wtforms import RadioField, SelectField

from pop_tracker.plans.fields import FIELDS
from pop_tracker.plans.items import LEVELS
from pop_tracker.plans.table.rows import WHICH_SECTION
from pop_tracker.plans.table.shape import LONGEST_LEVEL, Reading, shape_from
from pop_tracker.plans.table.understanding import ARE_COUNTED, ARE_PARTED, WHICH_LEVEL, Kind, Understood
from pop_tracker.plans.table.uses import COST_OF, LEVEL_OF, TIMES, Use
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional
from pop_tracker.web.forms.fields import LineField
from pop_tracker.web.i18n import N_, Words, today

AMOUNTS = {1: N_("në lekë"), 1000: N_("në mijë lekë"), 1_000_000: N_("në milionë lekë")}
YES, NO = "po", "jo"
LEFT_OUT = "-"
"""Of rows in one cell: no items."""


class _Offered:
    """Choices that are the file's own."""

    def __init__(self, *args: Any, offered: Any, **more: Any) -> None:
        super().__init__(*args, validate_choice=False, **more)  # type: ignore[call-arg]
        self.choices = offered


class OfferedSelect(_Offered, SelectField):
    pass


class OfferedRadios(_Offered, RadioField):
    pass


class MappingForm(BaseForm):
    """Its fields are put in by `form_class`."""


def form_class(found: Understood, said: Words) -> type[MappingForm]:
    fields: dict[str, Any] = {}
    for table, kind in enumerate(found.kinds):
        fields |= _fields(table, kind, found, said)
    for ask in found.asks:
        if ask.key:
            label = said.gettext(ask.message, **ask.values)
            fields[row_name(ask.key)] = OfferedRadios(
                label, [ChoiceCheck()], offered=[(one, one) for one in ask.choices]
            )
    return type("MappingFormOfAFile", (MappingForm,), fields)


def row_name(key: str) -> str:
    return f"rreshti-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _fields(table: int, kind: Kind, found: Understood, said: Words) -> dict[str, Any]:
    shape = kind.shape
    fields: dict[str, Any] = {}
    for place, (heading, use) in enumerate(zip(shape.headings, shape.uses, strict=True)):
        if not heading and not use.field:
            continue
        fields[f"t{table}-c{place}"] = OfferedSelect(
            heading or said.gettext(N_("Kolonë pa titull")), [ChoiceCheck()], default=_value(use),
            offered=_choices(use, found, said),
        )  # fmt: skip
        if use.is_money:
            fields[f"t{table}-x{place}"] = OfferedSelect(
                said.gettext(N_("Shumat te “%(heading)s” janë"), heading=heading), [ChoiceCheck()],
                default=str(use.times or ""),
                offered=[("", said.gettext(N_("Zgjidhni"))), *((str(n), said.gettext(AMOUNTS[n])) for n in TIMES)],
            )  # fmt: skip
    asked = {ask.message for ask in found.asks}
    if not shape.has("level") and not shape.has(LEVEL_OF):
        limits = [] if WHICH_LEVEL in asked else [Optional()]
        fields[f"t{table}-levels"] = LineField(
            N_("Niveli i zërave"), [*limits, Max(5 * LONGEST_LEVEL)], default=", ".join(shape.levels),
            description=N_("Si e quan plani, p.sh. masë. Nëse numrat kanë thellësi (1, 1.1, 1.1.1), niveli i secilës, "
                           "me presje: prioritet, objektiv, masë."),
        )  # fmt: skip
    if WHICH_SECTION in asked or shape.sections is not None:
        fields[f"t{table}-sections"] = OfferedSelect(
            N_("Rreshtat me tekst vetëm në një qelizë janë"), [ChoiceCheck()],
            default=LEFT_OUT if shape.sections == "" else shape.sections or "",
            offered=[("", said.gettext(N_("Zgjidhni"))), *((level, level) for level in LEVELS),
                     (LEFT_OUT, said.gettext(N_("Jo zëra: nuk lexohen")))],
        )  # fmt: skip
    if ARE_PARTED in asked or shape.parted is not None:
        fields[f"t{table}-parted"] = _yes_or_no(
            N_("Numri në fillim të fjalëve, si te “1.1 Edukimi”, është numri i zërit"), shape.parted, said
        )
    if ARE_COUNTED in asked or shape.counted is not None:
        fields[f"t{table}-counted"] = _yes_or_no(N_("Zërave pa numër u jepet numri i radhës"), shape.counted, said)
    return fields


def _yes_or_no(label: str, now: bool | None, said: Words) -> Any:
    return OfferedRadios(
        label, [ChoiceCheck()], default="" if now is None else YES if now else NO,
        offered=[(YES, said.gettext("po")), (NO, said.gettext("jo"))],
    )  # fmt: skip


def _value(use: Use) -> str:
    if use.field == LEVEL_OF:
        return f"{LEVEL_OF}:{use.level}"
    return f"{COST_OF}:{use.year}" if use.field == COST_OF else use.field


def _choices(use: Use, found: Understood, said: Words) -> Any:
    """What is not read first, then our fields, levels, and the years that headings of this file name, with those around
    today."""
    levels = list(dict.fromkeys([*LEVELS, "veprim", *([use.level] if use.level else [])]))
    named = {one.year for kind in found.kinds for one in kind.shape.uses if one.year}
    years = sorted({*named, *range(today().year - 3, today().year + 8)})
    return [
        ("", said.gettext(N_("Nuk lexohet"))),
        *((one.name, said.gettext(one.label)) for one in FIELDS),
        *((f"{LEVEL_OF}:{one}", said.gettext(N_("Zërat e nivelit “%(level)s”"), level=one)) for one in levels),
        *((f"{COST_OF}:{one}", said.gettext(N_("Kostoja e vitit %(year)s"), year=one)) for one in years),
    ]


def reading_of(form: BaseForm, found: Understood) -> Reading:
    """What was said of this file. Raises Refusal for what cannot be, as two columns that are the same."""
    shapes = []
    for table, kind in enumerate(found.kinds):
        shape = kind.shape
        columns = [
            _column(_said(form, f"t{table}-c{place}"), _said(form, f"t{table}-x{place}"), use, heading)
            for place, (heading, use) in enumerate(zip(shape.headings, shape.uses, strict=True))
        ]
        sections = _said(form, f"t{table}-sections")
        shapes.append(
            shape_from({
                "headings": list(shape.headings),
                "columns": columns,
                "levels": [one.strip() for one in (_said(form, f"t{table}-levels") or "").split(",") if one.strip()],
                "sections": "" if sections == LEFT_OUT else sections or None,
                "parted": {YES: True, NO: False}.get(_said(form, f"t{table}-parted") or ""),
                "counted": {YES: True, NO: False}.get(_said(form, f"t{table}-counted") or ""),
            })
        )  # fmt: skip
    answers = {ask.key: said for ask in found.asks if ask.key and (said := _said(form, row_name(ask.key)))}
    return Reading(tuple(shapes), answers)


def _said(form: BaseForm, name: str) -> str | None:
    return (form[name].data or "") if name in form else None


def _column(chosen: str | None, times: str | None, before: Use, heading: str) -> dict[str, Any]:
    """Of a column that is taken for money only now it is asked next what its amounts are in."""
    name, _, more = (chosen or "").partition(":")
    amount = before.times if before.is_money else None
    if times is not None:
        amount = int(times or 0) or None
    column: dict[str, Any] = {"is": name or None, "times": amount}
    if name == LEVEL_OF:
        column["level"] = more
    if name == COST_OF:
        column["year"] = int(more)
    return column
