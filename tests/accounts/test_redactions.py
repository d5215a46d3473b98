"""Words taken out of the record: asked by one person, confirmed by another, and said in the record."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.redactions import RedactionAnswer, RedactionRequest, in_hand
from pop_tracker.elections.models import Candidate
from pop_tracker.history import REMOVED, HistoryEntry, HistoryPayload
from tests.accounts.play import NAME, entry_of
from tests.accounts.play import ask_redaction as ask
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, REVIEWER
from tests.conftest import Site


def test_another_person_confirms_and_the_words_are_gone(training: Site) -> None:
    number = entry_of(training)
    where = ask(training)
    client = training.client(REVIEWER)
    assert NAME in client.get(where).text
    confirmed = training.form(client, where, post_to=f"{where}/konfirmim")
    assert confirmed.status_code == 303
    with training.database.reading() as session:
        head = history.head(session)
        assert confirmed.headers["location"] == f"/ndryshimet/{head.number}"
        assert session.get(HistoryPayload, number) is None
        (entry,) = history.entries(session, number=head.number)
        assert entry.row.verb == "candidate.redact"
        assert entry.row.redacts == str(number)
        assert entry.reason == "emër i një personi privat, ligji 124/2024"
        assert entry.row.author != entry.row.approver
        assert not list(verification.verify(session))
        of_candidates = (
            select(HistoryPayload.content)
            .join(HistoryEntry, col(HistoryEntry.number) == HistoryPayload.number)
            .where(HistoryEntry.kind == "candidate")
        )
        assert all(NAME not in content for content in session.exec(of_candidates))
        assert not session.exec(select(Candidate).where(Candidate.name == NAME)).all()
    assert NAME not in client.get("/kandidatet").text
    assert NAME not in client.get(where).text


def test_the_words_that_were_not_private_can_be_put_back(training: Site) -> None:
    where = ask(training)
    training.form(training.client(REVIEWER), where, post_to=f"{where}/konfirmim")
    with training.database.writing() as session:
        candidate = session.exec(select(Candidate).where(Candidate.name == REMOVED)).one()
        candidate.revise(session, history.Actor(), name="B. G.", source="e shpikur")
    with training.database.reading() as session:
        assert not list(verification.verify(session))


@pytest.mark.both
def test_seeding_again_does_not_bring_the_words_back(training: Site) -> None:
    from pop_tracker.tables import load_seeds
    from pop_tracker.web.shipped import shipped

    where = ask(training)
    training.form(training.client(REVIEWER), where, post_to=f"{where}/konfirmim")
    with training.database.writing() as session:
        assert load_seeds(session, shipped("seeds") / "training") == 0


def test_nobody_confirms_their_own_by_any_route(training: Site) -> None:
    where = ask(training, OTHER_BOTH)
    client = training.client(OTHER_BOTH)
    assert "/konfirmim" not in client.get(where).text
    for route in ("konfirmim", "refuzim"):
        refused = training.form(client, where, post_to=f"{where}/{route}")
        assert refused.status_code == 403
    with training.database.reading() as session:
        assert session.exec(select(RedactionRequest.answer)).one() is None
        assert NAME in {candidate.name for candidate in session.exec(select(Candidate))}


def test_an_editor_asks_but_does_not_answer(training: Site) -> None:
    where = ask(training, REVIEWER)
    client = training.client(OTHER_EDITOR)
    assert client.get(where).status_code == 404  # not theirs, and not for them to answer
    client.get("/puna/heqjet")
    token = {"_csrf_token": client.cookies["pop_csrf"]}
    assert client.post(f"{where}/konfirmim", data=token).status_code == 404


def test_declined_leaves_everything(training: Site) -> None:
    where = ask(training)
    client = training.client(COORDINATOR)
    assert training.form(client, where, post_to=f"{where}/refuzim").status_code == 303
    assert "refuzoi" in client.get(where).text
    again = training.form(client, where, post_to=f"{where}/konfirmim")
    assert again.status_code == 422
    assert "përgjigje tashmë" in again.text
    with training.database.reading() as session:
        assert NAME in {candidate.name for candidate in session.exec(select(Candidate))}


def test_it_waits_for_those_who_may_answer(training: Site) -> None:
    where = ask(training, REVIEWER)
    with training.database.reading() as session:
        waits = {
            email: [one.path for one in in_hand(session, training.viewer(session, email)).waiting]
            for email in (COORDINATOR, OTHER_BOTH, REVIEWER, EDITOR)
        }
    assert waits == {COORDINATOR: [where], OTHER_BOTH: [where], REVIEWER: [], EDITOR: []}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"number": ""}, "number"),
        ({"number": "dymbëdhjetë"}, "number"),
        ({"number": "99999999999"}, "number"),
        ({"number": "²"}, "number"),
        ({"number": "1"}, "number"),  # a municipality holds no private words
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    sent = {"number": str(entry_of(training)), "reason": "ligji 124/2024", **fields}
    answer = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", **sent)
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text


@pytest.mark.parametrize(("kind", "key"), [("contract", "shembull-2023"), ("organisation", "organizata-a")])
def test_a_name_in_a_source_goes_also_from_earlier_entries(training: Site, kind: str, key: str) -> None:
    """A contract's or an organisation's form can mend the row; what was recorded before stays until it is redacted."""
    with training.database.reading() as session:
        of_it = select(HistoryEntry.number).where(HistoryEntry.kind == kind, HistoryEntry.key == key)
        numbers = session.exec(of_it).all()
        source = history.entries(session, number=numbers[0])[0].source
    assert source
    where = ask(training, number=str(numbers[0]))
    training.form(training.client(REVIEWER), where, post_to=f"{where}/konfirmim")
    with training.database.reading() as session:
        assert [session.get(HistoryPayload, number) for number in numbers] == [None] * len(numbers)
        thing = next(one for one in history.KINDS[kind].public_rows(session) if one.key == key)
        assert thing.public_state(session)["source"] == REMOVED
        assert list(verification.verify(session)) == []


def test_one_request_at_a_time_for_one_thing(training: Site) -> None:
    ask(training)
    sent = {"number": str(entry_of(training)), "reason": "ligji 124/2024"}
    answer = training.form(training.client(REVIEWER), "/puna/heqjet/kerkese", **sent)
    assert answer.status_code == 422
    assert "pret përgjigje" in answer.text


def test_the_pages_say_what_goes_and_what_stays(training: Site) -> None:
    with training.database.reading() as session:
        plan = session.exec(select(HistoryEntry.number).where(HistoryEntry.kind == "plan")).first()
    where_candidate, where_plan = ask(training), ask(training, number=str(plan))
    client = training.client(REVIEWER)
    assert "zërat mbeten siç janë" in client.get("/puna/heqjet/kerkese").text
    of_candidate, of_plan = (client.get(f"{where}/konfirmim").text for where in (where_candidate, where_plan))
    assert "duhet një kërkesë tjetër." in of_candidate
    assert "zërat e tij mbeten siç janë" in of_plan
    assert "zërat e tij" not in of_candidate
    assert "needs a request of its own" in client.get(f"/en{where_plan}/konfirmim").text


@pytest.mark.both
def test_of_two_requests_at_once_one_stands(training: Site) -> None:
    number = entry_of(training)

    def send(email: str) -> int:
        sent = {"number": str(number), "reason": "ligji 124/2024"}
        return training.form(training.client(email), "/puna/heqjet/kerkese", **sent).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, [EDITOR, OTHER_EDITOR, REVIEWER, COORDINATOR]))
    assert sorted(answers) == [303, 422, 422, 422]


@pytest.mark.both
def test_the_database_itself_wants_a_second_person_and_one_open_request(training: Site) -> None:
    where = ask(training)
    with training.database.reading() as session:
        request = session.exec(select(RedactionRequest)).one()
    own_answer = sa.update(RedactionRequest).values(answer=RedactionAnswer.DECLINED, answered_by=request.asked_by)
    again = sa.insert(RedactionRequest).values(request.model_dump(exclude={"id"}))
    for statement in (own_answer, again):
        with pytest.raises(IntegrityError), training.database.writing() as session:
            session.exec(statement)
    declined = training.form(training.client(REVIEWER), where, post_to=f"{where}/refuzim")
    assert declined.status_code == 303
    ask(training)  # once answered, one may ask again
