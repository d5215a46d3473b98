"""/api/v1: published things only, read only, open to every origin, as its own document describes them."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from msgspec.json import encode as encode_json
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlmodel import select

from pop_tracker.browse.api.document import document
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from tests import cast
from tests.browse.play import got
from tests.browse.plenty import add_copies
from tests.conftest import Site

LISTS = ("municipalities", "organisations", "contracts", "commitments", "plans", "consultations", "changes")


def test_each_list_has_rows(training: Site) -> None:
    for name in LISTS:
        assert got(training, name)["items"], name


def test_a_contract_reads_priority_by_priority(training: Site) -> None:
    contract = got(training, "contracts/shembull-2023")
    assert contract["edition"] == 1
    assert len(contract["digest"]) == 64
    first = contract["priorities"][0]
    assert (first["number"], first["title"], first["group"]) == (1, "Arsimi dhe të rinjtë", "main")
    by_ref = {one["ref"]: one for one in first["commitments"]}
    assert [unit["status"] for unit in by_ref["1.1"]["units"]] == ["fully_addressed", "not_addressed"]
    assert by_ref["1.1"]["status"] == "partially_addressed"
    assert by_ref["1.2"]["place"] == "lagjja e re"
    assert by_ref["1.2"]["source"] == "e shpikur për ushtrim"
    assert by_ref["1.2"]["sources"] == [{"words": "e shpikur për ushtrim", "address": "", "place": ""}]
    assert by_ref["1.2"]["page"] == "http://testserver.local/kontratat/shembull-2023/1.2"
    parent = by_ref["1.3"]
    assert [child["ref"] for child in parent["children"]] == ["1.3.a", "1.3.b"]
    assert parent["status"] == "partially_addressed"


def test_commitments_take_the_explorers_filters(training: Site) -> None:
    assert [row["ref"] for row in got(training, "commitments?q=shkolle")["items"]] == ["1.1", "1.4", "2.3", "2.1", "3"]
    assert {row["contract"] for row in got(training, "commitments?bashkia=prove")["items"]} == {
        "prove-2023",
        "prove-2019",
    }
    statuses = {row["status"] for row in got(training, "commitments?statusi=not_addressed")["items"]}
    assert statuses == {"not_addressed"}


def test_pages_follow_one_another_and_skip_nothing(training: Site) -> None:
    client = training.client()
    for name in ("commitments", "changes"):
        found, address = [], f"http://testserver.local/api/v1/{name}?limit=9"
        while address:
            page = client.get(address).json()
            assert len(page["items"]) <= 9
            found += page["items"]
            address = page["next"]
        assert found == got(training, f"{name}?limit=200")["items"], name


BAD_QUESTIONS = [
    ("commitments?limit=201", 400),
    ("commitments?limit=0", 400),
    ("commitments?cursor=kot", 400),
    ("changes?cursor=99999999999999999999", 400),
    ("commitments?bashkia=askund", 422),
    ("commitments?q=%00", 422),
    ("changes?bashkia=askund", 422),
    ("replies?bashkia=askund", 422),
    ("replies?limit=0", 400),
    ("contracts/askund", 404),
    ("contracts/%00", 404),
    ("plans/%E2%98%83", 404),
    ("asgje", 404),
]


def test_bad_questions_are_answered_in_json(training: Site) -> None:
    for path, status in BAD_QUESTIONS:
        answer = training.client().get(f"/api/v1/{path}")
        assert answer.status_code == status, path
        assert answer.json()["error"], path
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert answer.headers["cache-control"] == "no-store", path


def test_it_is_read_only_and_open_to_every_origin(training: Site) -> None:
    client = training.client()
    for name in (*LISTS, "openapi.json"):
        answer = client.get(f"/api/v1/{name}", headers={"Origin": "https://gazeta.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"].startswith("public")
        assert "set-cookie" not in answer.headers
        asked = client.options(f"/api/v1/{name}")
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-origin"] == "*"
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.request(method, f"/api/v1/{name}").status_code == 405


def test_drafts_are_not_in_it_whoever_asks(training: Site) -> None:
    with training.database.writing() as session:
        contract = session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one()
        session.add(Edition(contract_id=contract.id or 0, number=2, state=EditionState.DRAFT, reason="draft i fshehtë"))
    nobody, editor = training.client(), training.client(cast.EDITOR)
    for name in (*LISTS, "contracts/shembull-2023"):
        answer = editor.get(f"/api/v1/{name}")
        assert answer.json() == nobody.get(f"/api/v1/{name}").json()
        assert "draft i fshehtë" not in answer.text
    assert nobody.get("/api/v1/contracts/shembull-2023").json()["edition"] == 1


def test_a_contract_without_a_known_text_stands_in_the_list(real: Site) -> None:
    unknown = [one for one in got(real, "contracts")["items"] if not one["text_known"]]
    assert len(unknown) > 0
    assert all(one["edition"] is None and one["digest"] is None for one in unknown)
    assert got(real, f"contracts/{unknown[0]['slug']}")["priorities"] == []


def test_korca_and_fier_read_as_their_documents_say(real: Site) -> None:
    korca = got(real, "contracts/korce-2023")
    assert [priority["group"] for priority in korca["priorities"]] == ["main"] * 3 + ["other"] * 4
    points = [one for priority in korca["priorities"] for one in priority["commitments"]]
    assert len(points) == 22
    assert [child["ref"] for one in points for child in one["children"]] == ["1.4.a", "1.4.b"]
    assert {one["status"] for one in points} == {"not_assessed"}
    fier = got(real, "contracts/fier-2019")["priorities"]
    assert [priority["status"] for priority in fier] == [
        "partially_addressed", "partially_addressed", "not_addressed", "partially_addressed", "not_addressed",
    ]  # fmt: skip


def test_a_plan_tells_its_way_items_and_progress(training: Site) -> None:
    plan = got(training, "plans/shembull-2024")
    assert plan["predecessor"] == "shembull-2020"
    assert plan["has_needs"] is True
    by_stage = {one["stage"]: one for one in plan["stages"]}
    assert by_stage["council_decision"]["decision_number"] == "18"
    assert by_stage["notice"]["comment_days"] == 25
    assert by_stage["notice"]["comments_until"] == plan["comments_until"]
    assert by_stage["needs_assessment"]["date_precision"] == "month"
    measure = plan["items"][0]["children"][0]["children"][0]
    assert (measure["number"], measure["cost_all"], measure["units"]) == ("1.1.1", 38_000_000, ["njesia-lindore"])
    assert (measure["baseline"], measure["target"], measure["target_year"]) == (0, 14, 2025)
    assert measure["programme_name"] == "Arsimi bazë dhe parashkollor"
    assert [year["year"] for year in measure["progress"]] == [2025, 2024]
    assert measure["progress"][1]["spent_all"] == 19_400_000
    amounts = [year["spent_all"] for item in _every(plan["items"]) for year in item["progress"]]
    assert any(isinstance(amount, float) and amount % 1 == 0.5 for amount in amounts), "qindarka are kept"


def _every(items: list[Any]) -> list[Any]:
    return [one for item in items for one in (item, *_every(item["children"]))]


def test_what_a_plan_leaves_unsaid_is_null(real: Site) -> None:
    plan = got(real, "plans/kamez-2024")
    assert (plan["period_from"], plan["comments_until"], plan["has_needs"]) == (None, None, False)
    for item in plan["items"]:
        assert item["cost_all"] is item["baseline"] is item["programme_code"] is item["due"] is None
        assert item["units"] == item["progress"] == []
    assert real.client().get("/api/v1/plans/kamez-2024/needs").status_code == 404


def test_a_needs_assessment_tells_seven_kinds(training: Site, real: Site) -> None:
    needs = got(training, "plans/shembull-2024/needs")
    assert [one["letter"] for one in needs["kinds"]] == list("abcdefg")
    people = needs["kinds"][0]["figures"]
    assert (people[0]["label"], people[0]["unit"], people[0]["quantity"]) == ("Popullsia", None, 23_250)
    assert {one["provider"] for one in needs["kinds"][2]["figures"]} == {"public", "ngo", "contracted"}
    named = got(real, "plans/puke-2025/needs")["kinds"]
    assert all(one["words"] and one["figures"] == [] for one in named)


def test_a_consultation_tells_who_was_there_and_where_its_points_led(training: Site) -> None:
    held = {one["slug"]: one for one in got(training, "consultations")["items"]}
    assert "women" in held["shembull-2024-02-14"]
    led = [thread for one in held.values() for point in one["points"] for thread in point["threads"]]
    assert any(thread["commitment"] == "shembull-2023/1.1" for thread in led)
    assert any(thread["plan_item"] for thread in led)


@pytest.mark.both
def test_it_asks_the_database_as_often_for_a_hundred_times_the_data(training: Site) -> None:
    def queries(name: str) -> int:
        with training.count_queries() as seen:
            training.client().get(f"/api/v1/{name}")
        return len(seen)

    names = (*LISTS, "contracts/shembull-2023", "plans/shembull-2024", "plans/shembull-2024/needs")
    before = [queries(name) for name in names]
    with training.database.writing() as session:
        add_copies(session, 99)
    assert [queries(f"{name}?cursor=0" if name == "commitments" else f"{name}?limit=50") for name in names] == before


# --- the document


@pytest.mark.both
def test_the_document_covers_the_api_and_nothing_else(training: Site) -> None:
    document = got(training, "openapi.json")
    assert set(document["paths"]) == {f"/api/v1/{name}" for name in LISTS} | {
        "/api/v1/replies",
        "/api/v1/municipalities/{slug}/continuations",
        "/api/v1/contracts/{slug}",
        "/api/v1/contracts/{slug}/assessments",
        "/api/v1/contracts/{slug}/findings",
        "/api/v1/plans/{slug}",
        "/api/v1/plans/{slug}/needs",
    }
    assert document["servers"] == [{"url": "http://testserver.local"}]
    for schema in document["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            assert field.get("description") or "$ref" in str(field), name


def test_the_page_tells_every_endpoint_with_an_example_that_answers(training: Site) -> None:
    client = training.client()
    for prefix in ("", "/en"):
        html = client.get(f"{prefix}/api").text
        for path in got(training, "openapi.json")["paths"]:
            assert f"GET {path}" in html
    for example in ("/api/v1/contracts/prove-2023", "/api/v1/plans/prove-2025", "/api/v1/commitments?limit=5"):
        assert f'href="{example}"' in client.get("/api").text
        assert client.get(example).status_code == 200


def test_the_document_is_in_the_readers_language(training: Site) -> None:
    albanian = got(training, "openapi.json")["info"]["description"]
    english = training.client().get("/en/api/v1/openapi.json").json()["info"]["description"]
    assert albanian.startswith("Regjistri")
    assert english.startswith("The public record")


def test_answers_are_what_the_document_says(training: Site) -> None:
    """Schemathesis makes questions of every kind, good and bad, and holds each answer against the document."""
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", training.app, headers={"Host": training.settings.base_url.partition("://")[2]}
    )
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def each_answer(case: schemathesis.Case[Any]) -> None:
            # A name that nobody has is well-formed and still refused.
            case.call_and_validate(base_url=training.settings.base_url, excluded_checks=[positive_data_acceptance])

        each_answer()


def test_the_document_does_not_tell_where_our_code_lies(training: Site) -> None:
    """A client made from it would change with every move of a file."""
    assert "pop_tracker" not in training.client().get("/api/v1/openapi.json").text


def test_the_document_makes_nothing_up() -> None:
    """Litestar would write examples of letters at random, other ones in every process."""
    first = document("sq", "https://regjistri.example")
    document.cache_clear()
    assert encode_json(first, order="sorted") == encode_json(
        document("sq", "https://regjistri.example"), order="sorted"
    )
