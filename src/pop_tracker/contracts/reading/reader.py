"""A contract from a file, or from text that was pasted: the one way in."""

from collections.abc import Sequence

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats.opening import OnPage, opened
from pop_tracker.contracts.reading.outline import outline
from pop_tracker.contracts.reading.places import Territory
from pop_tracker.contracts.reading.result import ReadContract


def read(
    contents: bytes, territories: Sequence[Territory] = (), *, name: str = "", on_page: OnPage | None = None
) -> tuple[Document, ReadContract]:
    """The document, and the contract in it. `name` is the sender's for the file, empty for pasted text; `on_page` is
    told how many pages of how many have been read, where that takes time. Raises Refusal, with what to do about it,
    and Busy."""
    document = opened(contents, name, on_page or (lambda done, of: None))
    return document, outline(document, territories)
