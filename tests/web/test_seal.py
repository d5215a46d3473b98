"""What is sealed is opened with the site's key alone."""

import pytest

from pop_tracker.settings import Settings
from pop_tracker.web.seal import BrokenSeal, seal, unseal

OURS, OTHERS = Settings(secret_key="0" * 64), Settings(secret_key="1" * 64)


def test_what_is_sealed_comes_back_and_is_not_read_without_the_key() -> None:
    sealed = seal(OURS, "https://pop.example/nenshkrim/çelësi")
    assert "nenshkrim" not in sealed
    assert unseal(OURS, sealed) == "https://pop.example/nenshkrim/çelësi"
    with pytest.raises(BrokenSeal):
        unseal(OTHERS, sealed)
    with pytest.raises(BrokenSeal):
        unseal(OURS, sealed[:-6] + "AAAAA=")
