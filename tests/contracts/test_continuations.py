"""From term to term: a person says which commitment asks again for what was asked before, and takes it back."""

import csv
import re

import pytest
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.browse.terms import asked_in_terms
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import succession
from pop_tracker.contracts.continuations import (
    Continuation,
    continuations,
    earlier_contracts,
    published_texts,
    suggested,
)
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.places.models import municipality_by_slug
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.contracts.play import commitment
from tests.pages import main_of, words

WORK, PAGE = "/puna/kontratat/prove-2023/vazhdimet", "/bashkite/prove/mandatet"
REASON = "Të dy kërkojnë një park lojërash te Lugina e Provës."


def link(site: Site, later: str = "2.1", earlier: str = "2.1", who: str = OTHER_EDITOR, **fields: str) -> int:
    sent = {
        "later": commitment(site, "prove-2023", later),
        "earlier": commitment(site, "prove-2019", earlier),
        "reason": REASON,
        **fields,
    }
    return site.form(site.client(who), WORK, **sent).status_code


@pytest.mark.both
def test_a_person_records_it_with_a_reason_and_both_pages_say_so(training: Site) -> None:
    client = training.client()
    assert REASON not in client.get(PAGE).text
    assert link(training) == 303
    page = words(main_of(client.get(PAGE).text))
    assert "2 kërkesa të qytetarëve u përsëritën." in page
    asked = page.partition("park lojërash")
    assert "E kërkuar në 2 mandate" in asked[0]
    assert "nuk është adresuar kontrata 2019–2023 · raundi 1, 2020–2021" in page
    assert f"Pse është e njëjta kërkesë: {REASON}" in page
    alone = "Shënuar nga një person, pa konfirmimin e një të dyti: lidhjet me zotime të mëparshme (1 nga 2: #"
    assert alone in page, "the other one came with the seeds"
    assert "Kërkuar edhe kontrata 2019–2023, 2.1" in words(client.get("/kontratat/prove-2023/2.1").text)
    assert "Kërkuar edhe kontrata 2023–2027, 2.1" in words(client.get("/kontratat/prove-2019/2.1").text)
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.path) == ("continuation.record", "/kontratat/prove-2023/2.1")
        assert entry.content
        assert entry.content["state"]["continues"] == "prove-2019/2.1"
        assert list(verification.verify(session)) == []
    told = words(client.get(f"/ndryshimet/{entry.row.number}").text)
    assert "Zotim i lidhur me një të mëparshëm" in told
    assert "zotimi 2.1, Kontrata Sociale 2023–2027, Bashkia Provë ← zotimi 2.1, Kontrata Sociale 2019" in told


@pytest.mark.both
def test_it_is_taken_back_with_a_reason_and_may_be_recorded_again(training: Site) -> None:
    assert link(training) == 303
    editor, client = training.client(OTHER_EDITOR), training.client()
    with training.database.reading() as session:
        row_id = history.entries(session, limit=1)[0].row.key
    address = f"{WORK}/{row_id}/heqje"
    assert training.form(editor, address, reason="").status_code == 422
    assert training.form(editor, address, reason="Janë dy parqe të ndryshme.").status_code == 303
    assert REASON not in client.get(PAGE).text
    assert "Kërkuar edhe" not in client.get("/kontratat/prove-2023/2.1").text
    answer = training.form(editor, WORK, post_to=address, reason="Edhe një herë.")
    assert (answer.status_code, answer.headers["location"]) == (303, WORK)
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.row.verb == "continuation.withdraw"
        assert entry.content
        assert entry.content["state"]["withdrawal_reason"] == "Janë dy parqe të ndryshme."
        assert list(verification.verify(session)) == []
    assert link(training) == 303
    with training.database.reading() as session:
        assert len([one for one in session.exec(select(Continuation)) if one.withdrawn_at is None]) == 2
        assert list(verification.verify(session)) == []


def test_what_is_no_pair_is_told_at_its_field(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    good = {"later": commitment(training, "prove-2023", "2.1"), "earlier": commitment(training, "prove-2019", "2.1")}
    for fields, said in (
        ({"reason": ""}, "Plotësojeni këtë fushë."),
        ({"later": good["earlier"]}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"earlier": commitment(training, "shembull-2023", "1.2")}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"later": commitment(training, "prove-2023", "1.1"), "earlier": commitment(training, "prove-2019", "1.1")},
         "Kjo lidhje është regjistruar tashmë."),
    ):  # fmt: skip
        answer = training.form(client, WORK, **{**good, "reason": REASON, **fields})
        assert answer.status_code == 422, said
        assert said in answer.text


def test_only_who_records_for_the_municipality_links_and_unlinks(training: Site) -> None:
    for who, status in ((EDITOR, 404), (OTHER_REVIEWER, 403)):
        assert training.client(who).get(WORK).status_code in (403, status)
        assert training.client(who).get(f"{WORK}/1/heqje").status_code in (403, status)
    assert training.client(OTHER_EDITOR).get("/puna/kontratat/prove-2019/vazhdimet/1/heqje").status_code == 404


def test_the_site_suggests_what_is_alike_and_nothing_that_is_linked(training: Site) -> None:
    with training.database.reading() as session:
        contract = contract_by_slug(session, "prove-2023")
        assert contract is not None
        before = earlier_contracts(session, contract)
        assert [one.slug for one in before] == ["prove-2019"]
        texts = published_texts(session, [contract.id, before[0].id])
        later = [text for text in texts if text.contract_id == contract.id]
        found = suggested(later, texts[len(later) :], continuations(session, contract.id or 0))
        pairs = {(one.later.ref, one.earlier.ref) for one in found}
    assert ("2.1", "2.1") in pairs
    assert "1.1" not in {one for one, _ in pairs}, "linked already"
    page = training.client(OTHER_EDITOR).get(WORK).text
    address = f"{WORK}?zotimi={commitment(training, 'prove-2023', '2.1')}"
    assert f"{address}&amp;vazhdon={commitment(training, 'prove-2019', '2.1')}" in page
    assert "Kjo bashki nuk ka këtu" in training.client(OTHER_EDITOR).get("/puna/kontratat/prove-2019/vazhdimet").text


