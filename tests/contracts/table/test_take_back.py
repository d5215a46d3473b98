"""A table that was written in a draft is taken back as one step: the draft says again what it said."""

from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points, succession
from pop_tracker.contracts.entered_tables import EnteredTable
from pop_tracker.contracts.table.taking_back import digest, kept_of
from pop_tracker.contracts.texts import CommitmentText, PriorityGroup, texts_of_edition
from pop_tracker.pieces import NAME_REMOVED
from tests import cast
from tests.conftest import Site
from tests.contracts.documents import PASSAGE, published_with_document
from tests.contracts.play import contract, submit
from tests.contracts.table.play import (
    KNOWN,
    NEW,
    POINT,
    SOURCE,
    START,
    bring,
    file,
    open_known,
    page,
    prepare,
    row,
    standing_rows,
    table,
)
from tests.history.redacting import NAME, removed
from tests.pages import words
from tests.plans.play import fields_of
from tests.plans.tables import send


def entered(site: Site) -> list[int]:
    with site.database.reading() as session:
        return [one.id or 0 for one in session.exec(select(EnteredTable).order_by("id"))]


def ask(site: Site, slug: str = NEW, which: int = -1) -> str:
    return f"/puna/kontratat/{slug}/drafti/tabelat/{entered(site)[which]}/marrja"


def take_back(site: Site, path: str, who: str = cast.EDITOR, **fields: str) -> Any:
    sent = {**fields_of(site, path, who), **fields}
    return site.form(site.client(who), path.partition("/tabelat")[0], post_to=path, **sent)


def state(site: Site, slug: str = NEW) -> str:
    with site.database.reading() as session:
        _, draft = drafts.draft_at_work(session, site.viewer(session, cast.EDITOR), slug)
        return digest(kept_of(session, draft))


def with_passage(site: Site, slug: str, ref: str) -> None:
    """As if the commitment had been read from a document."""
    with site.database.writing() as session:
        _, draft = drafts.draft_at_work(session, site.viewer(session, cast.EDITOR), slug)
        text = next(one for one in texts_of_edition(session, draft.id or 0) if one.ref == ref)
        written = session.get(CommitmentText, text.id)
        assert written is not None
        written.passage, written.passage_page = "• siç shkruhet", 3


@pytest.mark.both
def test_the_draft_says_again_what_it_said(training: Site) -> None:
    prepare(training)
    bring(training, START)
    with_passage(training, NEW, "1.2.b")
    before, rows = state(training), table(training)
    rows[1]["teksti"], rows[1]["vlerësimi i vitit të parë"] = "Dy qendra rinore.", "nuk është adresuar"
    bring(training, [rows[5], rows[0], rows[1], row(text="Një fushë sporti.", **POINT)])
    assert state(training) != before
    client, path = training.client(cast.EDITOR), ask(training)
    assert path in client.get(f"/puna/kontratat/{NEW}/drafti").text
    asks = words(client.get(path).text)
    assert "Skedari kontrata.csv." in asks
    assert "Hiqet 1 rresht që shtoi." in asks
    assert "Kthehen 3 rreshta që hoqi." in asks
    assert "1 rresht thotë përsëri çfarë thoshte." in asks
    sent = fields_of(training, path, cast.EDITOR)
    answers = [training.form(client, "/puna", post_to=path, **sent) for _ in range(2)]
    assert [(one.status_code, one.headers["location"]) for one in answers] == [
        (303, f"/puna/kontratat/{NEW}/drafti")
    ] * 2
    assert state(training) == before
    assert client.get(path).status_code == 404


def test_one_after_the_other_the_newest_first(training: Site) -> None:
    prepare(training)
    bring(training, START)
    between = state(training)
    bring(training, table(training)[::-1][:1])
    assert take_back(training, ask(training)).status_code == 303
    assert state(training) == between
    assert take_back(training, ask(training)).status_code == 303
    assert standing_rows(training) == {}
    assert entered(training) == []


def test_of_an_edition_at_work_all_comes_back_too(training: Site) -> None:
    """What is retracted, what was split, and the words of both."""
    open_known(training)
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, KNOWN)
        ripe = next(one for one in texts_of_edition(session, draft.id or 0) if one.can_be_assessed and not one.is_flat)
        succession.split(session, editor, contract, ripe.ref, parts=["Pjesa e parë.", "Pjesa e dytë."], also=[],
                         reason="Ishin dy kërkesa.")  # fmt: skip
    before, rows = state(training, KNOWN), table(training, KNOWN)
    at = next(place for place, one in enumerate(rows) if one["referenca"] == ripe.ref)
    rows[at] |= {"tërhequr, pse": "", "teksti": "Krejt tjetër."}
    other = next(one for one in rows if one["niveli"] == "pikë" and not one["tërhequr, pse"] and one is not rows[at])
    other["tërhequr, pse"] = "Nuk duhet më."
    bring(training, [one for one in rows if one["teksti"] != "Pjesa e dytë."], KNOWN)
    with training.database.reading() as session:
        _, draft = drafts.draft_at_work(session, training.viewer(session, cast.EDITOR), KNOWN)
        now = {one.ref: one for one in texts_of_edition(session, draft.id or 0)}
        assert (now[ripe.ref].went_to, now[ripe.ref].is_retracted, now[ripe.ref].text) == ((), False, "Krejt tjetër.")
    assert take_back(training, ask(training, KNOWN)).status_code == 303
    assert state(training, KNOWN) == before
    with training.database.reading() as session:
        _, draft = drafts.draft_at_work(session, training.viewer(session, cast.EDITOR), KNOWN)
        again = next(one for one in texts_of_edition(session, draft.id or 0) if one.ref == ripe.ref)
        assert len(again.went_to) == 2


