"""A public state as people read it: what its fields are called, and how its values are said.

States are kept under the identifiers of the code; a field without words here is shown by its identifier.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS
from pop_tracker.elections.models import ELECTION_KIND_WORDS
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import STATUS_WORDS
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.points import POINT_KIND_WORDS
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.models import PLAN_KIND_WORDS
from pop_tracker.plans.needs import NEEDS_KIND_WORDS, PROVIDER_WORDS
from pop_tracker.plans.stages import STAGE_WORDS
from pop_tracker.pledges.models import ANSWER_WORDS, CAPACITY_WORDS
from pop_tracker.web.dates import PRECISION_WORDS
from pop_tracker.web.i18n import N_, Words

FIELD_WORDS = {
    "administrative_unit": N_("Njësia administrative"),
    "agreed": N_("Njësoj"),
    "agreement": N_("Pajtimi i vlerësuesve"),
    "also_in": N_("Gjendet edhe në"),
    "answer": N_("Përgjigjja"),
    "answered_on": N_("Përgjigjur më"),
    "asked_on": N_("Kërkuar më"),
    "assessments": N_("Vlerësimet"),
    "baseline": N_("Vlera fillestare"),
    "baseline_year": N_("Viti i vlerës fillestare"),
    "before_reply": N_("Vlerësimi para përgjigjes"),
    "called_off": N_("Pse u anulua"),
    "canonical_text": N_("Teksti i plotë"),
    "capacity": N_("Cilësia"),
    "comment_days": N_("Ditë pune për komente"),
    "commitment": N_("Zotimi"),
    "commitments": N_("Zotimet"),
    "confidence": N_("Sa e sigurt"),
    "confirmed_at": N_("Konfirmuar më"),
    "conflicts_of_interest": N_("Konfliktet e interesit"),
    "consultation": N_("Konsultimi"),
    "consultation_kind": N_("Lloji i konsultimit"),
    "contract": N_("Kontrata"),
    "convened_by": N_("Thirrur nga"),
    "correction_reason": N_("Arsyeja e korrigjimit"),
    "corrects_id": N_("Korrigjon vlerësimin me numër"),
    "cost_all": N_("Kosto (lekë)"),
    "county": N_("Qarku"),
    "county_code": N_("Kodi i qarkut"),
    "date_precision": N_("Saktësia e datës"),
    "dated_on": N_("Data"),
    "decision_number": N_("Numri i vendimit"),
    "definition_known": N_("Përkufizimi dihet"),
    "description": N_("Përshkrimi"),
    "digest": N_("Gjurma (SHA-256)"),
    "due": N_("Afati"),
    "due_on": N_("Afati i përgjigjes"),
    "edition": N_("Botimi"),
    "edition_number": N_("Botimi"),
    "elected": N_("U zgjodh"),
    "election": N_("Zgjedhjet"),
    "election_kind": N_("Lloji i zgjedhjeve"),
    "entered_at": N_("Regjistruar më"),
    "evidence": N_("Provat"),
    "evidence_kind": N_("Lloji i provës"),
    "evidence_note": N_("Ku janë provat"),
    "published_elsewhere": N_("Ku dhe kur u botua"),
    "figures": N_("Shifrat"),
    "file_name": N_("Skedari"),
    "file_sha256": N_("Gjurma e skedarit (SHA-256)"),
    "file_size": N_("Madhësia e skedarit (bajt)"),
    "file_type": N_("Lloji i skedarit"),
    "files": N_("Skedarët"),
    "final_url": N_("Adresa e fundit"),
    "format": N_("Formati"),
    "from_on": N_("Nga data"),
    "funding_source": N_("Burimi i financimit"),
    "given_at": N_("Dhënë më"),
    "group": N_("Grupi"),
    "head_hash": N_("Gjurma e kreut të historisë"),
    "head_number": N_("Numri i kreut të historisë"),
    "held_on": N_("Mbajtur më"),
    "hour": N_("Ora"),
    "http_status": N_("Përgjigjja HTTP"),
    "id": N_("Numri në regjistër"),
    "indicator": N_("Treguesi"),
    "indicator_unit": N_("Njësia e treguesit"),
    "indicator_value": N_("Vlera e treguesit"),
    "instat_code": N_("Kodi INSTAT"),
    "is_double_rated": N_("Vlerësim i dyfishtë i pavarur"),
    "is_leaf": N_("Vlerësohet më vete"),
    "is_retracted": N_("I tërhequr"),
    "is_revoked": N_("Ftesa u tërhoq"),
    "is_seat_unit": N_("Qendra e bashkisë"),
    "items": N_("Zërat e planit"),
    "kappa": N_("Kapa e Cohen-it"),
    "keeps_position": N_("Vendndodhja e fotografisë u la me qëllim"),
    "kind": N_("Lloji"),
    "kinds_named": N_("Llojet e të dhënave që përmenden"),
    "label": N_("Çfarë numërohet"),
    "label_en": N_("Emërtimi në anglisht"),
    "label_sq": N_("Emërtimi"),
    "language": N_("Gjuha"),
    "last_day": N_("Lidhja vlen deri më"),
    "lau_code": N_("Kodi LAU"),
    "legal_basis": N_("Baza ligjore"),
    "level": N_("Niveli"),
    "links": N_("Lidhjet"),
    "list_name": N_("Lista"),
    "looked_at": N_("Parë më"),
    "made_at": N_("Bërë më"),
    "measure": N_("Njësia e matjes"),
    "media_type": N_("Lloji i përmbajtjes"),
    "men": N_("Burra"),
    "method": N_("Metoda"),
    "minutes_public": N_("Procesverbali shkarkohet nga kushdo"),
    "minutes_sha256": N_("Gjurma e procesverbalit (SHA-256)"),
    "minutes_size": N_("Madhësia e procesverbalit (bajt)"),
    "minutes_type": N_("Lloji i skedarit të procesverbalit"),
    "mission": N_("Misioni"),
    "municipalities": N_("Bashkitë"),
    "municipality": N_("Bashkia"),
    "n": N_("Sa pjesë u vlerësuan dy herë (një zotim, ose një njësi e tij)"),
    "name": N_("Emri"),
    "name_alt": N_("Emra të tjerë"),
    "name_definite": N_("Emri i shquar"),
    "name_en": N_("Emri në anglisht"),
    "needs_kind": N_("Lloji i të dhënës"),
    "next_meeting": N_("Takimi i ardhshëm"),
    "next_on": N_("Takimi tjetër më"),
    "note": N_("Shënim"),
    "note_en": N_("Shënim në anglisht"),
    "note_sq": N_("Shënim"),
    "number": N_("Numri"),
    "of": N_("Nga gjithsej"),
    "office": N_("Zyra"),
    "on_behalf_of": N_("Në emër të"),
    "organisation": N_("Organizata"),
    "outcome": N_("Përfundimi"),
    "parent": N_("Nën"),
    "partners": N_("Partnerët"),
    "people": N_("Kush mori pjesë"),
    "percent": N_("Përqindja"),
    "period": N_("Periudha"),
    "period_from": N_("Periudha nga"),
    "period_until": N_("Periudha deri"),
    "photos": N_("Fotografitë"),
    "place": N_("Vendi"),
    "plan": N_("Plani"),
    "plan_item": N_("Zëri i planit"),
    "plan_kind": N_("Lloji i planit"),
    "planned_all": N_("Planifikuar (lekë)"),
    "point": N_("Pika"),
    "point_kind": N_("Lloji i pikës"),
    "points": N_("Pikat"),
    "population_2011": N_("Banorë (2011)"),
    "position": N_("Radha"),
    "predecessor": N_("Plani i mëparshëm"),
    "predecessors": N_("Planet e mëparshme"),
    "priorities": N_("Prioritetet"),
    "priority": N_("Prioriteti"),
    "problem": N_("Problemi"),
    "programme_code": N_("Kodi i programit buxhetor"),
    "provider": N_("Kush e jep"),
    "published_at": N_("Publikuar më"),
    "quantity": N_("Sasia"),
    "quote": N_("Citimi"),
    "reached_on": N_("Arritur më"),
    "reason": N_("Arsyeja"),
    "recommendations": N_("Rekomandimet"),
    "recorded_at": N_("Regjistruar më"),
    "ref": N_("Referenca"),
    "replies": N_("Përgjigjet e bashkisë"),
    "reply_from": N_("Përgjigja e bashkisë nga"),
    "reply_until": N_("Përgjigja e bashkisë deri më"),
    "reservation": N_("Fjalët e nënshkruesit"),
    "responsible_body": N_("Institucioni përgjegjës"),
    "retracted_at": N_("Tërhequr më"),
    "retraction_reason": N_("Arsyeja e tërheqjes"),
    "reviewed_at": N_("Miratuar më"),
    "roles_present": N_("Të pranishëm"),
    "round": N_("Raundi"),
    "scope": N_("Shtrirja"),
    "scope_en": N_("Shtrirja në anglisht"),
    "scope_sq": N_("Shtrirja"),
    "seat": N_("Qendra"),
    "seat_lat": N_("Gjerësia gjeografike"),
    "seat_lon": N_("Gjatësia gjeografike"),
    "sent_on": N_("Dërguar më"),
    "sha256": N_("Gjurma (SHA-256)"),
    "short_name": N_("Shkurtimi"),
    "shows": N_("Çfarë tregon fotografia"),
    "signed_on": N_("Nënshkruar më"),
    "size": N_("Madhësia (bajt)"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
    "spent_all": N_("Shpenzuar (lekë)"),
    "stage": N_("Faza"),
    "stage_note": N_("Faza"),
    "stages": N_("Fazat"),
    "stance": N_("Çfarë tregon"),
    "status": N_("Statusi"),
    "structures": N_("Strukturat"),
    "support": N_("Mbështetja"),
    "target": N_("Synimi"),
    "target_groups": N_("Grupet"),
    "target_year": N_("Viti i synimit"),
    "term_from": N_("Mandati nga viti"),
    "term_until": N_("Mandati deri në vitin"),
    "text": N_("Teksti"),
    "text_known": N_("Teksti dihet"),
    "title": N_("Titulli"),
    "topic": N_("Tema"),
    "type": N_("Lloji"),
    "unit": N_("Njësia"),
    "units": N_("Njësitë administrative"),
    "until_on": N_("Deri më"),
    "url": N_("Lidhja"),
    "value": N_("Vlera"),
    "verdict": N_("Gjetja"),
    "version": N_("Versioni"),
    "vision": N_("Vizioni"),
    "votes": N_("Vota"),
    "warc_sha256": N_("Gjurma e kopjes WARC (SHA-256)"),
    "withdrawal_reason": N_("Arsyeja e heqjes"),
    "withdrawn_at": N_("Hequr më"),
    "women": N_("Gra"),
    "year": N_("Viti"),
}  # fmt: skip

VALUE_WORDS: Mapping[str, Mapping[Any, str]] = {
    "answer": ANSWER_WORDS,
    "capacity": CAPACITY_WORDS,
    "consultation_kind": CONSULTATION_KIND_WORDS,
    "date_precision": PRECISION_WORDS,
    "election_kind": ELECTION_KIND_WORDS,
    "evidence_kind": KIND_WORDS,
    "group": GROUP_WORDS,
    "needs_kind": NEEDS_KIND_WORDS,
    "plan_kind": PLAN_KIND_WORDS,
    "point_kind": POINT_KIND_WORDS,
    "provider": PROVIDER_WORDS,
    "scope": SCOPE_WORDS,
    "stage": STAGE_WORDS,
    "stance": STANCE_WORDS,
    "status": STATUS_WORDS,
    "verdict": VERDICT_WORDS,
}

MOST_THINGS = 20
"""A plan of three thousand items would make a page of eight megabytes; the entry's content can be had as a file."""

