"""Cells that a spreadsheet program opens and may send back.

A text that begins like a formula would be run as one when a CSV file is opened, so an apostrophe goes before it. One
that has such an apostrophe already gets another: what comes back is what went out, whatever the text.
"""

import re

_LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r]")


def harmless(text: str) -> str:
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def as_it_was(cell: str) -> str:
    """The text that `harmless` made the cell of."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell
