"""The order of a draft: free until it is published, without holes, and nobody's words end up at another's point."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import Place, Step, move, outline_of
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import Commitment, PriorityGroup, texts_of_edition
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.errors import Missing, Refusal
from tests import cast
from tests.conftest import Site, axe_violations
from tests.contracts.play import contract, hidden, open_draft, submit
from tests.contracts.play import publish as publish_shembull
from tests.pages import words

OURS = "/puna/kontratat/ushtrim-2027/drafti"
ORDER = f"{OURS}/renditja"
WRITTEN = ["1", "1.1 a", "1.2 b", "1.2.a x", "1.2.b y", "1.3 c", "2 teatri", "3", "3.1 d", "3.2 e"]


def ours(session: Session, site: Site) -> Contract:
    """A contract that is being prepared, with two priorities of points and a flat one between them."""
    editor, municipality = site.viewer(session, cast.EDITOR), municipality_by_slug(session, "ushtrim")
    assert municipality is not None
    made = drafts.new_contract(
        session, editor, municipality, title="Kontrata e ushtrimit", term=(2027, 2031), source="e shpikur"
    )
    drafts.open_draft(session, editor, made)
    for title, flat in (("Shkolla", False), ("teatri", True), ("Uji", False)):
        points.add_priority(session, editor, made, title=title, group=PriorityGroup.NONE, source="e shpikur", flat=flat)
    for under, text in (("1", "a"), ("1", "b"), ("1", "c"), ("1.2", "x"), ("1.2", "y"), ("3", "d"), ("3", "e")):
        points.add_commitment(session, editor, made, under, Wording(text, "e shpikur"))
    return made


def draft_of(session: Session, made: Contract) -> Edition:
    draft = drafts.locked(session, made)
    assert draft is not None
    return draft


def written(session: Session, made: Contract) -> list[str]:
    """In the order of the contract; a priority by its number, before its points."""
    draft = draft_of(session, made)
    outline = outline_of(session, draft)
    session.expire_all()
    texts = {one.ref: one.text for one in texts_of_edition(session, draft.id or 0)}
    in_outline = [one.ref for one in outline]
    in_texts = [one.ref for one in texts_of_edition(session, draft.id or 0)]
    assert [ref for ref in in_outline if ref in texts] == in_texts
    return [f"{ref} {texts[ref]}" if ref in texts else ref for ref in in_outline]


@pytest.fixture
def desk(training: Site) -> Iterator[tuple[Session, Any, Contract]]:
    with training.database.writing() as session:
        yield session, training.viewer(session, cast.EDITOR), ours(session, training)


@pytest.mark.both
@pytest.mark.parametrize(
    ("what", "to", "becomes", "order"),
    [
        ("1.2", Step.UP, "1.1", ["1", "1.1 b", "1.1.a x", "1.1.b y", "1.2 a", "1.3 c", *WRITTEN[6:]]),
        ("1.3", Step.DOWN, "3.1", [*WRITTEN[:5], "2 teatri", "3", "3.1 c", "3.2 d", "3.3 e"]),
        ("3.1", Step.UP, "1.4", [*WRITTEN[:6], "1.4 d", "2 teatri", "3", "3.1 e"]),
        ("1.3", Step.IN, "1.2.c", [*WRITTEN[:5], "1.2.c c", *WRITTEN[6:]]),
        ("1.2.a", Step.OUT, "1.3", ["1", "1.1 a", "1.2 b", "1.2.a y", "1.3 x", "1.4 c", *WRITTEN[6:]]),
        ("3", Step.UP, "2", [*WRITTEN[:6], "2", "2.1 d", "2.2 e", "3 teatri"]),
        ("2", Step.UP, "1", ["1 teatri", "2", "2.1 a", "2.2 b", "2.2.a x", "2.2.b y", "2.3 c", *WRITTEN[7:]]),
        (
            "3.2", Place(before="1.1"), "1.1",
            ["1", "1.1 e", "1.2 a", "1.3 b", "1.3.a x", "1.3.b y", "1.4 c", *WRITTEN[6:9]],
        ),
        ("3.2", Place(before="1.2.b"), "1.2.b", [*WRITTEN[:4], "1.2.b e", "1.2.c y", *WRITTEN[5:9]]),
        ("1.1", Place(under="3"), "3.3", ["1", "1.1 b", "1.1.a x", "1.1.b y", "1.2 c", *WRITTEN[6:], "3.3 a"]),
        ("1", Place(), "3", ["1 teatri", "2", "2.1 d", "2.2 e", "3", "3.1 a", "3.2 b", "3.2.a x", "3.2.b y", "3.3 c"]),
        ("1", Place(before="3"), "2", ["1 teatri", "2", "2.1 a", "2.2 b", "2.2.a x", "2.2.b y", "2.3 c", *WRITTEN[7:]]),
        ("1.2", Place(before="1.2"), "1.2", WRITTEN),
    ],
)  # fmt: skip
def test_whatever_moves_takes_the_reference_of_where_it_stands(
    desk: tuple[Session, Any, Contract], what: str, to: Step | Place, becomes: str, order: list[str]
) -> None:
    session, editor, made = desk
    assert written(session, made) == WRITTEN
    assert move(session, editor, made, what, to) == becomes
    assert written(session, made) == order


@pytest.mark.parametrize(
    ("what", "to"),
    [
        ("1.1", Step.UP), ("1", Step.UP), ("3", Step.DOWN), ("3.2", Step.DOWN), ("1.1", Step.IN), ("1.1", Step.OUT),
        ("1.2", Step.IN), ("1.2.a", Step.UP), ("1.2.b", Step.DOWN), ("1.2.a", Step.IN), ("1", Step.IN),
        ("1.2", Place(under="1.1")), ("1.2", Place(under="1.2")), ("1.2", Place(before="1.2.a")),
        ("1.1", Place(under="2")), ("1", Place(under="3")), ("1.1", Place()), ("1.1", Place(before="2")),
        ("1.1", Place(before="9.9")),
        ("9", Step.UP), ("2", Place(under="1")), ("1.1", Place(under="1.2.a")),
    ],
)  # fmt: skip
def test_what_cannot_stand_there_stays_where_it_is(
    desk: tuple[Session, Any, Contract], what: str, to: Step | Place
) -> None:
    session, editor, made = desk
    with pytest.raises(Refusal):
        move(session, editor, made, what, to)
    assert written(session, made) == WRITTEN


def test_the_steps_that_are_offered_are_those_that_lead_somewhere(desk: tuple[Session, Any, Contract]) -> None:
    session, editor, made = desk
    outline = outline_of(session, draft_of(session, made))
    leads = {one.ref: outline.steps(one) for one in outline}
    for ref, steps in leads.items():
        for step in Step:
            before = written(session, made)
            with session.begin_nested() as trial:
                try:
                    move(session, editor, made, ref, step)
                    moved = True
                except Refusal:
                    moved = False
                trial.rollback()
            session.expire_all()
            assert moved == (step in steps), (ref, step)
            assert written(session, made) == before


def test_the_point_above_is_assessed_itself_only_without_sub_points(desk: tuple[Session, Any, Contract]) -> None:
    session, editor, made = desk

    def is_leaf(ref: str) -> bool:
        return next(one.is_leaf for one in texts_of_edition(session, draft_of(session, made).id or 0) if one.ref == ref)

    move(session, editor, made, "1.2.a", Step.OUT)
    assert not is_leaf("1.2")
    move(session, editor, made, "1.2.a", Step.OUT)
    assert is_leaf("1.2")
    move(session, editor, made, "1.2", Step.IN)
    assert not is_leaf("1.1")
    assert is_leaf("1.1.a")


@pytest.mark.both
def test_what_leaves_a_draft_leaves_no_hole(desk: tuple[Session, Any, Contract]) -> None:
    session, editor, made = desk
    for ref in ("1.2.a", "1.1"):
        draft = draft_of(session, made)
        retraction.withdraw(session, editor, made, ref, retraction.going_with(session, draft, ref).version)
    assert written(session, made) == ["1", "1.1 b", "1.1.a y", "1.2 c", *WRITTEN[6:]]
    draft = draft_of(session, made)
    retraction.withdraw(session, editor, made, "2", retraction.going_with(session, draft, "2").version)
    assert written(session, made) == ["1", "1.1 b", "1.1.a y", "1.2 c", "2", "2.1 d", "2.2 e"]
    draft = draft_of(session, made)
    retraction.withdraw_priority(session, editor, made, 1, retraction.going_with_priority(session, draft, 1).version)
    assert written(session, made) == ["1", "1.1 d", "1.2 e"]


def test_something_new_comes_where_it_is_wanted(desk: tuple[Session, Any, Contract]) -> None:
    session, editor, made = desk
    new = Wording("i ri", "e shpikur")
    assert points.add_commitment(session, editor, made, "1", new, before="1.2") == "1.2"
    assert points.add_commitment(session, editor, made, "1.3", new, before="1.3.a") == "1.3.a"
    points.add_priority(
        session, editor, made, title="kultura", group=PriorityGroup.NONE, source="e shpikur", flat=True, before="2"
    )
    assert written(session, made) == [
        "1", "1.1 a", "1.2 i ri", "1.3 b", "1.3.a i ri", "1.3.b x", "1.3.c y", "1.4 c", "2 kultura", "3 teatri", "4",
        "4.1 d", "4.2 e",
    ]  # fmt: skip


def test_a_commitment_that_moves_stays_the_same_one(desk: tuple[Session, Any, Contract]) -> None:
    session, editor, made = desk
    id_of = {one.text: one.commitment_id for one in texts_of_edition(session, draft_of(session, made).id or 0)}
    move(session, editor, made, "3.2", Place(before="1.1"))
    session.expire_all()
    found = session.get(Commitment, id_of["e"])
    assert found is not None
    assert (found.ref, found.position) == ("1.1", 100_100)


def test_after_the_first_edition_references_stay(training: Site) -> None:
    """And what an addendum adds is ordered after them, until it is published too."""
    with training.database.writing() as session:
        open_draft(session, training)
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        for what, to in (
            ("1.1", Step.DOWN),
            ("1.1", Place(under="2")),
            ("1", Step.DOWN),
            ("3", Place()),
            ("1.3.a", Step.OUT),
        ):
            with pytest.raises(Refusal):
                move(session, editor, of, what, to)
        first, second = (points.add_commitment(session, editor, of, "1", Wording(text, "t")) for text in "ab")
        assert (first, second) == ("1.5", "1.6")
        assert move(session, editor, of, "1.6", Step.UP) == "1.5"
        with pytest.raises(Refusal):
            move(session, editor, of, "1.5", Step.UP)
        with pytest.raises(Refusal) as refused:
            move(session, editor, of, "1.5", Place(before="1.2"))
        assert refused.value.field == "where"
        draft = draft_of(session, of)
        retraction.withdraw(session, editor, of, "1.5", retraction.going_with(session, draft, "1.5").version)
        assert [one.text for one in texts_of_edition(session, draft.id or 0) if one.ref == "1.5"] == ["a"]
        assert move(session, editor, of, "1.5", Step.DOWN) == "2.5"
        submit(session, training)
        with pytest.raises(Refusal):
            move(session, editor, of, "2.5", Step.UP)
        publish_shembull(session, training)
        with pytest.raises(Missing):
            move(session, editor, of, "2.5", Step.UP)


def test_a_hole_that_was_published_stays(training: Site) -> None:
    """Of a time when a draft could leave one."""
    with training.database.writing() as session:
        open_draft(session, training)
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        last = session.exec(select(Commitment).where(Commitment.contract_id == of.id, Commitment.ref == "2.4")).one()
        last.ref, last.position = "2.7", 200_700
        session.flush()
        for text in "ab":
            points.add_commitment(session, editor, of, "2", Wording(text, "t"))
        assert move(session, editor, of, "2.9", Step.UP) == "2.8"
        assert last.ref == "2.7"


def button(page: Any, way: str, text: str) -> dict[str, str]:
    """What the button of the thing with these words sends from that page."""
    row = page.text[: page.text.index(f">{text}</p>")].rpartition('id="vendi-')[2]
    return {
        "version": hidden(page, "version"),
        "nonce": hidden(page, "nonce"),
        "veprimi": f"{way} {row.split(chr(34))[0]}",
    }


def press(site: Site, client: Any, way: str, text: str, **more: Any) -> Any:
    """On the page as it stands."""
    return site.form(client, ORDER, **button(client.get(ORDER), way, text) | more)


def seen(page: Any) -> list[str]:
    refs = re.findall(r'<span class="ref">([^<]+)</span>\s*<p class="order__words"[^>]*>([^<]+)</p>', page.text)
    return [f"{ref} {text}" for ref, text in refs]


@pytest.fixture
def prepared(training: Site) -> Site:
    with training.database.writing() as session:
        ours(session, training)
    return training


@pytest.mark.both
def test_by_buttons_and_by_choosing(prepared: Site) -> None:
    editor = prepared.client(cast.EDITOR)
    assert f'href="{ORDER}"' in editor.get(OURS).text
    answer = press(prepared, editor, "lart", "b")
    assert answer.headers["location"] == ORDER
    page = editor.get(ORDER)
    assert "U zhvendos: tani është 1.1." in words(page.text)
    assert seen(page)[:3] == ["1 Shkolla", "1.1 b", "1.1.a x"]
    (what,) = re.findall(r'<option value="(\w+)"[^>]*>3\.2 – e<', page.text)
    (where,) = re.findall(r'<option value="([^"]+)"[^>]*>Para 1\.1 – b<', page.text)
    fields = {"version": hidden(page, "version"), "nonce": hidden(page, "nonce"), "veprimi": "zhvendos"}
    assert prepared.form(editor, ORDER, what=what, where=where, **fields).status_code == 303
    assert seen(editor.get(ORDER))[1] == "1.1 e"
    english = editor.get(f"/en{ORDER}").text
    assert 'aria-label="Up: 1.1"' in english


def test_a_step_that_leads_nowhere_and_a_choice_that_is_none_are_told(prepared: Site) -> None:
    editor = prepared.client(cast.EDITOR)
    answer = press(prepared, editor, "lart", "Shkolla")
    assert answer.status_code == 422
    assert "1 nuk zhvendoset më tej andej." in words(answer.text)
    page = editor.get(ORDER)
    fields = {"version": hidden(page, "version"), "nonce": hidden(page, "nonce"), "veprimi": "zhvendos"}
    answer = prepared.form(editor, ORDER, what="z999", where="fund", **fields)
    assert answer.status_code == 422
    assert 'id="what-error"' in answer.text
    answer = prepared.form(editor, ORDER, what="", where="", **fields)
    assert answer.status_code == 422


@pytest.mark.both
def test_a_step_sent_twice_is_one_step(prepared: Site) -> None:
    editor = prepared.client(cast.EDITOR)
    page = editor.get(ORDER)
    for _ in range(2):
        assert prepared.form(editor, ORDER, **button(page, "lart", "c")).status_code == 303
    assert "1.2 c" in seen(editor.get(ORDER))


def test_another_step_from_the_same_page_is_not_taken_for_the_first(prepared: Site) -> None:
    """Its answer was lost, and on the page that is still open another button is pressed."""
    editor = prepared.client(cast.EDITOR)
    page = editor.get(ORDER)
    assert prepared.form(editor, ORDER, **button(page, "lart", "c")).status_code == 303
    before = seen(editor.get(ORDER))
    for way, text in (("poshte", "c"), ("lart", "b")):
        answer = prepared.form(editor, ORDER, **button(page, way, text))
        assert answer.status_code == 409
        assert seen(answer) == before, "what stands is shown with the no"


@pytest.mark.both
def test_two_people_who_order_at_once_see_both(prepared: Site) -> None:
    mine, theirs = prepared.client(cast.EDITOR), prepared.client(cast.SECOND_EDITOR)
    read = hidden(mine.get(ORDER), "version")
    assert press(prepared, theirs, "lart", "c").status_code == 303
    answer = press(prepared, mine, "lart", "b", version=read)
    assert answer.status_code == 409
    assert "Ju donit të zhvendosnit: 1.3, “b”." in words(answer.text)
    assert seen(answer)[:4] == ["1 Shkolla", "1.1 a", "1.2 c", "1.3 b"]
    again = press(prepared, mine, "lart", "b", version=hidden(answer, "version"))
    assert again.status_code == 303
    assert seen(mine.get(ORDER))[1:3] == ["1.1 a", "1.2 b"]


@pytest.mark.both
def test_words_stay_with_their_point_where_a_colleague_moved_it_meanwhile(prepared: Site) -> None:
    mine, theirs = prepared.client(cast.EDITOR), prepared.client(cast.SECOND_EDITOR)
    page, heading = mine.get(f"{OURS}/zotime/1.1"), mine.get(f"{OURS}/prioritete/3")
    new = mine.get(f"{OURS}/zotime/i-ri?nen=3")
    before = mine.get(f"{OURS}/zotime/i-ri?para=1.3")
    assert press(prepared, theirs, "poshte", "a").status_code == 303
    assert press(prepared, theirs, "lart", "Uji").status_code == 303
    fields = {"text": "a, më mirë", "scope": "municipality", "source": "e shpikur"}
    saved = prepared.form(
        mine, OURS, post_to=f"{OURS}/zotime/1.1", **fields, version=hidden(page, "version"), of=hidden(page, "of")
    )
    assert saved.headers["location"] == f"{OURS}#p1.2"
    titled = prepared.form(
        mine, OURS, post_to=f"{OURS}/prioritete/3", title="Uji i pijshëm", group="", source="e shpikur",
        version=hidden(heading, "version"), of=hidden(heading, "of"),
    )  # fmt: skip
    assert titled.headers["location"] == f"{OURS}#p2"
    for form, text, where in ((new, "te uji", "2.3"), (before, "para c", "1.3")):
        under = re.findall(r'name="under" value="([^"]*)"|<option value="(\S+)" selected', form.text)
        sent = {name: hidden(form, name) for name in ("nonce", "before", "seen")}
        added = prepared.form(
            mine, OURS, post_to=f"{OURS}/zotime/i-ri", **fields | {"text": text}, **sent, under="".join(under[0])
        )
        assert added.headers["location"] == f"{OURS}#p{where}", text
    assert seen(mine.get(ORDER)) == [
        "1 Shkolla", "1.1 b", "1.1.a x", "1.1.b y", "1.2 a, më mirë", "1.3 para c", "1.4 c", "2 Uji i pijshëm", "2.1 d",
        "2.2 e", "2.3 te uji", "3 teatri",
    ]  # fmt: skip


def test_a_priority_that_a_colleague_took_out_meanwhile_loses_no_words(prepared: Site) -> None:
    mine, theirs = prepared.client(cast.EDITOR), prepared.client(cast.SECOND_EDITOR)
    page = mine.get(f"{OURS}/prioritete/1")
    asks = f"{OURS}/prioritete/1/heqja"
    assert prepared.form(theirs, asks, version=hidden(theirs.get(asks), "version")).status_code == 303
    answer = prepared.form(
        mine, OURS, post_to=f"{OURS}/prioritete/1", title="Fjalët e mia", group="", source="e shpikur",
        version=hidden(page, "version"), of=hidden(page, "of"),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Fjalët e mia" in answer.text
    assert seen(mine.get(ORDER))[0] == "1 teatri"


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_in_the_browser_the_keyboard_stays_with_what_moves(browser: Any, served: Site, axe: str, width: int) -> None:
    with served.database.writing() as session:
        ours(session, served)
    secret = served.client(cast.EDITOR).cookies[SESSION_COOKIE]
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page = context.new_page()
    page.goto(served.address + ORDER)
    page.evaluate("window.same = true")
    assert axe_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    button = page.get_by_role("button", name="Lart: 3.2")
    button.focus()
    for ref in ("3.1", "1.4", "1.3"):
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"Lart: {ref}")).to_be_focused()
        expect(page.get_by_role("status").filter(has_text=f"tani është {ref}.")).to_have_count(1)
    page.get_by_label("Çfarë zhvendoset", exact=True).select_option(label="1.3 – e")
    page.get_by_label("Ku del", exact=True).select_option(label="Para 1.1 – a")
    page.get_by_role("button", name="Zhvendosni", exact=True).click()
    expect(page.locator("#renditja .order__words").nth(1)).to_have_text("e")
    assert page.evaluate("window.same"), "the outline alone was swapped"
    assert axe_violations(page, axe) == []
    context.close()
