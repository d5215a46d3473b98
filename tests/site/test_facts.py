"""No page says less of the record than it said, but what a redesign took away by name: see `facts`."""

import pytest

from tests.conftest import BASE_URL, Site
from tests.site import facts
from tests.site.told import TOLD, untold

HOW_TO_LOOK = """
All of it: .venv/bin/python -m tests.site.facts
Put it back, or tell in told.py why it went and where it stands now."""


@pytest.fixture
def both(walked: dict[str, str], training: Site) -> dict[str, dict[str, str]]:
    return {"real": walked, "training": facts.walked_training(training)}


@pytest.mark.long
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_fact_is_lost(both: dict[str, dict[str, str]]) -> None:
    lost, told = [], set()
    for seeds, before in facts.read().items():
        missing, used = untold(before, both[seeds])
        told |= used
        if missing:
            lost.append(f"{len(missing)} pages of the {seeds} seeds say less:\n{facts.as_message(missing)}")
    assert not lost, "\n".join(lost) + HOW_TO_LOOK
    assert told == set(TOLD), f"told, but nothing of it is lost: {set(TOLD) - told}"


def test_a_fact_is_one_however_it_is_written() -> None:
    before = facts.facts("/en/x", '<main>14 May 2023, September 2024: 1,200.5 lek, 80%, 1.4.a, <a href="/en/y">', {})
    assert before == {"date: 2023-05-14", "date: 2024-09", "number: 1200.5", "number: 80%", "number: 1.4.a", "link: /y"}
    said = '<main>para 14 majit 2023, sht 2024: 1.200,5 lekë, <b>80 %</b>, 1.4.a <a href="/y">'
    assert facts.lost(before, "/x", said) == set()
    assert facts.lost(before, "/x", said.replace("majit", "mars")) == {"date: 2023-05-14"}


def test_a_text_may_be_marked_and_its_words_are_not_told_beside_it() -> None:
    before = {"text: shtimi i çerdheve në prespë", "word: prespë", "link: /zotimet?a=1&b=2", "link: /planet/x#zeri-1"}
    said = (
        '<main>Shtimi i <mark>çerdhe</mark>ve në Prespë <a href="/zotimet?b=2&amp;a=1"> <a href="/en/planet/x#zeri-1">'
    )
    assert facts.lost(before, "/x", said) == set()
    assert facts.lost(before, "/x", said.replace("mark>ve", "mark>t")) == {"text: shtimi i çerdheve në prespë"}
    assert facts.lost(before, "/x", "<main>") == before - {"word: prespë"}


def test_a_page_that_is_gone_is_told_and_one_that_moved_is_read_where_it_is() -> None:
    before = {"/x": {"number: 1"}, "/x?y=1": {"number: 1"}}
    assert facts.compared(before, {}) == {"/x": {"page: vanished"}}
    there = {"/x": f"301 {BASE_URL}/z", "/z": "200 text/html\n<main>1</main>"}
    assert facts.compared(before, there) == {}
    assert facts.compared(before, {**there, "/z": "200 text/html\n<main>2</main>"}) == {"/x": {"number: 1"}}
