"""What a document says of itself: that it is a contract, of which municipality, for which years."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from pop_tracker.contracts.reading.furniture import is_title, outside
from pop_tracker.contracts.reading.pieces import Piece
from pop_tracker.web.albanian import fold

_TERM = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:[-–—−/]|deri(?:\s+në)?)\s*(?:viti\w?\s+)?(20\d\d|\d\d)(?!\d)")
_OF_A_TERM = re.compile(r"\b(?:mandat|kontrat|zgjedhj)")
_LONGEST_TERM = 6
_NAMED = re.compile(
    r"\b[Bb]ashki\w*\s+(?:(?:e|i|së)\s+)?[A-ZËÇ]\w+(?:[\s-]+(?:[ie]\s+)?[A-ZËÇ]\w+)*|\bBASHKI\w*\s+(?:[\w-]+\s?){1,4}"
)
_LONGEST_LINE = 80
_MOST_LINES = 4


def title_lines(pieces: Sequence[Piece], before: int) -> list[int]:
    """Positions of the title: the line that says what the document is, and short lines that go on with it."""
    said = [at for at in range(before) if is_title(pieces[at].full)]
    if not said:
        return []
    first = max(said, key=lambda at: (_weight(pieces[at]), -at))
    found = [first]
    for at in range(first + 1, min(before, first + _MOST_LINES)):
        piece = pieces[at]
        is_line = not piece.is_item and len(piece.text) <= _LONGEST_LINE and not piece.text.endswith((".", ":", ";"))
        if not is_line or outside(piece.text) or not _goes_on(piece):
            break
        if (
            pieces[at + 1 : at + 2]
            and pieces[at + 1].is_item
            and any("bashki" in fold(pieces[one].text) for one in found)
        ):
            break  # "BASHKIA AFËR QYTETARIT", above what is asked
        found.append(at)
    return found


def _weight(piece: Piece) -> int:
    """A heading that names its years or municipality is surer than a line of a menu."""
    return 2 * piece.looks_like_a_heading + bool(_TERM.search(piece.text) or "bashki" in fold(piece.text))


def _goes_on(piece: Piece) -> bool:
    """It names the term or the municipality."""
    return bool(_TERM.search(piece.text)) or bool(re.match(r"(?:e\s+|me\s+)?bashki", piece.text, re.IGNORECASE))


def unadorned(title: str) -> str:
    """Without the pictures around it: "📢 KONTRATA SOCIALE 📢"."""
    signs = [at for at, sign in enumerate(title) if not sign.isspace() and category(sign) not in ("So", "Sk", "Mn")]
    return title[signs[0] : signs[-1] + 1] if signs else ""


def naming(title: str, pieces: Sequence[Piece], edges: Sequence[str]) -> Iterator[str]:
    """Texts that may name the municipality: the title, then whatever says "Bashkia ...", at last at the edges of pages,
    where the line beside a logo stands."""
    yield title
    for text in (*(piece.full for piece in pieces), *(text for text in edges if len(text) <= _LONGEST_LINE)):
        if named := _NAMED.search(text):
            yield named.group()


def term(title: str, texts: Sequence[str]) -> tuple[int, int] | None:
    """The years that the title says, or that a text says of a term or contract, or that stand alone: "2023–2027"."""
    telling = [text for text in texts if _OF_A_TERM.search(fold(text))]
    alone = [text for text in texts if _TERM.fullmatch(text.strip(" ().•·|*-–—"))]
    for text in (title, *telling, *alone):
        for match in _TERM.finditer(text):
            start = int(match[1])
            end = int(match[2]) if len(match[2]) == 4 else start // 100 * 100 + int(match[2])
            if 1 <= end - start <= _LONGEST_TERM:
                return start, end
    return None
