"""Who hears of a redaction: the organisations concerned and the coordinators, but not who did it; never the words."""

from datetime import UTC, datetime, timedelta

import pytest

from pop_tracker import jobs
from pop_tracker.accounts import redactions
from pop_tracker.accounts.models import person_by_email
from tests.accounts.play import queued
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.history.asking import HEARING, ask_for_point

OURS = {EDITOR, SECOND_EDITOR, REVIEWER, COORDINATOR}
"""Who is concerned by what is about Shembull."""


def told(site: Site, words: str) -> list[str]:
    return sorted(letter.address for letter, text in queued(site) if words in text)


@pytest.mark.both
def test_each_step_is_told_to_those_concerned_but_who_did_it(training: Site) -> None:
    where, word = ask_for_point(training, EDITOR)
    assert told(training, "fshehën menjëherë") == sorted(OURS - {EDITOR})
    decides = training.client(OTHER_REVIEWER)
    assert training.form(decides, where, post_to=f"{where}/konfirmim").status_code == 303
    assert told(training, "U konfirmua heqja") == sorted(OURS)
    assert training.form(training.client(COORDINATOR), f"{where}/ndalim", reason="Ishte gabim.").status_code == 303
    assert told(training, "u ndal") == sorted(OURS - {COORDINATOR})
    where, _ = ask_for_point(training, OTHER_EDITOR)  # what stayed, their own organisation does not ask for again
    decides = training.client(REVIEWER)
    assert training.form(decides, where, post_to=f"{where}/refuzim").status_code == 303
    assert told(training, "u refuzua") == sorted(OURS - {REVIEWER})
    for letter, text in queued(training):
        assert word not in text + letter.subject
        assert training.settings.base_url + HEARING in text


def test_what_is_destroyed_is_told(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    where, _ = ask_for_point(training, EDITOR)
    assert training.form(training.client(OTHER_BOTH), where, post_to=f"{where}/konfirmim").status_code == 303
    monkeypatch.setattr(redactions, "SEALED_FOR", timedelta(0))
    for _ in range(2):
        jobs.destroy_removed(training.settings, training.database)
        assert told(training, "u shkatërruan") == sorted(OURS)


def test_in_the_language_of_each_and_to_nobody_who_left(training: Site) -> None:
    with training.database.writing() as session:
        english, gone = (person_by_email(session, email) for email in (REVIEWER, SECOND_EDITOR))
        assert english is not None
        assert gone is not None
        english.language, gone.left_on = "en", datetime.now(UTC).date()
        session.add_all([english, gone])
    ask_for_point(training, OTHER_EDITOR)
    assert told(training, "hidden from everybody at once") == [REVIEWER]
    assert told(training, "fshehën menjëherë") == sorted({EDITOR, COORDINATOR})
    assert f"/en{HEARING}" in queued(training, REVIEWER)[0][1]
