"""Given names of Albania (`given_names.txt`), in all their cases, blind to ë and ç."""

from functools import cache
from pathlib import Path

from pop_tracker.web.albanian import fold


@cache
def given_names() -> dict[str, bool]:
    """By each form of a given name, whether it is also a word or a place."""
    found: dict[str, bool] = {}
    lines = (Path(__file__).parent / "given_names.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            is_word = line.endswith("*")
            for form in _forms(fold(line.rstrip("*"))):
                found[form] = found.get(form, False) or is_word
    return found


def _forms(name: str) -> set[str]:
    """Of a given name, folded, in all cases: Artanit, Besnikut, Zenepes, Lirisë, Vasos."""
    if name.endswith(("a", "e")):
        return {name, *(name[:-1] + end for end in ("a", "e", "es", "en", "ja", "jes", "jen", "ne"))}
    if name.endswith("i"):
        return {name, *(name[:-1] + end for end in ("iu", "iut", "iun", "it", "in", "ia", "ise", "ine"))}
    if name.endswith("o"):
        return {name, *(name + end for end in ("ja", "s", "n", "ua"))}
    ends = ("u", "ut", "un") if name.endswith(("k", "g", "h", "q")) else ()
    return {name, *(name + end for end in ("i", "it", "in", *ends))}
