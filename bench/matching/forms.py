"""Makes `src/pop_tracker/matching/forms.txt.xz`: common forms whose word `web.albanian` does not find.

Only who makes the file anew runs this, with uniparser-morph and uniparser-albanian 2.3.0 (MIT, Morozova, Rusakov,
Arkhangelskiy) installed; it takes a quarter of an hour:

    python -m bench.matching.forms WORDS

WORDS are the common forms of Tesseract's Albanian model (Apache-2.0), as `akin_words` tells.
"""

import lzma
import sys
from pathlib import Path

from pop_tracker.web.albanian import word_roots

_AT_ONCE = 2000
_SHORTEST = 4


def main(words: Path) -> None:
    from uniparser_albanian import AlbanianAnalyzer

    analyzer = AlbanianAnalyzer(mode="strict")
    read = [word for word in words.read_text(encoding="utf-8").split() if word.isalpha()]
    forms = sorted({word.lower() for word in read if word.islower() or (word.isupper() and len(word) >= _SHORTEST)})
    lines = []
    for start in range(0, len(forms), _AT_ONCE):
        some = [form for form in forms[start : start + _AT_ONCE] if len(form) >= _SHORTEST]
        for form, readings in zip(some, analyzer.analyze_words(some), strict=True):
            bases = sorted({one.lemma for one in readings if one.lemma.isalpha() and one.lemma.islower()})
            if bases and all(word_roots(base).isdisjoint(word_roots(form)) for base in bases):
                lines.append(" ".join([form, *bases]))
    target = Path(__file__).parents[2] / "src" / "pop_tracker" / "matching" / "forms.txt.xz"
    target.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    print(f"{len(lines)} forms, {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
