"""Cells that a spreadsheet program opens and may send back.

A text that begins like a formula would be run as one when a CSV file is opened, so an apostrophe goes before it. One
that has such an apostrophe already gets another: what comes back is what went out, whatever the text.
"""

import re

_LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r]")
_NUMBER = r"\d[\d.,/:%\s-]*(?:[eE][+-]?\d+)?"
_MARKED_NUMBER = re.compile(f"'+{_NUMBER}")
_SAME_EVERYWHERE = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)


def harmless(text: str) -> str:
    return f"'{text}" if _LIKE_A_FORMULA.match(text) or _MARKED_NUMBER.fullmatch(text) else text


def unmistakable(text: str) -> str:
    """Harmless, and no number of one country is another in the next: 600000,5 is six million to a spreadsheet in
    English, 1.10 is 1.1 there and the first of October to one in Albanian. With an apostrophe both are texts."""
    if re.fullmatch(_NUMBER, text) and not _SAME_EVERYWHERE.fullmatch(text):
        return f"'{text}"
    return harmless(text)


def as_it_was(cell: str) -> str:
    """The text that `harmless` or `unmistakable` made the cell of."""
    is_marked = cell.startswith("'") and (_LIKE_A_FORMULA.match(cell) or _MARKED_NUMBER.fullmatch(cell))
    return cell[1:] if is_marked else cell
