"""What holds for the whole of a document that is checked: title, municipality, term and source."""

from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.web.errors import REQUIRED
from tests.cast import EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import begun, pressed, rows, settled
from tests.pages import words

SAID = {
    "municipality": "shembull", "title": "Kontrata Sociale e Bashkisë Shembull", "term_from": "2027",
    "term_until": "2031", "source": "Kontrata e nënshkruar, e shpikur",
}  # fmt: skip


def described(site: Site, there: str, who: str = EDITOR, **said: str) -> Any:
    return pressed(site, there, "te-dhenat", who, **{**SAID, **said})


def reading(site: Site) -> ContractReading:
    with site.database.reading() as session:
        return session.exec(select(ContractReading)).one()


@pytest.mark.both
def test_what_was_read_wrong_is_said_right_and_the_second_time_writes_nothing(training: Site) -> None:
    there = begun(training)
    assert described(training, there).status_code == 303
    now = reading(training)
    assert (now.title, str(now.source), now.term_from) == (SAID["title"], SAID["source"], 2027)
    assert described(training, there).status_code == 303
    assert reading(training).version == now.version


def test_in_another_municipality_every_place_is_asked_again(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert described(training, there, municipality="ushtrim").status_code == 303
    assert not [one for one in rows(training) if one.is_placed or one.units]
    assert training.client(SECOND_EDITOR).get(there).status_code == 200, "who records there, too"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": ""}, REQUIRED),
        ({"term_until": "2026"}, "Mandati mbaron para se të fillojë."),
        ({"municipality": "prove"}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"term_from": "dymijë"}, "vit"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(training: Site, said: dict[str, str], told: str) -> None:
    there = begun(training)
    before = reading(training)
    answer = described(training, there, **said)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert reading(training).version == before.version


def test_who_saw_it_before_somebody_else_changed_it_is_told(training: Site) -> None:
    there = begun(training)
    assert described(training, there, SECOND_EDITOR).status_code == 303
    assert described(training, there, title="Tjetër").status_code == 303, "who looks at it now"
    assert described(training, there, version="0", title="E vjetër").status_code == 409
    assert reading(training).title == "Tjetër"
