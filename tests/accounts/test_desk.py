"""What the desk does with what a verb did, where its rule then says no, and with the letters that it wrote."""

from collections.abc import Callable

import pytest
from litestar import Response
from litestar.response.redirect import Redirect
from litestar.testing import RequestFactory
from sqlmodel import Session, func, select

from pop_tracker.accounts.models import ANYONE, Person
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.sent_forms import SentForm, location_of_sent
from pop_tracker.web.errors import REQUIRED, Forbidden, Refusal, Stale, all_at_once
from pop_tracker.web.forms.base import BaseForm, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, NonceField
from pop_tracker.web.i18n import words
from pop_tracker.web.letters import post
from tests.accounts.play import mails
from tests.conftest import Site

SAID = words("sq")
Verb = Callable[[], str]
Way = Callable[[Desk, Verb], Answer]


class Form(EditForm):
    name = LineField("Emri")
    nonce = NonceField()


@pytest.fixture(autouse=True)
def without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page that follows says is told elsewhere (`test_done`); here is no application."""
    monkeypatch.setattr("pop_tracker.accounts.pages.desk.leave", lambda *_: None)


def desk_of(session: Session, **sent: str) -> Desk:
    return Desk(RequestFactory().post("/"), session, ANYONE, SAID, FormData(sent.items()))


def again(status: int) -> Response[str]:
    return Response("", status_code=status)


def press(desk: Desk, verb: Verb) -> Answer:
    return desk.press(verb, lambda refusal: again(refusal.status))


def take(desk: Desk, verb: Verb) -> Answer:
    return desk.take(BaseForm(SAID), again, verb)


def enter(desk: Desk, verb: Verb) -> Answer:
    return desk.enter(Form(SAID, desk.sent), again, verb)


def mend(desk: Desk, verb: Verb) -> Answer:
    now = Form(SAID, name="Ana")
    form = Form(SAID, FormData([("name", "Besa"), ("version", now.digest())]))
    return desk.mend(form, now, again, verb, lambda: "/")


WAYS = pytest.mark.parametrize("way", [press, take, enter, mend])


def people(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Person)).one()


@WAYS
@pytest.mark.parametrize("no", [Refusal("Jo."), Stale("Jo.", {})])
def test_of_what_a_rule_refuses_nothing_stays_and_no_letter_goes(training: Site, way: Way, no: Refusal) -> None:
    with training.database.writing() as session:
        before = people(session)
        desk = desk_of(session, nonce="e-njejta")

        def write_and_refuse() -> str:
            session.add(Person(email="x@shembull.example", name="X", language="sq"))
            session.flush()
            post(session, training.settings, to="x@shembull.example", about="x", subject="x", text="x")
            raise no

        answer = way(desk, write_and_refuse)
        assert answer.status_code == no.status
        assert people(session) == before
        assert location_of_sent(session, "e-njejta") is None
    training.deliver()
    assert mails(training) == []


def test_what_is_not_for_this_person_at_all_leaves_a_button_for_the_page_of_errors(training: Site) -> None:
    def refuse() -> str:
        raise Forbidden("Jo ju.")

    with training.database.writing() as session, pytest.raises(Forbidden):
        press(desk_of(session), refuse)


def test_the_same_form_is_entered_once_and_only_what_is_current(training: Site) -> None:
    done: list[int] = []

    def add() -> str:
        done.append(1)
        return f"/{len(done)}"

    with training.database.writing() as session:
        form = Form(SAID, FormData([("nonce", "e-njejta"), ("name", "Besa")]))
        desk = desk_of(session)
        assert desk.enter(form, again, add, current=lambda: False).status_code == 409
        assert done == []
        for _ in range(2):
            answer = desk.enter(form, again, add)
            assert isinstance(answer, Redirect)
            assert answer.url == "/1"
        assert session.get(SentForm, "e-njejta") is not None
    assert done == [1]


@pytest.mark.parametrize(
    ("name", "opened", "status", "writes"),
    [
        ("Ana", "Ana", 303, False),  # unchanged
        ("Ana", "Dikush", 303, False),  # both came to say the same
        ("Besa", "Ana", 303, True),
        ("Besa", "Dikush", 409, False),
    ],
)
def test_what_stands_is_mended_where_it_changes_and_nobody_is_overwritten(
    training: Site, name: str, opened: str, status: int, writes: bool
) -> None:
    done: list[int] = []
    with training.database.writing() as session:
        form = Form(SAID, FormData([("name", name), ("version", Form(SAID, name=opened).digest())]))
        answer = desk_of(session).mend(form, Form(SAID, name="Ana"), again, lambda: done.append(1), lambda: "/")
    assert (answer.status_code, bool(done)) == (status, writes)


class Two(BaseForm):
    name = LineField("Emri", [Required()])
    place = LineField("Vendi", [UnlessAsked()])
    day = LineField("Dita", [UnlessAsked()])


def test_all_that_is_wrong_is_said_at_once(training: Site) -> None:
    """By the form and by the rules; nothing of what the rules tried stays."""
    with training.database.writing() as session:
        before = people(session)
        form = Two(SAID, FormData([("name", ""), ("place", "")]))

        def write() -> str:
            session.add(Person(email="x@shembull.example", name="X", language="sq"))
            session.flush()
            with all_at_once() as no:
                no(Refusal("Emri mungon.", field="name"))  # said already
                no(Refusal("Shkruani vendin.", field="place"))
                no.ask(lambda: no(Refusal("Shkruani ditën.", field="day")))
                no(Refusal("Askush."))
            return "/"

        assert desk_of(session).take(form, again, write).status_code == 422
        assert form.errors == {
            "name": [SAID.gettext(REQUIRED)],
            "place": ["Shkruani vendin."],
            "day": ["Shkruani ditën."],
        }
        assert people(session) == before


def test_a_rule_that_cannot_be_asked_without_what_is_missing_says_nothing(training: Site) -> None:
    with training.database.writing() as session:
        form = Two(SAID, FormData([("name", ""), ("place", "")]))
        desk_of(session).take(form, again, lambda: str(int("")))
        assert list(form.errors) == ["name"]
        right = Two(SAID, FormData([("name", "Ana")]))
        with pytest.raises(ValueError, match="int"):  # of a form that is right it is a crash
            desk_of(session).take(right, again, lambda: str(int("")))
