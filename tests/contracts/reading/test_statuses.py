"""Which words at the end of a text are its status."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.contracts.reading.statuses import ReadStatus, status_at_end, status_of
from pop_tracker.monitoring.scale import STATUS_WORDS, Status

FULLY, PARTLY, NOT = ReadStatus.FULLY_ADDRESSED, ReadStatus.PARTIALLY_ADDRESSED, ReadStatus.NOT_ADDRESSED


@pytest.mark.parametrize(
    ("text", "status", "without"),
    [
        ("Ndërtimi i urës. (Adresuar Pjesërisht)", PARTLY, "Ndërtimi i urës."),
        ("Ndërtimi i urës. (Nuk është adresuar)", NOT, "Ndërtimi i urës."),
        ("Ndërtimi i urës – NUK ESHTE ADRESUAR", NOT, "Ndërtimi i urës"),
        ("Ndërtimi i urës [pjeserisht e adresuar]", PARTLY, "Ndërtimi i urës"),
        ("Ndërtimi i urës. Adresuar plotësisht", FULLY, "Ndërtimi i urës."),
        ("Ndërtimi i urës (statusi: adresuar plotesisht).", FULLY, "Ndërtimi i urës"),
        ("Ndërtimi i urës. Statusi: Adresuar pjesërisht", PARTLY, "Ndërtimi i urës."),
        ("Ndërtimi i urës - i paadresuar", NOT, "Ndërtimi i urës"),
        ("Ndërtimi i urës (i pavlerësuar)", ReadStatus.NOT_ASSESSED, "Ndërtimi i urës"),
        ("Ndërtimi i urës (nuk mund të vlerësohet)", ReadStatus.NOT_ASSESSABLE, "Ndërtimi i urës"),
        ("Ndërtimi i urës (Lgj 3) (ADRESUAR)", FULLY, "Ndërtimi i urës (Lgj 3)"),
        ("Ndërtimi i urës Adresuar Pjesërisht", PARTLY, "Ndërtimi i urës"),
        ("Ndërtimi i urës Nuk është adresuar", NOT, "Ndërtimi i urës"),
        ("Ndërtimi i urës NUK U ADRESUAR", NOT, "Ndërtimi i urës"),
    ],
)
def test_a_status_is_taken_off(text: str, status: ReadStatus, without: str) -> None:
    said = status_at_end(text)
    assert said is not None
    assert (said.status, text[: said.text_end]) == (status, without)


@pytest.mark.parametrize(
    "text",
    ["Ndërtimi: rrugët që janë adresuar", "Ndërtimi i urës (për të rinjtë)", "Problemet e ujit. Ende nuk janë adresuar",
     "(Adresuar)", "", "PROBLEME QË NUK JANË ADRESUAR", "Ndërtesa Adresuar", "Ndërtimi i urës pjesërisht i realizuar"],
)  # fmt: skip
def test_what_is_part_of_a_sentence_stays(text: str) -> None:
    assert status_at_end(text) is None


def test_emphasis_sets_a_status_off() -> None:
    text = "Ndërtimi i urës nuk është adresuar"
    assert status_at_end(text) is None
    said = status_at_end(text, [(16, len(text))])
    assert said is not None
    assert (said.status, text[: said.text_end]) == (NOT, "Ndërtimi i urës")


def test_every_status_of_the_scale_is_known_by_its_words() -> None:
    for status in Status:
        found = status_of(STATUS_WORDS[status])
        assert found is not None
        assert found.value == status.value


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    said = status_at_end(text, [(0, len(text))])
    assert said is None or 0 < said.text_end <= said.start < len(text) + 1
