"""The doors of a table whose headings are not ours: a person says once what its columns are."""

from dataclasses import replace
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.mapping_form import RATE, RATE_SOURCE, MappingForm, form_class, reading_of, row_name
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.plans.table.imports import PlanImport, held_import
from pop_tracker.plans.table.mappings import keep, kept_for
from pop_tracker.plans.table.shape import from_json, reading_as_json
from pop_tracker.plans.table.understanding import Understood, understood
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.opening import open_ahead
from pop_tracker.web.tables.shown import in_words, left_in_words

MOST_SHOWN = 100
"""Faults told one by one."""


@get("/puna/planet/{slug:str}/importi/{import_id:int}/kolonat", guards=[guards.editor])
def mapping_form(desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    held = held_import(desk.session, desk.viewer, plan, import_id)
    found, is_kept = _found(desk, plan, held, _read_ahead(desk, held))
    form = form_class(found, desk.words)(desk.words)
    return _page(desk, plan, held, found, form, is_kept=is_kept)


@post("/puna/planet/{slug:str}/importi/{import_id:int}/kolonat", guards=[guards.editor])
def say_mapping(desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int]) -> Answer:
    """Leads on to the preview once nothing is left to ask; else back, to what is."""
    upload = _read_ahead(desk, held_import(desk.session, desk.viewer, plan_at_work(desk.session, desk.viewer, slug),
                                           import_id))  # fmt: skip
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    held = held_import(desk.session, desk.viewer, plan, import_id)
    before, _ = _found(desk, plan, held, upload)
    form = form_class(before, desk.words)(desk.words, desk.sent)

    def read() -> str:
        said = reading_of(form, before)
        answers = {**from_json(held.mapping or NOTHING_SAID).answers, **said.answers}
        said = replace(said, answers=answers)
        found = understood(upload, said)
        held.mapping = reading_as_json(said)
        if len(held.told_source) > LONGEST_SOURCE:
            raise Refusal(
                N_("Burimi i tabelës bashkë me kursin del më i gjatë se %(max)d karaktere."),
                field=RATE_SOURCE, max=LONGEST_SOURCE,
            )  # fmt: skip
        held.told_source.check(RATE_SOURCE)
        held.say(found)
        held.is_read = not found.asks and not found.faults
        if not held.is_read:
            return f"/puna/planet/{slug}/importi/{import_id}/kolonat"
        keep(desk.session, plan.municipality_id, [kind.shape for kind in found.kinds])
        return f"/puna/planet/{slug}/importi/{import_id}"

    return desk.take(form, lambda status: _page(desk, plan, held, before, form, status), read)


NOTHING_SAID: dict[str, Any] = {"tables": []}


def _read_ahead(desk: Desk, held: PlanImport) -> Upload:
    """The file, opened while nothing of the database is held."""
    upload = held.upload
    desk.session.commit()
    open_ahead(upload)
    return upload


def _found(desk: Desk, plan: Plan, held: PlanImport, upload: Upload) -> tuple[Understood, bool]:
    """As it was said, else as it was said of such headings the last time, else as the headings say themselves."""
    said = from_json(held.mapping or NOTHING_SAID)
    if said.shapes:
        return understood(upload, said), False
    kept = kept_for(desk.session, plan.municipality_id)
    found = understood(upload, replace(said, shapes=kept.shapes))
    return found, any(kept.of(kind.shape.headings) for kind in found.kinds)


def _page(
    desk: Desk, plan: Plan, held: PlanImport, found: Understood, form: MappingForm, status: int = 200,
    is_kept: bool = False,
) -> Response[str]:  # fmt: skip
    shown = {row.where for row in found.rows}
    context = {
        "plan": plan,
        "held": held,
        "form": form,
        "tables": [_table(place, found, form) for place in range(len(found.kinds))],
        "rows": [form[row_name(ask.key)] for ask in found.asks if ask.key],
        "asks": [desk.words.gettext(ask.message, **ask.values) for ask in found.asks],
        "faults": [in_words(fault, found.headings, desk.words) for fault in found.faults[:MOST_SHOWN]]
        if held.mapping and not found.asks
        else [],
        "more": max(len(found.faults) - MOST_SHOWN, 0),
        "left_out": left_in_words(found.left_out, desk.words),
        "is_kept": is_kept,
        "pointing": [_pointing(place, found, form) for place in range(len(form.grids))],
        "rate": _in(form, RATE),
        "rate_source": _in(form, RATE_SOURCE),
        "is_said": bool(held.mapping),
        "several": len(shown) > 1,
    }
    return desk.page("plans/import_columns.html", context, status)


def _pointing(place: int, found: Understood, form: MappingForm) -> dict[str, Any]:
    """A sheet or table, with its first rows to choose the headings among; open where none are known."""
    field = form[f"titujt-{place}"]
    return {"where": form.grids[place].name, "field": field, "is_open": not field.default or bool(field.errors)}


def _table(place: int, found: Understood, form: MappingForm) -> dict[str, Any]:
    kind = found.kinds[place]
    columns = [
        {
            "field": form[f"t{place}-c{at}"],
            "amounts": _in(form, f"t{place}-x{at}"),
            "samples": kind.samples(at),
        }
        for at in range(len(kind.shape.headings))
        if f"t{place}-c{at}" in form
    ]
    return {
        "where": list(dict.fromkeys(table.where for table in kind.tables if table.where)),
        "columns": columns,
        "levels": _in(form, f"t{place}-levels"),
        "sections": _in(form, f"t{place}-sections"),
        "choices": [field for name in ("parted", "counted", "written") if (field := _in(form, f"t{place}-{name}"))],
    }


def _in(form: MappingForm, name: str) -> Any:
    return form._fields.get(name)


HANDLERS: list[Any] = [mapping_form, say_mapping]
