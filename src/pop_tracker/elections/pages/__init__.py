"""The coordinator's doors to elections, candidates and offices."""

from typing import Any

from pop_tracker.elections.pages import candidates, elections, offices

HANDLERS: list[Any] = [*elections.HANDLERS, *candidates.HANDLERS, *offices.HANDLERS]
