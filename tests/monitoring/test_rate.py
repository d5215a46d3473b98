"""Two people rate each part without seeing each other's; then someone adjudicates."""

import html
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pop_tracker import verification
from pop_tracker.accounts.models import Person, Role, RoleHeld, person_by_email
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.monitoring import raters, ratings, rounds
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.ratings import Agreement, agreement_of
from pop_tracker.monitoring.rounds import Details
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import today
from pop_tracker.web.periods import Period
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import (
    FIRST,
    SECOND,
    SECRET,
    assessment,
    decide,
    finish,
    open_double,
    open_round,
    person,
    rate_all,
    sent,
    write,
)

expect.set_options(timeout=15_000)
FULLY, PARTLY, NOT = Status.FULLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.NOT_ADDRESSED
DETAILS = Details(Period(date(2024, 9, 1), date(2025, 9, 1)), "Fokus grupe.", "e shpikur për ushtrim")


def name(site: Site, round_id: int, first: str = FIRST, second: str = SECOND, who: str = COORDINATOR) -> Any:
    fields = {"rater_a": person(site, first), "rater_b": person(site, second)}
    return site.form(site.client(who), "/puna", post_to=f"/puna/raundet/{round_id}/vleresuesit", **fields)


# Hand-computed: (observed - expected) / (1 - expected).
KAPPA = [
    ([], Agreement(0, 0, None, None)),
    ([(FULLY, FULLY)] * 4, Agreement(4, 4, 100, None)),  # one category only: chance explains everything
    ([(FULLY, FULLY), (NOT, NOT)], Agreement(2, 2, 100, Decimal(1))),
    ([(FULLY, NOT), (NOT, FULLY)], Agreement(2, 0, 0, Decimal(-1))),
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 35/50 observed, 0.5 * 0.6 + 0.5 * 0.4 = 0.5 expected: 0.4.
    ([(FULLY, FULLY)] * 20 + [(FULLY, NOT)] * 5 + [(NOT, FULLY)] * 10 + [(NOT, NOT)] * 15,
     Agreement(50, 35, 70, Decimal("0.4"))),
    # Three statuses: 4/6 observed; (3*2 + 2*2 + 1*2) / 36 = 12/36 expected; (4/6 - 2/6) / (4/6) = 0.5.
    ([(FULLY, FULLY)] * 2 + [(PARTLY, PARTLY)] + [(NOT, NOT)] + [(FULLY, PARTLY), (PARTLY, NOT)],
     Agreement(6, 4, 67, Decimal("0.5"))),
    # One used a single status, the other two: no better than chance.
    ([(FULLY, FULLY), (FULLY, NOT)], Agreement(2, 1, 50, Decimal(0))),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), KAPPA)
def test_agreement_is_cohens_kappa_with_its_n(pairs: list[tuple[Status, Status]], expected: Agreement) -> None:
    assert agreement_of(pairs) == expected


def test_the_coordinator_names_two_different_people_who_may(training: Site) -> None:
    round_id = open_round(training)
    for who in (EDITOR, REVIEWER):
        assert name(training, round_id, who=who).status_code == 403
    client, page = training.client(COORDINATOR), f"/puna/raundet/{round_id}/vleresuesit"
    first, stranger = person(training, FIRST), person(training, OTHER_EDITOR)
    for fields, message in (
        ({"rater_a": first, "rater_b": first}, "Zgjidhni dy vlerësues të ndryshëm"),
        ({"rater_a": first, "rater_b": ""}, "Zgjidhni dy vlerësues, ose asnjë."),
        ({"rater_a": first, "rater_b": stranger}, "Zgjidhni një nga mundësitë"),
    ):
        answer = training.form(client, page, version="", **fields)
        assert answer.status_code in (409, 422)
        assert answer.status_code == 409 or message in answer.text
    with training.database.writing() as session:
        with pytest.raises(Refusal, match="dy vlerësues të ndryshëm"):
            raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, int(first), int(first))
        tagged = Person(email=FIRST.replace("@", "+2@"), name="I njëjti", organisation_id=1)
        session.add(tagged)
        session.flush()
        remember_mailbox(session, tagged.id or 0, tagged.email)
        session.add(RoleHeld(person_id=tagged.id or 0, role=Role.REVIEWER))
        with pytest.raises(Refusal, match="dy vlerësues të ndryshëm"):
            raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, int(first), tagged.id)
        with pytest.raises(Refusal, match="nuk mund"):
            raters.name_raters(session, training.viewer(session, COORDINATOR), round_id, int(first), int(stranger))


