"""Where the files lie that come along with the program."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """A top-level folder (templates, seeds): inside the package in a wheel, beside `src` in a checkout."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent.parent / name
