"""Writing a verdict with its evidence, and sending it."""

from datetime import date, timedelta
from html import unescape

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.monitoring import evidence
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import NEW, PIECE, VERDICT, assessment, open_round, published_round, sent, write


def of_round(site: Site, round_id: int) -> list[Assessment]:
    with site.database.reading() as session:
        return list(session.exec(select(Assessment).where(Assessment.round_id == round_id)))


def pieces(site: Site, assessment_id: int) -> list[Evidence]:
    with site.database.reading() as session:
        return list(session.exec(select(Evidence).where(Evidence.assessment_id == assessment_id)))


def page(round_id: int, ref: str = "1.2") -> str:
    return f"/puna/raundet/{round_id}/vleresimet/{ref}"


def test_a_draft_is_kept_and_is_no_part_of_the_record(training: Site) -> None:
    round_id = open_round(training)
    with training.database.reading() as session:
        head = history.head(session)
    client = training.client(EDITOR)
    answer = write(training, client, page(round_id), "ruaj", reason="")
    assert answer.status_code == 303
    assert "U ruajt drafti i 1.2." in client.get(answer.headers["location"]).text
    row = assessment(training, round_id, "1.2")
    assert (row.state, row.status, row.version) == (AssessmentState.DRAFT, Status.FULLY_ADDRESSED, 1)
    (piece,) = pieces(training, row.id or 0)
    assert (piece.description, str(piece.dated_on)) == ("U pa në vend.", "2025-03-12")
    with training.database.reading() as session:
        assert history.head(session) == head


