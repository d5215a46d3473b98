"""From a document to a draft, as an editor does it over HTTP."""

import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.contracts import points
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.reading import reader
from pop_tracker.contracts.texts import Scope, headings_of_edition, texts_of_edition
from pop_tracker.web.sources import Sources
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import FROM, TEXT, begun, do, pressed, row, rows, sent, settled, thrown_away
from tests.contracts.play import hidden
from tests.pages import words


@pytest.mark.both
def test_a_document_becomes_a_draft_that_a_second_person_reads(training: Site) -> None:
    there = begun(training)
    page = training.client(EDITOR).get(there)
    assert "2 prioritete, 4 zotime" in words(page.text)
    settled(training, there)
    saved = pressed(training, there, "drafti", veprimi="dergo")
    assert saved.headers["location"] == "/puna/kontratat/shembull-2027/drafti"
    drafted = words(training.client(EDITOR).get(saved.headers["location"]).text)
    assert "2 prioritete, 4 zotime" in drafted
    assert "3 zotime 1.1" in drafted, "what others stand under is not counted"
    assert "Shtuar" not in drafted, "of a first edition everything is new"
    with training.database.reading() as session:
        contract = session.exec(select(Contract).where(Contract.slug == "shembull-2027")).one()
        assert (contract.term_from, contract.term_until, contract.is_known) == (2027, 2031, False)
        draft = session.exec(select(Edition).where(Edition.contract_id == contract.id)).one()
        assert draft.state is EditionState.SUBMITTED
        texts = texts_of_edition(session, draft.id or 0)
        assert [(one.ref, one.text) for one in texts] == [
            ("1.1", "Një qendër ditore në Njësinë Administrative Lindore."),
            ("1.2", "Ndihma në shtëpi:"),
            ("1.2.a", "për ata që jetojnë vetëm;"),
            ("1.2.b", "për ata që dalin nga spitali."),
            ("2.1", "Ndriçimi i rrugës në fshatin Kuq."),
        ]
        assert [one.title for one in headings_of_edition(session, draft.id or 0)] == [
            "Shërbimet për të moshuarit", "Rruga",
        ]  # fmt: skip
        assert [unit.slug for unit in texts[0].units] == ["njesia-lindore"]
        assert texts[1].scope is Scope.MUNICIPALITY
        assert texts[0].source.endswith("(pika 1.1)")
        assert "qendër ditore" in texts[0].passage
        document = session.exec(select(ContractDocument)).one()
        assert document.original_sha256
    review = training.client(OTHER_REVIEWER).get("/puna/kontratat/shembull-2027/rishikimi")
    assert review.status_code == 200


def test_a_source_names_the_place_in_the_document_whatever_became_of_the_numbers(training: Site) -> None:
    there = begun(training)
    assert do(training, there, row(training, "Ndihma"), "lart").status_code == 303
    halves = "Një qendër ditore\n\nnë Njësinë Administrative Lindore."
    assert do(training, there, row(training, "Një qendër"), "ndaj", text=halves).status_code == 303
    settled(training, there)
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    with training.database.reading() as session:
        draft = session.exec(select(Edition).where(Edition.document_id.is_not(None))).one()  # type: ignore[union-attr]
        places = {one.ref: Sources.of(one.source).each[0].place for one in texts_of_edition(session, draft.id or 0)}
        priorities = [Sources.of(one.source).each[0].place for one in headings_of_edition(session, draft.id or 0)]
    assert places == {
        "1.1": "pika 1.2", "1.1.a": "pika 1.2.a", "1.1.b": "pika 1.2.b", "1.2": "pika 1.1", "1.3": "pika 1.1",
        "2.1": "pika 2.1",
    }  # fmt: skip
    assert priorities == ["prioriteti 1", "prioriteti 2"]


def test_nothing_is_saved_as_long_as_a_place_is_only_a_suggestion(training: Site) -> None:
    there = begun(training)
    refused = pressed(training, there, "drafti", veprimi="ruaj")
    assert refused.status_code == 422
    assert "nuk është konfirmuar" in words(refused.text)
    with training.database.reading() as session:
        assert session.exec(select(Contract).where(Contract.slug == "shembull-2027")).first() is None


