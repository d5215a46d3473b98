"""A form that is sent half empty: all that is missing is told at once, what was typed comes back, nothing is kept."""

from typing import Any
from xml.etree.ElementTree import Element

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import Session

from pop_tracker import database
from pop_tracker.web.errors import REQUIRED
from tests.conftest import Site
from tests.site.all_forms import SentForm, every_form, faults, given_back, parsed


class Walk:
    """What a door takes is undone all the same, so that each form meets the same work; `kept` is how often a door
    would have kept something."""

    def __init__(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.forms = every_form(site)
        self.clients = {one.who: site.client(one.who) for one in self.forms}
        for client in self.clients.values():
            client.event_hooks["response"].clear()
            client.get("/puna")
        self.kept = 0
        monkeypatch.setattr(database, "_commit", self.undo)

    def undo(self, session: Session) -> None:
        changed = bool(session.new or session.dirty or session.deleted)
        self.kept += changed or session.info.pop("wrote", False)
        session.rollback()

    def send(self, one: SentForm, **fields: str) -> httpx.Response:
        client = self.clients[one.who]
        sent: dict[str, Any] = {**one.hidden, **fields, "_csrf_token": client.cookies.get("pop_csrf", "")}
        return client.post(one.action, data=sent)


def required(page: Element) -> set[str]:
    return {name for name, said in faults(page).items() if REQUIRED in said}


def test_all_that_is_missing_is_told_at_once_what_was_typed_comes_back_and_nothing_is_kept(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(training, monkeypatch)
    event.listen(Session, "after_flush", _wrote)
    event.listen(Session, "after_soft_rollback", _undone)
    try:
        wrong, refused, taken = _walked(walk)
    finally:
        event.remove(Session, "after_flush", _wrote)
        event.remove(Session, "after_soft_rollback", _undone)
    assert not wrong, "\n".join(wrong)
    assert refused > 100
    assert taken, "a door that takes a form keeps it, or this would see nothing"


def _walked(walk: Walk) -> tuple[list[str], int, int]:
    wrong: list[str] = []
    refused = taken = 0
    for one in walk.forms:
        answers = []
        for fields in ({}, one.typed, one.choices):
            before = walk.kept
            answer = walk.send(one, **fields)
            answers.append(answer)
            kept = walk.kept > before
            refused += answer.status_code == 422
            taken += answer.status_code == 303 and kept
            if answer.status_code not in (200, 303, 422) or (answer.status_code == 422 and kept):
                wrong.append(f"{one.action}: {answer.status_code}{', and kept something' if kept else ''}")
        empty, typed, chosen = (parsed(answer.text) if answer.status_code == 422 else None for answer in answers)
        if empty is not None:
            later = {name for page in (typed, chosen) if page is not None for name in required(page)}
            wrong += [f"{one.action}: {name} is asked for only later" for name in later - required(empty)]
        if typed is not None:
            back = given_back(typed)
            wrong += [f"{one.action}: {name} is lost" for name, words in one.typed.items() if words not in back]
    return wrong, refused, taken


def _wrote(session: Session, *_: Any) -> None:
    session.info["wrote"] = True


def _undone(session: Session, *_: Any) -> None:
    session.info.pop("wrote", None)
