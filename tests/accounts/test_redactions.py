"""Words taken out of the record: asked by one person, hidden at once, confirmed by another, and said in the record."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from pop_tracker import history, jobs, verification
from pop_tracker.accounts.redaction_lists import in_hand
from pop_tracker.accounts.redactions import SEALED_FOR, RedactionAnswer, RedactionRequest
from pop_tracker.elections.models import Candidate
from pop_tracker.history import REMOVED, HistoryEntry
from pop_tracker.pieces import HIDDEN, is_mark
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint
from pop_tracker.plans.consultations.threads import Thread
from pop_tracker.sealed import BackupMade, SealedContent, SealedPiece, SealedRow
from pop_tracker.web import i18n
from tests.accounts.play import NAME, WHY, chosen, entry_of, send_redaction
from tests.accounts.play import ask_redaction as ask
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.pages import words
from tests.plans.consultations import PHOTO, SAID, picture

CALLED_OFF = "nuk është person privat"


def confirm(site: Site, where: str, email: str = OTHER_REVIEWER) -> None:
    answer = site.form(site.client(email), where, post_to=f"{where}/konfirmim")
    assert answer.status_code == 303, answer.text[:300]


def names(site: Site) -> set[str]:
    with site.database.reading() as session:
        assert list(verification.verify(session)) == []
        return {candidate.name for candidate in session.exec(select(Candidate))}


def later(site: Site, by: timedelta = SEALED_FOR) -> None:
    """As if it had been confirmed before."""
    with site.database.writing() as session:
        for request in session.exec(select(RedactionRequest)):
            if request.answered_at:
                request.answered_at = datetime.now(UTC) - by
                session.add(request)


@pytest.mark.both
def test_hidden_at_once_then_gone_then_destroyed(training: Site) -> None:
    where = ask(training)
    assert NAME not in training.client().get("/kandidatet").text
    assert HIDDEN in training.client().get("/kandidatet").text
    assert NAME not in names(training)
    client = training.client(OTHER_REVIEWER)
    assert NAME in client.get(where).text
    assert NAME in client.get(f"{where}/konfirmim").text
    confirm(training, where)
    assert any(is_mark(name) for name in names(training))
    with training.database.reading() as session:
        head = history.head(session)
        (entry,) = history.entries(session, number=head.number)
        assert entry.row.verb == "candidate.redact"
        assert str(entry_of_thing(training, entry.row.key)) in (entry.row.redacts or "").split(",")
        assert entry.reason == WHY
        assert entry.row.author != entry.row.approver
        assert (entry.row.organisation, entry.row.approver_organisation) == ("organizata-a", "organizata-b")
    jobs.destroy_removed(training.settings, training.database)
    assert NAME in training.client(COORDINATOR).get(where).text  # it can still be called off
    later(training)
    jobs.destroy_removed(training.settings, training.database)
    with training.database.reading() as session:
        assert not any(session.exec(select(table)).all() for table in (SealedRow, SealedContent, SealedPiece))
        assert session.exec(select(RedactionRequest.is_wiped)).one()
    gone = training.client(COORDINATOR).get(where).text
    assert NAME not in gone
    assert "u shkatërruan" in gone


def entry_of_thing(site: Site, key: str) -> int:
    with site.database.reading() as session:
        return (
            session.exec(
                select(HistoryEntry.number).where(HistoryEntry.kind == "candidate", HistoryEntry.key == key)
            ).first()
            or 0
        )


@pytest.mark.both
@pytest.mark.parametrize("who", [EDITOR, REVIEWER, COORDINATOR])
def test_a_redaction_can_be_called_off_for_three_days(training: Site, who: str) -> None:
    where = ask(training)
    confirm(training, where)
    client = training.client(who)
    told = training.form(client, f"{where}/ndalim", reason="")
    assert told.status_code == 422
    repeats = training.form(client, f"{where}/ndalim", reason=f"{NAME} nuk është person privat")
    assert repeats.status_code == 422
    assert training.form(client, f"{where}/ndalim", reason=CALLED_OFF).status_code == 303
    assert NAME in names(training)
    assert NAME in training.client().get("/kandidatet").text
    assert client.get(f"{where}/ndalim").status_code == 404
    later(training)
    jobs.destroy_removed(training.settings, training.database)
    assert NAME in names(training)


def test_what_is_destroyed_is_not_called_off(training: Site) -> None:
    where = ask(training)
    confirm(training, where)
    later(training)
    jobs.destroy_removed(training.settings, training.database)
    client = training.client(COORDINATOR)
    assert client.get(f"{where}/ndalim").status_code == 404
    assert training.form(client, where, post_to=f"{where}/ndalim", reason=CALLED_OFF).status_code == 422
    assert any(is_mark(name) for name in names(training))


def test_whoever_asked_takes_it_back_while_it_waits(training: Site) -> None:
    where = ask(training)
    assert training.form(training.client(EDITOR), f"{where}/ndalim", reason=CALLED_OFF).status_code == 303
    assert NAME in names(training)


@pytest.mark.parametrize("how", ["refuzim", "ndalim"])
def test_what_stayed_is_not_hidden_again_by_the_same_organisation(training: Site, how: str) -> None:
    where = ask(training)
    by = OTHER_REVIEWER if how == "refuzim" else EDITOR
    assert training.form(training.client(by), where, post_to=f"{where}/{how}", reason=CALLED_OFF).status_code == 303
    for who in (EDITOR, REVIEWER):
        again = send_redaction(training, who)
        assert again.status_code == 422
        assert 'id="pieces-error"' in again.text
    assert NAME in names(training)
    assert send_redaction(training, OTHER_EDITOR).status_code == 303


def test_the_words_that_were_not_private_can_be_put_back(training: Site) -> None:
    confirm(training, ask(training))
    with training.database.writing() as session:
        candidate = session.exec(select(Candidate).where(col(Candidate.name).startswith(REMOVED))).one()
        candidate.revise(session, history.Actor(), name="B. G.", source="e shpikur")
    assert "B. G." in names(training)


@pytest.mark.both
@pytest.mark.parametrize("is_confirmed", [False, True])
def test_seeding_again_does_not_bring_the_words_back(training: Site, is_confirmed: bool) -> None:
    from pop_tracker.tables import load_seeds
    from pop_tracker.web.shipped import shipped

    where = ask(training)
    if is_confirmed:
        confirm(training, where)
    with training.database.writing() as session:
        assert load_seeds(session, shipped("seeds") / "training") == 0


def test_nobody_confirms_their_own_by_any_route(training: Site) -> None:
    where = ask(training, OTHER_BOTH)
    client = training.client(OTHER_BOTH)
    assert "/konfirmim" not in client.get(where).text
    for route in ("konfirmim", "refuzim"):
        assert training.form(client, where, post_to=f"{where}/{route}").status_code == 403
    with training.database.reading() as session:
        assert session.exec(select(RedactionRequest.answer)).one() is None


def test_the_second_person_works_elsewhere(training: Site) -> None:
    """Two of one organisation could else take its critics' words, or its own failures, out of the record alone."""
    where = ask(training, EDITOR)
    client = training.client(REVIEWER)
    assert f"{where}/konfirmim" not in client.get(where).text
    assert training.form(client, where, post_to=f"{where}/konfirmim").status_code == 403