def test_each_sees_only_their_own_by_every_route(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [PARTLY], hand_in=False)
    own = f"/puna/raundet/{round_id}/vleresimi-im"
    assert SECRET in training.client(FIRST).get(f"{own}/1.2").text
    for who in (SECOND, EDITOR, REVIEWER, COORDINATOR, OTHER_EDITOR):
        client = training.client(who)
        for path in (own, f"{own}/1.2", f"/puna/raundet/{round_id}", f"/puna/raundet/{round_id}/vleresimet/1.2",
                     "/puna/rishikimi", "/puna", "/raportet/shembull-2023/2", "/kontratat/shembull-2023/1.2",
                     "/api/v1/contracts/shembull-2023"):  # fmt: skip
            assert SECRET not in client.get(path).text, (who, path)
        if who != SECOND:
            assert client.get(own).status_code == 404
            assert client.get(f"{own}/1.2").status_code == 404
    rate_all(training, round_id, FIRST, [PARTLY])  # the same again, and handed in: still only one
    assert SECRET not in training.client(SECOND).get(f"{own}/1.2").text
    with training.database.reading() as session:
        assert raters.independent_ratings(session, session.get_one(Round, round_id)) == {}


def test_nobody_writes_the_verdict_before_both_have_handed_in(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [PARTLY])
    page = f"/puna/raundet/{round_id}/vleresimet/1.2"
    editor = training.client(EDITOR)
    assert "kur t’i kenë dorëzuar të dy" in editor.get(page).text
    tried = training.form(editor, "/puna", post_to=page, status="not_assessed", reason="x", veprimi="ruaj")
    assert tried.status_code == 422
    own, secret = f"/puna/raundet/{round_id}/vleresimi-im", "nuk i shihni vlerësimet e njëri-tjetrit"
    assert secret in training.client(FIRST).get(own).text
    rate_all(training, round_id, SECOND, [FULLY, PARTLY])
    told = training.client(FIRST).get(own).text
    assert secret not in told
    assert "Të dy vlerësuesit i dorëzuan." in told
    seen = editor.get(page).text
    assert "Dy vlerësimet e pavarura" in seen
    assert SECRET in seen
    # A rater does not adjudicate, though an editor here.
    rater = training.form(training.client(FIRST), "/puna", post_to=page, status="not_assessed", reason="x",
                          veprimi="ruaj")  # fmt: skip
    assert rater.status_code == 403
    assert write(training, editor, page).status_code == 303


def test_a_rater_is_no_second_person_and_does_not_publish(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [PARTLY])
    rate_all(training, round_id, SECOND, [FULLY, PARTLY])
    row_id = sent(training, round_id, "1.2")
    assert decide(training, row_id, SECOND).status_code == 403
    assert decide(training, row_id, REVIEWER).status_code == 303
    finish(training, round_id)
    with training.database.writing() as session, pytest.raises(Forbidden):
        rounds.publish(session, training.viewer(session, SECOND), round_id, "")
    with training.database.writing() as session:
        read = rounds.version_of(session, session.get_one(Round, round_id))
        held = rounds.publish(session, training.viewer(session, REVIEWER), round_id, read)
        state = held.public_state(session)
        assert state["agreement"] == {"n": 13, "agreed": 12, "percent": 92, "kappa": Decimal(0)}
        assert list(verification.verify(session)) == []
    assert assessment(training, round_id, "1.2").is_public


@pytest.mark.parametrize("rater", [FIRST, SECOND])
def test_neither_rater_publishes_the_round_whatever_else_they_are(training: Site, rater: str) -> None:
    round_id = open_double(training)
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        both_roles = replace(training.viewer(session, rater), roles=frozenset({Role.REVIEWER, Role.COORDINATOR}))
        assert not rounds.may_publish(session, both_roles, held)
        another = replace(both_roles, person_id=int(person(training, REVIEWER)), same_as=frozenset())
        assert rounds.may_publish(session, another, held)