def test_what_takes_a_place_does_not_go_while_that_place_is_empty(training: Site) -> None:
    open_known(training)
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, KNOWN)
        ripe = next(one for one in texts_of_edition(session, draft.id or 0) if one.can_be_assessed and not one.is_flat)
        succession.split(session, editor, contract, ripe.ref, parts=["Pjesa e parë.", "Pjesa e dytë."], also=[],
                         reason="Ishin dy kërkesa.")  # fmt: skip
    rows = [one for one in table(training, KNOWN) if one["teksti"] != "Pjesa e dytë."]
    client = training.client(cast.EDITOR)
    answer = send(training, client, "a.csv", file(rows), SOURCE, page(KNOWN))
    assert answer.status_code == 422
    line = [one["referenca"] for one in rows].index(ripe.ref) + 2
    assert f'<td class="num">{line}</td>' in answer.text
    assert f"merr vendin e {ripe.ref} në këtë draft" in answer.text


def test_once_somebody_wrote_there_it_is_no_step_any_more(training: Site) -> None:
    prepare(training)
    bring(training, START)
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, _ = drafts.draft_at_work(session, editor, NEW)
        points.add_priority(session, editor, contract, title="Tjetër", group=PriorityGroup.NONE, source=SOURCE,
                            flat=False)  # fmt: skip
    after = state(training)
    client, path = training.client(cast.EDITOR), ask(training)
    assert "Në draft u shkrua pas këtij importimi." in words(client.get(path).text)
    assert "nonce" not in client.get(path).text.split("<main")[1]
    refused = client.post(path, data={"_csrf_token": client.cookies.get("pop_csrf") or "", "nonce": "një"})
    assert refused.status_code == 422
    assert state(training) == after
    bring(training, [one | {"teksti": one["teksti"] + " sot"} for one in table(training)])
    first, second = ask(training, which=0), ask(training)
    assert "Më parë merret mbrapsht tabela që u importua pas saj: kontrata.csv." in words(client.get(first).text)
    assert take_back(training, second).status_code == 303
    assert state(training) == after


def test_it_goes_with_the_draft_and_with_its_publication(training: Site) -> None:
    prepare(training)
    bring(training, START)
    path = ask(training)
    for stranger in (cast.OTHER_EDITOR, cast.REVIEWER):
        assert training.client(stranger).get(path).status_code in (403, 404)
    colleague = training.client(cast.SECOND_EDITOR)
    assert colleague.get(path).status_code == 200, "the draft is theirs, too"
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, NEW)
        drafts.submit(session, editor, contract, reason="", source=SOURCE, version=draft.version)
    assert colleague.get(path).status_code == 404, "it rests while somebody decides on it"
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        drafts.take_back(session, editor, contract)
    assert words(colleague.get(path).text).count("Hiqen 6 rreshta që shtoi.") == 1, "nobody wrote in it meanwhile"
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, NEW)
        drafts.submit(session, editor, contract, reason="", source=SOURCE, version=draft.version)
        drafts.publish(session, training.viewer(session, cast.OTHER_REVIEWER), contract, draft.as_read(session))
        assert session.exec(select(EnteredTable)).all() == []
        drafts.open_draft(session, editor, contract)
    bring(training, [row(level="prioritet", text="Ujë", scope="e gjithë bashkia")])
    assert entered(training)
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, NEW)
        drafts.discard(session, editor, contract, draft.version)
        assert session.exec(select(EnteredTable)).all() == []


def test_a_redaction_reaches_what_the_draft_said_before(training: Site) -> None:
    """It is a copy of words that may be public; what is taken back afterwards says it without the name."""
    prepare(training)
    named = [START[0], row(text=f"Ndihmë për fëmijët, siç tha {NAME}.", **POINT)]
    bring(training, named)
    bring(training, [table(training)[0], row(text="Ndihmë për fëmijët.", **POINT)])
    with training.database.writing() as session:
        removed(session, training)
    with training.database.reading() as session:
        told = [str(one.before) for one in session.exec(select(EnteredTable).order_by("id"))]
        assert NAME not in "".join(told)
        assert NAME_REMOVED in told[-1]
    assert take_back(training, ask(training)).status_code == 303
    assert standing_rows(training)["1.1"]["text"] == f"Ndihmë për fëmijët, siç tha {NAME_REMOVED}."


def test_a_table_that_words_a_quoted_commitment_anew_is_taken_back_after_its_review_too(training: Site) -> None:
    """What it words anew quotes no document from then on; with the old words the passage stands again."""
    with training.database.writing() as session:
        published_with_document(session, training, text=PASSAGE)
    open_known(training)
    before = state(training, KNOWN)
    rows = table(training, KNOWN)
    (quoted,) = (one for one in rows if one["referenca"] == "1.2")
    quoted["teksti"] = "Krejt tjetër fjali."
    bring(training, rows, KNOWN)
    with training.database.writing() as session:
        submit(session, training)
        drafts.take_back(session, training.viewer(session, cast.EDITOR), contract(session))
    answer = take_back(training, ask(training, KNOWN))
    assert answer.status_code == 303, words(answer.text)
    assert state(training, KNOWN) == before
