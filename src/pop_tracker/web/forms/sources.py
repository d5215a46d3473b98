"""What a fact rests on, typed source by source: what it is, where it is on the web, and the place in it.

The three boxes of a source have the same names in every row, NAME, NAME_address and NAME_place, and are read in their
order. Whoever writes an address or several sources into the first box is understood, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import StopValidation

from pop_tracker.web.addresses import LONGEST_SOURCE, MOST_SIGNS
from pop_tracker.web.errors import TOO_LONG, UNREADABLE, WITHOUT_WORDS
from pop_tracker.web.sources import LONGEST_PLACE, MOST, TOO_MANY, Source, Sources
from pop_tracker.web.texts import BROKEN_SIGNS, has_words, is_far_too_long, one_line, tidy

PARTS = {"words": LONGEST_SOURCE, "address": MOST_SIGNS, "place": LONGEST_PLACE}
"""Of a row, with the most signs of each."""


@dataclass
class Row:
    """What stands in the boxes of a source, and what is wrong there."""

    words: str = ""
    address: str = ""
    place: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_too_long(self) -> bool:
        return any(len(getattr(self, part)) > most for part, most in PARTS.items())

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.address or self.place)

    @property
    def sources(self) -> tuple[Source, ...]:
        if self.is_too_long:
            return ()
        if self.address or self.place:
            return (Source(one_line(self.words), self.address, self.place),)
        return Sources.of(self.words).each


class SourcesField(StringField):
    """`data` is Sources; `rows` are the boxes as the page shows them."""

    data: Sources

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._typed: list[Row] | None = None

    def process(self, formdata: Any, *arguments: Any, **values: Any) -> None:
        super().process(formdata, *arguments, **values)
        names = [self.name, f"{self.name}_address", f"{self.name}_place"]
        if formdata is None or not any(name in formdata for name in names):
            return
        typed = zip_longest(*(formdata.getlist(name) for name in names), fillvalue="")
        self._typed = [row for row in map(_row, typed) if not row.is_empty]
        self.data = Sources(source for row in self._typed for source in row.sources)
        self.raw_data = [self.data]

    def process_data(self, value: Any) -> None:
        self.data = Sources.of(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """It takes more than what came under its name: see `process`."""

    @property
    def rows(self) -> list[Row]:
        """Those that say something, at least one."""
        held = self._typed
        if held is None:
            held = [Row(one.words, one.address, one.place) for one in Sources.of(self.data).each]
        return held or [Row()]

    @property
    def more_rows(self) -> list[Row]:
        """To be filled in beside those, without a script that adds one."""
        return [Row() for _ in range(max(0, min(2, MOST - len(self.rows))))]

    def id_of(self, part: str, number: int) -> str:
        """Of a box of the row with that number, from 0."""
        return self.id + ("" if part == "words" else f"_{part}") + (f"-{number}" if number else "")

    @property
    def wrong_at(self) -> str:
        """The first box where something is wrong."""
        found = [(part, number) for number, row in enumerate(self.rows) for part in PARTS if part in row.errors]
        return self.id_of(*found[0]) if found else str(self.id)

    def pre_validate(self, form: Any) -> None:
        """All that is wrong is told at its box; the summary says the first of it."""
        for row in self._typed or ():
            row.errors = {part: form.said.gettext(message, **said) for part, message, said in _faults(row)}
        if found := [message for row in self._typed or () for message in row.errors.values()]:
            raise StopValidation(found[0])
        if len(Sources.of(self.data).each) > MOST:
            raise StopValidation(form.said.gettext(TOO_MANY, most=MOST))


class HiddenSourcesField(SourcesField, HiddenField):
    """What goes along with a form, and is no part of what it says."""


def _row(typed: tuple[str, ...]) -> Row:
    """The length is looked at before anything that takes longer. Words may stand in several lines, a source in each."""
    parts = zip(typed, PARTS.values(), (tidy, one_line, one_line), strict=True)
    words, address, place = (text if is_far_too_long(text, most) else tidied(text) for text, most, tidied in parts)
    return Row(words, address, place)


def _faults(row: Row) -> Iterator[tuple[str, str, dict[str, object]]]:
    for part, most in PARTS.items():
        text = getattr(row, part)
        if len(text) > most:
            yield part, TOO_LONG, {"max": most}
        elif BROKEN_SIGNS.search(text):
            setattr(row, part, BROKEN_SIGNS.sub("\ufffd", text))  # goes back to the browser, which shows where
            yield part, UNREADABLE, {}
        elif part != "address" and text and not has_words(text):
            yield part, WITHOUT_WORDS, {}
    yield from (one.fault for one in row.sources if one.fault)
