"""Text as people send it: what is tidied, and what is refused in which words."""

import re

from pop_tracker.web.i18n import N_

# Everything below a space except tab, line feed and carriage return; and what a broken encoding leaves behind.
BROKEN_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_TURNING_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""They turn the direction of writing: Albanian needs none, text pasted from a PDF brings some, and with them words can
be made to read otherwise than they are kept."""


REQUIRED = N_("Plotësojeni këtë fushë.")
TOO_LONG = N_("Teksti është tepër i gjatë: më së shumti %(max)d karaktere.")
UNREADABLE = N_("Teksti ka karaktere që nuk lexohen. Shkruajeni përsëri.")


def tidy(text: str) -> str:
    """As text is kept: surrounding space and signs that turn the direction of writing go."""
    return _TURNING_SIGNS.sub("", text.replace("\r\n", "\n")).strip()


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
