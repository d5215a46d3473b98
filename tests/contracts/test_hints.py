"""What the site asks about words while they are drafted: by cases, and measured on the contracts of the seeds."""

import csv
from pathlib import Path

import pytest

from pop_tracker.contracts.hints import Hint, hints
from pop_tracker.contracts.texts import Scope

FACT, SEVERAL, PLACE = Hint.STATES_A_FACT, Hint.SEVERAL_DEMANDS, Hint.NO_PLACE
SEEDS = Path(__file__).parents[2] / "seeds" / "contracts" / "commitments.csv"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Uji i pijshëm mungon në lagjen e re.", [FACT]),
        ("Në fshatin Kodër rruga është e prishur.", [FACT]),
        ("Rruga eshte e prishur ne lagjen e re.", [FACT]),
        ("Shkolla nuk ka ngrohje, ndaj kërkohet një sistem ngrohjeje në fshatin Kodër.", []),
        ("Një kopsht për fëmijët që nuk kanë vend sot, në lagjen pranë tregut.", []),
        ("Ndërtimi i një parku në lagjen pranë tregut.", []),
        ("Të mundësohet linja e autobusit deri te fshati Kodër.", []),
        ("Një bibliotekë lëvizëse për fshatrat.", []),
        ("Ndërtimi dhe mirëmbajtja e parkut në lagjen e re.", [SEVERAL]),
        ("Hapja e një qendre ditore në lagjen e re, si dhe vendosja e një autobusi.", [SEVERAL]),
        ("Këshilli i të rinjve të mblidhet çdo muaj. Buxheti i tij të botohet në faqe.", [SEVERAL]),
        ("Rritja e punësimit të grave dhe të rinjve.", []),
        ("Ndërtimi i një parku.", [PLACE]),
        ("Asfaltimi i rrugës dhe ndërtimi i trotuareve.", [SEVERAL, PLACE]),
        ("Strategji për rininë.", []),
        ("", []),
    ],
)
def test_cases(text: str, found: list[Hint]) -> None:
    assert hints(text, Scope.MUNICIPALITY, "") == found


def test_a_place_that_is_given_beside_the_words_is_enough() -> None:
    assert hints("Ndërtimi i një parku.", Scope.UNITS, "") == []
    assert hints("Ndërtimi i një parku.", Scope.MUNICIPALITY, "lagjja pranë tregut") == []


RIGHTLY = {
    "korce-2023": {
        "1.4.a": [SEVERAL], "3.3": [SEVERAL], "5.1": [FACT], "5.2": [FACT], "6.1": [SEVERAL, PLACE], "6.2": [PLACE],
        "7.1": [SEVERAL],
    },
    "fier-2019": {"1": [SEVERAL], "2": [SEVERAL], "3": [PLACE], "4": [SEVERAL]},
}  # fmt: skip
"""As a person would ask: two tell what is wrong and ask for nothing, seven ask for several things, three name none."""
# Missed: a second demand in a gerund ("duke rikthyer gjithashtu edhe grupet", Fier 5), which the rules do not see.


def test_of_the_contracts_of_the_seeds_those_are_asked_about_that_a_person_would_ask_about() -> None:
    found: dict[str, dict[str, list[Hint]]] = {}
    with SEEDS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if asked := hints(row["text"], Scope(row["scope"]), row["place"]):
                found.setdefault(row["contract"], {})[row["ref"]] = asked
    assert found == RIGHTLY
