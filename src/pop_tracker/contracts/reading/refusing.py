"""Whether a document is a social contract at all; what is none is refused, not half-read."""

from collections.abc import Iterable, Iterator, Sequence

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.furniture import is_other_kind
from pop_tracker.contracts.reading.headings import Headings
from pop_tracker.contracts.reading.pieces import Hint, Piece
from pop_tracker.contracts.reading.title import term
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

NOTHING = N_("Kjo nuk duket kontratë: nuk u gjet asnjë tekst.")
OTHER_KIND = N_(
    "Kjo nuk duket kontratë: dokumenti është i një lloji tjetër (raport, relacion, procesverbal, plan, faturë "
    "ose i ngjashëm)."
)
NO_SIGNS = N_(
    "Kjo nuk duket kontratë: nuk u gjet as titulli “Kontrata sociale”, as prioritete të shënuara si të tilla."
)
NO_WORDS = N_("Kjo nuk duket kontratë: prioritetet janë pa tekst.")
NO_POINTS = N_("Kjo nuk duket kontratë: u gjet titulli, por asnjë prioritet dhe asnjë pikë.")
OF_A_PLAN = N_("Kjo nuk duket kontratë: tabela ka kolonat e një plani (objektiva, masa, kosto, afate).")
TOO_LONG = N_(
    "Kjo nuk duket kontratë: dokumenti ka më shumë se %(most)d karaktere. Nëse kontrata është brenda tij, ruani në një "
    "skedar të ri vetëm atë dhe provoni përsëri."
)
TOO_MANY = N_(
    "Kjo nuk duket kontratë: dokumenti ka më shumë se %(most)d pjesë. Nëse kontrata është brenda tij, ruani në një "
    "skedar të ri vetëm atë dhe provoni përsëri."
)
LONGEST = 200_000
"""Signs of a document: a contract of a hundred pages."""
MOST_PIECES = 2000
"""The longest contract that is known has some sixty."""
_FIRST = 12
"""Pieces in which a document says what it is."""
_SHORTEST_TITLE = 4
_PLAN_COLUMNS = (
    "kosto",
    "buxhet",
    "afat",
    "tregues",
    "objektiv",
    "institucion",
    "burim",
    "pergjegjes",
    "sasi",
    "cmim",
    "vlera",
    "njesia e matjes",
)


def require_bounded(document: Document) -> None:
    """Before anything is made of it. Raises Refusal."""
    if len(document.text) > LONGEST:
        raise Refusal(TOO_LONG, field="file", most=LONGEST)
    if len(document.left_out) > MOST_PIECES:
        raise Refusal(TOO_MANY, field="file", most=MOST_PIECES)


def no_more_than_a_contract_has(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """As far as they are; raises Refusal once there are too many."""
    for count, piece in enumerate(pieces, start=1):
        if count > MOST_PIECES:
            raise Refusal(TOO_MANY, field="file", most=MOST_PIECES)
        yield piece


def require_contract(
    pieces: Sequence[Piece],
    found: Headings,
    group_titles: dict[int, str],
    title: Sequence[int],
    said: Sequence[str],
) -> None:
    """`said` is the title, also where it is kept as the header of each page. Raises Refusal, which says what is
    missing."""
    if not any(any(sign.isalpha() for sign in piece.text) for piece in pieces):
        raise Refusal(NOTHING, field="file")
    before = pieces[: title[0] if title else _FIRST]
    if any(is_other_kind(piece.full) and not (said and _may_be_of_a_menu(piece)) for piece in before[:_FIRST]):
        raise Refusal(OTHER_KIND, field="file")
    is_said = not found.how and len(found.numbers) > 1
    if not said and _has_plan_columns(pieces):
        raise Refusal(OF_A_PLAN, field="file")
    if not is_said and not group_titles and not _is_plain_title(said):
        raise Refusal(NO_SIGNS, field="file")
    if not found.numbers:
        raise Refusal(NO_POINTS, field="file")


def _may_be_of_a_menu(piece: Piece) -> bool:
    """ "Raporte", "Vendime": a page that has a contract may have a menu above it."""
    return len(piece.text.split()) < 3 and not piece.looks_like_a_heading


def _is_plain_title(lines: Sequence[str]) -> bool:
    """Of the contract itself, as no headline about one is: it begins so, and names its years, its municipality or
    nothing else."""
    said = fold(" ".join(lines)).strip(' “"„*-–—')
    return said.startswith("kontrat") and (
        bool(term(said, ())) or "bashki" in said or len(said.split()) <= _SHORTEST_TITLE or lines[0].isupper()
    )


def _has_plan_columns(pieces: Sequence[Piece]) -> bool:
    """Two of them at least, among what stands in columns that no contract has."""
    others = [fold(piece.full) for piece in pieces if piece.hint is Hint.OUT]
    return len({column for column in _PLAN_COLUMNS for text in others if text.startswith(column)}) > 1
