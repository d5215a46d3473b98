"""The same through the browser's forms: doors, bad input, a form sent twice, a stale form."""

import re
from html import unescape
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points
from pop_tracker.contracts.editions import Edition, open_edition
from pop_tracker.contracts.models import Contract, contract_at_work, contract_by_slug
from pop_tracker.contracts.texts import PriorityGroup
from pop_tracker.places.models import municipality_by_slug
from tests import cast
from tests.conftest import Site
from tests.contracts.play import (
    CONTRACT,
    DRAFT,
    PUBLICATION,
    RETURN,
    REVIEW,
    WORDING,
    contract,
    hidden,
    newest,
    open_draft,
    refs,
    submit,
    text,
)
from tests.pages import main_of, words

GOOD: dict[str, Any] = {
    "text": "Një bibliotekë lëvizëse për fshatrat.",
    "scope": "units",
    "units": ["njesia-lindore", "fushe-shembull"],
    "place": "dy herë në javë",
    "target_groups": "nxënës;të moshuar",
    "source": "takimi i 3 marsit 2025",
}


@pytest.fixture
def drafted(training: Site) -> Site:
    """A site where the editor has opened the next draft."""
    with training.database.writing() as session:
        open_draft(session, training)
    return training


def add(site: Site, client: Any, **fields: Any) -> Any:
    page = client.get(f"{DRAFT}/zotime/i-ri")
    sent = {"under": "1", "nonce": hidden(page, "nonce"), **GOOD, **fields}
    return site.form(client, f"{DRAFT}/zotime/i-ri", **sent)


def remove(site: Site, client: Any, where: str) -> Any:
    """By the button of the page that asks."""
    path = f"{DRAFT}{where}/heqja"
    return site.form(client, path, version=hidden(client.get(path), "version"))


def retract(site: Site, client: Any, path: str = f"{DRAFT}/zotime/2.4/terheqja") -> Any:
    return site.form(client, path, reason="U bë.", version=hidden(client.get(path), "version"))


