"""Threads: from what was said at a hearing to a commitment or a plan's item, and back."""

import pytest

from pop_tracker import history
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.threads import by_item, by_point, threads
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.plans.hearing import NEW_THREAD, SLUG, WORK, commitment, hearing, item, of_the_hearing, tie
from tests.plans.play import verified


@pytest.mark.both
def test_a_point_is_tied_to_a_commitment_and_an_item_at_once(training: Site) -> None:
    point = hearing(training)
    page = training.client(EDITOR).get(f"{NEW_THREAD}?pika={point.id}").text
    assert f'<option value="{point.id}" selected>' in page
    answer = tie(training, point=point.id, commitment=commitment(training, "1.1"), item=item(training))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WORK}#pika-{point.id}")
    assert len(of_the_hearing(training)) == 2
    assert verified(training) == "thread.record"
    with training.database.reading() as session:
        rows = threads(session, Consultation.slug == SLUG)
    assert [row.leads_to for row in rows] == ["/kontratat/shembull-2023/1.1", "/planet/shembull-2024#zeri-1.1"]
    assert {row.starts_at for row in rows} == {f"/konsultimet/{SLUG}#pika-{point.id}"}
    assert by_point(rows) == {point.id: rows}
    assert list(by_item(rows)) == [int(item(training))]


@pytest.mark.both
def test_it_is_taken_back_with_a_reason_and_tied_again(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, commitment=commitment(training, "1.1"))
    thread = of_the_hearing(training)[0]
    client, path = training.client(EDITOR), f"{WORK}/fijet/{thread.id}/heqje"
    assert training.form(client, path, reason="").status_code == 422
    for _ in range(2):
        answer = training.form(client, WORK, post_to=path, reason="pika ishte për diçka tjetër")
        assert answer.status_code == 303
    assert client.get(path).status_code == 303
    assert verified(training) == "thread.withdraw"
    assert '">zotimi 1.1</a>' not in training.client().get(f"/konsultimet/{SLUG}").text
    tie(training, point=point.id, commitment=commitment(training, "1.1"))
    assert len(of_the_hearing(training)) == 1
    assert verified(training) == "thread.record"
    assert '">zotimi 1.1</a>' in training.client().get(f"/konsultimet/{SLUG}").text


def test_bad_input_is_told_at_the_field(training: Site) -> None:
    point = hearing(training)
    first = commitment(training, "1.1")
    tie(training, point=point.id, commitment=first)
    for fields, told in (
        ({"point": "", "commitment": first}, "Plotësojeni këtë fushë."),
        ({"point": point.id}, "Zgjidhni një zotim, një zë plani, ose të dy."),
        ({"point": point.id, "commitment": "999999"}, "Zgjidhni një nga mundësitë"),
        ({"point": point.id, "item": item(training, "prove-2025", "1")}, "Zgjidhni një nga mundësitë"),
        ({"point": "1", "commitment": first}, "Zgjidhni një nga mundësitë"),
        ({"point": point.id, "item": item(training), "source": ""}, "Plotësojeni këtë fushë."),
        ({"point": point.id, "commitment": first}, "Kjo lidhje është regjistruar tashmë."),
        ({"point": point.id, "commitment": first, "item": item(training)}, "Kjo lidhje është regjistruar tashmë."),
    ):
        answer = tie(training, **fields)
        assert answer.status_code == 422, told
        assert told in answer.text, told
    assert len(of_the_hearing(training)) == 1


@pytest.mark.both
def test_a_form_sent_twice_ties_once(training: Site) -> None:
    point = hearing(training)
    for _ in range(2):
        assert tie(training, point=point.id, item=item(training), nonce="e-njejta").status_code == 303
    assert len(of_the_hearing(training)) == 1


def test_another_organisation_may_not(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, commitment=commitment(training, "1.1"))
    thread = of_the_hearing(training)[0]
    client = training.client(OTHER_EDITOR)
    client.get("/puna/planet")
    token = {"_csrf_token": client.cookies.get("pop_csrf", "")}
    assert client.post(NEW_THREAD, data={**token, "point": str(point.id)}).status_code == 403
    answer = client.post(f"{WORK}/fijet/{thread.id}/heqje", data={**token, "reason": "s'më pëlqen"})
    assert answer.status_code == 403
    with training.database.reading() as session:
        assert history.entries(session, limit=1)[0].row.verb == "thread.record"


def test_a_thread_of_another_consultation_is_not_found_here(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, item=item(training))
    thread = of_the_hearing(training)[0]
    client = training.client(EDITOR)
    assert client.get(f"/puna/konsultimet/shembull-2024-02-14/fijet/{thread.id}/heqje").status_code == 404
    assert client.get(f"{WORK}/fijet/999999/heqje").status_code == 404
