"""A round whose verdicts are approved, and the personal link that went to its municipality."""

import pytest

from tests.conftest import Site
from tests.monitoring.hearing import link_in_letter, send
from tests.monitoring.play import approved


@pytest.fixture
def round_id(training: Site) -> int:
    return approved(training)


@pytest.fixture
def link(training: Site, round_id: int) -> str:
    assert send(training, round_id).status_code == 303
    return link_in_letter(training)
