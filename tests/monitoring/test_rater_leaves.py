"""A rater leaves, or is replaced: the round waits visibly, and no rating that was handed in is dropped in silence."""

from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import verification
from pop_tracker.accounts.models import Person, person_by_email
from pop_tracker.accounts.people import leave
from pop_tracker.monitoring import raters, ratings, rounds
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.raters import RaterChange
from pop_tracker.monitoring.ratings import Rating
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.errors import Refusal
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.addresses import vouched
from tests.monitoring.play import FIRST, SECOND, SECRET, finish, open_double, open_round, person, rate_all
from tests.pages import main_of, words

FULLY, PARTLY = Status.FULLY_ADDRESSED, Status.PARTIALLY_ADDRESSED
REASON = "Vlerësuesi i dytë u largua."


def goes(site: Site, email: str) -> None:
    with site.database.writing() as session:
        gone = person_by_email(session, email)
        assert gone is not None
        leave(session, site.settings, site.viewer(session, COORDINATOR), gone)


def stuck(site: Site) -> int:
    """The first of two raters handed in, the second one left with some of it done."""
    round_id = open_double(site)
    rate_all(site, round_id, FIRST, [PARTLY])
    with site.database.writing() as session:
        ratings.rate(session, site.viewer(session, SECOND), round_id, "1.2", "", FULLY, "E pamë.", 0)
    goes(site, SECOND)
    return round_id


def change(site: Site, round_id: int, first: str, second: str, **fields: str) -> Any:
    page = f"/puna/raundet/{round_id}/vleresuesit"
    client = site.client(COORDINATOR)
    version = client.get(page).text.split('name="version" value="')[1].split('"')[0]
    return site.form(client, page, rater_a=first, rater_b=second, version=version, **fields)


def said(site: Site, who: str, path: str) -> str:
    return words(main_of(site.client(who).get(path).text))


def test_the_round_waits_for_the_coordinator_where_everyone_sees_it(training: Site) -> None:
    round_id = stuck(training)
    assert "zgjidhni si vazhdon raundi" in said(training, COORDINATOR, "/puna")
    assert f"/puna/raundet/{round_id}/vleresuesit" in training.client(COORDINATOR).get("/puna").text
    assert "Një vlerësues u largua: raundi pret koordinatorin" in said(training, EDITOR, "/puna")
    assert "u largua" not in said(training, OTHER_EDITOR, "/puna")
    page = said(training, EDITOR, f"/puna/raundet/{round_id}")
    assert "Vlerësuesi 2, Flutura Kontrolluese, u largua: 1 nga 13 vlerësime, të padorëzuara." in page
    assert "Pret koordinatorin" in page
    named = training.client(COORDINATOR).get(f"/puna/raundet/{round_id}/vleresuesit").text
    assert "Flutura Kontrolluese (u largua)" in named
    english = said(training, EDITOR, f"/en/puna/raundet/{round_id}")
    assert "Rater 2, Flutura Kontrolluese, has left: 1 of 13 ratings, not handed in." in english


def test_who_left_after_handing_in_stops_nothing(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, SECOND, [PARTLY])
    goes(training, SECOND)
    assert "u largua" not in said(training, COORDINATOR, "/puna")
    assert "Kanë dorëzuar 1 nga 2" in said(training, EDITOR, f"/puna/raundet/{round_id}")
    rate_all(training, round_id, FIRST, [PARTLY])
    assert "Dy vlerësimet e pavarura" in said(training, EDITOR, f"/puna/raundet/{round_id}/vleresimet/1.2")


@pytest.mark.both
def test_another_rater_takes_the_place_with_a_reason(training: Site) -> None:
    round_id = stuck(training)
    first, another = person(training, FIRST), person(training, REVIEWER)
    refused = change(training, round_id, first, another)
    assert refused.status_code == 422
    assert "Shkruani pse ndryshojnë vlerësuesit" in refused.text
    asked = change(training, round_id, first, another, reason=REASON)
    assert asked.status_code == 200
    told = words(main_of(asked.text))
    assert "Flutura Kontrolluese nuk i dorëzoi vlerësimet: 1 nga 13 ruhen" in told
    assert REASON in told
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).rater_b_id != int(another), "asking does nothing yet"
    no = change(training, round_id, first, another, reason=REASON, kthehuni="po")
    assert no.status_code == 200
    assert REASON in no.text
    for _ in range(2):  # sent twice it is done once
        assert change(training, round_id, first, another, reason=REASON, sure="po").status_code == 303
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert raters.raters_of(session, held)[0].is_handed_in, "the first one's ratings go on counting"
        assert held.rater_b_id == int(another)
        assert [one.reason for one in session.exec(select(RaterChange))] == [REASON]
        assert len(session.exec(select(Rating)).all()) == 14
    assert REASON in said(training, EDITOR, f"/puna/raundet/{round_id}")
    assert "u largua" not in said(training, COORDINATOR, "/puna")
    rate_all(training, round_id, REVIEWER, [PARTLY])
    assert "Dy vlerësimet e pavarura" in said(training, EDITOR, f"/puna/raundet/{round_id}/vleresimet/1.2")


def test_the_leaver_does_not_stay_in_a_new_pair(training: Site) -> None:
    round_id = stuck(training)
    answer = change(training, round_id, person(training, REVIEWER), _gone(training), reason=REASON)
    assert answer.status_code == 422
    assert "Flutura Kontrolluese u largua. Zgjidhni një tjetër" in answer.text