def test_the_passage_of_the_chosen_row_is_marked_in_the_document(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Një qendër ditore")
    page = training.client(EDITOR).get(f"{there}?pjesa={chosen}").text
    assert re.search(r'<mark class="document__chosen">[^<]*Një qendër ditore', page)


def test_what_was_typed_goes_along_with_every_step(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Ndriçimi")
    answer = do(training, there, chosen, "poshte", text="Ndriçimi i të gjithë rrugës.")
    assert answer.status_code == 422  # it is the last one
    assert "Ndriçimi i të gjithë rrugës." in answer.text
    assert do(training, there, chosen, "lart", text="Ndriçimi i të gjithë rrugës.").status_code == 303
    assert any(one.text == "Ndriçimi i të gjithë rrugës." for one in rows(training))


@pytest.mark.both
def test_a_row_is_split_where_a_line_is_empty(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Një qendër ditore")
    assert do(training, there, chosen, "ndaj", text="Një qendër ditore.\r\n\r\nNjë autobus.").status_code == 303
    assert [one.text for one in rows(training) if one.id == chosen or one.text == "Një autobus."] == [
        "Një qendër ditore.", "Një autobus.",
    ]  # fmt: skip


def test_two_who_check_at_once_lose_nothing(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Një qendër ditore")
    mine, theirs = training.client(EDITOR), training.client(SECOND_EDITOR)
    pages = [client.get(f"{there}?pjesa={chosen}") for client in (mine, theirs)]
    answers = [
        client.post(f"{there}/pjesa/{chosen}", data={
            "_csrf_token": client.cookies["pop_csrf"], "version": hidden(page, "version"), "veprimi": "konfirmo",
            "text": text, "scope": "municipality",
        })
        for client, page, text in zip((mine, theirs), pages, ("E imja.", "E tyre."), strict=True)
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [303, 409]
    assert "E tyre." in answers[1].text
    assert "E imja." in answers[1].text


@pytest.mark.parametrize("who", [OTHER_EDITOR, COORDINATOR])
def test_nobody_else_sees_it(training: Site, who: str) -> None:
    there = begun(training)
    assert training.client(who).get(there).status_code in (403, 404)
    assert training.client().get(there).status_code in (302, 303)


def test_what_is_no_contract_is_refused_and_leaves_nothing(training: Site) -> None:
    answer = sent(training, text="Faturë nr. 12\nTotali: 1.200 lekë\n")
    assert answer.status_code == 422
    assert "nuk duket kontratë" in words(answer.text)
    with training.database.reading() as session:
        assert session.exec(select(ContractReading)).first() is None
        assert session.exec(select(ContractDocument)).first() is None


def test_neither_and_both_of_file_and_text_are_told(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, files in (({}, None), ({"text": TEXT}, {"file": ("k.txt", TEXT.encode(), "text/plain")})):
        assert training.form(client, FROM, files=files, **fields).status_code == 422
    assert training.form(client, FROM, text=TEXT).status_code == 303


def test_a_draft_that_was_changed_otherwise_is_not_written_over(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303, "its own it makes anew"
    with training.database.writing() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.DRAFT)).one()
        editor = training.viewer(session, EDITOR)
        points.revise(session, editor, draft.contract, "2.1", Wording("Një urë për këmbësorë.", "takimi"))
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 409


def test_nobody_throws_away_what_a_colleague_did_meanwhile(training: Site) -> None:
    there = begun(training)
    client = training.client(EDITOR)
    seen = hidden(client.get(f"{there}/hedhja"), "version")
    assert do(training, there, row(training, "Ndriçimi"), "lart", SECOND_EDITOR).status_code == 303
    assert training.form(client, f"{there}/hedhja", version=seen).status_code == 409
    assert rows(training)


@pytest.mark.both
def test_thrown_away_it_is_gone_with_its_document(training: Site) -> None:
    there = begun(training)
    answer = thrown_away(training, there)
    assert answer.status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(ContractDocument)).first() is None


def test_what_was_seen_is_confirmed_with_the_rest_and_nothing_else(training: Site) -> None:
    """The button names the doubts that stood on its page; a doubt that it does not name stays."""
    there = begun(training, text=DOUBTED)
    doubted = [one.id for one in rows(training) if one.is_unsure]
    assert len(doubted) == 2
    assert pressed(training, there, "vendet", pasigurta=[str(doubted[0])]).status_code == 303
    assert [one.id for one in rows(training) if one.is_unsure] == [doubted[1]]
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 422
    assert pressed(training, there, "vendet", pasigurta=["0", "x", str(doubted[1])]).status_code == 303
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303


DOUBTED = TEXT.replace("Një qendër ditore në Njësinë Administrative Lindore.", "Një qendër ditore:").replace(
    "• Ndihma në shtëpi:\n   • për ata që jetojnë vetëm;\n   • për ata që dalin nga spitali.",
    "• Ndihma në shtëpi.\n• Ushqimi.",
)
"""Nothing but a colon says that two points stand under the first."""


def test_what_is_suggested_is_shown_before_it_is_confirmed(training: Site) -> None:
    there = begun(training)
    page = training.client(EDITOR).get(there)
    shown = words(re.search(r'<section class="check-places".*?</section>', page.text, re.DOTALL)[0])  # type: ignore[index]
    assert "E gjithë bashkia 1.2.a 1.2.b" in shown
    assert "Njësia Lindore 1.1" in shown
    assert "“fshatin Kuq” (njësia e pakonfirmuar) 2.1" in shown
    chosen = training.client(EDITOR).get(f"{there}?pjesa={row(training, 'Ndriçimi')}").text
    assert 'name="scope"' in chosen
    assert not re.search(r'name="scope"[^>]*checked', chosen), "none is chosen before a person says so"


def test_a_unit_that_the_words_may_mean_is_one_button_away(training: Site) -> None:
    there = begun(training, text=TEXT.replace("fshatin Kuq", "fshatin Njësia Veriore"))
    chosen = row(training, "Ndriçimi")
    page = training.client(EDITOR).get(f"{there}?pjesa={chosen}").text
    assert "Konfirmoni: është në Njësia Veriore" in page
    assert "“fshatin Njësia Veriore” (ndoshta Njësia Veriore) 2.1" in words(page)
    assert do(training, there, chosen, "njesite").status_code == 303
    (one,) = (one for one in rows(training) if one.id == chosen)
    assert (one.scope, one.units, one.place, one.is_placed) == (
        Scope.UNITS, ("njesia-veriore",), "fshatin Njësia Veriore", True,
    )  # fmt: skip


def test_a_row_that_moved_says_which_number_the_document_gives_it(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Një qendër ditore")
    assert do(training, there, chosen, "poshte").status_code == 303
    page = words(training.client(EDITOR).get(f"{there}?shihni=te-gjitha").text)
    assert "1.2 më parë 1.1" in page
    assert "1.1 më parë 1.2" in page


def test_sent_twice_it_is_read_once(training: Site) -> None:
    client = training.client(EDITOR)
    page = client.get(FROM)
    fields = {"_csrf_token": client.cookies["pop_csrf"], "nonce": hidden(page, "nonce"), "text": TEXT}
    first, second = client.post(FROM, data=fields), client.post(FROM, data=fields)
    assert first.headers["location"] == second.headers["location"]
    assert rows(training), "one reading"


@pytest.mark.both
def test_sent_again_while_it_is_read_it_becomes_one_reading(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client, again = training.client(EDITOR), training.client(EDITOR)
    fields = {"nonce": hidden(client.get(FROM), "nonce"), "text": TEXT}
    again.get(FROM)
    meanwhile: list[Any] = []

    def read_slowly(*said: Any, **more: Any) -> Any:
        if not meanwhile:
            meanwhile.append("once")
            meanwhile[0] = again.post(FROM, data={**fields, "_csrf_token": again.cookies["pop_csrf"]})
        return reader.read(*said, **more)

    monkeypatch.setattr("pop_tracker.contracts.pages.readings.read", read_slowly)
    answer = client.post(FROM, data={**fields, "_csrf_token": client.cookies["pop_csrf"]})
    assert (answer.status_code, meanwhile[0].status_code) == (303, 303)
    assert answer.headers["location"] == meanwhile[0].headers["location"]
    assert rows(training), "one reading"


def test_text_that_is_no_contract_comes_back_as_it_was_typed(training: Site) -> None:
    answer = training.form(training.client(EDITOR), FROM, text="Faturë nr. 12\nTotali: 1.200 lekë\n")
    assert answer.status_code == 422
    assert "Faturë nr. 12" in answer.text


def test_what_is_too_long_for_a_draft_is_told_before_there_is_one(training: Site) -> None:
    there = begun(training, text=TEXT.replace("Ndriçimi i rrugës", "Ndriçimi i rrugës " + "shumë " * 400))
    settled(training, there)
    refused = pressed(training, there, "drafti", veprimi="ruaj")
    assert refused.status_code == 422
    assert "tepër i gjatë për një zotim" in words(refused.text)


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_keeps_a_draft_from_being_made_leads_to_where_it_is_said(training: Site, language: str) -> None:
    """Also to rows of another list than the one that is shown, and in English."""
    there = begun(training, text=DOUBTED.replace("2027–2031", ""))
    doubted = next(one.id for one in rows(training) if one.is_unsure)
    client = training.client(EDITOR)
    page = client.get(f"{language}{there}")
    sent = {"_csrf_token": client.cookies["pop_csrf"], "version": hidden(page, "version"), "veprimi": "ruaj"}
    refused = client.post(f"{language}{there}/drafti", data=sent)
    assert refused.status_code == 422
    ways = re.findall(r'href="([^"]+)"', re.search(r"error-summary.*?</ul>", refused.text, re.DOTALL)[0])  # type: ignore[index]
    here = f"{language}{there}"
    assert ways[0] == f"{here}#te-dhenat"
    assert f"{here}?pjesa={doubted}#p{doubted}" in ways
    assert ways[-1] == f"{here}?shihni=te-gjitha#propozimet"
    for way in ways:
        assert f'id="{way.partition("#")[2]}"' in client.get(way.partition("#")[0]).text


def test_joined_it_leads_to_the_row_that_took_it(training: Site) -> None:
    there = begun(training)
    chosen, above = row(training, "për ata që dalin"), row(training, "për ata që jetojnë")
    answer = do(training, there, chosen, "bashko", shihni="te-gjitha")
    assert answer.headers["location"] == f"{there}?shihni=te-gjitha&pjesa={above}#p{above}"
    assert do(training, there, rows(training)[0].id, "bashko").status_code == 422


def test_what_was_typed_for_a_row_that_is_gone_is_given_back(training: Site) -> None:
    there = begun(training)
    gone = row(training, "për ata që dalin")
    page = training.client(EDITOR).get(f"{there}?pjesa={gone}")
    assert do(training, there, gone, "bashko", who=SECOND_EDITOR).status_code == 303
    client = training.client(EDITOR)
    client.get(there)
    sent = {"_csrf_token": client.cookies["pop_csrf"], "version": hidden(page, "version"), "text": "E shkruajta unë."}
    answer = client.post(f"{there}/pjesa/{gone}", data=sent)
    assert answer.status_code == 409
    assert "me atë sipër" in words(answer.text)
    assert "E shkruajta unë." in answer.text
    assert client.post(f"{there}/pjesa/999", data=sent).status_code == 404


def test_a_step_stays_in_the_list_that_was_looked_at(training: Site) -> None:
    there = begun(training, text=DOUBTED)
    doubted = next(one.id for one in rows(training) if one.is_unsure)
    for shown, step in (("te-gjitha", "poshte"), ("pasigurta", "lart")):
        answer = do(training, there, doubted, step, shihni=shown)
        assert f"shihni={shown}&" in answer.headers["location"]


def test_after_what_was_left_out_comes_the_next_of_the_list(training: Site) -> None:
    there = begun(training, text=DOUBTED)
    doubted = [one.id for one in rows(training) if one.is_unsure]
    left_out = do(training, there, doubted[0], "hiq", shihni="pasigurta")
    assert left_out.headers["location"] == f"{there}?shihni=pasigurta&pjesa={doubted[1]}#p{doubted[1]}"
    last = row(training, "Ndriçimi")
    standing = [one.id for one in rows(training) if not one.is_left_out]
    before = standing[standing.index(last) - 1]
    left_out = do(training, there, before, "hiq", shihni="te-gjitha")
    assert left_out.headers["location"] == f"{there}?shihni=te-gjitha&pjesa={last}#p{last}"
    assert do(training, there, doubted[1], "konfirmo").status_code == 303
    left_out = do(training, there, doubted[1], "hiq", shihni="pasigurta")
    assert "shihni=te-gjitha&" in left_out.headers["location"], "nothing is unsure any more"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Shërbimet", {"group": "tjetër"}),
        ("Një qendër", {"scope": "units", "units": ["nuk-ka"]}),
        ("Një qendër", {"scope": "units", "units": ["njesia-lindore", "nuk-ka"]}),
        ("Një qendër", {"scope": "kudo"}),
    ],
)
def test_what_was_never_offered_is_refused(training: Site, text: str, said: dict[str, Any]) -> None:
    there = begun(training)
    before = rows(training)
    answer = do(training, there, row(training, text), "konfirmo", **said)
    assert answer.status_code == 422
    assert "Zgjidhni një nga mundësitë e dhëna." in words(answer.text)
    assert rows(training) == before