def test_an_editor_asks_but_does_not_answer(training: Site) -> None:
    where = ask(training, REVIEWER)
    client = training.client(OTHER_EDITOR)
    assert client.get(where).status_code == 404  # not theirs, and not for them to answer
    client.get("/puna/heqjet")
    token = {"_csrf_token": client.cookies["pop_csrf"]}
    for door in ("konfirmim", "refuzim", "ndalim"):
        assert client.post(f"{where}/{door}", data=token).status_code == 404


def test_declined_shows_everything_again(training: Site) -> None:
    where = ask(training)
    client = training.client(COORDINATOR)
    assert training.form(client, where, post_to=f"{where}/refuzim").status_code == 303
    assert "refuzoi" in client.get(where).text
    again = training.form(client, where, post_to=f"{where}/konfirmim")
    assert again.status_code == 422
    assert "përgjigje tashmë" in again.text
    assert NAME in names(training)


def test_it_waits_for_those_who_may_answer(training: Site) -> None:
    where = ask(training, REVIEWER)
    with training.database.reading() as session:
        waits = {
            email: [one.path for one in in_hand(session, training.viewer(session, email)).waiting]
            for email in (COORDINATOR, OTHER_BOTH, REVIEWER, EDITOR)
        }
    assert waits == {COORDINATOR: [where], OTHER_BOTH: [where], REVIEWER: [], EDITOR: []}