def test_who_was_never_offered_is_nobody(training: Site) -> None:
    round_id = stuck(training)
    for first in ("9" * 5000, "²", "-1"):
        answer = change(training, round_id, first, person(training, REVIEWER), reason=REASON)
        assert answer.status_code == 422, first
        assert "Zgjidhni një nga mundësitë e dhëna." in answer.text


def test_an_editor_from_elsewhere_rates_only_where_nobody_here_can(training: Site) -> None:
    """Anila alone is left to write, so that neither she nor Besnik's only reviewer can take the place."""
    round_id = stuck(training)
    offered = training.client(COORDINATOR).get(f"/puna/raundet/{round_id}/vleresuesit").text
    stranger = person(training, OTHER_EDITOR)
    assert f'value="{stranger}"' not in offered
    assert change(training, round_id, person(training, FIRST), stranger, reason=REASON).status_code == 422
    goes(training, OTHER_BOTH)
    offered = training.client(COORDINATOR).get(f"/puna/raundet/{round_id}/vleresuesit").text
    assert f'<option value="{stranger}">Edon Hartues (Shoqata Provë)</option>' in offered
    assert change(training, round_id, person(training, FIRST), stranger, reason=REASON, sure="po").status_code == 303
    rate_all(training, round_id, OTHER_EDITOR, [PARTLY])
    assert "Dy vlerësimet e pavarura" in said(training, EDITOR, f"/puna/raundet/{round_id}/vleresimet/1.2")


@pytest.mark.both
def test_going_on_with_one_rating_is_told_to_readers(training: Site) -> None:
    round_id = stuck(training)
    asked = change(training, round_id, "", "", reason=REASON)
    told = words(main_of(asked.text))
    assert "13 vlerësime të dorëzuara nga Besnik Redaktor nuk llogariten më." in told
    assert "raporti e quan të papërfunduar" in told
    assert change(training, round_id, "", "", reason=REASON, sure="po").status_code == 303

    editor = training.client(EDITOR)
    page = f"/puna/raundet/{round_id}/vleresimet/1.2"
    assert SECRET in editor.get(page).text, "what was handed in is kept and read"
    assert "E pamë." not in editor.get(page).text, "what was not handed in is nobody's to read"
    again = change(training, round_id, person(training, FIRST), person(training, REVIEWER))
    assert again.status_code == 422
    assert "u ndërpre: nuk niset më" in again.text

    vouched(training, round_id, by=OTHER_BOTH)
    finish(training, round_id)
    with training.database.writing() as session:
        read = rounds.version_of(session, session.get_one(Round, round_id))
        state = rounds.publish(session, training.viewer(session, REVIEWER), round_id, read).public_state(session)
        assert state["set_aside"] == {"ratings": 13, "of": 26}
        assert "agreement" not in state
        assert list(verification.verify(session)) == []
    sentence = "Vlerësim i dyfishtë i papërfunduar: u dorëzuan 13 nga 26 vlerësime të pavarura."
    public = words(training.client().get("/raportet/shembull-2023/2").text)
    assert sentence in public
    assert REASON not in public
    assert "Unfinished double rating: 13 of 26" in words(training.client().get("/en/raportet/shembull-2023/2").text)
    assert sentence in said(training, EDITOR, f"/puna/raundet/{round_id}")


def test_a_replaced_rater_who_had_handed_in_is_told_beside_the_comparison(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [PARTLY])
    first, second = person(training, REVIEWER), person(training, SECOND)
    with training.database.writing() as session, pytest.raises(Refusal, match="pse ndryshojnë"):
        raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, int(first), int(second))
    asked = words(main_of(change(training, round_id, first, second, reason=REASON).text))
    assert "13 vlerësime të dorëzuara nga Besnik Redaktor nuk llogariten më." in asked
    assert change(training, round_id, first, second, reason=REASON, sure="po").status_code == 303
    rate_all(training, round_id, REVIEWER, [FULLY])
    page = f"/puna/raundet/{round_id}/vleresimet/1.2"
    assert "Dy vlerësimet e pavarura" not in said(training, EDITOR, page), "the second one has still to rate"
    assert SECRET not in training.client(EDITOR).get(page).text
    rate_all(training, round_id, SECOND, [PARTLY])
    seen = said(training, EDITOR, page)
    assert seen.index("Vlerësuesi 2") < seen.index("Nga një vlerësues që nuk llogaritet më")
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        found = raters.set_aside(session, held)
        assert found is not None
        assert (found.ratings, found.of, found.is_double_rated) == (13, 26, True)


def test_nothing_is_asked_where_nobody_has_rated(training: Site) -> None:
    round_id = open_double(training)
    first, second = person(training, FIRST), person(training, REVIEWER)
    assert change(training, round_id, first, second).status_code == 303
    with training.database.reading() as session:
        assert raters.changes_of(session, session.get_one(Round, round_id)) == []


def test_a_round_of_which_a_rater_left_before_rating_is_still_taken_back(training: Site) -> None:
    round_id = open_round(training)
    with training.database.writing() as session:
        both = int(person(training, FIRST)), int(person(training, SECOND))
        raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, *both)
    goes(training, SECOND)
    with training.database.writing() as session:
        raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, None, None, REASON)
        rounds.withdraw(session, training.viewer(session, EDITOR), round_id)
        assert session.exec(select(RaterChange)).all() == []


def _gone(site: Site) -> str:
    with site.database.reading() as session:
        return str(session.exec(select(Person.id).where(Person.email == SECOND)).one())
