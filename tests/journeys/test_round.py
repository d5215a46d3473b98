"""A monitoring round, from opening to publication."""

import re
from collections.abc import Callable

import pytest

from tests import cast
from tests.conftest import Site
from tests.journeys.person import Person
from tests.journeys.play import review
from tests.monitoring.play import heard

pytestmark = pytest.mark.browser

WORDS_OF_STATUS = {
    "1.1": "adresuar plotësisht",
    "1.2": "adresuar pjesërisht",
    "2.1": "nuk është adresuar",
    "2.2": "adresuar pjesërisht",
}


def assess(editor: Person, round_path: str, ref: str) -> None:
    """Writes a verdict with one piece of evidence and sends it to be reviewed."""
    editor.go(round_path)
    editor.follow_to(f"/vleresimet/{ref}")
    editor.tick(WORDS_OF_STATUS[ref])
    editor.fill("Arsyeja", f"Arsyeja për {ref}, nga terreni.")
    editor.select("Lloji i provës", "field_check")
    editor.fill("Çfarë tregon", f"Vizitë në vend për {ref}.")
    editor.fill("Burimi i provës", "shënimet e terrenit, 12 mars 2024")
    editor.fill("Data", "12.03.2024")
    editor.fill("Vendi", "lagjja e re")
    editor.send_on()


def test_a_round_is_written_reviewed_and_published(someone: Callable[[str], Person], served: Site) -> None:
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    colleague = someone("colleague").sign_in(cast.OTHER_BOTH)
    stranger = someone("stranger").sign_in(cast.EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    for person in (editor, colleague, stranger, reviewer):
        person.go("/puna")

    editor.go("/puna/raundet")
    editor.follow("Hapni një raund")
    editor.select("Kontrata", "Kontrata Sociale 2023–2027, Bashkia Provë")
    editor.fill("Muaji i parë i periudhës", "09.2024")
    editor.fill("Muaji i fundit i periudhës", "09.2023")
    editor.fill("Metoda", "Verifikime në terren dhe intervista.")
    editor.fill("Burimi", "vendimi i organizatës, shtator 2023")
    editor.press("Hapni raundin")
    editor.is_refused()  # it would end before it begins
    editor.fill("Muaji i parë i periudhës", "09.2023")
    editor.fill("Muaji i fundit i periudhës", "09.2024")
    editor.press("Hapni raundin")
    round_path = editor.path
    assert re.fullmatch(r"/puna/raundet/\d+", round_path)

    # A verdict without evidence does not go out, and nothing typed is lost.
    editor.follow_to("/vleresimet/1.1")
    editor.tick("adresuar plotësisht")
    editor.fill("Arsyeja", "Vendimet dalin brenda dhjetë ditësh.")
    editor.send_on()
    editor.is_refused()
    assert editor.field("Arsyeja").input_value() == "Vendimet dalin brenda dhjetë ditësh."
    for ref in ("1.1", "1.2", "2.1"):
        assess(editor, round_path, ref)
    assess(colleague, round_path, "2.2")

    # Another organisation's editor neither sees nor writes; the public reads nothing of it.
    assert stranger.status_of(f"{round_path}/vleresimet/1.1") == 403
    assert stranger.status_of_sending(f"{round_path}/vleresimet/1.1", status="fully_addressed") == 403
    assert stranger.status_of(round_path) in (403, 404)
    stranger.go("/puna/raundet")
    stranger.reads_not("Bashkia Provë")
    reader = someone("reader")
    reader.go("/kontratat/prove-2023/1.1")
    reader.reads_not("Arsyeja për 1.1, nga terreni.")
    assert reader.status_of("/raportet/prove-2023/1") == 404

    # One comes back with a note; the others are approved.
    review(reviewer, "1.1")
    first = reviewer.path
    reviewer.reads("Arsyeja për 1.1, nga terreni.")
    reviewer.unfold("Ose kthejeni me shënim")
    reviewer.fill("Çfarë duhet ndryshuar", "Shtoni sa vendime u panë.")
    reviewer.press("Kthejeni me shënim")
    for ref in ("1.2", "2.1"):
        review(reviewer, ref)
        reviewer.approve()

    # The colleague reviews too, but never her own.
    review(reviewer, "2.2")
    review_of_own = reviewer.path
    colleague.go(review_of_own)
    colleague.reads("Këtë e keni shkruar ju: e vendos një person tjetër.")
    assert colleague.status_of_sending(f"{review_of_own}/miratim", version="1") == 403
    assert colleague.status_of_sending(f"{review_of_own}/kthim", version="1", note="x") == 403
    assert editor.status_of_sending(f"{first}/miratim", version="1") == 403
    reviewer.approve()

    # Nothing is published while something is undone.
    assert reviewer.status_of_sending(f"{round_path}/botim") in (404, 422)
    editor.go("/puna")
    editor.go(f"{round_path}/vleresimet/1.1")
    editor.reads("Shtoni sa vendime u panë.")
    editor.fill("Arsyeja", "Vendimet dalin brenda dhjetë ditësh; u panë 24.")
    editor.send_on()
    review(reviewer, "1.1")
    reviewer.approve()

    # After the municipality was heard: not by who opened it, not by who wrote in it; by another person.
    assert reviewer.status_of_sending(f"{round_path}/botim") == 422
    heard(served, int(round_path.rsplit("/", 1)[1]), cast.OTHER_EDITOR)
    assert editor.status_of_sending(f"{round_path}/botim") == 403
    assert colleague.status_of_sending(f"{round_path}/botim") == 403
    reviewer.go("/puna")
    reviewer.follow_to(round_path)
    reviewer.follow("Botoni raundin")
    reviewer.press("Botoni raundin")
    reviewer.reads("Ky raund është publik.")

    reader.go("/raportet/prove-2023/1")
    reader.reads(reader.counted("%(num)s nga %(of)s u vlerësua", "%(num)s nga %(of)s u vlerësuan", 4, of=4))
    reader.reads("Arsyeja për 2.1, nga terreni.")
    reader.go("/kontratat/prove-2023/1.1")
    reader.reads("adresuar plotësisht")
    reader.reads("Vendimet dalin brenda dhjetë ditësh; u panë 24.")
    reader.reads("Vizitë në vend për 1.1.")
    reader.reads_not("Shtoni sa vendime u panë.")