_NUMBERS = {"baseline", "cost_all", "indicator_value", "planned_all", "quantity", "spent_all", "target"}
# Only the machine sorts by it; and what stands in the record is published.
LEFT_OUT = {"sort_key", "state"}
_ORDER = ("title", "name", "slug", "number", "ref", "contract", "municipality", "text")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Line:
    """A field of a state: words, or several of them, or things with lines of their own; of very many things only how
    many they are."""

    term: str
    words: str = ""
    several: tuple[str, ...] = ()
    things: tuple[tuple["Line", ...], ...] = ()
    count: int = 0


def lines(state: Mapping[str, Any], said: Words) -> tuple[Line, ...]:
    """The state's fields, those that name it first, the long lists last."""

    def place(name: str) -> tuple[bool, int, str]:
        first = _ORDER.index(name) if name in _ORDER else len(_ORDER)
        return isinstance(state[name], list), first, name

    return tuple(_line(name, state[name], said) for name in sorted(state, key=place) if name not in LEFT_OUT)


def _line(name: str, value: Any, said: Words) -> Line:
    term = said.gettext(FIELD_WORDS[name]) if name in FIELD_WORDS else name.replace("_", " ")
    if isinstance(value, Mapping):
        return Line(term, things=(lines(value, said),))
    if isinstance(value, list):
        if any(isinstance(one, Mapping) for one in value):
            if len(value) > MOST_THINGS:
                return Line(term, count=len(value))
            return Line(term, things=tuple(lines(one, said) for one in value))
        return Line(term, several=tuple(_words(name, one, said) for one in value))
    return Line(term, _words(name, value, said))


def _words(name: str, value: Any, said: Words) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return said.gettext("po") if value else said.gettext("jo")
    if name == "kappa":
        return said.number(float(value))
    if isinstance(value, str):
        if name in VALUE_WORDS and value in VALUE_WORDS[name]:
            return said.gettext(VALUE_WORDS[name][value])
        if _DATE.match(value):
            return _date(value, said)
    if name in _NUMBERS and (number := _number(value)) is not None:
        return said.amount(number) if name.endswith("_all") else said.number(number)
    return str(value)


def _number(value: Any) -> Decimal | None:
    """A decimal is kept as text where it is not whole."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def _date(value: str, said: Words) -> str:
    try:
        if len(value) == 10:
            return said.date(date.fromisoformat(value))
        return said.datetime(datetime.fromisoformat(value))
    except ValueError:
        return value


def unnamed(states: Iterable[Any]) -> set[str]:
    """The fields, at any depth, that have no words yet."""
    found: set[str] = set()
    for state in states:
        if isinstance(state, Mapping):
            found |= {name for name in state if name not in FIELD_WORDS} - LEFT_OUT | unnamed(state.values())
        elif isinstance(state, list):
            found |= unnamed(state)
    return found
