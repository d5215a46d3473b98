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
        (
            "/raportet",
            "5 nga 5 u vlerësuan (gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar.",
        ),
        ("/raportet", "Raundi 1 i monitorimit, Fier 2019–"),
        ("/en/raportet", "5 of 5 were assessed (August 2019 – August 2020): 0 fully, 3 partially, 2 not addressed."),
    ],
)
def test_fier_reads_here_as_on_its_own_page(real: Site, path: str, said: str) -> None:
    assert said in words(real, path)
    assert said in words(real, f"{path}/fier-2019/1")


def test_few_are_no_percentage(real: Site) -> None:
    assert "%" not in words(real)
    assert "%" not in words(real, "/raportet/fier-2019/1")


def test_a_round_at_work_is_in_no_list(training: Site) -> None:
    open_round(training)
    assert re.findall(r"Raundi \d i monitorimit", words(training)) == ["Raundi 1 i monitorimit"] * 2
    assert "Raundi 2" not in training.client(EDITOR).get("/raportet").text


def test_a_correction_moves_the_figures_of_its_round(training: Site) -> None:
    before = words(training)
    assert "2 plotësisht, 6 pjesërisht" in before
    corrected(training)
    assert "3 plotësisht, 5 pjesërisht" in words(training)


def test_before_any_report_the_page_says_so(empty: Site) -> None:
    assert "Ende asnjë raport nuk është botuar këtu." in words(empty)
    assert "No report has been published here yet." in words(empty, "/en/raportet")
