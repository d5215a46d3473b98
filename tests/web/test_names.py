"""Names that are entered again, spelled otherwise."""

import pytest

from pop_tracker.web.errors import Refusal
from pop_tracker.web.names import ask_about

STANDS = ["Qendra e Gruas Çelësi"]


@pytest.mark.parametrize(
    "name",
    [
        "QENDRA E GRUAS ÇELËSI",
        "Qendra e Gruas Celesi",
        "Qendra e Gruas Ç’elësi",
        "Qendra  e Gruas, Çelësi",
        "Qendra e Gruas Çel\u200bësi",
        "Qеndrа е Gruаѕ Çеlësі",  # Cyrillic
        "QΕNDRA Ε GRUAS ÇΕLËSΙ",  # Greek
        "Ｑｅｎｄｒａ e Gruas Çelësi",
    ],
)
def test_what_looks_the_same_is_asked_about(name: str) -> None:
    with pytest.raises(Refusal) as asked:
        ask_about(name, STANDS, is_another=False)
    assert asked.value.field == "another"
    assert asked.value.values["name"] == STANDS[0]
    ask_about(name, STANDS, is_another=True)


def test_another_name_is_not() -> None:
    ask_about("Qendra e Gruas Çelësja", STANDS, is_another=False)


def test_spelled_the_same_it_is_meant_as_the_same() -> None:
    """Unless each is entered once."""
    ask_about(STANDS[0], STANDS, is_another=False)
    with pytest.raises(Refusal):
        ask_about(STANDS[0], STANDS, is_another=False, also_the_same=True)
