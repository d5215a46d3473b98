"""A consultation announced, and entered from its minutes: roles, never private names; public at once."""

import pytest

from pop_tracker import history
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from pop_tracker.plans.consultations.points import PointKind, points
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.consultations import ANNOUNCED, FIELDS, NEW, in_days, opened_at
from tests.plans.play import entries, fields_of, verified
from tests.web.documents import pdf

WORK = "/puna/konsultimet/shembull-2024-03-12"


def the_one(site: Site, slug: str = "shembull-2024-03-12") -> Consultation:
    with site.database.reading() as session:
        found = consultation_by_slug(session, slug)
        assert found is not None
        return found


def test_it_is_recorded_with_its_points_and_public(training: Site) -> None:
    client = training.client(EDITOR)
    assert "Pa emra personash privatë" in client.get(NEW).text
    answer = training.form(client, NEW, **FIELDS)
    assert (answer.status_code, answer.headers.get("location")) == (303, WORK)
    assert client.get(WORK).status_code == 200
    found = the_one(training)
    assert (found.hour, found.place, found.roles_present[0]) == ("10:30", "", "Nënkryetarja e Bashkisë")
    assert (found.women, found.men) == (12, None)
    with training.database.reading() as session:
        said = [(point.point_kind, point.text) for point in points(session, found.id or 0)]
    assert said == [(PointKind.PROBLEM, "Uji vjen rrallë."), (PointKind.PROBLEM, "Rruga është e prishur."),
                    (PointKind.ANSWER, "Drejtoria do ta shohë."), (PointKind.STEP, "Drafti publikohet.")]  # fmt: skip
    assert verified(training) == "consultation.record"
    page = words(training.client().get("/konsultimet/shembull-2024-03-12").text)
    for said_there in ("Rruga është e prishur.", "Gra të pranishme 12", "burra të pranishëm, përfundimi",
                       "Takimi i ardhshëm 12 prill 2024", "Kontrata Sociale 2023–2027"):  # fmt: skip
        assert said_there in page, said_there


def test_place_convener_men_and_end_are_kept_and_shown(training: Site) -> None:
    said = {
        "place": "Pallati i ushtrimit",
        "convened_by": "Drejtoria e Shërbimeve Sociale",
        "men": "7",
        "outcome": "U ra dakord për draftin.",
    }
    assert training.form(training.client(EDITOR), NEW, **FIELDS, **said).status_code == 303
    found = the_one(training)
    assert (found.place, found.convened_by, found.men, found.outcome) == (
        said["place"], said["convened_by"], 7, said["outcome"])  # fmt: skip
    page = words(training.client().get("/konsultimet/shembull-2024-03-12").text)
    for shown in ("Ku Pallati i ushtrimit", "Thirrur nga Drejtoria e Shërbimeve Sociale", "Gra të pranishme 12",
                  "Burra të pranishëm 7", "Përfundimi U ra dakord për draftin."):  # fmt: skip
        assert shown in page, shown
    opened = fields_of(training, f"{WORK}/te-dhenat")
    assert {name: opened[name] for name in said} == said


@pytest.mark.both
def test_a_form_sent_twice_makes_one(training: Site) -> None:
    client = training.client(EDITOR)
    for _ in range(2):
        answer = training.form(client, NEW, **FIELDS, nonce="e-njejta")
        assert answer.headers["location"] == WORK
    with training.database.reading() as session:
        assert consultation_by_slug(session, "shembull-2024-03-12-2") is None


def test_it_is_revised_and_points_keep_their_own_source(training: Site) -> None:
    path = "/puna/konsultimet/shembull-2024-02-14/te-dhenat"
    opened = opened_at(training, path)
    before = the_one(training, "shembull-2024-02-14")
    with training.database.reading() as session:
        stood = points(session, before.id or 0)
    sent = {**opened, "problem": opened["problem"] + "\nMungon transporti.", "source": "procesverbali i ri"}
    assert training.form(training.client(EDITOR), path, **sent).status_code == 303
    with training.database.reading() as session:
        said = points(session, before.id or 0)
    assert len(said) == len(stood) + 1
    assert {point.text: point.source for point in said}["Mungon transporti."] == "procesverbali i ri"
    assert {point.id for point in stood} < {point.id for point in said}
    assert said[0].source == stood[0].source
    assert verified(training) == "consultation.revise"
    stale = training.form(training.client(EDITOR), path, **{**opened, "outcome": "ndryshe"})
    assert stale.status_code == 409
    assert "Mungon transporti." in stale.text
    assert "Nuk ka emra qytetarësh" not in stale.text.split("Kështu është tani:")[1].split("</dl>")[0]


def test_sent_back_unchanged_it_leaves_no_entry(training: Site) -> None:
    path = "/puna/konsultimet/shembull-2024-02-14/te-dhenat"
    before = entries(training)
    for _ in range(2):
        as_browsers_send = {name: value.replace("\n", "\r\n") for name, value in opened_at(training, path).items()}
        assert training.form(training.client(EDITOR), path, **as_browsers_send).status_code == 303
    assert entries(training) == before


