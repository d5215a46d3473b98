"""/raportet: the list of published reports."""

import re

import pytest

from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import corrected, open_round


def words(site: Site, path: str = "/raportet") -> str:
    """What the page says, without its marks."""
    html = re.sub(r"<svg.*?</svg>", "", site.client().get(path).text, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/raportet", "0 nga 5 prioritete (0%) janë adresuar plotësisht, 3 (60%) pjesërisht dhe 2 (40%)"),
        ("/raportet", "60% adresuar (plotësisht ose pjesërisht)."),
        ("/raportet", "Raundi 1 i monitorimit, Fier 2019–"),
        ("/en/raportet", "60% addressed (fully or partially)."),
    ],
)
def test_fier_reads_here_as_on_its_own_page(real: Site, path: str, said: str) -> None:
    assert said in words(real, path)


def test_a_round_at_work_is_in_no_list(training: Site) -> None:
    open_round(training)
    assert re.findall(r"Raundi \d i monitorimit", words(training)) == ["Raundi 1 i monitorimit"]
    assert "Raundi 2" not in training.client(EDITOR).get("/raportet").text


def test_a_correction_moves_the_figures_of_its_round(training: Site) -> None:
    before = words(training)
    assert re.search(r"\b2 adresuar plotësisht 6 adresuar pjesërisht", before), before
    corrected(training)
    assert re.search(r"\b3 adresuar plotësisht 5 adresuar pjesërisht", words(training))


def test_before_any_report_the_page_says_so(empty: Site) -> None:
    assert "Ende asnjë raport nuk është botuar këtu." in words(empty)
    assert "No report has been published here yet." in words(empty, "/en/raportet")
