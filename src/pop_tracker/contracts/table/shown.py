"""What a table makes of a draft, as its sender reads it."""

from dataclasses import dataclass

from pop_tracker.contracts.table.columns import BY_NAME
from pop_tracker.contracts.table.comparison import RowChange
from pop_tracker.web.i18n import Words


@dataclass(frozen=True)
class ShownChange:
    """`fields`: what the column is called, what stood there, what will."""

    line: int
    number: str
    was: str
    text: str
    fields: list[tuple[str, str, str]]
    where: str = ""


def in_words(change: RowChange, said: Words) -> ShownChange:
    """Of what is added, all that it says; of what stands, what becomes of what."""
    fields = [
        (
            said.gettext(BY_NAME[name].heading),
            BY_NAME[name].say(change.before[name]) if change.was else "",
            BY_NAME[name].say(value),
        )
        for name, value in change.now.items()
        if change.was or (name != "text" and value not in ("", []))
    ]
    return ShownChange(change.line, change.ref or change.was, change.was, change.text, fields, change.where)