def test_several_links_make_one_request_of_as_many_terms_as_there_are(training: Site) -> None:
    assert link(training, "1.2", "1.1") == 303
    with training.database.reading() as session:
        prove = municipality_by_slug(session, "prove")
        assert prove is not None
        (asked,) = asked_in_terms(session, prove).again
        assert [(time.head.slug, time.one.text.ref) for time in asked.times] == [
            ("prove-2019", "1.1"),
            ("prove-2023", "1.1"),
            ("prove-2023", "1.2"),
        ]
        assert (asked.terms, len(asked.links)) == (2, 2)


@pytest.mark.both
def test_program_and_table_say_the_same(training: Site) -> None:
    client = training.client()
    (asked,) = client.get("/api/v1/municipalities/prove/continuations").json()["items"]
    assert asked["terms"] == 2
    assert [(one["contract"], one["ref"], one["status"]) for one in asked["times"]] == [
        ("prove-2019", "1.1", "partially_addressed"),
        ("prove-2023", "1.1", "not_assessed"),
    ]
    (tie,) = asked["links"]
    assert (tie["ref"], tie["earlier_contract"], tie["earlier_ref"]) == ("1.1", "prove-2019", "1.1")
    assert tie["reason"].startswith("Të dy kërkojnë")
    sheet = client.get(f"{PAGE}.csv").text.splitlines()
    assert len(sheet) == 10, "and once for each that was asked for in one term"
    assert "prove-2019/1.1" in sheet[1]
    assert client.get("/api/v1/municipalities/askund/continuations").status_code == 404
    assert client.get("/bashkite/askund/mandatet").status_code == 404


def test_it_asks_the_database_as_often_however_much_is_linked(training: Site) -> None:
    client = training.client()
    client.get(PAGE)
    with training.count_queries() as few:
        client.get(f"/en{PAGE}")
    assert link(training) == 303
    assert link(training, "1.2", "1.1") == 303
    client.get(PAGE)
    with training.count_queries() as many:
        client.get(f"/en{PAGE}")
    assert len(many) == len(few)


def test_without_two_contracts_the_page_says_so(training: Site) -> None:
    assert "nuk ka ende dy kontrata" in words(training.client().get("/bashkite/shembull/mandatet").text)
    assert "From term to term" in training.client().get(f"/en{PAGE}").text


def test_what_was_asked_most_often_comes_first_and_what_was_asked_once_is_counted(training: Site) -> None:
    client = training.client()
    page = words(main_of(client.get(PAGE).text))
    once = page.partition("E kërkuar në 1 mandat ")[2]
    assert "kontrata 2019–2023 1 plotësisht, 0 pjesërisht, 1 jo; 2 nuk mund të vlerësohen" in once
    assert "kontrata 2023–2027 3 të pavlerësuara" in once
    sheet = list(csv.reader(client.get(f"{PAGE}.csv").text.splitlines()))[1:]
    assert [row[1] for row in sheet] == ["2", "2", *("1" for _ in range(7))]
    assert link(training, "2.1", "2.1") == 303
    assert link(training, "2.1", "2.2") == 303
    page = words(main_of(client.get(PAGE).text))
    assert "(2019–2023, 2.1; 2023–2027, 2.1)" in page
    assert "(2019–2023, 2.2; 2023–2027, 2.1)" in page
    assert "kontrata 2019–2023 2 nuk mund të vlerësohen" in page.partition("E kërkuar në 1 mandat ")[2]


def test_what_was_split_since_is_asked_for_still(training: Site) -> None:
    """Its parts are not said to be asked for the first time."""
    client = training.client()
    assert link(training, "2.1", "2.1") == 303
    with training.database.writing() as session:
        prove = contract_by_slug(session, "prove-2023")
        assert prove is not None
        editor, reviewer = (training.viewer(session, who) for who in (OTHER_EDITOR, OTHER_REVIEWER))
        drafts.open_draft(session, editor, prove)
        succession.split(session, editor, prove, "2.1", parts=["Një park.", "Stola."], also=[], reason="Janë dy.")
        draft = drafts.open_draft(session, editor, prove)
        drafts.submit(session, editor, prove, reason="U nda.", source="takimi i 3 marsit", version=draft.version)
        drafts.publish(session, reviewer, prove, draft.as_read(session))
    page = words(main_of(client.get(PAGE).text))
    assert page.count("E kërkuar në 2 mandate") == 2
    assert "U nda në 2.3 dhe 2.4. Arsyeja: Janë dy. kontrata 2023–2027" in page
    assert "kontrata 2023–2027 2 të pavlerësuara" in page.partition("E kërkuar në 1 mandat ")[2]
    work = training.client(OTHER_EDITOR).get(WORK).text
    assert "Që atëherë njëri u tërhoq, u nda ose u bashkua." in words(work)
    (address,) = {
        one
        for one in re.findall(rf"{WORK}/\d+/heqje", work)
        if "2.1" in words(training.client(OTHER_EDITOR).get(one).text)
    }
    assert training.form(training.client(OTHER_EDITOR), address, reason="Janë dy kërkesa.").status_code == 303
