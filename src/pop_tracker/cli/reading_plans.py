"""`pop-tracker read-plan`: what the preview of a plan's table would show, without database or settings."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from pop_tracker.plans.fields import FIELDS, Kind
from pop_tracker.plans.table.columns import BY_NAME
from pop_tracker.plans.table.comparison import above_by_number, numbered_twice
from pop_tracker.plans.table.shape import Reading, from_json, reading_as_json
from pop_tracker.plans.table.understanding import Ask, Understood, nothing, understood
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.reading import ReadRow, RowFault
from pop_tracker.web.tables.shown import in_words

_CALLED = {"responsible_body": "responsible", "cost_all": "cost", "costs_by_year": "costs"}
"""What the answer calls otherwise than the API."""


class FileError(click.ClickException):
    """A file that cannot be opened, or a mapping that is none."""

    exit_code = 2


def plan_in(file: Path, mapping: Path | None) -> str:
    """Items, faults, what was left out and what must be asked, as JSON; amounts are numbers in lek."""
    try:
        upload = Upload(file.name, "application/octet-stream", file.read_bytes())
    except OSError as error:
        raise FileError(f"{file}: {error.strerror or error}") from None
    said = _mapping(mapping) if mapping else Reading()
    try:
        found = understood(upload, said)
    except Refusal as refusal:
        return json.dumps(_no_table(refusal), ensure_ascii=False, indent=2)
    return json.dumps(_answer(found), ensure_ascii=False, indent=2)


def _mapping(file: Path) -> Reading:
    try:
        said = json.loads(file.read_bytes())
        json.dumps(said, ensure_ascii=False).encode()  # raises where an escape stands for half a sign
        return from_json(said)
    except OSError as error:
        raise FileError(f"{file}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise FileError(f"{file}: no JSON") from None
    except Refusal as refusal:
        raise FileError(f"{file}: {_words(refusal.message, refusal.values)}") from None


def _answer(found: Understood) -> dict[str, Any]:
    if not found.kinds:
        return {**_no_table(nothing()), "asks": [_asked(one, "") for one in found.asks]}
    only = found.kinds[0].tables[0].where
    known = {row.said.get("number", "") for row in found.rows}
    faults = [*found.faults, *_unkept(found), *numbered_twice(found.rows)]
    return {
        "items": [_item(row, row.where or only, known) for row in found.rows],
        "faults": [_fault(fault, found, only) for fault in faults],
        "left_out": [
            {"where": one.where, "what": _words(one.what, one.values), "count": one.count} for one in found.left_out
        ],
        "asks": [_asked(one, only) for one in (*found.asks, *found.doubts)],
        "mapping": reading_as_json(replace(found.said, shapes=tuple(kind.shape for kind in found.kinds), answers={})),
    }


def _no_table(refusal: Refusal) -> dict[str, Any]:
    return {"items": [], "faults": [_refused(refusal)], "left_out": [], "asks": [], "mapping": {"tables": []}}


def _asked(one: Ask, only: str) -> dict[str, Any]:
    return {
        "where": one.where or only,
        "question": _words(one.message, one.values),
        **({"row": one.line} if one.line else {}),
        **({"answers": {one.key: list(one.choices)}} if one.key else {}),
    }


def _item(row: ReadRow, where: str, known: set[str]) -> dict[str, Any]:
    said = row.said
    number = said.get("number") or ""
    parent = said["parent"] if "parent" in said else above_by_number(number, known)
    item: dict[str, Any] = {"level": said.get("level") or None, "number": number or None, "parent": parent or None}
    for one in FIELDS:
        if one.name not in item:
            item[_CALLED.get(one.name, one.name)] = _value(said.get(one.name), one.kind)
    return {**item, "where": where, "row": row.line}


def _value(value: Any, kind: Kind) -> Any:
    match kind:
        case Kind.YEARLY:
            return {year: _number(Decimal(amount)) for year, amount in (value or {}).items()}
        case Kind.MONEY | Kind.QUANTITY:
            return _number(value) if isinstance(value, Decimal) else None
        case Kind.UNITS:
            return value or []
        case _:
            return value or None


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _unkept(found: Understood) -> list[RowFault]:
    """What could be read, and may not be kept."""
    faults = []
    for row in found.rows:
        for name, value in row.said.items():
            try:
                BY_NAME[name].check(value)
            except Refusal as refusal:
                if value or not found.asks:  # what is missing may be what is asked
                    faults.append(RowFault(row.line, name, refusal.message, refusal.values, row.where))
    return faults


def _fault(fault: RowFault, found: Understood, only: str) -> dict[str, Any]:
    shown = in_words(fault, found.headings, words("sq"))
    return {
        "where": fault.where or only,
        "row": fault.line,
        "column": shown.column or fault.column,
        "reason": shown.words,
    }


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"where": "", "row": None, "column": None, "reason": _words(refusal.message, refusal.values)}


def _words(message: str, values: Mapping[str, object]) -> str:
    said = words("sq")
    named = {
        name: ", ".join(said.gettext(str(one)) for one in value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
    return said.gettext(message, **named)
