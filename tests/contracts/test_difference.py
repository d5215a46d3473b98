"""What changed between editions, as people read it."""

import re
from dataclasses import fields, replace
from time import process_time
from typing import Any

import pytest

from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.difference import Change, Piece, difference, words_changed
from pop_tracker.contracts.judging import Competence, Theme
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import PriorityGroup, Scope, headings_of_edition
from pop_tracker.web.i18n import words
from tests import cast
from tests.conftest import Site
from tests.contracts.play import DRAFT, WORDING, contract, newest, open_draft, text


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Një park i ri në qytet.", "Një park i ri në qytet.", "Një park i ri në qytet."),
        ("Një park i ri.", "Dy parqe të reja, me drita.", "[-Një park i ri.-]{+Dy parqe të reja, me drita.+}"),
        ("Një park i ri në qytet.", "Një park i madh në qytet.", "Një park i [-ri-]{+madh+} në qytet."),
        ("Një park në qytet.", "Një park me drita në qytet.", "Një park{+ me drita+} në qytet."),
        ("Autobus falas deri te shkolla.", "Autobus deri te shkolla.", "Autobus[- falas-] deri te shkolla."),
        ("Rruga deri te shkolla e re.", "Rruga deri te tregu i ri.", "Rruga deri te [-shkolla e re-]{+tregu i ri+}."),
        ("", "E re.", "{+E re.+}"),
        ("E vjetër.", "", "[-E vjetër.-]"),
    ],
)  # fmt: skip
def test_words_are_marked_in_runs(old: str, new: str, marked: str) -> None:
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    pieces = words_changed(old, new)
    assert "".join(signs[piece.kind].format(piece.words) for piece in pieces) == marked
    assert "".join(piece.words for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.words for piece in pieces if piece.kind != "del") == new


def test_it_names_what_is_new_what_is_revised_and_what_is_retracted(training: Site) -> None:
    with training.database.writing() as session:
        draft, editor = open_draft(session, training), training.viewer(session, cast.EDITOR)
        of = contract(session)
        points.revise_priority(
            session, editor, of, 2, title="Uji dhe rrugët", group=PriorityGroup.MAIN, source="takimi"
        )
        points.add_commitment(session, editor, of, "1", WORDING)
        old = Wording.of(text(session, draft, "2.2"))
        points.revise(session, editor, of, "2.2", Wording(old.text, old.source, place="", scope=Scope.MUNICIPALITY))
        retraction.retract(session, editor, of, "2.4", "U mbyll.")
        rows = difference(session, newest(session), draft, words("sq"))
        assert [(row.ref, row.is_priority, row.change) for row in rows] == [
            ("1.5", False, Change.ADDED),
            ("2", True, Change.REVISED),
            ("2.2", False, Change.REVISED),
            ("2.4", False, Change.RETRACTED),
        ]
        assert rows[3].reason == "U mbyll."
        assert [field.label for field in rows[2].fields] == ["Vendi"]
        assert rows[2].fields[0].pieces == (
            Piece("del", "lagjja pranë tregut (njësia e pakonfirmuar)"),
            Piece("ins", "E gjithë bashkia"),
        )


OTHER: dict[str, Any] = {
    "text": "Krejt tjetër fjali.", "source": "një burim tjetër", "scope": Scope.WORDS, "units": ("njesia-veriore",),
    "place": "te kalaja", "target_groups": "gjyshe", "shows_done": "Dera hapet.", "due": "2031",
    "competence": Competence.MINISTRY, "law": "ligji 139/2015", "theme": next(iter(Theme)),
}  # fmt: skip


@pytest.mark.parametrize("ref", ["1.2", "3"])
@pytest.mark.parametrize("name", [field.name for field in fields(Wording)])
def test_whatever_an_addendum_changes_is_told(training: Site, ref: str, name: str) -> None:
    with training.database.writing() as session:
        draft, editor = open_draft(session, training), training.viewer(session, cast.EDITOR)
        along: dict[str, dict[str, Any]] = {"units": {"scope": Scope.UNITS}, "scope": {"place": "te kalaja"}}
        wording = replace(Wording.of(text(session, draft, ref)), **{**along.get(name, {}), name: OTHER[name]})
        points.revise(session, editor, contract(session), ref, wording)
        assert [row.ref for row in difference(session, newest(session), draft, words("sq"))] == [ref]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["title", "group", "source"])