def test_it_is_sent_with_a_reason_and_evidence(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    (row,) = of_round(training, round_id)
    assert row.state is AssessmentState.SUBMITTED
    assert row.submitted_at is not None
    assert f"/puna/rishikimi/{row_id}" in training.client(REVIEWER).get("/puna/rishikimi").text


BAD = [
    ({"status": ""}, "Zgjidhni një vlerësim.", "status"),
    ({"status": "shume_mire"}, "Zgjidhni një nga mundësitë e dhëna.", "status"),
    ({"reason": ""}, "Shkruani arsyen", "reason"),
    ({"reason": "a" * 4001}, "Teksti është tepër i gjatë", "reason"),
    ({"reason": "\x00"}, "karaktere që nuk lexohen", "reason"),
    ({"evidence": ""}, "Duhet të paktën një provë me burim.", "evidence-0-description"),
    ({"evidence-0-evidence_kind": ""}, "Zgjidhni llojin e provës.", "evidence-0-evidence_kind"),
    ({"evidence-0-evidence_kind": "gossip"}, "Zgjidhni një nga mundësitë", "evidence-0-evidence_kind"),
    ({"evidence-0-description": ""}, "Shkruani çfarë tregon prova.", "evidence-0-description"),
    ({"evidence-0-source": ""}, "Shkruani burimin e provës.", "evidence-0-source"),
    ({"evidence-0-dated_on": ""}, "Shkruani datën e provës.", "evidence-0-dated_on"),
    ({"evidence-0-place": " "}, "Shkruani ku u mblodh prova.", "evidence-0-place"),
    ({"evidence-0-evidence_kind": "focus_group", "evidence-0-place": ""}, "Shkruani ku", "evidence-0-place"),
    ({"evidence-0-evidence_kind": "press", "evidence-0-dated_on": ""}, "Shkruani datën", "evidence-0-dated_on"),
    ({"evidence-0-evidence_kind": "information_request"}, "kur u dërgua kërkesa.", "evidence-0-asked_on"),
    ({"evidence-0-dated_on": "31.02.2025"}, "Shkruani një datë, si 14.05.2023 ose 14 maj 2023.", "evidence-0-dated_on"),
    ({"evidence-0-dated_on": "31.08.2024"}, "Prova duhet të jetë nga 01.09.2024", "evidence-0-dated_on"),
    ({"evidence-0-dated_on": "01.04.2026"}, "deri më 31.03.2026", "evidence-0-dated_on"),
    (
        {"evidence-0-evidence_kind": "information_request", "evidence-0-asked_on": "31.08.2024"},
        "Prova duhet të jetë nga 01.09.2024",
        "evidence-0-asked_on",
    ),
    ({"evidence-0-url": "javascript:alert(1)"}, "Shkruani një adresë që nis me", "evidence-0-url"),
    ({"evidence-0-url": "https://"}, "Shkruani një adresë që nis me", "evidence-0-url"),
    ({"evidence-0-url": "https://a:b@shembull.example/"}, "emër përdoruesi ose fjalëkalim", "evidence-0-url"),
    ({"evidence-0-url": "https://shembull.example:65536/"}, "Shkruani një adresë që nis me", "evidence-0-url"),
    ({"evidence-0-women": "-3"}, "Shkruani një numër, si 12.", "evidence-0-women"),
    ({"evidence-0-men": "dhjetë"}, "Shkruani një numër, si 12.", "evidence-0-men"),
    ({"evidence-0-place": "a" * 201}, "Teksti është tepër i gjatë", "evidence-0-place"),
    ({"evidence-0-stance": "maybe"}, "Zgjidhni një nga mundësitë", "evidence-0-stance"),
]


def test_bad_input_is_told_at_its_field_and_nothing_is_written(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    for fields, message, where in BAD:
        answer = write(training, client, page(round_id), **fields)
        assert answer.status_code == 422, fields
        assert message in answer.text, fields
        assert f'href="#{where}' in answer.text, fields
        assert of_round(training, round_id) == [], fields
        if "evidence" not in fields:
            assert "shënime terreni" in answer.text or "U pa në vend." in answer.text, fields


def test_a_draft_may_lack_its_date_and_place_and_a_sent_verdict_may_not(training: Site) -> None:
    """What is not of a place, a document say, needs none; a request's date is the day it was sent."""
    path, client = page(open_round(training)), training.client(EDITOR)
    bare = {"evidence-0-dated_on": "", "evidence-0-place": ""}
    assert write(training, client, path, "ruaj", **bare).status_code == 303
    assert write(training, client, path, version="1", **bare).status_code == 422
    answer = write(training, client, f"/en{path}", version="1", **bare)
    assert "Enter the date of the evidence." in answer.text
    request = {"evidence-0-evidence_kind": "information_request", "evidence-0-asked_on": "03.03.2025"}
    assert write(training, client, path, version="1", **bare, **request).status_code == 303
    paper = {"evidence-0-evidence_kind": "budget_line", "evidence-0-place": ""}
    assert write(training, client, path.replace("1.2", "1.4"), **paper).status_code == 303


def test_a_request_whose_term_still_runs_is_no_evidence_by_itself(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is, and silence after the term, and what stands beside it."""
    round_id, client = open_round(training), training.client(EDITOR)
    path, on = page(round_id), date(2025, 6, 2)
    monkeypatch.setattr(evidence, "today", lambda: on)
    asked = {"evidence-0-evidence_kind": "information_request", "evidence-0-dated_on": "", "evidence-0-place": "",
             "evidence-0-asked_on": "30.05.2025"}  # fmt: skip
    for language, words in (("", "Afati i kërkesës ende nuk ka mbaruar"), ("/en", "deadline has not passed yet")):
        answer = write(training, client, language + path, **asked)
        assert answer.status_code == 422
        assert words in unescape(answer.text)
    assert write(training, client, path, **asked, **{"evidence-0-answered_on": "02.06.2025"}).status_code == 303
    beside = {name.replace("-0-", "-1-"): value for name, value in PIECE.items() if name != "evidence"}
    both = {**asked, **beside, "evidence": ["0", "1"]}
    assert write(training, client, page(round_id, "1.4"), **both).status_code == 303
    on = date(2025, 6, 17)  # the day after the tenth working day
    assert write(training, client, page(round_id, "2.2"), **asked).status_code == 303


def test_evidence_stays_within_the_contracts_term(training: Site) -> None:
    round_id = open_round(training, period_from="01.2027", period_until="12.2027")
    answer = write(training, training.client(EDITOR), page(round_id), **{"evidence-0-dated_on": "15.01.2028"})
    assert answer.status_code == 422
    assert "deri më 31.12.2027" in answer.text


def test_evidence_is_not_of_a_day_to_come(training: Site) -> None:
    round_id = open_round(training, period_from="01.2025", period_until="12.2027")
    tomorrow = f"{today() + timedelta(days=1):%d.%m.%Y}"
    answer = write(training, training.client(EDITOR), page(round_id), **{"evidence-0-dated_on": tomorrow})
    assert answer.status_code == 422
    assert "Kjo datë është në të ardhmen." in answer.text


def test_left_unassessed_is_a_choice_with_a_reason_and_needs_no_evidence(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert write(training, client, page(round_id), status="not_assessed", evidence="", reason="").status_code == 422
    answer = write(training, client, page(round_id), status="not_assessed", evidence="", reason="Nuk u gjet askush.")
    assert answer.status_code == 303
    assert assessment(training, round_id, "1.2").status is Status.NOT_ASSESSED


def test_evidence_is_added_and_removed(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    more = {key.replace("evidence-0", "evidence-1"): value for key, value in PIECE.items() if key != "evidence"}
    more["evidence-1-description"] = "Prindërit e thanë në fokus grup."
    write(training, client, page(round_id), "ruaj", **{"evidence": ["0", "1"], **more})
    row = assessment(training, round_id, "1.2")
    assert [piece.description for piece in pieces(training, row.id or 0)] == [
        "U pa në vend.",
        "Prindërit e thanë në fokus grup.",
    ]
    gone = {"evidence": ["0", "1"], **more, "evidence-0-remove": "y", "version": "1"}
    assert write(training, client, page(round_id), "ruaj", **gone).status_code == 303
    assert [piece.description for piece in pieces(training, row.id or 0)] == ["Prindërit e thanë në fokus grup."]


@pytest.mark.both
def test_the_same_form_sent_twice_writes_once(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    for action in ("ruaj", "ruaj", "dergo", "dergo"):
        assert write(training, client, page(round_id), action).status_code == 303
    (row,) = of_round(training, round_id)
    assert (row.state, row.version) == (AssessmentState.SUBMITTED, 2)
    assert len(pieces(training, row.id or 0)) == 1


@pytest.mark.both
def test_a_stale_form_shows_both_texts_and_loses_neither(training: Site) -> None:
    round_id = open_round(training)
    write(training, training.client(SECOND_EDITOR), page(round_id), "ruaj", reason="Besniku shkroi më parë.")
    client = training.client(EDITOR)
    answer = write(training, client, page(round_id), "ruaj", reason="Anila shkroi më pas.")
    assert answer.status_code == 409
    assert "Besniku shkroi më parë." in answer.text
    assert "Anila shkroi më pas." in answer.text
    assert assessment(training, round_id, "1.2").reason == "Besniku shkroi më parë."
    knowingly = write(training, client, page(round_id), "ruaj", reason="Anila shkroi më pas.", version="1")
    assert knowingly.status_code == 303
    assert assessment(training, round_id, "1.2").reason == "Anila shkroi më pas."


@pytest.mark.both
def test_what_was_sent_rests_until_it_is_taken_back(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    client = training.client(EDITOR)
    assert write(training, client, page(round_id), reason="Tjetër arsye.", version="2").status_code == 409
    assert "Kthejeni në draft" in client.get(page(round_id)).text
    for _ in range(2):
        back = training.form(client, page(round_id), post_to=f"/puna/vleresimet/{row_id}/draft")
        assert back.status_code == 303
    assert assessment(training, round_id, "1.2").state is AssessmentState.DRAFT
    assert training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").status_code == 404


@pytest.mark.both
def test_a_leaf_with_units_is_assessed_whole_or_unit_by_unit(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert "njesia=njesia-lindore" in client.get(f"/puna/raundet/{round_id}").text
    east = page(round_id, "1.1") + "?njesia=njesia-lindore"
    assert write(training, client, east, "ruaj").status_code == 303
    whole = write(training, client, page(round_id, "1.1"), "ruaj")
    assert whole.status_code == 422
    assert "njësi për njësi" in whole.text
    listed = client.get(f"/puna/raundet/{round_id}").text
    assert "njesia=njesia-veriore" in listed
    row = assessment(training, round_id, "1.1")
    removed = training.form(client, f"/puna/vleresimet/{row.id}/heqje", version=str(row.version))
    assert removed.status_code == 303
    assert write(training, client, page(round_id, "1.1"), "ruaj").status_code == 303
    assert write(training, client, east, "ruaj").status_code == 422


def test_what_the_round_does_not_assess_is_not_found(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    for place in ("9.9", "1.3", "1.1?njesia=nuk-ka", "1.1?njesia=kodra-e-proves", "1.2?njesia=shembull"):
        assert client.get(page(round_id, place)).status_code == 404, place


def test_others_get_403_and_never_the_draft(training: Site) -> None:
    round_id = open_round(training)
    write(training, training.client(EDITOR), page(round_id), "ruaj", reason="Fjalë vetëm për ne.")
    for who in (OTHER_EDITOR, REVIEWER, COORDINATOR):
        client = training.client(who)
        seen = client.get(page(round_id))
        assert seen.status_code == 403
        assert "Fjalë vetëm për ne." not in seen.text
        tried = training.form(client, "/puna", post_to=page(round_id), **{**VERDICT, "veprimi": "dergo"})
        assert tried.status_code == 403
        (row,) = of_round(training, round_id)
        assert (row.state, row.reason) == (AssessmentState.DRAFT, "Fjalë vetëm për ne.")
        for action in ("draft", "heqje"):
            tried = training.form(client, "/puna", post_to=f"/puna/vleresimet/{row.id}/{action}")
            assert tried.status_code in (403, 404)
        assert len(of_round(training, round_id)) == 1


def test_a_published_round_is_written_in_no_more(training: Site) -> None:
    round_id = published_round(training)
    client = training.client(EDITOR)
    assert client.get(page(round_id)).status_code == 303
    tried = training.form(client, "/puna", post_to=page(round_id), **{**VERDICT, "veprimi": "ruaj"})
    assert tried.status_code == 422
    assert "Raundi është botuar" in tried.text


def test_what_was_found_before_stands_beside_the_form(training: Site) -> None:
    """Of the latest earlier round that assessed it; of a unit its own, and never of this round or a later one."""
    client, round_id = training.client(EDITOR), open_round(training)
    text = client.get(page(round_id)).text
    assert "Më parë: raundi 1" in text
    assert "Kopshti u hap; çerdhja ende nuk ka vend." in text
    assert "2 nga 10" in text
    assert "Më parë: raundi 2" not in text
    sent(training, round_id)
    assert "Më parë: raundi 2" not in client.get(page(round_id)).text
    both = client.get(page(round_id, "1.1")).text
    north = client.get(page(round_id, "1.1") + "?njesia=njesia-veriore").text
    assert "<strong>Njësia Lindore</strong>" in both
    assert "<strong>Njësia Veriore</strong>" in north
    assert "<strong>Njësia Lindore</strong>" not in north
    first = write(training, training.client(OTHER_EDITOR), "/puna/raundet/i-ri", **{**NEW, "contract": "prove-2023"})
    other = training.client(OTHER_EDITOR).get(f"{first.headers['location']}/vleresimet/1.1").text
    assert "Asnjë raund i mëparshëm nuk e ka vlerësuar." in other


def test_what_was_saved_or_sent_is_named_with_the_way_on(training: Site) -> None:
    round_id, client = open_round(training), training.client(EDITOR)
    saved = client.get(write(training, client, page(round_id), "ruaj").headers["location"]).text
    assert "U ruajt drafti i 1.2." in saved
    assert "Dërgoni dhe hapni tjetrin" in saved
    answer = write(training, client, page(round_id), version="1")
    assert "1.2 u dërgua për rishikim." in client.get(answer.headers["location"]).text
    assert "u dërgua për rishikim" not in client.get(answer.headers["location"]).text  # said once


def test_the_form_speaks_english_too(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert "Assessment of 1.2" in client.get(f"/en{page(round_id)}").text
    answer = write(training, client, f"/en{page(round_id)}", reason="")
    assert "Write the reason" in answer.text


def test_one_more_piece_of_evidence_opens_empty_with_the_cursor_in_it(training: Site) -> None:
    path, client = f"/puna/raundet/{open_round(training)}/vleresimet/1.2", training.client(EDITOR)
    answer = write(training, client, path, "shto")
    assert answer.headers["location"] == f"{path}?prova=e-re#evidence-1-evidence_kind"
    opened = client.get(f"{path}?prova=e-re").text
    assert '<details class="more" id="prova-tjeter" open>' in opened
    assert 'id="evidence-1-evidence_kind"' in opened
    assert '<details class="more" id="prova-tjeter">' in client.get(path).text
    answer = write(training, client, f"{path}?njesia=", "shto", version="1")
    assert answer.headers["location"].count("?") == 1