@pytest.mark.both
def test_the_whole_way_from_a_draft_to_edition_two(training: Site) -> None:
    editor = training.client(cast.EDITOR)
    assert training.form(editor, DRAFT).headers["location"] == DRAFT
    page = editor.get(f"{DRAFT}/prioritete/i-ri")
    added = training.form(
        editor, f"{DRAFT}/prioritete/i-ri", title="Kultura", group="other", source="takimi", nonce=hidden(page, "nonce")
    )
    assert added.headers["location"] == f"{DRAFT}/zotime/i-ri?nen=4"
    assert add(training, editor, under="4").headers["location"] == f"{DRAFT}#p4.1"
    page = editor.get(f"{DRAFT}/zotime/1.2")
    revised = training.form(editor, f"{DRAFT}/zotime/1.2", **GOOD, version=hidden(page, "version"))
    assert revised.status_code == 303
    assert retract(training, editor).status_code == 303
    page = editor.get(f"{DRAFT}/dergimi")
    assert "Arsyeja e shtojcës" in page.text
    assert "mund të mbetet bosh" not in page.text
    assert "Kultura" in page.text
    sent = training.form(
        editor, f"{DRAFT}/dergimi", reason="Banorët e kërkuan.", source="takimi", version=hidden(page, "version")
    )
    assert sent.headers["location"] == DRAFT
    reviewer = training.client(cast.OTHER_REVIEWER)
    review = reviewer.get(REVIEW)
    assert "<ins>" in review.text
    assert "Banorët e kërkuan." in review.text
    (asks,) = re.findall(rf'href="({PUBLICATION}\?version=\w+)"', review.text)
    asked = reviewer.get(asks)
    assert "Jo, kthehuni" in asked.text
    published = training.form(reviewer, asks, post_to=PUBLICATION, version=hidden(asked, "version"))
    assert published.headers["location"] == f"/kontratat/{CONTRACT}/botimi/2"
    with training.database.reading() as session:
        two = newest(session)
        assert two.number == 2
        assert two.as_read(session) == hidden(asked, "version")
        assert text(session, two, "4.1").target_groups == "të moshuar; nxënës"
        assert [unit.slug for unit in text(session, two, "4.1").units] == ["fushe-shembull", "njesia-lindore"]
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_everything_in_a_draft_can_be_undone(drafted: Site) -> None:
    editor, more = drafted.client(cast.EDITOR), f"{DRAFT}/prioritete"

    def undo(path: str) -> Any:
        return drafted.form(editor, "/puna/kontratat", post_to=DRAFT + path)

    fields = {"title": "Kultura", "group": "other", "source": "takimi"}
    drafted.form(editor, f"{more}/i-ri", nonce=hidden(editor.get(f"{more}/i-ri"), "nonce"), **fields)
    version = hidden(editor.get(f"{more}/4"), "version")
    assert drafted.form(editor, f"{more}/4", version=version, **fields | {"title": "Rinia"}).status_code == 303
    assert "Rinia" in editor.get(DRAFT).text
    assert remove(drafted, editor, "/prioritete/4").status_code == 303
    assert "Rinia" not in editor.get(DRAFT).text

    retract(drafted, editor)
    assert "U bë." in editor.get(DRAFT).text
    assert undo("/zotime/2.4/kthimi").headers["location"] == f"{DRAFT}#p2.4"
    assert "U bë." not in editor.get(DRAFT).text

    add(drafted, editor)
    version = hidden(editor.get(f"{DRAFT}/dergimi"), "version")
    sent = drafted.form(editor, f"{DRAFT}/dergimi", reason="Banorët.", source="takimi", version=version)
    assert sent.status_code == 303
    reviewer = drafted.client(cast.OTHER_REVIEWER)
    assert reviewer.get(REVIEW).status_code == 200
    assert undo("/marrja").headers["location"] == DRAFT
    assert reviewer.get(REVIEW).status_code == 404
    path = f"{DRAFT}/hedhja"
    read = hidden(editor.get(path), "version")
    for _ in range(2):
        gone = drafted.form(editor, "/puna/kontratat", post_to=path, version=read)
        assert gone.headers["location"] == "/puna/kontratat"
    with drafted.database.reading() as session:
        assert open_edition(session, drafted.viewer(session, cast.EDITOR), contract(session).id or 0) is None


@pytest.mark.parametrize("email", [cast.OTHER_EDITOR, cast.OTHER_BOTH, cast.OTHER_REVIEWER, cast.REVIEWER])
def test_another_organisation_gets_403_on_the_same_forms(drafted: Site, email: str) -> None:
    stranger = drafted.client(email)
    for path in ("", "/dergimi", "/zotime/i-ri", "/zotime/1.1", "/zotime/1.1/terheqja", "/prioritete/1"):
        assert stranger.get(DRAFT + path).status_code == 403, path
    stranger.get("/puna/kontratat")
    fields = {"_csrf_token": stranger.cookies.get("pop_csrf", ""), **GOOD, "reason": "x", "version": "1"}
    for path in ("", "/dergimi", "/zotime/1.1", "/zotime/1.1/terheqja", "/zotime/1.1/heqja", "/hedhja", "/marrja"):
        assert stranger.post(DRAFT + path, data=fields).status_code in (400, 403), path
    with drafted.database.reading() as session:
        draft = open_edition(session, drafted.viewer(session, cast.EDITOR), contract(session).id or 0)
        assert draft is not None
        assert text(session, draft, "1.1").text.startswith("Rikonstruksioni")


def test_without_signing_in_the_draft_asks_who_you_are(drafted: Site) -> None:
    assert drafted.client().get(DRAFT).headers["location"] == f"/hyrje?pas={DRAFT}"


def test_before_submission_a_reviewer_finds_nothing(drafted: Site) -> None:
    reviewer = drafted.client(cast.REVIEWER)
    assert reviewer.get(REVIEW).status_code == 404
    assert CONTRACT not in reviewer.get("/puna/kontratat").text


