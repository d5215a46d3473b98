"""The site suggests where a commitment may stand in a plan; a person decides, and what they reject stays rejected."""

import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.plans.findings.rejected import RejectedSuggestion
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.plans.play import MISSING, item_id, post, recorded, still_open

LIGHT = "/puna/gjetjet/shembull-2023/shembull-pba-2025/2.4"
"""Street lighting, in a budget that has a project for it: 3.1."""
ITEM = "3.1"
TITLE = "Zërat që mund ta mbulojnë"


def offered(page: str) -> list[str]:
    """The numbers of the items suggested, in their order."""
    return re.findall(r'href="[^"]*\?zeri=([^"#]+)#gjetja"', page)


def say(site: Site, who: str, what: str, number: str = ITEM, path: str = LIGHT, **more: Any) -> Any:
    return post(site, who, f"{path}/{what}", zeri=item_id(site, number, "shembull-pba-2025"), **more)


def rejections(site: Site) -> int:
    with site.database.reading() as session:
        return len(session.exec(select(RejectedSuggestion)).all())


def test_the_form_says_where_to_look_and_why(training: Site) -> None:
    page = training.client(EDITOR).get(LIGHT).text
    assert TITLE in page
    assert offered(page)[0] == ITEM
    assert len(offered(page)) <= 5
    assert re.search(r"Fjalë të përbashkëta: [^<]*(ndriçim|rrugë)", page)


def test_the_reasons_show_both_sayings_of_an_affair_and_places_by_their_registered_names(training: Site) -> None:
    client = training.client(EDITOR)
    page = client.get(LIGHT.replace("2.4", "2.1")).text
    assert "ujë, furnizim ujë ~ depo ujë; Njësia Perëndimore; programi 063" in page
    assert "Shenja ~ lidh" in page
    assert "; Njësia Lindore" in client.get(LIGHT.replace("pba-2025/2.4", "2024/1.1")).text
    page = client.get(LIGHT.replace("2.4", "1.1")).text
    assert "; Njësia Veriore" in page
    assert "The sign ~ joins" in client.get("/en" + LIGHT.replace("2.4", "1.1")).text


@pytest.mark.parametrize("ref", ["1.4", "2.3", "2.4"])
def test_where_the_best_would_sooner_be_wrong_nothing_is_suggested(training: Site, ref: str) -> None:
    """The plan for social services has books for schools but no bus, paves no road, and has toys but no light."""
    page = training.client(EDITOR).get(LIGHT.replace("pba-2025/2.4", f"2024/{ref}")).text
    assert not offered(page)


def test_one_that_is_used_fills_in_the_item_and_its_words_but_no_verdict(training: Site) -> None:
    page = training.client(EDITOR).get(f"{LIGHT}?zeri={ITEM}").text
    assert f'<option value="{item_id(training, ITEM, "shembull-pba-2025")}" selected>' in page
    assert re.search(r'<textarea[^>]*name="quote"[^>]*>Ndriçimi i dy rrugëve kryesore[^<]+</textarea>', page)
    assert not re.search(r'name="verdict"[^>]* checked', page)
    assert training.client(EDITOR).get(f"{LIGHT}?zeri=nuk-ka").status_code == 200


def test_one_that_is_rejected_stays_rejected(training: Site) -> None:
    """For the whole organisation, here and on the item's page, until someone takes it back."""
    head = _head(training)
    answer = say(training, EDITOR, "refuzimet")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LIGHT}#sugjerimet")
    for who in (EDITOR, SECOND_EDITOR):
        page = training.client(who).get(LIGHT).text
        assert ITEM not in offered(page)
        assert "1 zë që e përjashtuat" in page
    reverse = training.client(EDITOR).get(_of_item(training)).text
    assert "/2.4?zeri=" not in reverse
    assert "1 zotim që e përjashtuat" in reverse
    assert say(training, SECOND_EDITOR, "rikthimet").status_code == 303
    assert offered(training.client(EDITOR).get(LIGHT).text)[0] == ITEM
    assert _head(training) == head  # working notes, outside the record


