"""Any contract, written down in any hand and format, is read back as it was; and damage loses nothing silently."""

import re
from contextlib import suppress
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import page, sheet, text, word
from pop_tracker.contracts.reading.outline import outline
from pop_tracker.web.errors import Refusal
from tests.contracts.reading import drawn
from tests.contracts.reading.drawn import HANDS, Contract, Hand, contracts
from tests.contracts.reading.making import TERRITORIES
from tests.contracts.reading.whole import require_listed

EXAMPLES = settings(max_examples=20, deadline=None)


def _require_same(contract: Contract, document: Document) -> None:
    read = outline(document, TERRITORIES)
    assert drawn.told_of(read) == drawn.told(contract)
    assert (read.municipality, read.term_from, read.term_until) == ("shembull", 2023, 2027)
    require_listed(document, read)


@EXAMPLES
@given(contracts(), HANDS)
def test_text(contract: Contract, hand: Hand) -> None:
    written = drawn.txt(contract, hand)
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    assume(len(set(lines)) == len(lines))  # what stands there twice looks like a running header
    _require_same(contract, text.document(written.encode()))


@EXAMPLES
@given(contracts(), HANDS)
def test_pages(contract: Contract, hand: Hand) -> None:
    _require_same(contract, page.document(drawn.html(contract, hand).encode()))


@settings(max_examples=8, deadline=None)
@given(contracts(), HANDS)
def test_word(contract: Contract, hand: Hand) -> None:
    _require_same(contract, word.document(drawn.word(contract, hand)))


@settings(max_examples=8, deadline=None)
@given(contracts())
def test_sheets(contract: Contract) -> None:
    _require_same(contract, sheet.document(drawn.sheet(contract)))


DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["wrap", "typo", "header", "bullet", "number", "spaces", "capitals", "marks", "page", "cut"]),
        st.randoms(use_true_random=False),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(contracts(), HANDS, DAMAGE)
def test_damage_never_crashes_and_never_drops_words(
    contract: Contract, hand: Hand, damage: list[tuple[str, Random]]
) -> None:
    lines = drawn.txt(contract, hand).split("\n")
    for kind, random in damage:
        at = random.randrange(len(lines))
        lines[at : at + 1] = _damaged(kind, lines[at], random)
    document = text.document("\n".join(lines).encode())
    with suppress(Refusal):
        require_listed(document, outline(document, TERRITORIES))


def _damaged(kind: str, line: str, random: Random) -> list[str]:
    place = random.randrange(len(line)) if line else 0
    if kind == "wrap":
        return [line[:place], line[place:]]
    if kind == "typo":
        return [line[:place] + line[place + 1 :]]
    if kind == "header":
        return [line, "Kontrata Sociale – faqe"]
    if kind == "bullet":
        return [re.sub(r"^\s*\S+ ", random.choice(["● ", "+ ", "§ ", "3. ", "x) ", "    - "]), line)]
    if kind == "number":
        return [re.sub(r"\d+[.:)]?", "", line, count=1)]
    if kind == "spaces":
        return [line.replace(" ", "  ")]
    if kind == "capitals":
        return [line.upper()]
    if kind == "marks":
        return [line.replace("ë", "e").replace("ç", "c")]
    return [line, "", str(random.randrange(9)), "", ""] if kind == "page" else [line[place:]]
