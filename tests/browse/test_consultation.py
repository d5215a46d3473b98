"""Consultations as readers meet them: announced, held, without minutes; and threads followed in both directions."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import SEEDS
from pop_tracker.plans.consultations import consultations as consultations_of
from pop_tracker.plans.consultations.consultations import consultation_by_slug
from pop_tracker.plans.consultations.points import points
from pop_tracker.plans.consultations.threads import Thread
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from tests.browse.play import hold
from tests.conftest import Site
from tests.pages import words

HEARING = "/konsultimet/shembull-2024-02-14"


def tie(session: Session, slug: str, number: int, ref: str = "", item: str = "") -> None:
    held = consultation_by_slug(session, slug)
    assert held is not None
    ends: dict[str, Any] = {
        "commitment_id": session.exec(
            select(Commitment.id).join(Contract).where(Contract.slug == "shembull-2023", Commitment.ref == ref)
        ).first(),
        "plan_item_id": session.exec(
            select(PlanItem.id).join(Plan).where(Plan.slug == "shembull-2024", PlanItem.number == item)
        ).first(),
    }
    start = points(session, held.id or 0)[number - 1]
    Thread(point_id=start.id or 0, source="ushtrim", recorded_at=datetime.now(UTC), **ends).record(session, SEEDS)


def test_a_hearing_with_roles_and_no_next_meeting(real: Site) -> None:
    said = words(real.client().get("/konsultimet/kamez-2024-01-10").text)
    assert "10 janar 2024" in said
    assert "ora 11:00" in said
    assert "Përfaqësues të Lagjeve Administrative" in said
    assert "Takimi i ardhshëm nuk thuhet" in said
    assert "Nuk thuhet gra të pranishme, burra të pranishëm" in said


def test_nothing_real_is_tied_to_anything(real: Site) -> None:
    """No match about a real municipality is made up here."""
    for slug in ("kamez-2024-01-10", "permet-2023-07-25"):
        assert "çoi te" not in real.client().get(f"/konsultimet/{slug}").text


def test_announced_ones_come_first_the_next_one_on_top(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(training, "me-vone", date(2031, 5, 20), [])
    hold(training, "me-pare", date(2031, 5, 10), [], place="Salla e ushtrimit")
    hold(training, "i-mbajtur", date(2026, 5, 1), ["Një park."])
    said = training.client().get("/konsultimet").text
    announced, past = said.split("<h2>Të mbajtura</h2>")
    assert announced.index("/konsultimet/me-pare") < announced.index("/konsultimet/me-vone")
    assert "Salla e ushtrimit" in announced
    assert "/konsultimet/i-mbajtur" in past
    assert 'type="text/calendar"' in announced.split("</head>")[0]
    monkeypatch.setattr(consultations_of, "today", lambda: date(2031, 5, 15))
    training.app.app.forget()
    announced, past = training.client().get("/konsultimet").text.split("<h2>Të mbajtura</h2>")
    assert "/konsultimet/me-pare" in past
    assert "Procesverbali nuk është këtu." in past
    assert "/konsultimet/me-vone" in announced


def test_where_it_is_listed_it_is_marked_as_announced_beside_a_calendar_to_follow(training: Site) -> None:
    hold(training, "ushtrim-i-shpallur", date(2031, 5, 20), [])
    hold(training, "ushtrim-i-mbajtur", date(2026, 5, 1), ["Një park."])
    for path in ("/konsultimet", "/bashkite/shembull", "/planet/shembull-2024"):
        page = training.client().get(path).text
        row = {slug: words(page.split(f'href="/konsultimet/{slug}"')[1].split("</li>")[0])
               for slug in ("ushtrim-i-shpallur", "ushtrim-i-mbajtur")}  # fmt: skip
        assert "I shpallur" in row["ushtrim-i-shpallur"], path
        assert "I shpallur" not in row["ushtrim-i-mbajtur"], path
    for path in ("/bashkite/shembull", "/planet/shembull-2024", "/konsultimet/ushtrim-i-shpallur"):
        assert 'href="/konsultimet.ics?bashkia=shembull"' in training.client().get(path).text, path


def test_when_its_day_has_passed_without_minutes_the_page_says_so(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(training, "ushtrim-i-heshtur", date(2031, 5, 10), [])
    page = words(training.client().get("/konsultimet/ushtrim-i-heshtur").text)
    assert "I shpallur, ende pa u mbajtur" in page
    monkeypatch.setattr(consultations_of, "today", lambda: date(2031, 5, 11))
    training.app.app.forget()
    page = words(training.client().get("/konsultimet/ushtrim-i-heshtur").text)
    assert "I shpallur, ende pa u mbajtur" not in page
    assert "Procesverbali nuk është këtu" in page
    assert "Procesverbali nuk thotë" not in page  # there are none to be silent


def test_a_thread_is_followed_in_both_directions(training: Site) -> None:
    hold(training, "fillimi", date(2026, 5, 1), ["Kërkojmë ngrohje në shkollë."])
    with training.database.writing() as session:
        tie(session, "fillimi", 1, ref="2.2")
        tie(session, "fillimi", 1, item="1.1.1")
    client = training.client()
    hearing = client.get("/konsultimet/fillimi").text
    start = re.findall(r'<li id="(pika-\d+)">', hearing)[0]
    block = hearing.split(f'id="{start}"')[1].split("</li>")[0]
    assert 'href="/kontratat/shembull-2023/2.2"' in block
    assert 'href="/planet/shembull-2024#zeri-1.1.1"' in block
    commitment = client.get("/kontratat/shembull-2023/2.2").text
    thread = commitment.split('id="filli"')[1].split("</section>")[0]
    assert f'href="/konsultimet/fillimi#{start}"' in thread
    assert "Kërkojmë ngrohje në shkollë." in thread
    assert 'href="/planet/shembull-2024#zeri-1.1.1"' in thread
    assert 'id="zeri-1.1.1"' in client.get("/planet/shembull-2024").text


def test_the_plan_names_the_hearing_that_an_item_comes_from(training: Site) -> None:
    """On the plan's page and on the branch's own; at this item and at no other."""
    hold(training, "fillimi", date(2026, 5, 1), ["Kërkojmë ngrohje në shkollë."])
    with training.database.writing() as session:
        tie(session, "fillimi", 1, item="1.1.2")
    client = training.client()
    start = re.findall(r'<li id="(pika-\d+)">', client.get("/konsultimet/fillimi").text)[0]
    for path in ("/planet/shembull-2024", "/planet/shembull-2024?dega=1.1.2"):
        page = client.get(path).text
        item = page.split('id="zeri-1.1.2"')[1].split("<li")[0]
        assert "nga konsultimi i datës 1 maj 2026: “Kërkojmë ngrohje në shkollë.”" in words(item), path
        assert f'href="/konsultimet/fillimi#{start}"' in item, path
        assert page.count("/konsultimet/fillimi#") == 1, path
    assert f'href="/en/konsultimet/fillimi#{start}"' in client.get("/en/planet/shembull-2024").text


def test_the_thread_tells_what_was_found_and_how_it_was_assessed(training: Site) -> None:
    thread = words(training.client().get("/kontratat/shembull-2023/1.1").text.split('id="filli"')[1])
    told = thread.split("Njësi më njësi")[0]
    for step in ("Forum", "Zotimi 1.1 i kontratës", "Krahasimi me planin", "Vlerësimi", "raundi"):
        assert step in told, step


def test_the_list_narrows_to_a_municipality(training: Site) -> None:
    client = training.client()
    narrowed = client.get("/konsultimet?bashkia=shembull").text
    assert 'value="shembull" selected' in narrowed
    assert 'href="/konsultimet.ics?bashkia=shembull"' in narrowed
    assert "/konsultimet/shembull-2024-02-14" in narrowed
    assert "/konsultimet/shembull-" not in client.get("/konsultimet?bashkia=prove").text
    assert client.get("/konsultimet?bashkia=kot").status_code == 404


def test_a_step_stands_once_with_all_that_led_to_it(training: Site) -> None:
    """Two hearings and the comparison lead to the same item; the earlier plan stands before it."""
    told = words(training.client().get("/kontratat/shembull-2023/3").text.split('id="filli"')[1].split("</section>")[0])
    assert told.count("masa 3.1.1") == 1
    assert "nga konsultimet e datave 15 mars 2023, 14 shkurt 2024" in told
    assert told.index("2020-2023") < told.index("masa 3.1.1")
    assert told.count("Krahasimi me planin") == 3


def test_the_history_says_kind_and_day_in_the_readers_language(training: Site) -> None:
    def history_of(path: str) -> str:
        return words(training.client().get(path).text.split('<ol class="timeline">')[-1])

    page = "/konsultimet/shembull-2024-02-14"
    assert "14 shkurt 2024 → masa 3.1.1, Plani Social i Bashkisë Shembull 2024-2027" in history_of(page)
    assert "14 February 2024 → commitment 3, " in history_of(f"/en{page}")
    assert "14\u00a0shkurt\u00a02024</h1>" in training.client().get(page).text
    assert "Dëgjesë publike, 14 shkurt 2024: " in history_of(page) or "Forum, 14 shkurt 2024: " in history_of(page)
    assert ", 14 February 2024: " in history_of(f"/en{page}")


def test_a_commitment_without_a_thread_has_no_such_block(real: Site) -> None:
    assert 'id="filli"' not in real.client().get("/kontratat/korce-2023/1.5").text


def test_in_english(training: Site) -> None:
    assert "From the hearing to the assessment" in training.client().get("/en/kontratat/shembull-2023/1.1").text
    page = training.client().get("/en/konsultimet/shembull-2023-03-15").text
    assert 'href="/en/kontratat/shembull-2023/1.1">commitment 1.1</a>' in page


def asked(site: Site) -> dict[str, int]:
    counted = {}
    client = site.client()
    for path in ("/konsultimet", HEARING, "/kontratat/shembull-2023/1.1", "/konsultimet.ics"):
        site.app.app.forget()
        with site.count_queries() as statements:
            assert client.get(path).status_code == 200, path
        counted[path] = len(statements)
    return counted


def test_pages_ask_the_database_no_more_often_for_more(training: Site) -> None:
    before = asked(training)
    hold(training, "tjetri", date(2026, 5, 1), [f"Kërkesa {number}" for number in range(20)])
    for number in range(12):
        hold(training, f"i-{number}", date(2031, 5, 1 + number), [])
    with training.database.writing() as session:
        held = consultation_by_slug(session, "shembull-2024-02-14")
        assert held is not None
        for number in range(1, len(points(session, held.id or 0)) + 1):
            tie(session, held.slug, number, ref="2.2")
        for number in range(1, 21):
            tie(session, "tjetri", number, ref="1.1")
            tie(session, "tjetri", number, item="1.1.1")
    assert asked(training) == before


def test_nothing_there(real: Site) -> None:
    assert real.client().get("/konsultimet/askund-2024-01-01").status_code == 404
