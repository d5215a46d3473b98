"""An edition's words as the rows of its table."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.first_year import FirstYearStatus
from pop_tracker.contracts.table.columns import BY_NAME, OF_STATUS, WORDED, Level
from pop_tracker.contracts.texts import Heading, PriorityGroup, Text, headings_of_edition, texts_of_edition

Row = dict[str, Any]
_NOTHING: Row = {name: "" for name in BY_NAME} | {"units": []}


def standing(session: Session, edition: Edition, statuses: Mapping[int, FirstYearStatus]) -> dict[str, Row]:
    """By reference, in the order of the contract; what the first year says of them with it. At most four queries."""
    slug = edition.contract.slug
    found = rows_of(headings_of_edition(session, edition.id or 0), texts_of_edition(session, edition.id or 0), statuses)
    return {row["ref"]: {**row, "contract": slug} for row in found}


def rows_of(
    headings: Iterable[Heading], texts: Iterable[Text], statuses: Mapping[int, FirstYearStatus]
) -> Iterable[Row]:
    under: dict[int, list[Text]] = {}
    for text in texts:
        under.setdefault(text.priority_number, []).append(text)
    for heading in headings:
        number, group = str(heading.number), heading.group
        words = {"ref": number, "level": Level.PRIORITY, "priority": "", "group": group, "text": heading.title}
        of_it = under.get(heading.number, [])
        flat = [_of_text(text, statuses) for text in of_it if text.is_flat]
        yield {**(flat[0] if flat else {**_NOTHING, "source": heading.source}), **words}
        yield from (_of_text(text, statuses) for text in of_it if not text.is_flat)


def _of_text(text: Text, statuses: Mapping[int, FirstYearStatus]) -> Row:
    status = statuses.get(text.commitment_id)
    return {
        "ref": text.ref,
        "level": Level.SUB_POINT if text.parent_ref else Level.POINT,
        "priority": str(text.priority_number),
        "group": PriorityGroup.NONE,
        **{name: getattr(text, name) for name in WORDED},
        "units": [unit.name for unit in text.units],
        "retraction_reason": text.retraction_reason,
        **{name: getattr(status, name) if status else "" for name in OF_STATUS},
    }