@pytest.mark.parametrize("number", ["dymbëdhjetë", "²", "#x"])
def test_a_number_that_is_none_is_told_at_its_field(training: Site, number: str) -> None:
    answer = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", number=number, reason=WHY, veprimi="gjej")
    assert answer.status_code == 422
    assert 'id="number-error"' in answer.text


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": f"Hiqet emri i {NAME}"}, "reason"),
        ({"names": "ab"}, "names"),
        ({"names": "a-b."}, "names"),
        ({"names": "\n".join(f"Emri {letter * 3}" for letter in "abcdefghijklmnopqrstu")}, "names"),
        ({"names": "x" * 1001}, "names"),
        ({"pjesa:999999/state/name": "gjithe"}, "pieces"),
        ({"pjesa:9/state/nothing": "gjithe"}, "pieces"),
        ({"pjesa:²/state/name": "gjithe"}, "pieces"),
        ({"pjesa:9/state/name": "tjetër"}, "pieces"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    answer = send_redaction(training, **fields)
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    assert NAME in names(training)


def test_nothing_chosen_is_told(training: Site) -> None:
    sent = {"number": str(entry_of(training)), "reason": WHY}
    answer = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", **sent)
    assert answer.status_code == 422
    assert 'id="pieces-error"' in answer.text


@pytest.mark.parametrize(("kind", "key"), [("contract", "shembull-2023"), ("organisation", "organizata-a")])
def test_a_name_in_a_source_goes_also_from_earlier_entries(training: Site, kind: str, key: str) -> None:
    """A contract's or an organisation's form can mend the row; what was recorded before stays until it is redacted."""
    with training.database.reading() as session:
        of_it = select(HistoryEntry.number).where(HistoryEntry.kind == kind, HistoryEntry.key == key)
        numbers = session.exec(of_it).all()
        source = str(history.entries(session, number=numbers[0])[0].source)
    assert source
    only = chosen(training, numbers[0], lambda one: one.field == "source")
    answer = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", number=str(numbers[0]), reason=WHY, **only)
    confirm(training, answer.headers["location"])
    with training.database.reading() as session:
        for number in numbers:
            content = history.kept_content(session, number)
            assert content is not None
            assert source not in content
        thing = next(one for one in history.KINDS[kind].public_rows(session) if one.key == key)
        assert str(thing.public_state(session)["source"]) == REMOVED
        assert list(verification.verify(session)) == []


def test_pieces_are_found_by_their_words_wherever_they_stand(training: Site) -> None:
    """Whoever asks need not know a number, nor the page."""
    found = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", names=NAME, veprimi="gjej")
    assert found.status_code == 200
    assert NAME in found.text
    assert f'name="pjesa:{entry_of(training)}/state/name"' in found.text
    by_page = training.client(EDITOR).get("/puna/heqjet/kerkese?faqja=/en/konsultimet/shembull-2024-02-14")
    assert "/state/points/0/text" in by_page.text
    nothing = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", names="Askush Askushi", veprimi="gjej")
    assert "Nuk u gjet asgjë" in nothing.text


def test_things_are_called_as_people_call_them(training: Site) -> None:
    """Whatever names others by their keys, as where a point led; also in lists, and once words were taken out."""
    said = "→ zëri 3.1.1, Plani Social i Bashkisë Shembull 2024-2027"
    with training.database.reading() as session:
        thread = next(one for one in session.exec(select(Thread)) if "shembull-2024/3.1.1" in one.title)
        entries = history.entries(session, only=col(HistoryEntry.kind) == "thread", limit=100)
        number = next(one.row.number for one in entries if one.row.key == thread.key)
        meeting = session.get_one(ConsultationPoint, thread.point_id).consultation_id
        held = session.get_one(Consultation, meeting)
    page = training.client(EDITOR).get(f"/puna/heqjet/kerkese?hyrja={number}").text
    titles, sq = words(page), i18n.words("sq")
    assert said in titles
    assert f"{sq.date(held.held_on)}: {held.topic} {said}" in titles
    assert "→ shembull-2024" not in page
    where = ask(training, number=str(number))
    for path in (where, "/puna/heqjet", "/puna"):
        assert said in words(training.client(OTHER_REVIEWER).get(path).text), path


def test_one_request_at_a_time_for_one_thing(training: Site) -> None:
    ask(training)
    key = "pjesa:9/state/votes"
    with training.database.reading() as session:
        candidate = session.exec(select(Candidate).where(col(Candidate.name).startswith(HIDDEN))).one()
        number = entry_of_thing(training, candidate.key)
    sent = {"number": str(number), "reason": WHY, **chosen(training, number)}
    answer = training.form(training.client(OTHER_EDITOR), "/puna/heqjet/kerkese", **sent)
    assert answer.status_code == 422, key


@pytest.mark.both
def test_of_two_requests_at_once_one_stands(training: Site) -> None:
    sent = {"number": str(entry_of(training)), "reason": WHY, **chosen(training, entry_of(training))}

    def send(email: str) -> int:
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
    declined = training.form(training.client(OTHER_REVIEWER), where, post_to=f"{where}/refuzim")
    assert declined.status_code == 303
    ask(training, COORDINATOR)  # once answered, another may ask again


@pytest.mark.both
def test_a_request_from_before_pieces_takes_the_whole_thing(training: Site) -> None:
    with training.database.writing() as session:
        candidate = session.exec(select(Candidate).where(Candidate.name == NAME)).one()
        asker = training.viewer(session, EDITOR)
        session.add(
            RedactionRequest(
                thing_kind="candidate", thing_key=candidate.key, reason=WHY, asked_by=asker.person_id or 0,
                asked_at=datetime.now(UTC), organisation_id=asker.organisation_id,
            )
        )  # fmt: skip
    with training.database.reading() as session:
        where = f"/puna/heqjet/{session.exec(select(RedactionRequest.id)).one()}"
    page = training.client(OTHER_REVIEWER).get(f"{where}/konfirmim").text
    assert f"<del>{NAME}</del>" in page, "who decides sees what goes"
    assert page.count(NAME) - page.count("<h2") <= 2, "and not among what stays"
    confirm(training, where)
    assert NAME not in names(training)


@pytest.mark.both
def test_all_pieces_of_a_long_thing_are_confirmed(training: Site) -> None:
    """Each is looked for in every column of every table: so many that no one query could ask for all."""
    with training.database.reading() as session:
        number = session.exec(select(sa.func.max(HistoryEntry.number)).where(HistoryEntry.kind == "needs_assessment"))
        where = ask(training, number=str(number.one()))
    with training.database.reading() as session:
        assert len(session.exec(select(SealedPiece)).all()) > 30
    confirm(training, where)
    assert "(hequr)" in training.client().get("/planet/shembull-2024/nevojat").text


def test_a_form_that_names_many_pieces_is_refused_before_they_are_looked_for(training: Site) -> None:
    answer = send_redaction(training, **{f"pjesa:{number}/state/topic": "gjithe" for number in range(1, 202)})
    assert answer.status_code == 422
    assert "Zgjidhni më së shumti 200 pjesë në një kërkesë." in answer.text


def backed_up(site: Site) -> None:
    """A backup from before all that follows."""
    with site.database.writing() as session:
        head = history.head(session).number
        session.add(BackupMade(made_at=datetime.now(UTC), name="/kopjet/e-vjetra.tar.gz", head_number=head))


@pytest.mark.both
def test_a_coordinator_reads_which_backups_hold_what_was_removed(training: Site) -> None:
    backed_up(training)
    where = ask(training)
    coordinator = training.client(COORDINATOR)
    assert "Kopjet rezervë" not in coordinator.get(where).text
    confirm(training, where)
    page = coordinator.get(where).text
    assert "e-vjetra.tar.gz" in page
    assert "/kopjet/" not in page, "where on the server it lies"
    assert "backups --destroyed 1" in page
    assert "Kopjet rezervë" not in training.client(OTHER_REVIEWER).get(where).text
    backed_up(training)
    assert coordinator.get(where).text.count("e-vjetra.tar.gz") == 1, "one that was made afterwards"
    with training.database.writing() as session:
        made = session.get_one(BackupMade, 1)
        made.destroyed_at = datetime.now(UTC)
        session.add(made)
    assert "Asnjë kopje rezervë që njohim nuk e mban më." in coordinator.get(where).text
    training.form(coordinator, f"{where}/ndalim", reason=CALLED_OFF)
    assert "Kopjet rezervë" not in coordinator.get(where).text


@pytest.mark.both
def test_whoever_decides_may_open_what_is_hidden(training: Site) -> None:
    """A file tells nothing by its digest. When it is destroyed, nobody opens it any more."""
    photo = picture()
    assert training.form(
        training.client(EDITOR), PHOTO, files={"file": ("foto.jpg", photo, "")}, **SAID
    ).status_code == 303  # fmt: skip
    with training.database.reading() as session:
        number = session.exec(
            select(HistoryEntry.number).where(HistoryEntry.kind == "consultation").order_by(col(HistoryEntry.number))
        ).all()[-1]
    fields = chosen(training, number, lambda one: one.is_file)
    sent = {"number": f"#{number}", "reason": WHY, **fields}
    answer = training.form(training.client(EDITOR), "/puna/heqjet/kerkese", **sent)
    where = answer.headers["location"]
    decider = training.client(OTHER_REVIEWER)
    (link,) = set(re.findall(rf'href="({where}/skedari/\w+)"', decider.get(where).text))
    assert link in decider.get(f"{where}/konfirmim").text
    opened = decider.get(link)
    assert opened.headers["content-type"] == "image/jpeg"
    assert "no-store" in opened.headers["cache-control"]
    assert training.client(OTHER_EDITOR).get(link).status_code == 404
    assert decider.get(f"{where}/skedari/{'0' * 64}").status_code == 404
    confirm(training, where)
    assert decider.get(link).status_code == 200
    later(training)
    jobs.destroy_removed(training.settings, training.database)
    assert decider.get(link).status_code == 404


def test_who_decides_is_not_offered_to_stop_it_as_well(training: Site) -> None:
    where = ask(training)
    assert f'href="{where}/ndalim"' not in training.client(OTHER_REVIEWER).get(where).text
    assert f'href="{where}/ndalim"' in training.client(EDITOR).get(where).text
    confirm(training, where)
    assert f'href="{where}/ndalim"' in training.client(OTHER_REVIEWER).get(where).text