def test_what_was_handed_in_stays_and_all_of_it_is_needed(training: Site) -> None:
    round_id = open_double(training)
    with training.database.writing() as session:
        viewer = training.viewer(session, FIRST)
        ratings.rate(session, viewer, round_id, "1.2", "", PARTLY, "Arsye.", 0)
        with pytest.raises(Refusal, match="Ende pa vlerësuar"):
            ratings.hand_in(session, viewer, round_id)
        with pytest.raises(Missing):  # it names several units, and is rated in each
            ratings.rate(session, viewer, round_id, "1.1", "", PARTLY, "Arsye.", 0)
        session.rollback()
    rate_all(training, round_id, FIRST, [PARTLY])
    with training.database.writing() as session, pytest.raises(Refusal, match="nuk ndryshojnë"):
        ratings.rate(session, training.viewer(session, FIRST), round_id, "1.2", "", NOT, "Tjetër.", 1)


@pytest.mark.both
def test_a_rater_rates_by_the_page_and_is_led_to_the_next(training: Site) -> None:
    round_id = open_double(training)
    own = f"/puna/raundet/{round_id}/vleresimi-im"
    client = training.client(SECOND)
    assert own in client.get("/puna").text
    assert training.form(client, f"{own}/1.2", status="", reason="").status_code == 422
    answer = training.form(client, f"{own}/1.2", status=str(PARTLY), reason="E pamë.", version="0")
    assert answer.headers["location"].startswith(f"{own}/1.3")
    stale = training.form(client, f"{own}/1.2", status=str(FULLY), reason="Nga dritarja tjetër.", version="0")
    assert stale.status_code == 409
    assert "E pamë." in stale.text
    assert "Nga dritarja tjetër." in stale.text
    assert training.form(client, own, post_to=f"{own}/dorezim").status_code == 422


def typed(site: Site, who: str, path: str, **fields: str) -> Any:
    """As htmx sends it while the rater types."""
    client = site.client(who)
    client.get(path)
    data = {"_csrf_token": client.cookies.get("pop_csrf", ""), "status": "", "reason": "", "version": "0", **fields}
    return client.post(path, data=data, headers={"HX-Request": "true"})


def test_a_rating_is_saved_as_it_is_typed_and_for_its_rater_alone(training: Site) -> None:
    round_id = open_double(training)
    path = f"/puna/raundet/{round_id}/vleresimi-im/1.2"
    answer = typed(training, FIRST, path, reason=SECRET)
    assert answer.status_code == 200
    assert "u ruajt në " in answer.text
    assert "<h1" not in answer.text
    assert SECRET in training.client(FIRST).get(path).text
    assert 'name="version" value="2"' in typed(training, FIRST, path, status=str(NOT), reason=SECRET, version="1").text
    stale = typed(training, FIRST, path, reason="Nga dritarja tjetër.")
    assert stale.status_code == 409
    assert SECRET in stale.text
    for who in (SECOND, EDITOR, REVIEWER, COORDINATOR):
        told = typed(training, who, path, reason="Tjetër fjalë.")
        assert SECRET not in told.text
        assert told.status_code == (200 if who == SECOND else 404)
    assert f">{SECRET}</textarea>" in " ".join(training.client(FIRST).get(path).text.split())


def test_what_is_unfinished_is_not_handed_in(training: Site) -> None:
    round_id = open_double(training)
    own = f"/puna/raundet/{round_id}/vleresimi-im"
    rate_all(training, round_id, FIRST, [PARTLY], hand_in=False)
    for fields, version in (({"status": str(NOT), "reason": ""}, "1"), ({"reason": "Pa vlerësim."}, "2")):
        typed(training, FIRST, f"{own}/1.2", version=version, **fields)
        listed = training.client(FIRST).get(own).text
        assert "pa mbaruar" in listed
        assert "Vlerësoni 1.2" in listed
        answer = training.form(training.client(FIRST), own, post_to=f"{own}/dorezim")
        assert answer.status_code == 422
        assert "Ende pa vlerësuar: 1.2." in answer.text
    button = training.form(training.client(FIRST), f"{own}/1.2", status="", reason="Pa vlerësim.", version="3")
    assert button.status_code == 422
    assert 'href="#status' in button.text


