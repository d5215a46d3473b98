"""`pop-tracker suggest`: the ranking on anyone's own commitments and items, without database or settings."""

import json
from pathlib import Path
from typing import Any

import click

from pop_tracker.matching.ranking import Ranking, Wording

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 20_000


class InputError(click.ClickException):
    """A file that cannot be taken; says which, and which element of it, counted from 1."""

    exit_code = 2


def suggestions(commitments: Path, items: Path, limit: int) -> str:
    """For each commitment its id and the ranked items, best first, as JSON."""
    asked = read(commitments)
    offered = read(items)
    ranking = Ranking(offered.values())
    given = dict(zip((wording.id for wording in offered.values()), offered, strict=True))
    answer = [
        {
            "id": known_as,
            "suggestions": [
                {
                    "id": given[one.id],
                    "score": one.score,
                    "likely": one.is_likely,
                    "reasons": one.reasons,
                    "shared": one.shared,
                    "akin": one.akin,
                    "place": one.place,
                    "groups": one.groups,
                    "programme": one.programme,
                }
                for one in ranking.suggest(commitment, limit)
            ],
        }
        for known_as, commitment in asked.items()
    ]
    return json.dumps(answer, ensure_ascii=False, indent=2)


def read(file: Path) -> dict[str | int, Wording]:
    """A list of objects with id and text, perhaps place, programme and groups; what else they hold is passed over.

    By id as the file has it, text or a whole number.
    """
    if file.stat().st_size > MOST_BYTES:
        raise InputError(f"{file}: larger than {MOST_BYTES // 1_000_000} MB")
    try:
        elements = json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{file}: no JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):
        raise InputError(f"{file}: no JSON that can be read") from None
    if not isinstance(elements, list):
        raise InputError(f"{file}: not a list but {_kind(elements)}")
    wordings: dict[str | int, Wording] = {}
    seen: set[str] = set()
    for number, element in enumerate(elements, 1):
        where = f"{file}: element {number}"
        wording = _wording(where, element)
        if wording.id in seen:
            raise InputError(f"{where}: the id {wording.id!r} stands there twice")
        seen.add(wording.id)
        wordings[element["id"]] = wording
    return wordings


def _wording(where: str, element: Any) -> Wording:
    if not isinstance(element, dict):
        raise InputError(f"{where}: not an object but {_kind(element)}")
    told = {}
    for name in ("id", "text", "place", "programme", "groups"):
        value = element.get(name)
        is_needed = name in ("id", "text")
        if value is None and not is_needed:
            continue
        if value is None or (is_needed and isinstance(value, str) and not value.strip()):
            raise InputError(f"{where}: {name} is missing")
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise InputError(f"{where}: {name} is not text but {_kind(value)}")
        if len(value) > MOST_CHARACTERS:
            raise InputError(f"{where}: {name} is longer than {MOST_CHARACTERS} characters")
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise InputError(f"{where}: {name} holds half a character")
        told[name] = value
    return Wording(**told)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds[type(value)]
