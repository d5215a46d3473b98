"""What code and templates say."""

from functools import cache
from io import StringIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parents[2]


@cache
def messages() -> dict[str, str]:
    """Every message id in code and templates, with a place where it stands."""
    methods, options = parse_mapping_cfg(StringIO((ROOT / "babel.cfg").read_text(encoding="utf-8")))
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found: dict[str, str] = {}
    for folder in ("src/pop_tracker", "templates"):
        for file, line, message, *_ in extract_from_dir(ROOT / folder, methods, options, keywords):
            for identity in message if isinstance(message, tuple) else (message,):
                if identity:
                    found.setdefault(identity, f"{folder}/{file}:{line}")
    return found
