"""What several tests of all pages look at, made once."""

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import Site, Stock, _fresh, serving, shared_folder
from tests.site import public_pages


@pytest.fixture(scope="session")
def walked(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """`public_pages.answers` of the real seeds. It takes a quarter of a minute: of several processes that test
    beside each other the first walks, and the others read what it found."""
    shared = shared_folder(tmp_path_factory.getbasetemp())
    kept = shared / "walked.pickle"
    with (shared / "walked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_walk(stock, tmp_path_factory.mktemp("walked"))))
    found: dict[str, str] = pickle.loads(kept.read_bytes())
    return found


@pytest.fixture(scope="module")
def both_served(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """By kind of seeds, a site behind a server, for all tests of a module: they only read."""
    fresh = contextmanager(_fresh)
    with ExitStack() as all_of_it:
        found = {}
        for seeds in ("real", "training"):
            found[seeds] = all_of_it.enter_context(fresh(stock, "sqlite", seeds, tmp_path_factory.mktemp(seeds)))
            all_of_it.enter_context(serving(found[seeds]))
        yield found


def _walk(stock: Stock, folder: Path) -> dict[str, str]:
    """On a copy to be written to: its moments are taken out."""
    found: dict[str, str] = {}
    for site in _fresh(stock, "sqlite", "real", folder):
        found = public_pages.answers(site)
    return found
