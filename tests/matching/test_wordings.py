"""How offices write what citizens say: abbreviations, ages, derived words, words nobody listed, several at once."""

import re

import pytest

from pop_tracker.matching.abbreviations import ABBREVIATIONS, words_of
from pop_tracker.matching.ages import ages
from pop_tracker.matching.akin import akin
from pop_tracker.matching.families import families
from pop_tracker.matching.forms import base_of, roots_of
from pop_tracker.matching.ranking import Ranking, Suggestion, Wording
from pop_tracker.matching.reading import Reading

SPORT = "Ndërtimi i një fushe me bar sintetik."


def best(asked: str, *items: str) -> tuple[str, Suggestion]:
    first = Ranking([Wording(item, item) for item in items]).suggest(Wording("q", asked))[0]
    return first.id, first


@pytest.mark.parametrize(
    ("asked", "item", "other", "reason"),
    [
        ("OJF-të të kenë ku të punojnë.", "Mjedise për organizatat jofitimprurëse", SPORT, "OJF ~ organizatë"),
        ("Organizatat jofitimprurëse të mbështeten.", "Grante për OJFtë", SPORT, "organizatë ~ OJFtë"),
        ("NJVNR në çdo njësi.", "Njësia e Vlerësimit të Nevojave dhe Referimit: staf i ri", SPORT, "NJVNR ~ vlerësim"),
        ("Punë për PAK.", "Punësimi i personave me aftësi të kufizuara", "Punësimi i sezonit", "PAK ~"),
        ("PBA të shpjegohet.", "Takim për programin buxhetor afatmesëm", "Takim për festat", "PBA ~"),
    ],
)
def test_an_abbreviation_and_its_words_are_the_same(asked: str, item: str, other: str, reason: str) -> None:
    found, one = best(asked, other, item)
    assert found == item
    assert reason in one.reasons


def test_an_abbreviation_is_one_in_capitals_only_and_a_text_in_capitals_has_none() -> None:
    assert words_of("PAK") == words_of("PAKve") == ["persona", "me", "aftësi", "të", "kufizuara"]
    assert words_of("pak") == words_of("Pak") == words_of("PAKT") == words_of("të") == []
    assert "ekonomike" in Reading(Wording("q", "Skema e NE në njësi")).written.values()
    assert "ekonomike" not in Reading(Wording("q", "NE DUAM UJË")).written.values()


def test_each_abbreviation_has_its_words_and_names_a_source_in_full_or_none() -> None:
    lines = ABBREVIATIONS.strip().splitlines()
    for line in lines:
        assert re.fullmatch(r"\w+: [^|]+\w( \| (ligji \d+/\d{4}|procesverbali .+|seeds/.+|docs/.+))?", line), line
    assert len({line.partition(":")[0] for line in lines}) == len(lines)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("për moshat 15-29", ["rinj"]),
        ("moshën 15–29 vjeç", ["rinj"]),
        ("18 deri në 29 vjeç", ["rinj"]),
        ("persona nën 30 vjeç", ["rinj"]),
        ("për 70+", ["moshuar"]),
        ("të mbi 65 vjeçarëve", ["moshuar"]),
        ("mbi 65 vjeç", ["moshuar"]),
        ("60 vjeç e lart", ["moshuar"]),
        ("fëmijët 0-3 vjeç", ["foshnjë"]),
        ("0–6 vjeç", ["foshnjë", "parashkollor"]),
        ("deri në 6 vjeç", ["foshnjë", "parashkollor"]),
        ("6–14-vjeçarët", ["nxënës"]),
        ("grupmosha 10-14", ["nxënës"]),
        ("nga mosha 0-3 te 65+", ["foshnjë", "moshuar"]),
        # No group of people: years of other things, and ages of nearly everybody.
        ("shkolla 9-vjeçare", []),
        ("klasat 6–9", []),
        ("2025-2028", []),
        ("orari 8-16", []),
        ("mbi 18 vjeç", []),
        ("50+ fshatra me 120+ banesa", ["moshuar"]),
        ("mosha 29-15", []),
    ],
)
def test_ages_are_the_people_they_mean(text: str, people: list[str]) -> None:
    assert [word for one in ages(text) for word in one.words] == people


@pytest.mark.parametrize(
    ("asked", "item", "other", "reason"),
    [
        (
            "Aktivitete për moshat 15-29.",
            "Veprimtari për të rinjtë",
            "Veprimtari për pensionistët",
            "moshat 15-29 ~ rinjtë",
        ),
        ("Vizita falas për 70+.", "Kontrolle pa pagesë për të moshuarit", "Kontrolle pa pagesë për nxënësit", "70+ ~"),
        ("Kujdes për pensionistët.", "Kujdes për moshën mbi 65 vjeç", "Kujdes për moshën 3–6 vjeç", "mbi 65 vjeç"),
    ],
)
def test_an_item_for_the_same_ages_comes_before_one_for_others(asked: str, item: str, other: str, reason: str) -> None:
    found, one = best(asked, other, item)
    assert found == item
    assert reason in one.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bletar", "bletari"), ("pyll", "ripyllëzim"), ("pension", "pensionist"),
        ("koordinator", "koordinim"), ("kulturë", "kulturor"), ("papunësi", "punësim"), ("vullnetar", "vullnetarizëm"),
    ],
)  # fmt: skip
def test_derived_words_are_kin(one: str, other: str) -> None:
    assert families(one) & families(other), (families(one), families(other))


