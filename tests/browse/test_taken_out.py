"""A public page says how much of it is hidden or was removed, and where the record says why; never which words."""

import pytest
from sqlmodel import Session, col, select

from pop_tracker import redaction
from pop_tracker.browse.taken_out import TakenOut, taken_out
from pop_tracker.history import KINDS, HistoryEntry, Recorded
from pop_tracker.pieces import Piece, pieces_of
from pop_tracker.sealed import SealedPiece, whole
from tests.cast import EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.history.redacting import hidden

REQUEST = 901


def thing_at(session: Session, kind: str, path: str) -> Recorded:
    return next(one for one in KINDS[kind].public_rows(session) if one.path == path)


def hide(site: Site, kind: str, path: str, how_many: int = 1, ref: str = "", request: int = REQUEST) -> list[Piece]:
    """The first pieces that stand; of a round, of what it says of one commitment."""
    with site.database.writing() as session:
        thing = thing_at(session, kind, path)
        found = [one for one in pieces_of(session, thing.kind, thing.key) if one.stands and not one.is_file]
        found = [
            one
            for one in found
            if not ref or (one.field == "reason" and any(which.partition(", ")[0] == ref for _, which in one.within))
        ][:how_many]
        hidden(
            session,
            thing,
            site.viewer(session, EDITOR).actor,
            reason="Emër.",
            which=lambda one: one.id in {piece.id for piece in found},
            request=request,
        )
        assert len(found) == how_many
        session.add_all(SealedPiece.of(request, one, ()) for one in found)
        return found


def remove(site: Site, kind: str, path: str, found: list[Piece], request: int = REQUEST) -> None:
    with site.database.writing() as session:
        thing = thing_at(session, kind, path)
        by, approver = (site.viewer(session, email).actor for email in (EDITOR, OTHER_REVIEWER))
        redaction.take(session, request, thing, [whole(one) for one in found], by, approver, reason="Emër.")


def count(site: Site, path: str, **more: object) -> TakenOut | None:
    with site.database.reading() as session:
        return taken_out(session, path, **more)  # type: ignore[arg-type]


PAGES = [
    ("round", "/raportet/shembull-2023/1"),
    ("edition", "/kontratat/shembull-2023/botimi/1"),
    ("contract", "/kontratat/shembull-2023"),
    ("consultation", "/konsultimet/shembull-2024-02-14"),
    ("plan", "/planet/shembull-2024"),
    ("needs_assessment", "/planet/shembull-2024/nevojat"),
    ("candidate", "/kandidatet"),
]


@pytest.mark.parametrize(("kind", "path"), PAGES)
def test_a_page_says_what_is_hidden_and_what_was_removed(training: Site, kind: str, path: str) -> None:
    client = training.client()
    assert "me të dhëna personale." not in client.get(path).text
    found = hide(training, kind, path)
    (entry,) = newest(training)
    said, english = client.get(path).text, client.get(f"/en{path}").text
    assert "Në këtë faqe u fsheh 1 pjesë" in said
    assert f'href="/ndryshimet/{entry}"' in said
    assert "1 piece of this page that may hold personal data is hidden" in english
    assert f'href="/en/ndryshimet/{entry}"' in english
    remove(training, kind, path, found)
    assert "Nga kjo faqe u hoq 1 pjesë me të dhëna personale." in client.get(path).text
    assert "1 piece with personal data was removed" in client.get(f"/en{path}").text


def newest(site: Site) -> list[int]:
    with site.database.reading() as session:
        return list(session.exec(select(HistoryEntry.number).order_by(col(HistoryEntry.number).desc()).limit(1)))


def test_what_is_shown_again_is_not_counted(training: Site) -> None:
    path = "/konsultimet/shembull-2024-02-14"
    found = hide(training, "consultation", path, 2)
    one = count(training, path)
    assert one is not None
    assert (one.hidden, one.removed) == (2, 0)
    remove(training, "consultation", path, found)
    hide(training, "consultation", path, 1, request=REQUEST + 1)
    both = count(training, path)
    assert both is not None
    assert (both.hidden, both.removed) == (1, 2)
    with training.database.writing() as session:
        thing, by = thing_at(session, "consultation", path), training.viewer(session, EDITOR).actor
        redaction.reveal(session, REQUEST + 1, thing, by, None, reason="Gabim.")
    left = count(training, path)
    assert left is not None
    assert (left.hidden, left.removed) == (0, 2)


def test_a_commitments_page_says_it_of_its_own_words_in_a_round(training: Site) -> None:
    hide(training, "round", "/raportet/shembull-2023/1", ref="1.1")
    client = training.client()
    assert "Në këtë faqe u fsheh 1 pjesë" in client.get("/kontratat/shembull-2023/1.1").text
    assert "Në këtë faqe u fsheh" not in client.get("/kontratat/shembull-2023/1.2").text
