"""Why an item is suggested: only words that stand in the texts, in good Albanian, and places by their names."""

import re

import pytest
from bench.matching import TUNING
from bench.matching.labels import pool
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_tracker.matching.forms import roots_of
from pop_tracker.matching.inflection import shown
from pop_tracker.matching.ranking import Names, Ranking, Suggestion, Wording

UNITS = Names(
    {
        "Shembull": "Shembull",
        "Njësia Lindore": "Njësia Lindore",
        "Lindorja": "Njësia Lindore",
        "Fushë-Shembull": "Fushë-Shembull",
        "Qendër": "Qendër",
        "Kodra e Provës": "Kodra e Provës",
    }
)


def why(asked: Wording | str, item: Wording | str, names: Names = UNITS) -> Suggestion:
    asked = Wording("q", asked) if isinstance(asked, str) else asked
    item = Wording("a", item) if isinstance(item, str) else item
    (one,) = Ranking([item]).suggest(asked, names=names)
    return one


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize(
    ("asked", "item", "reasons"),
    [
        ("Izolimi i lagështirës tek shkolla e fshatit Mollaj.",
         "Izolimi i lagështirës në shkollën Mollaj", "izolim, shkollë, lagështirë; Mollaj"),
        ("Lagështirë në shkollë.", "Shkolla: hidroizolim i mbulesës", "shkollë, lagështirë ~ hidroizolim"),
        ("Autobus falas për nxënësit që udhëtojnë deri në shkollë.", "Shpërndarja e librave dhe mjeteve në shkolla",
         "shkollë, autobus nxënës ~ mjet shkollë"),
        ("Ndriçimi i rrugëve kryesore dhe i sheshit të qytetit.", "Pajisja e kopshtit me mobilie, kuzhinë dhe lodra",
         "shesh ~ lodër"),
        ("Fuqizimi i të rinjve në vendimmarrje", "Kalendar mujor i vizitave", "vendimmarrje ~ kalendar"),
        ("Më shumë çerdhe.", "Ndërtimi i çerdheve të reja", "çerdhe"),
    ],
)  # fmt: skip
def test_a_word_is_shown_alone_only_where_both_have_it(asked: str, item: str, reasons: str) -> None:
    assert why(asked, item).reasons == reasons


def check(asked: Wording, item: Wording, one: Suggestion) -> None:
    """Each word of the reasons comes from the text it is said to come from."""
    mine, theirs = words_of(asked.text), words_of(item.text)
    roots = {root for word in theirs for root in roots_of(word.lower())}
    for word in " ".join(one.shared).split():
        said = {said for said in mine if shown(said) == word}
        assert said, (word, asked.text)
        assert word in {*map(shown, theirs)} or any(roots_of(each.lower()) & roots for each in said), (word, item.text)
    for left, right in one.akin:
        assert left != right
        assert set(left.split()) <= {*map(shown, mine), *asked.text.split()}, (left, asked.text)
        assert set(right.split()) <= {*map(shown, theirs), *item.text.split()}, (right, item.text)


def test_no_reason_has_a_word_that_its_text_lacks() -> None:
    for number in TUNING:
        given = pool(number)
        items = {item.id: item for item in given.items}
        ranking = Ranking(given.items)
        for asked in given.commitments:
            for one in ranking.suggest(asked):
                assert one.reasons
                check(asked, items[one.id], one)


@given(st.text(), st.text())
@settings(max_examples=30, deadline=None)
def test_nor_for_any_text(text: str, place: str) -> None:
    asked, item = Wording("q", f"{text} rrugë {place}", place), Wording("a", f"rruga e shkollës {text}", place)
    for one in Ranking([item]).suggest(asked, names=UNITS):
        assert one.reasons
        assert len(one.shared) + len(one.akin) <= 4


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("mjete", "mjet"), ("mjeteve", "mjet"), ("shkollore", "shkollor"), ("kryesore", "kryesor"),
        ("sportive", "sportiv"), ("sociale", "social"), ("publike", "publik"), ("aksesueshme", "aksesueshëm"),
        ("kufizuara", "kufizuar"), ("asfaltohet", "asfaltoj"), ("studentëve", "student"), ("vizitave", "vizitë"),
        ("kontratat", "kontratë"), ("kanalet", "kanal"), ("tualetet", "tualet"), ("buxhetit", "buxhet"),
        ("komuniteti", "komunitet"), ("universitetet", "universitet"), ("aparat", "aparat"), ("depos", "depo"),
        ("gratë", "grua"), ("çerdheve", "çerdhe"), ("ngrohje", "ngrohje"), ("Marka", "markë"), ("PAK", "PAK"),
        ("pak", "pak"), ("xyz", "xyz"),
    ],
)  # fmt: skip
def test_words_are_shown_in_a_form_that_is_a_word(written: str, form: str) -> None:
    assert shown(written) == form