def _head(site: Site) -> Any:
    with site.database.reading() as session:
        return history.head(session)


def _of_item(site: Site, number: str = ITEM) -> str:
    return f"/puna/planet/shembull-pba-2025/zerat/{item_id(site, number, 'shembull-pba-2025')}/zotimet"


@pytest.mark.both
def test_saying_it_twice_changes_nothing(training: Site) -> None:
    for _ in range(2):
        assert say(training, EDITOR, "refuzimet").status_code == 303
    assert rejections(training) == 1
    for _ in range(2):
        assert say(training, EDITOR, "rikthimet").status_code == 303
    assert rejections(training) == 0


def test_a_rejected_item_may_still_be_chosen_by_hand(training: Site) -> None:
    say(training, EDITOR, "refuzimet")
    item = item_id(training, ITEM, "shembull-pba-2025")
    recorded(training, LIGHT, verdict="covered", plan_item=item, quote="Ndriçimi i dy rrugëve")
    assert str(still_open(training).plan_item_id) == item


@pytest.mark.parametrize("what", ["refuzimet", "rikthimet"])
def test_who_does_not_record_for_the_municipality_cannot_say(training: Site, what: str) -> None:
    assert say(training, OTHER_EDITOR, what).status_code == 403
    assert say(training, REVIEWER, what).status_code == 403
    assert rejections(training) == 0
    assert training.client(OTHER_EDITOR).get(_of_item(training)).status_code == 403


@pytest.mark.parametrize("what", ["refuzimet", "rikthimet"])
def test_what_does_not_belong_together_is_not_there(training: Site, what: str) -> None:
    foreign = item_id(training, "1", "prove-2025")
    for zeri in (foreign, "", "x", "9" * 30):
        assert post(training, EDITOR, f"{LIGHT}/{what}", zeri=zeri).status_code == 404
    assert say(training, EDITOR, what, path=LIGHT.replace("/2.4", "/1.3")).status_code == 404
    assert training.client(EDITOR).get(_of_item(training).replace("pba-2025", "2024")).status_code == 404


def test_an_item_shows_the_commitments_it_may_answer(training: Site) -> None:
    page = training.client(EDITOR).get(_of_item(training)).text
    first = re.search(r'href="/puna/gjetjet/shembull-2023/shembull-pba-2025/([^?"]+)\?zeri=3.1#gjetja"', page)
    assert first
    assert first[1] == "2.4"
    assert "Fjalë të përbashkëta:" in page
    answer = say(training, EDITOR, "refuzimet", nga="zeri")
    assert answer.headers["location"] == _of_item(training)
    assert "Janë gjetur këtu" in training.client(EDITOR).get(_of_item(training, "1.1")).text


def test_suggestions_are_never_public(training: Site) -> None:
    say(training, EDITOR, "refuzimet")
    reader = training.client()
    for path in (LIGHT, _of_item(training)):
        assert reader.get(path).status_code in (303, 401, 403)
    for path in ("/kontratat/shembull-2023/2.4", "/planet/shembull-pba-2025", "/kontratat/shembull-2023/matrica"):
        public = reader.get(path).text
        assert TITLE not in public
        assert "Fjalë të përbashkëta:" not in public
        assert "Përjashtojeni" not in public


def test_someone_without_javascript_keeps_what_they_typed_when_a_rule_says_no(training: Site) -> None:
    answer = training.form(training.client(EDITOR), LIGHT, **{**MISSING, "reason": "", "source": "mbetet këtu"})
    assert answer.status_code == 422
    assert offered(answer.text)[0] == ITEM
    assert "mbetet këtu" in answer.text


@pytest.mark.both
def test_the_pages_ask_the_database_a_fixed_number_of_times(training: Site) -> None:
    client = training.client(EDITOR)
    counted = []
    for _ in range(2):
        with training.count_queries() as seen:
            client.get(LIGHT)
            client.get(_of_item(training))
        counted.append(len(seen))
        for number in ("1.1", "1.2", "2.1"):
            say(training, EDITOR, "refuzimet", number)
    assert counted[0] == counted[1]
