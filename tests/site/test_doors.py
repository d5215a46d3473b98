"""Every address there is, and which of them are open to anyone. Neither can change unnoticed."""

import re
from typing import Any

import pytest

from tests import every_door
from tests.conftest import Site
from tests.site.doors import doors, listed


def test_every_address_stands_in_the_list(empty: Site) -> None:
    """After adding or removing an address, write the list anew: see CONTRIBUTING."""
    assert [f"{method} {path}" for method, path, _ in doors(empty)] == listed("routes.txt")


def test_public_doors_stand_in_the_list(empty: Site) -> None:
    public = [f"{method} {path}" for method, path, opt in doors(empty) if opt.get("public")]
    assert public == listed("public.txt")


def test_cached_doors_only_read(empty: Site) -> None:
    assert {method for method, _, opt in doors(empty) if opt.get("cacheable")} == {"GET"}


def test_every_other_door_is_closed_to_strangers(training: Site) -> None:
    """With a form's token, or a POST would be refused for want of one, whoever sends it. 403 would be the answer of
    the door's own guard, which knows roles: a door without one must be closed, too."""
    stranger = training.client()
    stranger.get("/hyrje")
    for method, path, opt in doors(training):
        if opt.get("public"):
            continue
        address = re.sub(r"\{.*?\}", "1", path)
        answer = stranger.request(method, address, data={"_csrf_token": stranger.cookies["pop_csrf"]})
        if method == "GET":
            assert answer.status_code == 303, f"{path}: {answer.status_code}"
            assert answer.headers["location"].startswith("/hyrje"), path
        else:
            assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"


def test_a_door_that_nobody_came_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every_door, "came_through", set())
    every_door.note("GET", "/en/puna/raundet/i-ri", 200)
    every_door.note("HEAD", "/", 200)
    every_door.note("POST", "/puna/raundet/12/botim", 303)
    every_door.note("POST", "/puna/raundet/12/heqje", 403)
    every_door.note("GET", "/puna/njerezit", 303, "/hyrje?pas=%2Fpuna%2Fnjerezit")
    closed = every_door.never_opened()
    assert set(listed("routes.txt")) - set(closed) == {
        "GET /",
        "GET /puna/raundet/i-ri",
        "POST /puna/raundet/{round_id}/botim",
    }
    assert "GET /puna/raundet/{round_id}" in closed
    assert "POST /puna/raundet/{round_id}/heqje" in closed


@pytest.mark.parametrize(
    "path", ["/nuk-ka", "/kontratat/nuk-ka", "/bashkite/nuk-ka", "/planet/nuk-ka", "/ndryshimet/999999"]
)
def test_unknown_pages_are_a_helpful_404_in_both_languages(training: Site, path: str) -> None:
    stranger = training.client()
    albanian, english = stranger.get(path), stranger.get(f"/en{path}")
    assert (albanian.status_code, english.status_code) == (404, 404)
    assert "Faqja nuk u gjet" in albanian.text
    assert "Page not found" in english.text
    assert 'href="/zotimet"' in albanian.text
    assert 'href="/en/zotimet"' in english.text


@pytest.mark.parametrize(
    "path",
    ["/ndryshimet/99999999999999999999999", "/kontratat/shembull-2023/botimi/99999999999999999999999", "/bashkite/%00",
     "/kontratat/shembull-2023/%00", "/bashkite/%FF", "/raportet/shembull-2023/99999999999999999999999"],
)  # fmt: skip
def test_an_address_that_no_database_can_hold_is_a_404(training: Site, path: str) -> None:
    assert training.client().get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF%FE", "bashkia=%00", "faqja=99999999999999999999", "para=x", "prioriteti=1e9"]
)
def test_a_query_that_no_database_can_hold_is_no_crash(training: Site, query: str) -> None:
    for path in ("/zotimet", "/zotimet.csv", "/ndryshimet", "/api/v1/commitments"):
        assert training.client().get(f"{path}?{query}").status_code < 500, path


def test_a_crash_is_a_page_with_a_reference_that_is_in_the_log(
    training: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from pop_tracker.browse import network

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(network, "page", broken)
    stranger = training.client()
    stranger._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    answer = stranger.get("/")
    assert answer.status_code == 500
    reference = next(r.args[0] for r in caplog.records if r.msg.startswith("crash"))  # type: ignore[index]
    assert str(reference) in answer.text
    assert "ZeroDivisionError" not in answer.text
