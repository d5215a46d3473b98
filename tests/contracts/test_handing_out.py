"""The document behind an edition: what readers are told of it, who gives them its file, and that nobody has more."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from sqlmodel import Session, select

from pop_tracker import history, verification
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import handing_out, points
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.handing_out import document_at_work, public_document
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.pieces import pieces_of
from pop_tracker.sealed import SealedPiece
from pop_tracker.web.errors import Forbidden, Refusal, Stale
from tests import cast
from tests.conftest import Site
from tests.contracts.documents import (
    LEFT_OUT,
    NAME,
    ORIGINAL,
    PASSAGE,
    confirm,
    declare,
    draft_with_document,
    published_with_document,
)
from tests.contracts.play import (
    CONTRACT,
    PUBLICATION,
    REVIEW,
    WORDING,
    contract,
    discard,
    hidden,
    newest,
    publish,
    submit,
    text,
)
from tests.pages import words

EDITION = f"/kontratat/{CONTRACT}/botimi/2"
DOCUMENT = f"{EDITION}/dokumenti"
AT_WORK = f"/puna{DOCUMENT}"


def published(site: Site, *, free: bool = False, file: bool = True, passage: str = PASSAGE) -> None:
    with site.database.writing() as session:
        edition = published_with_document(session, site, file=file, passage=passage)
        if free:
            declare(session, site, edition)
            confirm(session, site, edition)


def on(session: Session, site: Site, edition: Edition, email: str = cast.EDITOR) -> handing_out.AtWork:
    return document_at_work(session, site.viewer(session, email), CONTRACT, edition.number)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.both
def test_readers_are_told_the_digest_always_and_have_the_passages(training: Site) -> None:
    published(training)
    reader = training.client()
    page = words(reader.get(EDITION).text)
    assert ORIGINAL in page
    assert NAME not in page
    answer = reader.get(DOCUMENT)
    assert answer.headers["content-type"] == "application/pdf"
    said = text_of(answer.content)
    assert PASSAGE in said
    assert ORIGINAL in said
    assert LEFT_OUT not in said
    with training.database.reading() as session:
        others = [one for one in texts_of_edition(session, newest(session).id or 0) if not one.passage]
    assert others
    assert not [one.ref for one in others if one.text in said], "what is not from the document"
    assert not re.search(r"\b1\.1\b", said)
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content)).get_metadata_dict()
    assert [document[one] for one in ("Author", "Creator", "CreationDate", "ModDate", "Keywords", "Subject")] == [
        ""
    ] * 6
    assert training.client().get(DOCUMENT).content == answer.content


def test_the_contract_the_api_and_the_tables_say_the_same(training: Site) -> None:
    published(training)
    reader = training.client()
    assert ORIGINAL in words(reader.get(f"/kontratat/{CONTRACT}").text)
    full = reader.get(f"/api/v1/contracts/{CONTRACT}").json()
    listed = next(one for one in reader.get("/api/v1/contracts").json()["items"] if one["slug"] == CONTRACT)
    assert full["document"] == listed["document"]
    assert {name: full["document"][name] for name in ("edition", "sha256", "size", "pages", "free", "name")} == {
        "edition": 2, "sha256": ORIGINAL, "size": 12_345, "pages": 2, "free": False, "name": None,
    }  # fmt: skip
    (said,) = (one for each in full["priorities"] for one in each["commitments"] if one["ref"] == "1.2")
    assert (said["passage"], said["passage_page"]) == (PASSAGE, 2)
    (line,) = (one for one in reader.get("/zotimet.csv").text.splitlines() if PASSAGE in one)
    assert ORIGINAL in line


def test_a_commitment_quotes_its_passage_where_it_says_more(training: Site) -> None:
    published(training)
    page = words(training.client().get(f"/kontratat/{CONTRACT}/1.2").text)
    assert f"“{PASSAGE}”" in page
    assert "Dokumenti i botimit 2 , faqe 2" in page
    assert LEFT_OUT not in page


@pytest.mark.parametrize("mark", ["– ", "3. ", "1.3 ", "b) ", "Prioriteti II: "])
def test_a_commitment_that_says_the_same_names_the_place_alone(training: Site, mark: str) -> None:
    published(training, passage=f"{mark}Një bibliotekë lëvizëse për fshatrat")
    page = words(training.client().get(f"/kontratat/{CONTRACT}/1.2").text)
    assert "fjalë për fjalë · Dokumenti i botimit 2 , faqe 2" in page
    assert "Kështu thotë dokumenti" not in page


def test_a_later_edition_quotes_the_document_of_the_one_before(training: Site) -> None:
    published(training)
    with training.database.writing() as session:
        drafts.open_draft(session, training.viewer(session, cast.EDITOR), contract(session))
        points.revise(session, training.viewer(session, cast.EDITOR), contract(session), "1.1", WORDING)
        submit(session, training)
        publish(session, training)
        assert public_document(session, newest(session)) is None
    page = words(training.client().get(f"/kontratat/{CONTRACT}/1.2").text)
    assert "Dokumenti i botimit 2 , faqe 2" in page
    assert training.client().get(f"/kontratat/{CONTRACT}/botimi/3/dokumenti").status_code == 404


def test_an_addendum_that_words_it_anew_quotes_no_document_and_quotes_it_again_as_it_was(training: Site) -> None:
    published(training)
    with training.database.writing() as session:
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        drafts.open_draft(session, editor, of)
        read = Wording.of(text(session, newest(session), "1.2"))
        points.revise(session, editor, of, "1.1", WORDING)
        points.revise(session, editor, of, "1.2", replace(read, text="Një autobus me libra."))
        draft = submit(session, training)
        assert text(session, draft, "1.2").passage == ""
        assert text(session, draft, "1.2").passage_page is None
        drafts.send_back(session, training.viewer(session, cast.OTHER_REVIEWER), of, "Jo kështu.")
        points.revise(session, editor, of, "1.2", read)
        assert text(session, submit(session, training), "1.2").passage == PASSAGE
        drafts.take_back(session, editor, of)
        points.revise(session, editor, of, "1.2", replace(read, text="Një autobus me libra."))
        submit(session, training)
        publish(session, training)
    page = words(training.client().get(f"/kontratat/{CONTRACT}/1.2").text)
    assert "Një autobus me libra." in page
    assert f"“{PASSAGE}”" not in page
    assert "Dokumenti i botimit 2" not in page
    assert PASSAGE in text_of(training.client().get(DOCUMENT).content), "of the edition that was read from it"


@pytest.mark.both
def test_readers_have_the_file_once_two_people_said_that_it_is_free(training: Site) -> None:
    published(training)
    editor, reviewer = training.client(cast.EDITOR), training.client(cast.OTHER_REVIEWER)
    page = words(editor.get(AT_WORK).text)
    assert "Nënshkrimet me dorë" in page
    assert training.form(editor, AT_WORK, f"{AT_WORK}/deklarimi").status_code == 422, "not ticked"
    assert training.form(editor, AT_WORK, f"{AT_WORK}/deklarimi", is_free="y").status_code == 303
    assert training.client().get(DOCUMENT).headers["content-disposition"].count("dokumenti.pdf") > 0, "not yet"
    asked = reviewer.get(AT_WORK)
    assert asked.status_code == 200
    sent = {"version": hidden(asked, "version")}
    assert training.form(reviewer, AT_WORK, f"{AT_WORK}/deklarimi/konfirmimi", **sent).status_code == 303
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
        assert (entry.row.verb, entry.row.organisation, entry.row.approver_organisation) == (
            "edition.hand_out", "organizata-a", "organizata-b",
        )  # fmt: skip
        document = public_document(session, newest(session))
        assert document is not None
        assert (document.is_free, document.name) == (True, NAME)
        assert list(verification.verify(session)) == []
        sha256 = document.sha256
    answer = training.client().get(DOCUMENT)
    assert LEFT_OUT in text_of(answer.content), "the file itself"
    assert "private" in answer.headers["cache-control"]
    assert sha256 in training.client().get(EDITION).text
    assert training.client().get(f"/api/v1/contracts/{CONTRACT}").json()["document"]["free"]


def test_of_a_draft_that_was_handed_on_at_once_it_is_said_while_it_waits(training: Site) -> None:
    with training.database.writing() as session:
        draft_with_document(session, training)
        submit(session, training)
    editor, reviewer = training.client(cast.EDITOR), training.client(cast.OTHER_REVIEWER)
    asked, there = "Skedari i dokumentit: a u jepet lexuesve?", f"/puna/kontratat/{CONTRACT}/drafti"
    assert asked in words(editor.get("/puna").text)
    assert asked not in words(reviewer.get("/puna").text)
    assert "T’u jepet lexuesve skedari?" in words(editor.get(there).text)

    def read() -> dict[str, str]:
        (asks,) = re.findall(rf'href="({PUBLICATION}\?version=\w+)"', reviewer.get(REVIEW).text)
        return {"version": hidden(reviewer.get(asks), "version")}

    before = read()
    assert training.form(editor, AT_WORK, f"{AT_WORK}/deklarimi", is_free="y").status_code == 303
    assert asked not in words(editor.get("/puna").text)
    assert "T’u jepet lexuesve skedari?" not in words(editor.get(there).text)
    assert training.form(reviewer, REVIEW, PUBLICATION, **before).status_code == 409, "they read something else"
    assert training.form(reviewer, REVIEW, PUBLICATION, **read()).status_code == 303
    assert LEFT_OUT in text_of(training.client().get(DOCUMENT).content), "the file itself"


def test_who_says_it_in_the_moment_of_publishing_needs_a_second_person(training: Site) -> None:
    with training.database.writing() as session:
        at = on(session, training, draft_with_document(session, training))
        submit(session, training)
        publish(session, training)
        handing_out.declare(session, training.viewer(session, cast.EDITOR), at)
        assert not at.document.is_free
        assert on(session, training, newest(session)).declaration is not None


@pytest.mark.both
def test_it_is_taken_back_at_once_and_the_record_says_why(training: Site) -> None:
    published(training, free=True)
    editor = training.client(cast.EDITOR)
    assert training.form(editor, AT_WORK, f"{AT_WORK}/mbajtja").status_code == 422, "without a reason"
    reason = "Ka një nënshkrim te faqja e fundit."
    assert training.form(editor, AT_WORK, f"{AT_WORK}/mbajtja", reason=reason).status_code == 303
    assert LEFT_OUT not in text_of(training.client().get(DOCUMENT).content)
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
        assert (entry.row.verb, entry.reason) == ("edition.withhold", reason)
        assert list(verification.verify(session)) == []
    assert training.form(editor, AT_WORK, f"{AT_WORK}/deklarimi", is_free="y").status_code == 303, "and said again"


@pytest.mark.both
def test_a_declaration_is_refused_by_who_would_confirm_it(training: Site) -> None:
    published(training)
    with training.database.writing() as session:
        declare(session, training, newest(session))
    reviewer = training.client(cast.OTHER_REVIEWER)
    assert training.form(reviewer, AT_WORK, f"{AT_WORK}/deklarimi/heqja").status_code == 303
    assert reviewer.get(AT_WORK).status_code == 404, "nothing waits for them any more"
    with training.database.reading() as session:
        assert on(session, training, newest(session)).declaration is None


@pytest.mark.both
@pytest.mark.parametrize(("word", "other"), [("konfirmimi", "heqja"), ("heqja", "konfirmimi")])
def test_a_word_whose_answer_was_lost_is_heard_once(training: Site, word: str, other: str) -> None:
    """And the other word from the page that is still open is no replay of it: nobody is told what is not so."""
    published(training)
    with training.database.writing() as session:
        declare(session, training, newest(session))
    reviewer = training.client(cast.OTHER_REVIEWER)
    page = reviewer.get(AT_WORK)
    sent = {name: hidden(page, name) for name in ("version", "nonce")} | {"_csrf_token": reviewer.cookies["pop_csrf"]}
    first, second = (reviewer.post(f"{AT_WORK}/deklarimi/{word}", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert reviewer.post(f"{AT_WORK}/deklarimi/{other}", data=sent).status_code == 404
    with training.database.reading() as session:
        document = public_document(session, newest(session))
        assert document is not None
        assert document.is_free is (word == "konfirmimi")
        verbs = [entry.row.verb for entry in history.entries(session, limit=3)]
        assert verbs.count("edition.hand_out") == int(word == "konfirmimi")


def test_nobody_confirms_their_own_nor_what_they_have_not_read(training: Site) -> None:
    published(training)
    with training.database.writing() as session:
        edition = newest(session)
        declare(session, training, edition)
        editor = training.viewer(session, cast.EDITOR)
        with pytest.raises(Forbidden):
            handing_out.confirm(session, editor, on(session, training, edition), "")
        reviewer = training.viewer(session, cast.OTHER_REVIEWER)
        with pytest.raises(Stale):
            handing_out.confirm(session, reviewer, on(session, training, edition, cast.OTHER_REVIEWER), "older")


@pytest.mark.parametrize("email", [cast.OTHER_EDITOR, cast.OTHER_REVIEWER, cast.REVIEWER])
def test_nobody_else_declares_it_or_takes_it_back(training: Site, email: str) -> None:
    with training.database.writing() as session:
        edition = published_with_document(session, training)
        at, viewer = on(session, training, edition), training.viewer(session, email)
        with pytest.raises(Forbidden):
            handing_out.declare(session, viewer, at)
        with pytest.raises(Forbidden):
            handing_out.withhold(session, viewer, at, "Pse.")


def test_with_the_draft_the_second_person_agrees_who_publishes_it(training: Site) -> None:
    with training.database.writing() as session:
        draft = draft_with_document(session, training)
        declare(session, training, draft)
        assert public_document(session, draft) is None
        submit(session, training)
        file = draft.document(session)
        assert file is not None
        file.is_free = False
        read = draft.as_read(session)
        file.is_free = True
        with pytest.raises(Stale):  # who read that readers would not have it
            drafts.publish(session, training.viewer(session, cast.OTHER_REVIEWER), contract(session), read)
        reviewer = training.viewer(session, cast.OTHER_REVIEWER)
        drafts.publish(session, reviewer, contract(session), draft.as_read(session))
        document = public_document(session, newest(session))
        assert document is not None
        assert document.is_free
        assert list(verification.verify(session)) == []


@pytest.mark.parametrize("waits", [False, True])
def test_who_declares_it_in_a_draft_is_no_second_person_for_it(training: Site, waits: bool) -> None:
    with training.database.writing() as session:
        draft = draft_with_document(session, training)
        if waits:
            submit(session, training)
        declare(session, training, draft, cast.SECOND_EDITOR)
        second = training.viewer(session, cast.SECOND_EDITOR)
        assert second.person_id in draft.hands(session)["wrote"]


def test_a_draft_that_is_thrown_away_takes_its_declaration_along(training: Site) -> None:
    with training.database.writing() as session:
        draft = draft_with_document(session, training)
        declare(session, training, draft)
        document = on(session, training, draft).document
        discard(session, training)
        assert not document.is_free


def test_what_was_pasted_has_no_file_to_give(training: Site) -> None:
    published(training, file=False)
    with training.database.writing() as session, pytest.raises(Refusal):
        declare(session, training, newest(session))
    page = words(training.client(cast.EDITOR).get(AT_WORK).text)
    assert "mbahet vetëm teksti" in page
    assert PASSAGE in text_of(training.client().get(DOCUMENT).content)


@pytest.mark.parametrize("submitted", [False, True])
def test_of_a_draft_nobody_reaches_anything(training: Site, submitted: bool) -> None:
    """By its address, by the digests, by any role, in any way of asking."""
    with training.database.writing() as session:
        draft = draft_with_document(session, training)
        declare(session, training, draft)
        sha256 = on(session, training, draft).document.sha256
        if submitted:
            submit(session, training)
    guessed = [DOCUMENT, *(f"/{folder}/{sha256}" for folder in ("dokumentet", "provat", "kopjet")),
               f"/dokumentet/{ORIGINAL}"]  # fmt: skip
    roles = [None, cast.EDITOR, cast.SECOND_EDITOR, cast.OTHER_EDITOR, cast.REVIEWER, cast.OTHER_REVIEWER,
             cast.COORDINATOR]  # fmt: skip
    for email in roles:
        client = training.client(email)
        for address in guessed:
            for headers in ({}, {"Range": "bytes=0-10"}, {"If-None-Match": f'W/"{sha256[:24]}"'}):
                assert client.get(address, headers=headers).status_code == 404, (email, address)
            assert client.head(address).status_code in (404, 405), (email, address)
    for page in (
        f"/kontratat/{CONTRACT}",
        f"/api/v1/contracts/{CONTRACT}",
        "/zotimet.csv",
        f"/kontratat/{CONTRACT}/1.2",
    ):
        text = training.client().get(page).text
        assert not any(one in text for one in (ORIGINAL, sha256, PASSAGE, NAME)), page


@pytest.mark.parametrize(
    ("email", "draft", "submitted", "out"),
    [
        pytest.param(cast.EDITOR, 200, 200, 200, marks=pytest.mark.both),
        (cast.SECOND_EDITOR, 200, 200, 200),
        (cast.OTHER_EDITOR, 404, 404, 404),
        (cast.REVIEWER, 404, 200, 404),
        (cast.OTHER_REVIEWER, 404, 200, 404),
        (cast.COORDINATOR, 404, 404, 404),
        (None, 303, 303, 303),
    ],
)
def test_the_file_is_seen_by_who_works_on_it_or_decides(
    training: Site, email: str | None, draft: int, submitted: int, out: int
) -> None:
    asked = training.client(email)

    def seen() -> set[int]:
        answers = [asked.get(address, follow_redirects=False) for address in (AT_WORK, f"{AT_WORK}/skedari")]
        return {303 if one.status_code == 302 else one.status_code for one in answers}

    with training.database.writing() as session:
        draft_with_document(session, training)
    assert seen() == {draft}
    with training.database.writing() as session:
        submit(session, training)
    assert seen() == {submitted}
    with training.database.writing() as session:
        publish(session, training)
    assert seen() == {out}


def asked(session: Session, site: Site, words_: str, names: tuple[str, ...] = ()) -> RedactionRequest:
    """That a commitment's words be removed, whole or only the names."""
    edition = newest(session)
    (piece,) = (one for one in pieces_of(session, edition.kind, edition.key) if one.words == words_)
    chosen = [Chosen(piece, names)]
    return ask_redaction(session, site.viewer(session, cast.EDITOR), chosen, "emër i një personi privat")


