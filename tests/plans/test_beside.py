"""What stands beside a form while one writes: what readers see of the thing now, and what is recorded already."""

import pytest

from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.pages import beside
from tests.plans.consultations import MINUTES, PDF, PHOTO, SAID, SLUG, WORK, picture

PLAN = "/puna/planet/shembull-2024"
NEEDS_OF_PROVE = "/puna/planet/prove-2025/nevojat/te-dhenat"
REPORT = {"name": "Raporti i Vlerësimit të Nevojave", "year": "2024", "source": "raporti i ushtrimit"}


def read(site: Site, path: str, who: str = EDITOR) -> str:
    page = site.client(who).get(path)
    assert page.status_code == 200
    return beside(page.text)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            f"{PLAN}/te-dhenat",
            ["Plani siç është tani", "Plan social", "2024–2027", "Zërat 60", "Faza e fundit Rishikimi, qershor 2025",
             "Burimi: e shpikur për ushtrim", "Si e sheh lexuesi", "Planet e tjera të bashkisë",
             "Plani Social i Bashkisë Shembull 2020-2023"],
        ),
        ("/puna/planet/i-ri", ["Janë regjistruar tashmë", "Plani Social i Bashkisë Shembull 2024-2027"]),
        (
            f"{PLAN}/nevojat/te-dhenat",
            ["Shifrat e regjistruara", "a) Të dhëna demografike bazë (28 shifra)", "Viti 2023",
             "Burimi: e shpikur për ushtrim", "Si e sheh lexuesi"],
        ),
        (
            f"{PLAN}/nevojat/tabela",
            ["Shkronja e çdo lloji", "g) Krahasimi me buxhetin e bashkisë (4 shifra)", "Njësia Lindore",
             "Organizatë jofitimprurëse", "Viti 2023"],
        ),
        (MINUTES, ["Dëgjesë publike, 14 shkurt 2024", "Thirrur nga", "Gra të pranishme", "Pika të regjistruara 6"]),
        (PHOTO, ["Dëgjesë publike, 14 shkurt 2024", "Burimi: e shpikur për ushtrim", "Si e sheh lexuesi"]),
        (
            "/puna/konsultimet/shembull-2023-03-15/fijet/i-ri",
            ["Pikat dhe ku çuan", "Problem i ngritur Shkollat e Njësisë Lindore", "çoi te zotimi 1.1",
             "Si e sheh lexuesi"],
        ),
    ],
)  # fmt: skip
def test_what_stands_now_is_read_beside_the_form(training: Site, path: str, said: list[str]) -> None:
    text = read(training, path)
    missing = [one for one in said if one not in text]
    assert not missing, (missing, text)


def test_what_the_record_says_in_our_words_has_its_english_there(training: Site) -> None:
    text = read(training, f"/en{MINUTES}")
    for said in ("Municipal council hall, Shembull", "Municipality of Shembull", "Deputy Mayor; Director of Social"):
        assert said in text, text


def test_before_there_is_a_needs_assessment_its_plan_stands_there(training: Site) -> None:
    text = read(training, NEEDS_OF_PROVE, OTHER_EDITOR)
    assert "Plani siç është tani" in text
    assert "Burimi:" in text
    assert training.form(training.client(OTHER_EDITOR), NEEDS_OF_PROVE, **REPORT).status_code == 303
    text = read(training, NEEDS_OF_PROVE, OTHER_EDITOR)
    assert "Plani siç është tani" not in text
    assert "Viti 2024" in text
    assert REPORT["name"] in text


def test_what_is_offered_beside_a_new_plan_is_one_s_own(training: Site) -> None:
    theirs = read(training, "/puna/planet/i-ri", OTHER_EDITOR)
    assert "Bashkisë Provë" in theirs
    assert "Shembull" not in theirs


def test_photos_and_minutes_say_what_is_there_already(training: Site) -> None:
    client = training.client(EDITOR)
    shown = {**SAID, "shows": "Banorë në radhën e parë"}
    assert shown["shows"] not in read(training, PHOTO)
    files = {"file": ("salla.jpg", picture(), "image/jpeg")}
    assert training.form(client, PHOTO, files=files, **shown).status_code == 303
    assert shown["shows"] in read(training, PHOTO)
    files = {"file": ("procesverbali.pdf", PDF, "application/pdf")}
    assert training.form(client, MINUTES, files=files).status_code == 303
    page = client.get(MINUTES).text
    assert page.index("procesverbali.pdf") < page.index("<form")  # in one line, also on a phone
    assert "SHA-256" in beside(page)
    for path in (MINUTES, PHOTO, f"{WORK}/fijet/i-ri"):
        assert training.client(OTHER_EDITOR).get(path).status_code == 403
        assert f'href="/konsultimet/{SLUG}"' in client.get(path).text


def test_a_point_that_is_chosen_is_marked(training: Site) -> None:
    client = training.client(EDITOR)
    path = f"{WORK}/fijet/i-ri"
    assert "aria-current" not in client.get(path).text.split("page__beside")[1]
    (point, *_) = [part.split('"')[0] for part in client.get(path).text.split('<option value="')[2:]]
    chosen = client.get(f"{path}?pika={point}").text.split("page__beside")[1]
    assert chosen.count('aria-current="true"') == 1


def test_more_points_ask_no_more(training: Site) -> None:
    """The questions beside a form are as many for a hearing of seven points as for one of none."""
    client = training.client(EDITOR)
    counts = {}
    for slug in ("shembull-2023-03-15", "shembull-2024-06-03"):
        client.get(f"/puna/konsultimet/{slug}/fijet/i-ri")
        with training.count_queries() as seen:
            client.get(f"/puna/konsultimet/{slug}/fijet/i-ri")
        counts[slug] = len(seen)
    assert len(set(counts.values())) == 1, counts