@pytest.mark.parametrize(
    ("asked", "item", "place"),
    [
        (("Shkolla", "Njësia Lindore"), ("Rikonstruksioni i shkollës në Njësinë Lindore", ""), "Njësia Lindore"),
        (("Shkolla në Lindoren", ""), ("Shkolla e Njësisë Lindore", ""), "Njësia Lindore"),
        (("Shkolla e Lindores", ""), ("Shkolla", "Njësia Lindore"), "Njësia Lindore"),
        (("Shkolla në Lindorja", ""), ("Shkolla", "Njësia Lindore"), "Njësia Lindore"),
        (("Trotuar në Fushë-Shembull.", ""), ("Trotuar te Fushë-Shembulli", ""), "Fushë-Shembull"),
        (("Trotuar", "Fushë-Shembull; Shembull"), ("Trotuar", "Shembull; Fushë-Shembull"), "Fushë-Shembull, Shembull"),
        (("Rruga e Kodrës së Provës", ""), ("Rruga", "Kodra e Provës"), "Kodra e Provës"),
        (("Trotuar", "Shembull"), ("Trotuar në Fushë-Shembull", ""), ""),
        (("Qendër ditore", ""), ("Qendër ditore e re", ""), ""),
        (("Fusha e lojës në shkollë", ""), ("Fushë loje, shkollë", ""), ""),
        (("Çerdhe në lagjen Vreshtat", ""), ("Çerdhe", "lagjja Vreshtat"), "Vreshtat"),
    ],
)  # fmt: skip
def test_places_go_by_their_registered_names(asked: tuple[str, str], item: tuple[str, str], place: str) -> None:
    assert why(Wording("q", *asked), Wording("a", *item)).place == place


@pytest.mark.parametrize(
    ("asked", "item", "reasons"),
    [
        ("Lagështira në shkollën e Mollajt", "Shkolla Mollaj, tharje e lagështirës", "lagështirë, shkollë; Mollaj"),
        ("Mollaj ka nevojë për shkollë.", "Rikonstruksion i shkollës në Mollaj", "shkollë; Mollaj"),
        ("Ngritja e Këshillit Vendor Rinor", "Funksionimi i Këshillit Vendor Rinor", "rinor, këshill, vendor"),
        ("Ujësjellës Kanalizime, furnizim", "Nga Ujësjellës Kanalizime: furnizim", "kanalizime, ujësjellës, furnizim"),
    ],
)
def test_a_name_that_stands_only_in_the_texts_is_a_place_and_no_word(asked: str, item: str, reasons: str) -> None:
    assert why(asked, item, Names({})).reasons == reasons


def test_without_registered_names_a_place_keeps_what_makes_it_a_name() -> None:
    for place in ("Njësia Lindore", "Fushë-Shembull"):
        assert why(Wording("q", "Shkolla", place), Wording("a", "Shkolla", place), Names({})).place == place
    of_a_unit = Wording("q", "Shkolla", "Njësia administrative Drenovë")
    assert why(of_a_unit, Wording("a", "Shkolla", "Drenovë"), Names({})).place == "Drenovë"


def test_a_place_typed_without_a_capital_is_spelled_as_the_other_has_it() -> None:
    for typed, held, place in (("mollaj", "fshati Mollaj", "Mollaj"), ("buzë lumit", "buzë lumit", "lumë")):
        assert why(Wording("q", "Shkolla", typed), Wording("a", "Shkolla", held)).place == place


def test_names_move_no_item_up_or_down() -> None:
    given = pool(TUNING[0])
    ranking = Ranking(given.items)
    for asked in given.commitments:
        scores = [(one.id, one.score) for one in ranking.suggest(asked)]
        assert [(one.id, one.score) for one in ranking.suggest(asked, names=UNITS)] == scores


ROOF = "Çatia e shkollës pikon"


@pytest.mark.parametrize(
    ("asked", "item", "programme"),
    [
        (Wording("q", ROOF), Wording("a", ROOF), ""),
        (Wording("q", ROOF), Wording("a", ROOF, programme="091"), "091"),
        (Wording("q", ROOF, programme="091"), Wording("a", ROOF), "091"),
        (Wording("q", ROOF, programme="091"), Wording("a", ROOF, programme="091"), "091"),
        (Wording("q", ROOF, programme="091"), Wording("a", ROOF, programme="062"), ""),
        (Wording("q", ROOF), Wording("a", ROOF, programme="032"), ""),
    ],
)
def test_a_programme_is_shown_only_where_one_of_them_states_it(asked: Wording, item: Wording, programme: str) -> None:
    assert why(asked, item).programme == programme