@pytest.mark.parametrize(
    ("passage", "going"), [(PASSAGE, ["text"]), (f"{PASSAGE}, sipas Zenepe Kuqalashit", ["text", "passage"])]
)
def test_of_a_name_a_passage_goes_along_that_says_it(training: Site, passage: str, going: list[str]) -> None:
    said = "Një bibliotekë, sipas Zenepe Kuqalashit."
    with training.database.writing() as session:
        published_with_document(session, training, passage=passage, text=said)
        asked(session, training, said, ("Zenepe Kuqalashi",))
        assert [one.field for one in session.exec(select(SealedPiece))] == going


@pytest.mark.both
def test_words_that_are_taken_out_take_their_passage_along(training: Site) -> None:
    published(training)
    with training.database.writing() as session:
        request = asked(session, training, WORDING.text)
    reader = training.client()
    addresses = (DOCUMENT, f"/kontratat/{CONTRACT}/1.2", "/zotimet.csv", f"/api/v1/contracts/{CONTRACT}", EDITION)
    for address in addresses:
        answer = reader.get(address)
        said = text_of(answer.content) if address == DOCUMENT else answer.text
        assert "bibliotekë" not in said, address
    assert "fjalë për fjalë" not in reader.get(f"/kontratat/{CONTRACT}/1.2").text
    with training.database.writing() as session:
        request = session.get_one(RedactionRequest, request.id)
        request.decline(session, training.viewer(session, cast.OTHER_REVIEWER))
        assert list(verification.verify(session)) == []
    assert PASSAGE in text_of(training.client().get(DOCUMENT).content), "and back with them"


@pytest.mark.both
def test_a_name_goes_out_of_the_passage_too_and_the_file_with_it(training: Site) -> None:
    named = "Një bibliotekë lëvizëse te shtëpia e Zenepe Kuqalashit."
    with training.database.writing() as session:
        edition = published_with_document(
            session, training, passage="• Çdo javë një bibliotekë lëvizëse, te Zenepe Kuqalashi", text=named
        )
        declare(session, training, edition)
        confirm(session, training, edition)
        request = asked(session, training, named, ("Zenepe Kuqalashi",))
        request.confirm(session, training.viewer(session, cast.OTHER_REVIEWER))
        assert list(verification.verify(session)) == []
    page = words(training.client().get(f"/kontratat/{CONTRACT}/1.2").text)
    assert "“• Çdo javë një bibliotekë lëvizëse, te [emër i hequr]”" in page
    said = text_of(training.client().get(DOCUMENT).content)
    assert "[emër i hequr]" in said
    assert "Kuqalash" not in said
    assert not training.client().get(f"/api/v1/contracts/{CONTRACT}").json()["document"]["free"]