def test_the_same_hour_typed_otherwise_is_no_change(training: Site) -> None:
    path, client = "/puna/konsultimet/shembull-2024-02-14/te-dhenat", training.client(EDITOR)
    before = entries(training)
    for _ in range(2):
        typed = opened_at(training, path) | {"hour": "11.30"}
        assert training.form(client, path, **typed).status_code == 303
    assert opened_at(training, path)["hour"] == "11:30"
    assert entries(training) == before + 1


BAD = [
    ({"topic": ""}, "Plotësojeni këtë fushë."),
    ({"held_on": "32.01.2024"}, "Shkruani një datë"),
    ({"held_on": "01.01.2099", "next_on": ""}, "në të ardhmen"),
    ({"next_on": "11.03.2024"}, "Takimi i ardhshëm është para këtij."),
    ({"hour": "në mesditë"}, "Shkruani orën"),
    ({"women": "shumë"}, "Shkruani një numër"),
    ({"men": "-3"}, "Shkruani një numër"),
    ({"plan": "prove-2025"}, "Zgjidhni një nga mundësitë"),
    ({"contract": "prove-2023"}, "Zgjidhni një nga mundësitë"),
    ({"municipality": "ushtrim"}, "Ky plan është i një bashkie tjetër."),
    ({"municipality": "ushtrim", "plan": ""}, "Kjo kontratë është e një bashkie tjetër."),
    ({"kind": "darkë"}, "Zgjidhni një nga mundësitë"),
    ({"source": ""}, "Plotësojeni këtë fushë."),
    ({"names_nobody": ""}, "emrat e qytetarëve nuk botohen"),
    ({"roles_present": "znj. Filane Fistekja, banore"}, "“znj. Filane” duket si emër personi"),
    ({"topic": "Ankesa e znj. Filane Fistekja"}, "“znj. Filane” duket si emër personi"),
    ({"next_meeting": "te z. Filan Fisteku"}, "“z. Filan” duket si emër personi"),
    ({"problem": "Zoti Filan tha se uji vjen rrallë."}, "“Zoti Filan” duket si emër personi"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, told in BAD:
        answer = training.form(client, NEW, **{**FIELDS, "outcome": "mbetet këtu", **fields})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert "mbetet këtu" in answer.text
        with training.database.reading() as session:
            assert history.entries(session, limit=1)[0].row.verb != "consultation.record"


def test_words_that_only_look_like_titles_are_taken(training: Site) -> None:
    said = {"problem": "Zotime të pambajtura.\nLgj. 3, pika z. e planit.", "roles_present": "Zonja e re e bashkisë"}
    assert training.form(training.client(EDITOR), NEW, **{**FIELDS, **said}).status_code == 303


def test_one_that_lies_ahead_is_announced(training: Site) -> None:
    client = training.client(EDITOR)
    answer = training.form(client, NEW, **ANNOUNCED, held_on=in_days(10), hour="11:00")
    work = answer.headers["location"]
    slug = work.rpartition("/")[2]
    assert "I shpallur, ende pa u mbajtur" in client.get(work).text
    assert 'procesverbali"' not in client.get(work).text.split("Procesverbali</h2>")[1].split("</section>")[0]
    page = words(training.client().get(f"/konsultimet/{slug}").text)
    assert "I shpallur, ende pa u mbajtur" in page
    assert "Përfundimi" not in page
    early = training.form(client, f"{work}/te-dhenat", **{**opened_at(training, f"{work}/te-dhenat"),
                                                          "problem": "Uji vjen rrallë."})  # fmt: skip
    assert early.status_code == 422
    assert "në të ardhmen" in early.text
    early = training.form(client, f"{work}/procesverbali", files={"file": ("p.pdf", pdf("x"), "")})
    assert "në të ardhmen" in early.text


@pytest.mark.both
def test_on_its_day_it_is_announced_until_something_is_told(training: Site) -> None:
    client = training.client(EDITOR)
    work = training.form(client, NEW, **ANNOUNCED, held_on=in_days(0)).headers["location"]
    public = work.removeprefix("/puna")
    assert "I shpallur, ende pa u mbajtur" in training.client().get(public).text
    opened = opened_at(training, f"{work}/te-dhenat")
    assert training.form(client, f"{work}/te-dhenat", **{**opened, "request": "Një park."}).status_code == 303
    assert "I shpallur, ende pa u mbajtur" not in training.client().get(public).text


def test_another_organisation_may_not(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    for door in ("", "/te-dhenat", "/procesverbali", "/fotografite/e-re", "/fijet/i-ri"):
        assert client.get(f"/puna/konsultimet/shembull-2024-02-14{door}").status_code == 403, door
    assert training.form(client, NEW, **FIELDS).status_code == 422  # the municipality is not offered to them
    assert client.get("/puna/konsultimet/nuk-ka").status_code == 404
