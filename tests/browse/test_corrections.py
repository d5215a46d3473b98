"""/ndreqjet: the public list of corrected verdicts."""

import re

import pytest

from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import correct, corrected, corrections, retraction, verdict

LANGUAGES = (
    (
        *("", "adresuar plotësisht në fuqi Para ndreqjes: adresuar pjesërisht"),
        *("Pse u ndreq: Na shpëtoi çerdhja e re.", "raundi 1"),
    ),
    (
        *("/en", "fully addressed in force Before the correction: partially addressed"),
        *("Why it was corrected: Na shpëtoi çerdhja e re.", "round 1"),
    ),
)


def words(site: Site, path: str = "/ndreqjet") -> str:
    """What the page says, without its marks."""
    html = re.sub(r"<svg.*?</svg>", "", site.client().get(path).text, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_empty_list_says_so(training: Site) -> None:
    assert "Ende asnjë vlerësim i botuar nuk është ndrequr." in words(training)
    assert "No published assessment has been corrected yet." in words(training, "/en/ndreqjet")


def test_a_correction_is_listed_with_both_verdicts_and_its_reason(training: Site) -> None:
    row_id = corrected(training)
    for language, verdicts, reason, held in LANGUAGES:
        page = words(training, f"{language}/ndreqjet")
        organisation = "Example Organisation" if language else "Organizata Shembullore"
        for said in (verdicts, reason, held, "Shembull 2023–2027, 1.2", organisation):
            assert said in page, (language, said)
    html = training.client().get("/en/ndreqjet").text
    assert f'id="ndreqja-{row_id}"' in html
    assert 'href="/en/kontratat/shembull-2023/1.2"' in html
    assert 'href="/en/raportet/shembull-2023/1"' in html
    assert "Anila" not in html  # the organisation, never the person


def test_what_nobody_approved_is_not_listed(training: Site) -> None:
    assert correct(training).status_code == 303
    assert "Ende asnjë vlerësim i botuar nuk është ndrequr." in words(training)


@pytest.mark.both
def test_a_retraction_stays_in_the_list_and_the_verdict_before_it_stands_again(training: Site) -> None:
    row_id = corrected(training)
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Çerdhja ishte e vjetra.")
    assert "ndreqje e tërhequr" not in words(training)
    assert retraction(training, row_id, REVIEWER) == 303
    page = words(training)
    for said in (
        "Asnjë ndreqje nuk është në fuqi. Ndreqje që nuk janë më në fuqi (1)",
        "adresuar pjesërisht në fuqi ndreqje e tërhequr: adresuar pjesërisht → adresuar plotësisht",
        "Pse u tërhoq: Çerdhja ishte e vjetra.",
        "; tërhequr më ",
    ):
        assert said in page, said
    english = words(training, "/en/ndreqjet")
    for said in ("withdrawn", "Çerdhja ishte e vjetra."):
        assert said in english, said
    assert "Kopshti u hap; çerdhja ende nuk ka vend." in words(training, "/kontratat/shembull-2023/1.2")
    (row,) = corrections(training)
    assert row.retracted_at is not None


def test_what_is_in_force_comes_first_then_the_newest(training: Site) -> None:
    """One that another superseded stands after those in force, and says which verdict is in force by now."""
    first = corrected(training)
    elsewhere = corrected(training, of=verdict(training, "2.4").id)
    second = corrected(training, of=first, reason="Dy çerdhe.", correction_reason="Janë dy.", status="not_addressed")
    html = training.client().get("/ndreqjet").text
    places = [html.index(f'id="ndreqja-{row}"') for row in (second, elsewhere, first)]
    assert places == sorted(places)
    assert html.index("Ndreqje që nuk janë më në fuqi (1)") < places[2]
    said = words(training)
    assert "nuk është adresuar në fuqi Para ndreqjes: adresuar plotësisht" in said
    assert "nuk është adresuar në fuqi i zëvendësuar nga një ndreqje: adresuar pjesërisht → adresuar plotësisht" in said