def test_someone_must_be_left_to_write_the_verdicts_and_someone_else_to_approve_them(training: Site) -> None:
    round_id = open_round(training)
    page = f"/puna/raundet/{round_id}/vleresuesit"

    def answer(first: str, second: str) -> str:
        client = training.client(COORDINATOR)
        version = client.get(page).text.split('name="version" value="')[1].split('"')[0]
        fields = {"rater_a": person(training, first), "rater_b": person(training, second), "version": version}
        got = training.form(client, page, **fields)
        assert got.status_code == 422
        assert 'href="#rater_b' in got.text
        return html.unescape(got.text)

    editors = answer(EDITOR, SECOND_EDITOR)
    assert "duhet të mbetet një redaktor i kësaj bashkie për vlerësimin përfundimtar" in editors
    assert "Mund ta shkruajnë: Anila" in editors
    with training.database.writing() as session:
        for email in (OTHER_BOTH, REVIEWER):
            leaving = person_by_email(session, email)
            assert leaving is not None
            leaving.left_on = today()
            session.add(leaving)
    assert "duhet të mbetet një rishikues për miratimin" in answer(EDITOR, OTHER_REVIEWER)
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).is_double_rated is False


def test_one_person_who_may_both_write_and_approve_is_not_enough(training: Site) -> None:
    with training.database.writing() as session:
        viewer = training.viewer(session, OTHER_BOTH)
        contract = contract_by_slug(session, "prove-2023")
        assert contract is not None
        held = rounds.open_round(session, viewer, contract, DETAILS)
        both = [int(person(training, one)) for one in (OTHER_EDITOR, OTHER_REVIEWER)]
        raters.name_raters(session, training.viewer(session, COORDINATOR), held.id or 0, both[0], both[1])
        raters.name_raters(session, training.viewer(session, COORDINATOR), held.id or 0, None, None)
        leaving = person_by_email(session, REVIEWER)
        assert leaving is not None
        leaving.left_on = today()
        session.add(leaving)
        session.flush()
        with pytest.raises(Refusal, match="dhe një tjetër e miraton"):
            raters.name_raters(session, training.viewer(session, COORDINATOR), held.id or 0, both[0], both[1])


@pytest.mark.browser
def test_what_a_rater_types_is_saved_and_comes_back_without_network(browser: Browser, served: Site) -> None:
    round_id = open_double(served)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(8_000)
    secret = served.session_secret(FIRST)
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page, address = context.new_page(), f"{served.address}/puna/raundet/{round_id}/vleresimi-im/1.2"
    page.goto(address)
    page.get_by_label("Arsyeja").fill("E pamë.")
    expect(page.locator("#ruajtur")).to_contain_text("u ruajt në")
    page.get_by_role("radio", name="adresuar pjesërisht").check()
    expect(page.locator('#ruajtur input[name="version"]')).to_have_value("2")
    assert page.evaluate("Object.keys(localStorage)") == []  # the server has it all
    context.set_offline(True)
    page.get_by_label("Arsyeja").fill("E pamë dy herë.")
    expect(page.locator("#ruajtur")).to_contain_text("Lidhja u ndërpre.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("U rikthye çfarë kishit shkruar")).to_be_visible()
    expect(again.get_by_label("Arsyeja")).to_have_value("E pamë dy herë.")
    expect(again.locator("#ruajtur")).to_contain_text("u ruajt në")
    again.get_by_role("button", name="Ruajeni dhe vazhdoni").click()
    again.wait_for_url("**/vleresimi-im/1.3.a")
    context.close()
    with served.database.reading() as session:
        own = ratings.own_ratings(session, served.viewer(session, FIRST), session.get_one(Round, round_id))
    (row,) = own.values()
    assert (row.status, row.reason) == (PARTLY, "E pamë dy herë.")
