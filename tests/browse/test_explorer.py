"""/zotimet: the address is the question. Played in the training data; Korçë and Fier are only read."""

import re

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker.browse.commitments import Question
from pop_tracker.contracts.search_index import mend_index
from pop_tracker.contracts.texts import Commitment, CommitmentText
from tests.browse.play import EXPLORER, refs, shown
from tests.browse.plenty import add_copies
from tests.conftest import Site
from tests.pages import main_of
from tests.pages import words as text

pytestmark = pytest.mark.both


def test_all_published_leaves_are_shown(training: Site) -> None:
    prove = ["1.1", "1.2", "2.1", "2.2", "1.1", "1.2", "2.1", "2.2", "3"]
    shembull = ["1.1", "1.2", "1.3.a", "1.3.b", "1.4", "2.1", "2.2", "2.3", "2.4", "3"]
    assert shown(training) == [*prove, *shembull]


FILTERS: list[tuple[str, list[str]]] = [
    ("?q=shkolle", ["2.1", "3", "1.1", "1.4", "2.3"]),
    ("?q=SHKOLLAVE", ["2.1", "3", "1.1", "1.4", "2.3"]),
    ("?q=cerdhe", ["1.2"]),
    ("?q=çerdheve", ["1.2"]),
    ("?q=ndric", ["2.2", "2.4"]),
    ("?q=kopsht+cerdhe", ["1.2"]),
    ("?q=kopsht+autobus", []),
    ("?q=sh", []),
    ("?q=100%25", []),
    ("?q=shk_ll", []),
    ("?q=1.3.a", ["1.3.a"]),
    ("?bashkia=prove", ["1.1", "1.2", "2.1", "2.2", "1.1", "1.2", "2.1", "2.2", "3"]),
    ("?bashkia=shembull&njesia=njesia-veriore", ["1.1"]),
    ("?njesia=njesia-veriore", ["1.1"]),
    ("?bashkia=shembull&prioriteti=1", ["1.1", "1.2", "1.3.a", "1.3.b", "1.4"]),
    ("?plani=shembull-2024", ["1.1", "1.2", "1.3.a", "1.4", "2.1", "2.3", "3"]),
    ("?statusi=fully_addressed", ["2.2", "1.3.a", "2.3"]),
    ("?statusi=not_assessed", ["1.1", "1.2", "2.1", "2.2"]),
    ("?statusi=not_assessable", ["1.2", "3"]),
    ("?njesia=lugina-e-proves&statusi=not_assessable", ["2.2"]),
    ("?bashkia=shembull&statusi=not_addressed&q=qender", ["3"]),
    ("?bashkia=ushtrim", []),
]


def test_each_filter_finds_its_commitments(training: Site) -> None:
    for query, found in FILTERS:
        assert shown(training, query) == found, query


def test_a_unit_is_judged_by_its_own_verdict(training: Site) -> None:
    """1.1 is addressed in Njësia Lindore and not in Njësia Veriore, so partly as a whole."""
    assert shown(training, "?bashkia=shembull&njesia=njesia-lindore&statusi=fully_addressed") == ["1.1"]
    assert shown(training, "?bashkia=shembull&njesia=njesia-veriore&statusi=not_addressed") == ["1.1"]
    assert "1.1" in shown(training, "?bashkia=shembull&statusi=partially_addressed")


def test_sorting_by_status_puts_what_is_done_first(training: Site) -> None:
    assert shown(training, "?bashkia=shembull&rendit=statusi")[:2] == ["1.3.a", "2.3"]


NOT_UNDERSTOOD = [
    "?bashkia=askund",
    "?bashkia=fier&njesia=askund",
    "?prioriteti=nje",
    "?prioriteti=0",
    "?statusi=mire",
    "?plani=asnje",
    "?rendit=kot",
    "?faqja=-1",
    "?faqja=x",
    "?faqja=" + "9" * 5000,
    "?faqja=999999",
    "?q=%00",
    "?q=%ff%fe",
    "?q=...",
    "?q=" + "a" * 201,
    "?q=" + "a+" * 20,
]


def test_a_question_that_is_not_understood_is_answered_with_words(training: Site) -> None:
    client = training.client()
    for query in NOT_UNDERSTOOD:
        for prefix, words in (("", "Kërkimi nuk u kuptua"), ("/en", "The search was not understood")):
            answer = client.get(prefix + EXPLORER + query)
            assert answer.status_code == 422, query
            assert words in answer.text, query
            assert not refs(answer.text), query
        assert client.get(f"{EXPLORER}.csv{query}").status_code == 422, query