def test_and_whatever_of_a_priority_also_of_one_that_is_itself_the_commitment(
    training: Site, number: int, name: str
) -> None:
    with training.database.writing() as session:
        draft, editor = open_draft(session, training), training.viewer(session, cast.EDITOR)
        (now,) = (one for one in headings_of_edition(session, draft.id or 0) if one.number == number)
        said: dict[str, Any] = {"title": now.title, "group": now.group, "source": now.source}
        other: Any = {"title": "Krejt tjetër.", "group": PriorityGroup.NONE, "source": "një burim tjetër"}[name]
        points.revise_priority(session, editor, contract(session), number, **{**said, name: other})
        (row,) = difference(session, newest(session), draft, words("sq"))
        label = {"title": "Titulli" if number == 1 else "Teksti", "group": "Grupi", "source": "Burimi"}[name]
        assert (row.ref, [field.label for field in row.fields]) == (str(number), [label])


def test_a_first_edition_is_all_new(training: Site) -> None:
    with training.database.reading() as session:
        rows = difference(session, None, newest(session), words("sq"))
        assert {row.change for row in rows} == {Change.ADDED}
        assert sum(not row.is_priority for row in rows) == 11


def test_what_is_said_in_the_readers_words_is_not_marked_as_quoted(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        points.add_priority(
            session, editor, of, title="Kultura", group=PriorityGroup.OTHER, source="takimi", flat=False
        )
        points.add_commitment(session, editor, of, "4", WORDING)
        points.add_commitment(
            session, editor, of, "4", replace(WORDING, text="Një park.", place="lagjja e re", scope=Scope.WORDS)
        )
    html = training.client(cast.EDITOR).get(f"/en{DRAFT}/dergimi").text
    aloud = '<span class="visually-hidden" lang="en">[added: </span>'
    for said in ("Other priorities", "The whole municipality"):
        assert f'<dd class="diff"><ins>{aloud}{said}<span class="visually-hidden">]</span></ins></dd>' in html
    for quoted in ("takimi", "lagjja e re"):
        assert re.search(rf'<dd class="diff" lang="sq"><ins>{re.escape(aloud)}{quoted}', html)


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        (
            "Brenda dy vitesh ndërtohet një kopsht i ri, me oborr, në lagjen pranë tregut.",
            "Ndërtohet një kopsht i ri, me oborr, në lagjen pranë tregut brenda dy vitesh.",
            ("Brenda dy vitesh", "brenda dy vitesh"),
        ),
        (
            "Një park me drita, në qendër të qytetit.",
            "Një park, në qendër të qytetit, me drita.",
            ("me drita", "me drita"),
        ),
        ("Një park i madh në qytet.", "Një park i vogël në qytet.", None),
        (
            "Rruga deri te shkolla, e ndriçuar gjithë natën, shtrohet sivjet.",
            "Rruga deri te shkolla shtrohet sivjet, e ndriçuar gjithë natën.",
            ("shtrohet sivjet", "shtrohet sivjet"),
        ),
    ],
)
def test_words_that_moved_are_told_as_moved(old: str, new: str, moved: tuple[str, str] | None) -> None:
    pieces = words_changed(old, new)
    found = {piece.kind: piece.words.strip(" ,.") for piece in pieces if piece.is_moved}
    assert found == ({"del": moved[0], "ins": moved[1]} if moved else {})
    assert "".join(piece.words for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.words for piece in pieces if piece.kind != "del") == new


def test_words_that_come_a_thousand_times_hold_nobody_up() -> None:
    began = process_time()
    words_changed(("aa, " * 1000)[:4000], ("bb aa " * 660)[:4000])
    assert process_time() - began < 2, "it took four minutes"
