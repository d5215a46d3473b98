"""How entries about editions are told: what their fields are called, and the words of their vocabularies."""

from collections.abc import Mapping
from typing import Any

from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS
from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.telling import Named, State, Telling

_FIELDS = {
    "canonical_text": N_("Teksti i plotë"),
    "commitments": N_("Zotimet"),
    "competence": N_("Kompetenca"),
    "contract": N_("Kontrata"),
    "digest": N_("Kodi i kontrollit (SHA-256)"),
    "due": N_("Afati"),
    "document": N_("Dokumenti"),
    "document_pages": N_("Faqet e dokumentit"),
    "document_size": N_("Madhësia e dokumentit (bajt)"),
    "original_sha256": N_("Kodi i kontrollit i dokumentit siç erdhi (SHA-256)"),
    "group": N_("Grupi"),
    "is_free": N_("Lexuesve u jepet skedari"),
    "is_leaf": N_("Vlerësohet më vete"),
    "is_retracted": N_("I tërhequr"),
    "law": N_("Ligji"),
    "media_type": N_("Lloji i skedarit"),
    "name": N_("Emri i skedarit"),
    "number": N_("Numri"),
    "parent": N_("Pika sipër"),
    "passage": N_("Pasazhi i dokumentit"),
    "passage_page": N_("Faqja e pasazhit"),
    "place": N_("Vendi"),
    "priorities": N_("Prioritetet"),
    "priority": N_("Prioriteti"),
    "published_at": N_("Botuar më"),
    "reason": N_("Arsyeja"),
    "ref": N_("Referenca"),
    "retraction_reason": N_("Arsyeja e tërheqjes"),
    "scope": N_("Shtrirja"),
    "sha256": N_("Kodi i kontrollit i skedarit që jepet (SHA-256)"),
    "shows_done": N_("Çfarë tregon se u bë"),
    "source": N_("Burimi"),
    "target_groups": N_("Grupet"),
    "text": N_("Teksti"),
    "theme": N_("Tema"),
    "title": N_("Titulli"),
    "units": N_("Njësitë administrative"),
    "went_to": N_("Ku shkoi"),
}


_VOCABULARIES: dict[str, Mapping[Any, str]] = {
    "group": GROUP_WORDS,
    "scope": SCOPE_WORDS,
    "competence": COMPETENCE_WORDS,
    "theme": THEME_WORDS,
}


def _titled(state: State, named: Named, words: Words) -> str:
    contract = named("contract", state["contract"])
    return words.gettext(N_("%(contract)s, botimi %(number)s"), contract=contract, number=state["number"])


EDITION = Telling(_titled, _FIELDS, _VOCABULARIES)