def test_what_was_typed_is_kept_and_each_filter_can_be_removed(training: Site) -> None:
    html = training.client().get(f"{EXPLORER}?q=ujë&bashkia=shembull&njesia=njesia-jugore").text
    assert 'value="ujë"' in html
    assert '<option value="shembull" selected>' in html
    assert '<option value="njesia-jugore" selected>' in html
    removed = re.findall(r'class="chip__remove" href="([^"]+)"', html)
    assert removed == [
        "/zotimet?bashkia=shembull&amp;njesia=njesia-jugore",
        "/zotimet?q=uj%C3%AB",
        "/zotimet?q=uj%C3%AB&amp;bashkia=shembull",
    ]


def test_a_municipality_without_a_contract_is_told_apart_from_an_unknown_one(training: Site) -> None:
    assert "Bashkia Ushtrim nuk ka ende këtu" in training.client().get(f"{EXPLORER}?bashkia=ushtrim").text


def test_htmx_gets_the_part_with_a_clean_address_to_show(training: Site) -> None:
    answer = training.client().get(f"{EXPLORER}?q=&bashkia=prove&statusi=", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="zotimet"')
    assert answer.headers["HX-Push-Url"] == "/zotimet?bashkia=prove"
    assert refs(answer.text) == ["1.1", "1.2", "2.1", "2.2", "1.1", "1.2", "2.1", "2.2", "3"]


def test_pages_follow_one_another(training: Site) -> None:
    with training.database.writing() as session:
        add_copies(session, 10)
    client = training.client()
    first = client.get(EXPLORER).text
    assert len(refs(first)) == 50
    assert "1–50 nga 119" in first
    assert 'rel="next" href="/zotimet?faqja=2">Më tej: 51–100</a>' in first
    last = client.get(f"{EXPLORER}?faqja=3").text
    assert len(refs(last)) == 19
    assert "101–119 nga 119" in last
    assert 'rel="prev" href="/zotimet?faqja=2">Më parë: 51–100</a>' in last
    middle = client.get(f"{EXPLORER}?faqja=2").text
    assert ">Më parë: 1–50</a>" in middle
    assert ">Më tej: 101–119</a>" in middle
    assert 'rel="next"' not in last
    assert "nuk ka kaq shumë faqe" in client.get(f"{EXPLORER}?faqja=4").text


def test_it_asks_the_database_as_often_for_a_hundred_times_the_data(training: Site) -> None:
    def queries(query: str) -> int:
        with training.count_queries() as seen:
            training.client().get(EXPLORER + query)
        return len(seen)

    questions = ("?rendit=statusi", "?q=shkolle&bashkia=shembull&plani=shembull-2024&statusi=fully_addressed")
    before = [queries(question) for question in questions]
    with training.database.writing() as session:
        add_copies(session, 99)
    assert [queries(question + "&faqja=1") for question in questions] == before
    assert max(before) <= 12


def test_korca_reads_23_leaves_none_assessed(real: Site) -> None:
    html = real.client().get(f"{EXPLORER}?bashkia=korce").text
    assert len(refs(html)) == 23
    assert html.count("23 zotime, asnjë i vlerësuar.") == 1
    assert "i pavlerësuar" not in rows_of(html)
    assert shown(real, "?bashkia=korce&q=uje") == ["5.1", "5.2"]


def rows_of(html: str) -> str:
    return html[html.index('id="rezultatet"') : html.index('id="q-hint"')]


def marked(site: Site, query: str) -> set[str]:
    return set(re.findall(r"<mark>([^<]*)</mark>", site.client().get(EXPLORER + query).text))


def test_the_words_that_were_asked_for_are_marked(training: Site) -> None:
    assert marked(training, "?q=SHKOLLE") == {"shkollave", "shkolla", "shkollë", "shkollës"}
    assert {word[:5].lower() for word in marked(training, "?q=ndric")} == {"ndriç"}
    assert marked(training, "?q=1.3.a") == marked(training, "?bashkia=prove") == set()


def test_a_word_is_marked_without_trusting_it() -> None:
    """Whatever stands in a text or in a question is words, never markup."""
    question = Question(q="shkolle <b>")
    assert question.hits('<script>"shkollat"</script> & <b>') == (
        "&lt;script&gt;&#34;<mark>shkollat</mark>&#34;&lt;/script&gt; &amp; &lt;<mark>b</mark>&gt;"
    )


def test_what_is_found_stands_under_its_contract_with_that_contracts_counts(real: Site, training: Site) -> None:
    """No figure adds two mandates; what the head of a contract says, its rows do not repeat."""
    html = rows_of(real.client().get(EXPLORER).text)
    fier, korce = html.index("Fier, kontrata 2019–2023"), html.index("Korçë, kontrata 2023–2027")
    assert fier < korce
    assert "0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar." in " ".join(html[fier:korce].split())
    assert "28 të vlerësuara" not in html
    assert html.count('class="status ') == 5
    one_status = rows_of(real.client().get(f"{EXPLORER}?bashkia=fier&statusi=partially_addressed").text)
    assert 'class="status ' not in one_status
    by_status = rows_of(training.client().get(f"{EXPLORER}?rendit=statusi").text)
    assert by_status.count("u vlerësuan") == 2, "once for each contract with assessments"


def test_the_page_is_named_after_what_is_asked(training: Site) -> None:
    client = training.client()
    names = {
        "": "<title>Zotimet – pop-tracker</title>",
        "?q=%3Cb%3E+ujë&bashkia=shembull": "<title>Zotimet: &lt;b&gt; ujë · Shembull – pop-tracker</title>",
    }
    for query, name in names.items():
        for headers in ({}, {"HX-Request": "true"}):
            html = client.get(EXPLORER + query, headers=headers).text
            assert html.count(name) == html.count("<title>") == 1, (query, headers)


def test_a_search_that_finds_nothing_shows_ways_on(training: Site) -> None:
    def offered(query: str) -> str:
        return rows_of(training.client().get(EXPLORER + query).text)

    assert '<a href="/zotimet?q=shkoll' in offered("?q=shkolzza")
    assert '<a href="/zotimet?q=autobus"' in offered("?q=kopsht+autobus&bashkia=shembull")
    assert '<a href="/bashkite/shembull">Bashkia Shembull</a>' in offered("?q=shembulli")
    assert '<a href="/zotimet?njesia=njesia-veriore">' in offered("?q=veriore+kopsht")
    without = offered("?q=kopsht&bashkia=shembull&statusi=fully_addressed")
    assert '<a href="/zotimet?q=kopsht&amp;statusi=fully_addressed">Hiqni filtrin Bashkia: Shembull</a>' in without
    assert '<a href="/zotimet?q=kopsht&amp;bashkia=shembull">Hiqni filtrin Statusi: adresuar plotësisht</a>' in without


def test_fier_reads_three_partly_and_two_not(real: Site) -> None:
    assert len(shown(real, "?bashkia=fier&statusi=partially_addressed")) == 3
    assert len(shown(real, "?bashkia=fier&statusi=not_addressed")) == 2
    assert shown(real, "?bashkia=fier&statusi=fully_addressed") == []


def test_every_list_is_filtered_in_one_way(training: Site) -> None:
    for path in ("/zotimet", "/planet", "/konsultimet", "/ndryshimet", "/kontratat/shembull-2023/matrica"):
        html = main_of(training.client().get(path).text)
        fold = re.search(r'<details class="fold[^"]*" id="filtrat">.*?</details>', html, re.DOTALL)
        assert fold, path
        assert text(fold[0]).startswith("Filtrat"), path
        assert re.search(r'<button class="button button--secondary"[^>]*>Filtroni</button>', fold[0]), path
        boxes = r'class="filters[" ]'
        assert len(re.findall(boxes, html)) == len(re.findall(boxes, fold[0])) == 1, path


def test_a_text_that_was_published_with_invisible_signs_is_found_by_its_words(training: Site) -> None:
    """Its rows are from before text was tidied: the index has the halves of its word until the site is migrated."""
    with training.database.writing() as session:
        street = select(Commitment.id).where(Commitment.ref == "2.4")
        torn = "Uje\u0308\u200bsjelle\u0308si i fshatit"
        session.exec(sa.update(CommitmentText).where(col(CommitmentText.commitment_id).in_(street)).values(text=torn))
    assert shown(training, "?q=ujësjellësi") == []
    with training.database.writing() as session:
        assert mend_index(session) == 1
        assert mend_index(session) == 0
    training.app.app.forget()
    for asked in ("ujësjellësi", "UJESJELLES", "ujës", "ujë\u200bsjellësi", "ujësjellësi+fshatit"):
        assert shown(training, f"?q={asked}") == ["2.4"], asked
    assert "<mark>Ujësjellësi</mark>" in training.client().get(f"{EXPLORER}?q=ujësjellësi").text
    assert shown(training, "?q=ujësjellësi+autobus") == []
