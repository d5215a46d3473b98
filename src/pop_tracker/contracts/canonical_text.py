"""An edition as plain text, the SHA-256 of it, and the same as plain values.

The canonical text is what a digest is taken of: whoever has the words can write it down and compute the same
SHA-256. It holds what was asked (words, places, target groups, how it is to be judged, what is retracted, why and where
it went), not the sources.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS, write_due
from pop_tracker.contracts.texts import GROUP_WORDS, Heading, Text, place_in_words


def canonical_text(title: str, slug: str, number: int, headings: Iterable[Heading], texts: Iterable[Text]) -> str:
    """The edition as plain text, in Albanian, that its digest is taken of; the same rows give the same bytes."""
    under: dict[int, list[Text]] = {}
    for text in texts:
        under.setdefault(text.priority_number, []).append(text)
    lines = [title, f"{slug}, botimi {number}"]
    for heading in headings:
        group = f" [{GROUP_WORDS[heading.group]}]" if heading.group else ""
        lines += ["", f"Prioriteti {heading.number}. {heading.title}{group}"]
        for text in under.get(heading.number, ()):
            lines.append(f"{text.ref} {text.text}")
            lines.append(f"  Vendi: {place_in_words(text)}")
            if text.target_groups:
                lines.append(f"  Grupet: {text.target_groups}")
            lines += [f"  {label}: {words}" for label, words in _so_that_it_can_be_judged(text) if words]
            if text.is_retracted:
                lines.append(f"  Tërhequr: {text.retraction_reason}")
            if text.went_to:
                lines.append(f"  {'U nda në' if text.is_split else 'U bashkua me'}: {', '.join(text.went_to)}")
    return "\n".join(lines) + "\n"


def _so_that_it_can_be_judged(text: Text) -> list[tuple[str, str]]:
    return [
        ("Tregon se u bë", text.shows_done),
        ("Afati", write_due(text.due)),
        ("Kompetenca", COMPETENCE_WORDS.get(text.competence, "")),
        ("Ligji", text.law),
        ("Tema", THEME_WORDS.get(text.theme, "")),
    ]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def state_of(headings: Iterable[Heading], texts: Iterable[Text]) -> Mapping[str, Any]:
    """An edition's words as the public record holds them: plain values, slugs for units."""
    return {
        "priorities": [
            {"number": h.number, "title": h.title, "group": h.group.value, "source": h.source} for h in headings
        ],
        "commitments": [
            {
                "ref": t.ref,
                "priority": t.priority_number,
                "parent": t.parent_ref,
                "text": t.text,
                "scope": t.scope.value,
                "place": t.place,
                "units": sorted(unit.slug for unit in t.units),
                "target_groups": t.target_groups,
                "shows_done": t.shows_done,
                "due": t.due,
                "competence": t.competence.value,
                "law": t.law,
                "theme": t.theme.value,
                "source": t.source,
                "is_leaf": t.is_leaf,
                "is_retracted": t.is_retracted,
                "retraction_reason": t.retraction_reason,
                "passage": t.passage,
                "passage_page": t.passage_page,
                "went_to": list(t.went_to),
            }
            for t in texts
        ],
    }