def test_the_coordinator_reads_the_draft_but_does_not_write(drafted: Site) -> None:
    page = drafted.client(cast.COORDINATOR).get(DRAFT)
    assert page.status_code == 200
    assert "<form" not in page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": ""}, "Plotësojeni këtë fushë."),
        ({"text": "a" * 2001}, "Teksti është tepër i gjatë: më së shumti 2.000 karaktere."),
        ({"text": "Një park \x00"}, "Teksti ka karaktere që nuk lexohen."),
        ({"text": "Një shko\ufffdlë"}, "Teksti ka karaktere që nuk lexohen."),
        ({"scope": ""}, "Plotësojeni këtë fushë."),
        ({"scope": "kudo"}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"units": []}, "Zgjidhni të paktën një njësi administrative."),
        ({"units": ["asgjekund"]}, "Kjo bashki nuk ka një njësi “asgjekund”."),
        ({"units": ["kodra-e-proves"]}, "Kjo bashki nuk ka një njësi “kodra-e-proves”."),
        ({"scope": "words", "place": ""}, "Shkruani vendin me fjalët e dokumentit."),
        ({"source": ""}, "Plotësojeni këtë fushë."),
        ({"source": "b" * 2_501}, "më së shumti 2.500 karaktere"),
        ({"target_groups": "g" * 301}, "më së shumti 300 karaktere"),
        ({"under": ""}, "Plotësojeni këtë fushë."),
        ({"under": "1.1"}, "Ky zotim është botuar i plotë"),
        ({"under": "99"}, "Zgjidhni vendin e zotimit në kontratë."),
        ({"under": "3"}, "Ky prioritet është vetë një zotim: nën të nuk shtohen pika."),
    ],
)
def test_bad_input_is_told_at_its_field_and_what_was_typed_is_kept(
    drafted: Site, fields: dict[str, Any], message: str
) -> None:
    answer = add(drafted, drafted.client(cast.EDITOR), **fields)
    assert answer.status_code == 422
    told = unescape(answer.text)
    field = {"Shkruani": "place", "Zgjidhni të": "units"}.get(message.split(" vendin")[0].split(" paktën")[0])
    assert f'id="{field or next(iter(fields))}-error"' in told
    assert message in told
    assert "text" in fields or GOOD["text"] in told
    with drafted.database.reading() as session:
        draft = open_edition(session, drafted.viewer(session, cast.EDITOR), contract(session).id or 0)
        assert draft is not None
        assert "1.5" not in refs(session, draft)


