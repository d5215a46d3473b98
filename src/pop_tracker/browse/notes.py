"""Sources as numbered notes, where many figures of a page come from few documents."""

from collections.abc import Iterable


def numbered(sources: Iterable[str]) -> dict[str, int]:
    """Each source once, numbered in the order in which the page comes to it."""
    return {source: number for number, source in enumerate(dict.fromkeys(filter(None, sources)), start=1)}
