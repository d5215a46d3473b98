"""Places in the words of a point, and the units that they suggest."""

import time

import pytest

from pop_tracker.contracts.reading.pieces import Pages, Strip
from pop_tracker.contracts.reading.places import Gazetteer, Territory, Unit, municipality
from tests.contracts.reading.making import SHEMBULL, TERRITORIES

FIER = Territory(
    "fier", ("Fier", "Fieri"),
    (Unit("fier", ("Fier",)), Unit("qender", ("Qendër", "Qendër Fier")), Unit("levan", ("Levan",))),
)  # fmt: skip


def places(text: str, territory: Territory = SHEMBULL) -> list[tuple[str, str | None, bool]]:
    found = Gazetteer(territory).places(Strip(text, tuple(range(len(text)))), Pages(()))
    for place in found:
        assert text[place.at.start : place.at.end] == place.words
    return [(place.words, place.unit, place.sure) for place in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Banorët e Njësisë Administrative Drenas", [("Njësisë Administrative Drenas", "drenas", True)]),
        ("Ujë në njësinë administrative të Drenasit.", [("njësinë administrative të Drenasit", "drenas", True)]),
        ("Ujë në Drenas dhe në Fushë-Shembull.",
         [("Drenas", "drenas", True), ("Fushë-Shembull", "fushe-shembull", True)]),
        ("Ujë në Fushë Shembull.", [("Fushë Shembull", "fushe-shembull", True)]),
        ("Ujë në Njësinë Lindore dhe Njësinë Veriore.",
         [("Njësinë Lindore", "njesia-lindore", True), ("Njësinë Veriore", "njesia-veriore", True)]),
        ("Ujë në Lindore.", [("Lindore", "njesia-lindore", False)]),
        ("Njësitë administrative Drenas, Qendër Kodra dhe Fushë-Shembull",
         [("Njësitë administrative Drenas", "drenas", True), ("Qendër Kodra", "qender-kodra", True),
          ("Fushë-Shembull", "fushe-shembull", True)]),
        ("Në Njësinë administrative Qendër Kodra, fshati Lis",
         [("Njësinë administrative Qendër Kodra", "qender-kodra", True), ("fshati Lis", None, False)]),
        ("Shkolla e fshatit Drenas", [("fshatit Drenas", "drenas", False)]),
        ("Rruga e Drenasit", [("Rruga e Drenasit", "drenas", False)]),
        ("Çerdhe në qytetin e Shembullit", [("qytetin e Shembullit", "shembull", True)]),
        ("Orare në të gjithë qytetin", [("qytetin", "shembull", False)]),
        ("Tek Rruga “Tefta Lis” (Lgj 3)", [("Rruga “Tefta Lis”", None, False), ("Lgj 3", None, False)]),
    ],
)  # fmt: skip
def test_places_suggest_units(text: str, expected: list[tuple[str, str | None, bool]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Njësia administrative Qendër Shembull: strehim", "Njësia administrative Qendër Shembull"),
        ("Linja te rrethrrotullimi, Shembull Qendër.", "Shembull Qendër"),
        ("Njësia administrative Qendër", "Njësia administrative Qendër"),
        ("Njësia administrative Kodra", "Njësia administrative Kodra"),
    ],
)
def test_what_may_mean_several_is_never_decided(text: str, words: str) -> None:
    assert places(text) == [(words, None, False)]
    gazetteer = Gazetteer(SHEMBULL)
    assert all(
        gazetteer.is_unclear(place) for place in gazetteer.places(Strip(text, tuple(range(len(text)))), Pages(()))
    )


def test_a_unit_that_is_called_centre_is_one_only_by_its_noun_or_its_whole_name() -> None:
    assert places("Njësia administrative Qendër", FIER) == [("Njësia administrative Qendër", "qender", True)]
    assert places("Rruga në Qendër Fier", FIER)[-1][1:] == ("qender", True)
    assert places("Parkim te Qendër", FIER) == [("Qendër", "qender", False)]
    assert places("Qendër ditore për të moshuarit", FIER) == []
    assert places("Ngritja e një qendre ditore", FIER) == []


@pytest.mark.parametrize(
    "text",
    ["Bashkia dhe Këshilli Bashkiak të botojnë buxhetin", "Transparencë e Bashkisë Shembull", "Qytetarët e Shembullit",
     "Këshilli Vendor i Rinisë", "Ndërtimi i një shkolle të re", "Takime në njësitë administrative rurale"],
)  # fmt: skip
def test_what_is_no_place(text: str) -> None:
    assert places(text) == []


def test_a_column_of_places_says_places_all_the_same() -> None:
    def stated(text: str) -> list[tuple[str, str | None, bool]]:
        found = Gazetteer(SHEMBULL).stated(Strip(text, tuple(range(len(text)))), Pages(()))
        return [(place.words, place.unit, place.sure) for place in found]

    assert stated("Drenas") == [("Drenas", "drenas", True)]
    assert stated("pranë shkollës") == [("pranë shkollës", None, False)]
    assert stated("pranë shkollës, Drenas") == [("pranë shkollës, Drenas", "drenas", False)]
    assert stated("Drenas; Njësia Veriore") == [("Drenas", "drenas", True), ("Njësia Veriore", "njesia-veriore", True)]


def test_the_municipality_is_the_one_that_is_named() -> None:
    assert municipality(["KONTRATA SOCIALE, BASHKIA SHEMBULL"], TERRITORIES) == "shembull"
    assert municipality(["Kontrata sociale", "Bashkisë së Provës"], TERRITORIES) == "prove"
    assert municipality(["Shembull dhe Bashkia Provë"], TERRITORIES) == "prove"
    assert municipality(["Bashkia Shembull dhe Bashkia Provë"], TERRITORIES) is None
    assert municipality(["Kontrata sociale"], TERRITORIES) is None


def test_a_long_row_of_names_is_read_at_once() -> None:
    start = time.process_time()
    assert places("Drenas " * 3_000)
    assert time.process_time() - start < 2
