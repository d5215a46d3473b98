"""A consultation entered from its minutes: roles, never private names; public at once."""

from pop_tracker import history
from pop_tracker.plans.consultations import Consultation, PointKind, consultation_by_slug, points
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.plans.test_record_plan import fields_of, verified

NEW = "/puna/konsultimet/i-ri"
FIELDS = {
    "municipality": "shembull",
    "plan": "shembull-2024",
    "kind": "public_hearing",
    "held_on": "12.03.2024",
    "hour": "10.30",
    "topic": "Buxheti i shërbimeve sociale",
    "roles_present": "Nënkryetarja e Bashkisë\nBanorë të Njësisë Lindore",
    "problem": "Uji vjen rrallë.\nRruga është e prishur.",
    "step": "Drafti publikohet.",
    "source": "procesverbali i ushtrimit",
}


def the_one(site: Site, slug: str = "shembull-2024-03-12") -> Consultation:
    with site.database.reading() as session:
        found = consultation_by_slug(session, slug)
        assert found is not None
        return found


def test_it_is_recorded_with_its_points_and_public(training: Site) -> None:
    client = training.client(EDITOR)
    assert "Pa emra njerëzish privatë" in client.get(NEW).text
    answer = training.form(client, NEW, **FIELDS)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/konsultimet/shembull-2024-03-12")
    found = the_one(training)
    assert (found.hour, found.place, found.roles_present[0]) == ("10:30", "", "Nënkryetarja e Bashkisë")
    with training.database.reading() as session:
        said = [(point.point_kind, point.text) for point in points(session, found.id)]
    assert said == [(PointKind.PROBLEM, "Uji vjen rrallë."), (PointKind.PROBLEM, "Rruga është e prishur."),
                    (PointKind.STEP, "Drafti publikohet.")]  # fmt: skip
    assert verified(training) == "consultation.record"
    assert "Rruga është e prishur." in training.client().get("/konsultimet/shembull-2024-03-12").text


def test_it_is_revised_and_points_keep_their_own_source(training: Site) -> None:
    path = "/puna/konsultimet/shembull-2024-02-14"
    opened = fields_of(training, path)
    before = the_one(training, "shembull-2024-02-14")
    sent = {**opened, "problem": opened["problem"] + "\nMungon transporti.", "source": "procesverbali i ri"}
    assert training.form(training.client(EDITOR), path, **sent).status_code == 303
    with training.database.reading() as session:
        said = points(session, before.id)
    assert len(said) == 7
    assert {point.text: point.source for point in said}["Mungon transporti."] == "procesverbali i ri"
    assert said[0].source == "e shpikur për ushtrim"
    assert verified(training) == "consultation.revise"
    stale = training.form(training.client(EDITOR), path, **{**opened, "outcome": "ndryshe"})
    assert stale.status_code == 409
    assert "Mungon transporti." in stale.text


BAD = [
    ({"topic": ""}, "Plotësojeni këtë fushë."),
    ({"held_on": "32.01.2024"}, "Shkruani një datë"),
    ({"held_on": "01.01.2099"}, "në të ardhmen"),
    ({"hour": "në mesditë"}, "Shkruani orën"),
    ({"plan": "prove-2025"}, "Zgjidhni një nga mundësitë"),
    ({"municipality": "ushtrim"}, "Ky plan është i një bashkie tjetër."),
    ({"kind": "darkë"}, "Zgjidhni një nga mundësitë"),
    ({"source": ""}, "Plotësojeni këtë fushë."),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, words in BAD:
        answer = training.form(client, NEW, **{**FIELDS, "outcome": "mbetet këtu", **fields})
        assert answer.status_code == 422, words
        assert words in answer.text, words
        assert "mbetet këtu" in answer.text
        with training.database.reading() as session:
            assert history.entries(session, limit=1)[0].row.verb != "consultation.record"


def test_another_organisation_may_not(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    assert client.get("/puna/konsultimet/shembull-2024-02-14").status_code == 403
    assert training.form(client, NEW, **FIELDS).status_code == 422  # the municipality is not offered to them
    assert client.get("/puna/konsultimet/nuk-ka").status_code == 404