@pytest.mark.parametrize(("one", "other"), [("rrugë", "rregull"), ("mal", "malli"), ("panel", "nel"), ("rini", "nis")])
def test_words_that_only_begin_alike_are_not(one: str, other: str) -> None:
    assert not families(one) & families(other)


def test_a_form_that_the_dictionary_lacks_has_the_roots_of_its_word() -> None:
    assert base_of("mbahet") == "mbaj"
    assert roots_of("infrastruktura") & roots_of("infrastrukturë")
    assert base_of("xyzyx") == "xyzyx"


@pytest.mark.parametrize(("one", "other"), [("kamion", "automjet"), ("trotuar", "bulevard"), ("mjek", "mjekesor")])
def test_a_word_has_those_that_mean_nearly_the_same_beside_it(one: str, other: str) -> None:
    assert 0.6 <= akin(one)[other] <= 1
    assert other not in akin(other)


def test_a_word_of_no_list_is_found_by_one_that_means_nearly_the_same() -> None:
    items = ("Blerja e automobilëve të rinj", "Blerja e librave të rinj")
    assert best("Kamionë për repartin.", *reversed(items))[0] == items[0]
    assert best("Kamionë për repartin.", *items)[1].akin == (("kamion", "automobil"),)


SEVERAL = "Kënd lojërash, më shumë kosha dhe ndriçim te lulishtja."


def test_none_of_several_demands_goes_short() -> None:
    plan = [f"Kënd lojërash me lodra për fëmijë, park {number}" for number in range(5)]
    plan += ["Kosha të rinj mbeturinash", "Ndriçim me llamba LED"]
    found = [one.id for one in Ranking([Wording(item, item) for item in plan]).suggest(Wording("q", SEVERAL))]
    assert set(plan[-2:]) <= set(found)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (SEVERAL, 3),
        ("Kanalizime, trotuar dhe drita.", 3),
        ("Çerdhe në lagje.", 1),
        ("", 1),
        ("Ujë të pijshëm, me furnizim dhe me depo.", 1),
        ("Kërkojmë, sa më shpejt dhe për të gjithë, rrugë.", 1),
    ],
)
def test_another_affair_is_another_demand(text: str, number: int) -> None:
    reading = Reading(Wording("q", text))
    assert len(reading.demands) == number
    assert {at for demand in reading.demands for at in demand} == set(reading.written)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Bashkia dhe Këshilli Bashkiak të dëgjojnë.", []),
        ("Bashkia Shembull dhe Këshilli Bashkiak", ["Shembull"]),
        ("Në qytet dhe Drejtoria e Shërbimeve", []),
        ("fshatrat Mollaj dhe Lugajë", ["Mollaj", "Lugajë"]),
        ("lagjja Vreshtat dhe fshati Mollaj", ["Vreshtat", "Mollaj"]),
        ("rruga dhe Mollaj", []),
        ("Njësia e Vlerësimit të Nevojave dhe Referimit", []),
        ("Njësia Lindore dhe Njësia administrative e Mollajt", ["Lindore", "Mollajt"]),
    ],
)
def test_an_office_is_no_place(text: str, places: list[str]) -> None:
    assert [place.name for place in Reading(Wording("q", text)).places] == places


def test_words_of_the_same_affair_connect_where_no_expression_is_whole() -> None:
    id, one = best("Kujtimet e të parëve po na treten.", "Dokumentimi i trashëgimisë gojore.", SPORT)
    assert (id, one.reasons) == ("Dokumentimi i trashëgimisë gojore.", "kujtim ~ trashëgimi")
    assert not one.is_likely, "so little is no ground to speak on"


def test_a_word_of_many_affairs_says_less_for_each_than_one_of_few() -> None:
    road, lamp = (Reading(Wording("q", word)).leanings_of({0}) for word in ("rruga", "ndriçim"))
    assert len(lamp) < len(road)
    assert max(lamp.values()) > max(road.values())


def test_each_demand_leans_for_itself() -> None:
    asked = Reading(Wording("q", SEVERAL))
    each = [asked.leanings_of(demand) for demand in asked.demands]
    assert len(each) > 1
    assert len({max(one, key=one.__getitem__) for one in each}) == len(each)


def test_a_form_without_its_diacritics_is_akin_to_the_same_words() -> None:
    assert akin("rruget") == akin("rrugët") != {}
