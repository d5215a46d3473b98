"""Files that hold no table that is read: named as what they are."""

import pytest

from pop_tracker.web.files import Upload
from pop_tracker.web.tables.opening import opened
from pop_tracker.web.tables.other_kinds import refusal
from tests.web.other_kinds import KINDS


@pytest.mark.parametrize(("contents", "words"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_a_file_of_another_kind_is_named(contents: bytes, words: str) -> None:
    refused = refusal(contents)
    assert refused is not None
    assert words in refused.message
    with pytest.raises(type(refused), match=words):
        opened(Upload("x.xlsx", "x", contents))


def test_text_is_none_of_them() -> None:
    assert refusal(b"niveli;numri\n") is None
