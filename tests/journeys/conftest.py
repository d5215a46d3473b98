"""The main jobs, played in a real browser on the training data.

Each journey is written once and walked in several ways: both languages, with and without JavaScript, both
databases. `someone("name")` is a person with a browser of their own (see `person.py`). Letters go to a real mail
server, which keeps what arrives.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from pop_tracker import verification
from tests.conftest import Site, Stock, serving
from tests.journeys.person import DESK, Person, Way
from tests.web.post_office import Office, office_of

WAYS = [
    Way("sqlite", "sq", scripts=True),
    pytest.param(Way("postgresql", "en", scripts=False), marks=[pytest.mark.postgresql, pytest.mark.both]),
    pytest.param(Way("sqlite", "en", scripts=False), marks=pytest.mark.long),
    pytest.param(Way("postgresql", "en", scripts=True), marks=[pytest.mark.postgresql, pytest.mark.long]),
    pytest.param(Way("sqlite", "sq", scripts=False), marks=pytest.mark.long),
    pytest.param(Way("sqlite", "en", scripts=True), marks=pytest.mark.long),
    pytest.param(Way("postgresql", "sq", scripts=True), marks=[pytest.mark.postgresql, pytest.mark.long]),
]
"""The first two meet every language, database and kind of browser; the others are for `make test-all`."""


@pytest.fixture(params=WAYS, ids=lambda way: str(way))
def way(request: pytest.FixtureRequest) -> Way:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def backend(way: Way, request: pytest.FixtureRequest, stock: Stock) -> str:
    if way.backend == "postgresql":
        server = request.getfixturevalue("postgresql")
        stock.server = lambda: server
    return way.backend


@pytest.fixture
def office(training: Site) -> Iterator[Office]:
    with office_of(training) as office:
        yield office


@pytest.fixture
def served(training: Site, office: Office) -> Iterator[Site]:
    with serving(training):
        yield training


@pytest.fixture
def someone(browser: Browser, served: Site, office: Office, way: Way, axe: str) -> Iterator[Callable[..., Person]]:
    """Makes people, at a desk unless another window is given; at the end none of their browsers has complained and
    the record is whole."""
    people: list[Person] = []

    def arrives(name: str, window: ViewportSize = DESK) -> Person:
        people.append(Person(browser, served, office, way, axe, name, window))
        return people[-1]

    yield arrives
    complaints = [f"{person.name}: {complaint}" for person in people for complaint in person.complaints]
    for person in people:
        person.context.close()
    assert not complaints, "\n".join(complaints)
    with served.database.reading() as session:
        assert list(verification.verify(session)) == []