def test_bytes_that_are_not_utf8_are_no_form(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    page = editor.get(f"{DRAFT}/zotime/i-ri")
    body = (
        f"_csrf_token={editor.cookies['pop_csrf']}&under=1&scope=municipality&source=takimi"
        f"&nonce={hidden(page, 'nonce')}&text=Nj%EB+park"
    )
    answer = editor.post(
        f"{DRAFT}/zotime/i-ri", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert "UTF-8" in answer.text


def test_the_message_is_in_the_readers_language(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    answer = drafted.form(
        editor, f"/en{DRAFT}/zotime/i-ri", under="1", scope="units", units=["asgjekund"], text="x", source="t"
    )
    assert answer.status_code == 422
    assert "This municipality has no unit “asgjekund”." in unescape(answer.text)


@pytest.mark.both
def test_a_new_commitment_sent_twice_is_added_once(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    nonce = hidden(editor.get(f"{DRAFT}/zotime/i-ri"), "nonce")
    first, second = add(drafted, editor, nonce=nonce), add(drafted, editor, nonce=nonce)
    assert first.headers["location"] == second.headers["location"] == f"{DRAFT}#p1.5"
    with drafted.database.reading() as session:
        draft = open_edition(session, drafted.viewer(session, cast.EDITOR), contract(session).id or 0)
        assert draft is not None
        assert "1.6" not in refs(session, draft)


@pytest.mark.both
def test_a_stale_form_loses_nothing_and_shows_both_texts(drafted: Site) -> None:
    first, second = drafted.client(cast.EDITOR), drafted.client(cast.SECOND_EDITOR)
    path = f"{DRAFT}/zotime/1.2"
    version = hidden(first.get(path), "version")
    mine, theirs = {**GOOD, "text": "Teksti im."}, {**GOOD, "text": "Teksti i tjetrit."}
    assert drafted.form(second, path, **theirs, version=version).status_code == 303
    answer = drafted.form(first, path, **mine, version=version)
    assert answer.status_code == 409
    assert "Teksti im." in answer.text
    assert "Teksti i tjetrit." in answer.text
    knowing = drafted.form(first, path, **mine, version=hidden(answer, "version"))
    assert knowing.status_code == 303
    with drafted.database.reading() as session:
        draft = open_edition(session, drafted.viewer(session, cast.EDITOR), contract(session).id or 0)
        assert draft is not None
        assert text(session, draft, "1.2").text == "Teksti im."


@pytest.mark.parametrize("said", [{}, {"version": ""}, {"version": "x"}, {"version": "9" * 5000}])
def test_a_draft_goes_on_only_as_it_was_read(drafted: Site, said: dict[str, str]) -> None:
    fields = {"reason": "Pse.", "source": "takimi", **said}
    answer = drafted.form(drafted.client(cast.EDITOR), DRAFT, post_to=f"{DRAFT}/dergimi", **fields)
    assert answer.status_code == 409


@pytest.mark.both
def test_the_same_words_sent_twice_are_no_conflict(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    path = f"{DRAFT}/zotime/1.2"
    version = hidden(editor.get(path), "version")
    sent = {**GOOD, "text": "Dy  herë\nnjësoj.", "version": version}
    assert [drafted.form(editor, path, **sent).status_code for _ in range(2)] == [303, 303]


@pytest.mark.both
def test_what_someone_took_out_meanwhile_is_not_lost_for_who_was_writing(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    add(drafted, editor)
    path = f"{DRAFT}/zotime/1.5"
    version = hidden(editor.get(path), "version")
    assert remove(drafted, drafted.client(cast.SECOND_EDITOR), "/zotime/1.5").status_code == 303
    answer = drafted.form(editor, DRAFT, post_to=path, **{**GOOD, "text": "Teksti im."}, version=version)
    assert answer.status_code == 422
    assert "Teksti im." in answer.text


REREAD = "Drafti ndryshoi ndërkohë. Lexoni përsëri çfarë hiqet para se të vendosni."
REREAD_IN_ENGLISH = "The draft changed in the meantime. Read again what is to be removed before you decide."


@pytest.mark.both
def test_nobody_removes_what_a_colleague_wrote_meanwhile(drafted: Site) -> None:
    editor, colleague = drafted.client(cast.EDITOR), drafted.client(cast.SECOND_EDITOR)
    fields = {"title": "Kultura", "group": "other", "source": "takimi"}
    new = f"{DRAFT}/prioritete/i-ri"
    drafted.form(editor, new, nonce=hidden(editor.get(new), "nonce"), **fields)
    add(drafted, editor)
    add(drafted, editor, under="4")

    def mend(ref: str, said: str) -> None:
        path = f"{DRAFT}/zotime/{ref}"
        sent = {**GOOD, "text": said, "version": hidden(colleague.get(path), "version")}
        assert drafted.form(colleague, path, **sent).status_code == 303

    for where, ref in (("/zotime/1.5", "1.5"), ("/prioritete/4", "4.1")):
        path = f"{DRAFT}{where}/heqja"
        read = hidden(editor.get(path), "version")
        mend("1.1", f"Diçka tjetër, para {ref}.")  # which does not go
        assert hidden(editor.get(path), "version") == read
        mend(ref, f"Fjalët e kolegut te {ref}.")
        for nothing in ({}, {"version": read}):
            refused = drafted.form(editor, path, **nothing)
            assert refused.status_code == 409
            assert REREAD in words(refused.text)
            assert f"Fjalët e kolegut te {ref}." in words(refused.text)
        assert REREAD_IN_ENGLISH in words(drafted.form(editor, f"/en{path}", version=read).text)
        assert f"Fjalët e kolegut te {ref}." in editor.get(DRAFT).text
        # What came back names what it shows.
        assert drafted.form(editor, path, version=hidden(refused, "version")).status_code == 303
        assert f"Fjalët e kolegut te {ref}." not in editor.get(DRAFT).text


@pytest.mark.both
def test_nobody_throws_away_what_a_colleague_wrote_meanwhile(drafted: Site) -> None:
    editor, path = drafted.client(cast.EDITOR), f"{DRAFT}/hedhja"
    add(drafted, editor)
    read = hidden(editor.get(path), "version")
    add(drafted, drafted.client(cast.SECOND_EDITOR))
    for sent in ({}, {"version": read}, {"version": "²"}, {"version": "9" * 40}):
        refused = drafted.form(editor, path, **sent)
        assert refused.status_code == 409
        assert REREAD in words(refused.text)
        assert "Në këtë draft: 2 shtime" in words(refused.text)
    assert "1.6" in editor.get(DRAFT).text
    assert drafted.form(editor, path, version=hidden(refused, "version")).status_code == 303


def test_what_joined_meanwhile_does_not_go_unread(drafted: Site) -> None:
    """A sub-point goes with its point, a point with its priority."""
    editor, colleague = drafted.client(cast.EDITOR), drafted.client(cast.SECOND_EDITOR)
    add(drafted, editor)
    path = f"{DRAFT}/zotime/1.5/heqja"
    read = hidden(editor.get(path), "version")
    add(drafted, colleague, under="1.5")
    refused = drafted.form(editor, path, version=read)
    assert refused.status_code == 409
    assert "Zotimi 1.5 dhe 1 nënpikë e tij hiqen nga drafti." in words(refused.text)
    assert "1.5.a" in editor.get(DRAFT).text


def test_what_is_submitted_meanwhile_keeps_what_was_typed(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    version = hidden(editor.get(f"{DRAFT}/zotime/1.2"), "version")
    with drafted.database.writing() as session:
        points.revise(session, drafted.viewer(session, cast.SECOND_EDITOR), contract(session), "1.1", WORDING)
        submit(session, drafted, cast.SECOND_EDITOR)
    answer = drafted.form(editor, DRAFT, post_to=f"{DRAFT}/zotime/1.2", **{**GOOD, "text": "Im."}, version=version)
    assert answer.status_code == 422
    assert "pret rishikimin" in answer.text
    assert "Im." in answer.text


@pytest.mark.both
def test_submitting_twice_answers_as_before_and_a_stale_submission_shows_the_changes(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    add(drafted, editor)
    seen = hidden(editor.get(f"{DRAFT}/dergimi"), "version")
    with drafted.database.writing() as session:
        points.revise(session, drafted.viewer(session, cast.SECOND_EDITOR), contract(session), "1.1", WORDING)
    answer = drafted.form(editor, f"{DRAFT}/dergimi", reason="Pse.", source="takimi", version=seen)
    assert answer.status_code == 409
    assert "Pse." in answer.text
    again = {"reason": "Pse.", "source": "takimi", "version": hidden(answer, "version")}
    assert drafted.form(editor, DRAFT, post_to=f"{DRAFT}/dergimi", **again).status_code == 303
    assert drafted.form(editor, DRAFT, post_to=f"{DRAFT}/dergimi", **again).status_code == 303


@pytest.mark.both
def test_a_reviewer_sends_back_with_a_note_that_the_editor_reads(drafted: Site) -> None:
    with drafted.database.writing() as session:
        points.revise(session, drafted.viewer(session, cast.EDITOR), contract(session), "1.1", WORDING)
        submit(session, drafted)
    reviewer = drafted.client(cast.REVIEWER)
    nonce = hidden(reviewer.get(REVIEW), "nonce")
    assert drafted.form(reviewer, REVIEW, post_to=RETURN, note="", nonce=nonce).status_code == 422
    for _ in range(2):  # twice answers as before
        answer = drafted.form(reviewer, "/puna/kontratat", post_to=RETURN, note="Shtoni burimin.", nonce=nonce)
        assert answer.headers["location"] == "/puna/kontratat"
    assert "Shtoni burimin." in drafted.client(cast.EDITOR).get(DRAFT).text
    assert reviewer.get(REVIEW).status_code == 404


def test_who_wrote_in_a_draft_sees_no_buttons_and_gets_403(training: Site) -> None:
    both = training.client(cast.OTHER_BOTH)
    draft, review = "/puna/kontratat/prove-2023/drafti", "/puna/kontratat/prove-2023/rishikimi"
    training.form(both, draft)
    retract(training, both, f"{draft}/zotime/1.1/terheqja")
    version = hidden(both.get(f"{draft}/dergimi"), "version")
    training.form(both, f"{draft}/dergimi", reason="Pse.", source="takimi", version=version)
    page = both.get(review)
    assert "duhet të vendosë një person tjetër" in page.text
    assert "<form" not in page.text
    token = both.cookies["pop_csrf"]
    for path in ("botim", "kthim"):
        data = {"_csrf_token": token, "digest": "x", "note": "x"}
        assert both.post(f"/puna/kontratat/prove-2023/{path}", data=data).status_code == 403


@pytest.mark.both
def test_a_new_contract_is_known_with_edition_one_and_not_before(training: Site) -> None:
    editor = training.client(cast.EDITOR)
    fields = {"municipality": "ushtrim", "title": "Kontrata Sociale 2023–2027, Bashkia Ushtrim", "term_from": "2023",
              "term_until": "2027", "source": "dokumenti"}  # fmt: skip
    nonce = hidden(editor.get("/puna/kontratat/e-re"), "nonce")
    for _ in range(2):  # twice answers as before
        made = training.form(editor, "/puna/kontratat/e-re", **fields, nonce=nonce)
        assert made.headers["location"] == "/puna/kontratat/ushtrim-2023/drafti"
    with training.database.writing() as session:
        assert contract_by_slug(session, "ushtrim-2023") is None
        of = contract_at_work(session, training.viewer(session, cast.EDITOR), "ushtrim-2023")
        assert list(verification.verify(session)) == []
        author, reviewer = training.viewer(session, cast.EDITOR), training.viewer(session, cast.REVIEWER)
        points.add_priority(session, author, of, title="Uji.", group=PriorityGroup.NONE, source="dokumenti", flat=True)
        edition = drafts.open_draft(session, author, of)
        drafts.submit(session, author, of, reason="", source="dokumenti", version=edition.version)
        drafts.publish(session, reviewer, of, edition.as_read(session))
        assert (of.is_known, of.text_known) == (True, True)
        assert [entry.row.verb for entry in history.entries(session, limit=2)[::-1]] == [
            "contract.record",
            "edition.publish",
        ]
        assert list(verification.verify(session)) == []
    again = training.form(editor, "/puna/kontratat/e-re", **fields)
    assert again.status_code == 422
    assert "Kjo bashki ka një kontratë" in again.text


@pytest.mark.both
def test_a_contract_that_is_being_prepared_is_nowhere_for_readers(training: Site) -> None:
    fields = {"municipality": "ushtrim", "title": "Kontrata e Ushtrimit", "term_from": "2023", "term_until": "2027",
              "source": "dokumenti"}  # fmt: skip
    training.form(training.client(cast.EDITOR), "/puna/kontratat/e-re", **fields)
    reader = training.client()
    assert reader.get("/kontratat/ushtrim-2023").status_code == 404
    assert reader.get("/api/v1/contracts/ushtrim-2023").status_code == 404
    for path in ("/kontratat", "/bashkite/ushtrim", "/organizatat", "/zotimet", "/kandidatet", "/ndryshimet", "/",
                 "/api/v1/contracts", "/rrjeti"):  # fmt: skip
        assert "Kontrata e Ushtrimit" not in reader.get(path).text, path
    assert "Kontrata e Ushtrimit" in training.client(cast.EDITOR).get("/puna/kontratat").text
    stranger = training.client(cast.OTHER_EDITOR)
    assert stranger.get("/puna/kontratat/ushtrim-2023/drafti").status_code == 404
    assert "Kontrata e Ushtrimit" not in stranger.get("/puna/nenshkrimet").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"municipality": ""}, "Plotësojeni këtë fushë."),
        ({"municipality": "prove"}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"term_from": "sivjet"}, "Shkruani një vit"),
        ({"term_from": "9" * 5000}, "Shkruani një vit"),
        ({"term_from": "2028"}, "Mandati mbaron para se të fillojë."),
        ({"title": "t" * 201}, "më së shumti 200 karaktere"),
        ({"source": " "}, "Plotësojeni këtë fushë."),
    ],
)
def test_a_bad_contract_is_told_at_its_field(training: Site, fields: dict[str, str], message: str) -> None:
    good = {"municipality": "ushtrim", "title": "Kontrata", "term_from": "2023", "term_until": "2027", "source": "d"}
    answer = training.form(training.client(cast.EDITOR), "/puna/kontratat/e-re", **{**good, **fields})
    assert answer.status_code == 422
    assert message in answer.text
    with training.database.reading() as session:
        assert len(session.exec(select(Contract)).all()) == len(session.exec(select(Edition)).all()) == 3


def test_a_draft_opens_with_its_counts_and_what_it_changes(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    assert "3 prioritete, 10 zotime. Ndryshon nga botimi 1: ende asnjë ndryshim." in said_by(editor, DRAFT)
    add(drafted, editor)
    retract(drafted, editor)
    assert "3 prioritete, 10 zotime. Ndryshon nga botimi 1: 1 shtim, 1 tërheqje." in said_by(editor, DRAFT)
    assert "1 addition, 1 withdrawal." in said_by(editor, f"/en{DRAFT}")


def test_what_takes_a_commitment_back_stands_in_its_form_and_not_in_the_list(drafted: Site) -> None:
    """In the list it stood beside the link that changes it and looked the same."""
    editor = drafted.client(cast.EDITOR)
    add(drafted, editor)
    page = editor.get(DRAFT).text
    assert "/terheqja" not in page
    assert "/heqja" not in page
    published, new = editor.get(f"{DRAFT}/zotime/1.1").text, editor.get(f"{DRAFT}/zotime/1.5").text
    assert f'class="danger-link" href="{DRAFT}/zotime/1.1/terheqja"' in published
    assert "/zotime/1.1/heqja" not in published
    assert f'class="danger-link" href="{DRAFT}/zotime/1.5/heqja"' in new
    assert "/zotime/1.5/terheqja" not in new
    assert editor.get(f"{DRAFT}/zotime/1.1/heqja").status_code == 404
    assert editor.get(f"{DRAFT}/prioritete/1/heqja").status_code == 404


def test_what_the_newest_edition_says_stands_beside_the_form(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    page = editor.get(f"{DRAFT}/zotime/1.2")
    drafted.form(editor, f"{DRAFT}/zotime/1.2", **GOOD, version=hidden(page, "version"))
    beside = main_of(editor.get(f"{DRAFT}/zotime/1.2").text).split("<aside")[1]
    assert "Siç është i botuar" in beside
    assert GOOD["text"] not in words(beside)
    assert "1.1" in words(beside)


def test_nobody_is_asked_to_publish_what_they_did_not_read(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        points.add_commitment(session, training.viewer(session, cast.EDITOR), contract(session), "1", WORDING)
        submit(session, training)
    reviewer = training.client(cast.OTHER_REVIEWER)
    for digest in ("", "?digest=0000"):
        answer = reviewer.get(PUBLICATION + digest)
        assert answer.status_code == 409
        assert "Lexojeni përsëri" in answer.text
    assert training.client(cast.OTHER_BOTH).get(PUBLICATION).status_code == 409
    assert training.client(cast.EDITOR).get(PUBLICATION).status_code == 403


def said_by(client: Any, path: str) -> str:
    return words(main_of(client.get(path).text))


def test_one_more_opens_under_the_same_priority_with_the_source_named_last(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    taken = add(drafted, editor, under="2", veprimi="tjeter")
    assert taken.headers["location"] == f"{DRAFT}/zotime/i-ri?nen=2"
    page = editor.get(taken.headers["location"]).text
    assert "U ruajt: pika 2.5." in words(page)
    assert re.search(r'<option value="2" selected>', page)
    assert re.search(r'id="source"[^>]*>takimi i 3 marsit 2025<', page)
    assert f">{GOOD['text']}</textarea>" not in page
    other = editor.get(f"{DRAFT}/zotime/i-ri?nen=1").text  # there another source was named last
    assert ">takimi i 3 marsit 2025<" not in other
    assert re.search(r'id="source"[^>]*>[^<]+<', other)
    assert ">takimi i 3 marsit 2025</textarea>" in editor.get(f"{DRAFT}/prioritete/i-ri").text


def test_each_empty_priority_is_named_with_the_way_to_its_form(drafted: Site) -> None:
    with drafted.database.writing() as session:
        editor = drafted.viewer(session, cast.EDITOR)
        for title in ("Kultura", "Sporti"):
            points.add_priority(
                session, editor, contract(session), title=title, group=PriorityGroup.OTHER, source="takimi", flat=False
            )
    client = drafted.client(cast.EDITOR)
    page = client.get(f"{DRAFT}/dergimi")
    for source in ("takimi", ""):  # also beside a field that was left empty
        sent = drafted.form(client, f"{DRAFT}/dergimi", reason="", source=source, version=hidden(page, "version"))
        assert sent.status_code == 422
        for number in (4, 5):
            told = f"Prioriteti {number} nuk ka ende asnjë zotim."
            assert f'<a href="{DRAFT}/zotime/i-ri?nen={number}">{told}</a>' in sent.text
        assert "Shkruani pse ndryshon kontrata." in sent.text


def test_the_list_tells_contracts_of_one_title_apart_by_their_terms(training: Site) -> None:
    with training.database.writing() as session:
        viewer, place = training.viewer(session, cast.EDITOR), municipality_by_slug(session, "shembull")
        assert place is not None
        drafts.new_contract(session, viewer, place, title=contract(session).title, term=(2031, 2035), source="takimi")
    page = words(main_of(training.client(cast.EDITOR).get("/puna/kontratat").text))
    first, second = page.index("2023–2027 · Botimi 1 është i botuar"), page.index("2031–2035 · Ende asnjë botim")
    assert first < second


def field_value(page: Any, name: str) -> str:
    (box,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page.text)[:1]
    return unescape((re.findall(r' value="([^"]*)"', box) or [""])[0])


def went_along(page: Any) -> dict[str, str]:
    """What the form says that it was opened with."""
    names = ("source_was", "source_was_address", "source_was_place")
    return {name: unescape(hidden(page, name)) for name in names}


def test_an_addendum_s_source_keeps_no_place_of_the_one_before_until_it_is_typed_again(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)

    def sent(path: str, source: str, place: str = "faqe 3") -> Any:
        page, said = editor.get(path), GOOD if "zotime" in path else {"title": "Shërbimet", "group": "main"}
        named = {**said, **went_along(page), "source": source, "source_address": "", "source_place": place}
        return drafted.form(editor, path, **named, version=hidden(page, "version"))

    def place(path: str) -> str:
        return field_value(editor.get(path), "source_place")

    for path, said in ((f"{DRAFT}/zotime/1.2", "pika 1.2"), (f"{DRAFT}/prioritete/1", "prioriteti 1")):
        assert sent(path, "Kontrata").status_code == 303
        assert place(path) == "faqe 3"
        told = editor.get(sent(path, "Shtojca").headers["location"]).text
        assert f"U ruajt: {said}. Burimi është tjetër tani" in words(told)
        assert place(path) == ""
        assert sent(path, "Shtojca").status_code == 303
        assert place(path) == "faqe 3", "it was typed again"
        assert sent(path, "Vendimi", "faqe 4").status_code == 303
        assert place(path) == "faqe 4", "one of its own"


def test_a_place_that_went_with_its_source_is_no_conflict_when_it_is_sent_twice(drafted: Site) -> None:
    editor, path = drafted.client(cast.EDITOR), f"{DRAFT}/zotime/1.2"
    named = {**GOOD, "source": "Kontrata", "source_address": "", "source_place": "faqe 3"}
    drafted.form(editor, path, **named, version=hidden(editor.get(path), "version"))
    page = editor.get(path)
    twice = {**named, **went_along(page), "source": "Shtojca", "version": hidden(page, "version")}
    assert [drafted.form(editor, path, **twice).status_code for _ in range(2)] == [303, 303]
    assert field_value(editor.get(path), "source_place") == ""
