"""The room's doors."""

from typing import Any

HANDLERS: list[Any] = []
