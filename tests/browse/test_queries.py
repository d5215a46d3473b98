"""Every public page asks the database a fixed number of times, however much there is."""

import pytest

from tests.browse.crowd import EVERYTHING, INSIDE, crowd
from tests.conftest import Site
from tests.contracts.documents import published_with_document

MOST = 26
PAGES = [
    "/",
    "/bashkite",
    "/bashkite/shembull",
    "/kontratat",
    "/kontratat/shembull-2023",
    "/kontratat/shembull-2023/matrica",
    "/kontratat/shembull-2023/matrica.csv",
    "/kontratat/shembull-2023/1.1",
    "/kontratat/shembull-2023/1.2",
    "/kontratat/shembull-2023/1.3",
    "/kontratat/shembull-2023/botimi/1",
    "/kontratat/shembull-2023/botimi/2",
    "/kontratat/shembull-2023/botimi/2/dokumenti",
    "/kontratat/shembull-2023/botimi/2/ndryshimet",
    "/kontratat/shembull-2023/tabela.csv",
    "/kontratat/shembull-2023/tabela.xlsx",
    "/zotimet.csv",
    "/bashkite/prove/mandatet",
    "/bashkite/prove/mandatet.csv",
    "/api/v1/contracts",
    "/api/v1/contracts/shembull-2023",
    "/api/v1/municipalities/prove/continuations",
    "/raportet",
    "/raportet/shembull-2023/1",
    "/pergjigjet.csv",
    "/vleresimet.csv",
    "/ndreqjet",
    "/planet",
    "/planet/shembull-2024",
    "/planet/shembull-2024?dega=1.1",
    "/planet/shembull-2024/nevojat",
    "/konsultimet",
    "/organizatat",
    "/kandidatet",
    "/metodologjia",
    "/privatesia",
    "/kontakt",
]


def asked(site: Site) -> dict[str, int]:
    counted = {}
    client = site.client()
    for path in PAGES:
        with site.count_queries() as statements:
            assert client.get(path).status_code == 200, path
        counted[path] = len(statements)
    return counted


@pytest.mark.parametrize("tables", [EVERYTHING, INSIDE], ids=["more of them", "fuller"])
def test_the_number_of_queries_does_not_grow(training: Site, tables: tuple[str, ...]) -> None:
    with training.database.writing() as session:
        published_with_document(session, training)
    before = asked(training)
    assert max(before.values()) <= MOST, before
    with training.database.writing() as session:
        crowd(session, tables)
    training.app.app.kept.clear()  # nothing entered the record, so the pages kept would still be good
    assert asked(training) == before
