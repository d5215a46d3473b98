"""/krahaso: contracts side by side, each with its own denominator."""

import re

import pytest
import sqlalchemy as sa

from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.scale import Ground, Status
from tests.browse.plenty import add_copies
from tests.conftest import Site
from tests.pages import main_of, words


def rows(html: str) -> list[str]:
    body = html[html.index("<tbody") : html.index("</tbody>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("<tr ")[1:]]


def main_words(html: str) -> str:
    return words(main_of(html))


def test_contracts_stand_side_by_side_with_their_denominators(training: Site) -> None:
    html = training.client().get("/krahaso").text
    prove, before, shembull = (row.partition("> ")[2] or row for row in rows(html))
    assert prove == "Provë, 2023–2027 2 4 1 (1 refuzoi) ende pa u shqyrtuar 0 nga 4 asnjë"
    assert before.startswith("Provë, 2019–2023 3 5"), "with those that cannot be assessed"
    assert "3 nga 3; 2 nuk mund të vlerësohen Raundi 1" in before
    assert shembull.startswith("Shembull, 2023–2027 3 10 4 6 nga 8 të shqyrtuara 10 nga 10 Raundi 1")


def test_counts_come_fully_first_and_of_few_there_is_no_percentage(training: Site, real: Site) -> None:
    """Each row is one contract with its mandate; none adds two."""
    said = main_words(training.client().get("/krahaso").text)
    assert "Provë, kontrata 2023–2027 4 të pavlerësuara" in said
    assert "Provë, kontrata 2019–2023 1 plotësisht, 1 pjesërisht, 1 jo; 2 nuk mund të vlerësohen" in said
    assert "Shembull, kontrata 2023–2027 2 plotësisht, 6 pjesërisht, 2 jo" in said
    said = main_words(real.client().get("/krahaso").text)
    assert "Fier, kontrata 2019–2023 0 plotësisht, 3 pjesërisht, 2 jo" in said
    assert "%" not in said


def test_nothing_is_said_of_none(training: Site) -> None:
    """Where nothing can be assessed there is no "0 nga 0"."""
    with training.database.writing() as session:
        none = {"status": Status.NOT_ASSESSABLE, "ground": Ground.UNCLEAR_WORDS}
        session.execute(sa.update(Assessment).values(none))
    said = main_words(training.client().get("/krahaso").text)
    assert "ende pa u shqyrtuar 5 nuk mund të vlerësohen Raundi 1" in said
    assert "0 nga 0" not in said


def test_two_municipalities_can_be_chosen(training: Site) -> None:
    html = training.client().get("/en/krahaso?bashkia=shembull&bashkia=prove").text
    assert len(rows(html)) == 3
    assert len(rows(training.client().get("/krahaso?bashkia=shembull").text)) == 1


def test_unknown_municipalities_and_those_without_a_contract_are_no_crash(training: Site) -> None:
    assert training.client().get("/krahaso?bashkia=askund").status_code == 200
    assert "nuk ka ende kontratë" in training.client().get("/krahaso?bashkia=ushtrim").text


@pytest.mark.both
def test_it_asks_the_database_as_often_for_a_hundred_times_the_data(training: Site) -> None:
    def queries(path: str) -> int:
        with training.count_queries() as seen:
            training.client().get(path)
        return len(seen)

    before = queries("/krahaso")
    with training.database.writing() as session:
        add_copies(session, 99)
    assert queries("/krahaso?bashkia=shembull") == before <= 10
