"""A contract from a file, or from text that was pasted: the one way in."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats.opening import OnPage, made_of
from pop_tracker.contracts.reading.outline import outline
from pop_tracker.contracts.reading.places import Territory, Unit
from pop_tracker.contracts.reading.result import ReadContract


def read(
    contents: bytes, territories: Sequence[Territory] = (), *, name: str = "", on_page: OnPage | None = None
) -> tuple[Document, ReadContract]:
    """The document, and the contract in it. `name` is the sender's for the file, empty for pasted text; `on_page` is
    told how many pages of how many have been read, where that takes time. Raises Refusal, with what to do about it,
    and Busy."""
    document, contract = made_of(
        contents, name, on_page, f"{__name__}:outlined", [asdict(one) for one in territories],
        imports=(f"{__package__}.prepared",),
    )  # fmt: skip
    return document, ReadContract.from_json(contract)


def outlined(document: Document, told: list[dict[str, Any]]) -> dict[str, Any]:
    """In the process that read the document: that may be made to be slow, too."""
    territories = [
        Territory(one["slug"], tuple(one["names"]), tuple(Unit(**unit) for unit in one["units"])) for one in told
    ]
    return outline(document, territories).as_json()
