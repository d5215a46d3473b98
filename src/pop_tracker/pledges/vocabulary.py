"""What an answer may be, in whose name, and what has become of it, with the words that readers get for each."""

from datetime import datetime
from enum import StrEnum

from pop_tracker.web.i18n import N_


class Capacity(StrEnum):
    CANDIDATE = "candidate"
    MAYOR = "mayor"
    COUNCIL = "council"
    """The municipal council, through its secretary."""
    ORGANISATION = "organisation"


class Answer(StrEnum):
    SIGNED = "signed"
    SIGNED_WITH_RESERVATION = "signed_with_reservation"
    DECLINED = "declined"


class Stands(StrEnum):
    """What readers are told that an answer is by now."""

    SIGNED = "signed"
    SIGNED_WITH_RESERVATION = "signed_with_reservation"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """The signer took the signature back."""
    ANNULLED = "annulled"
    """It was not the person's own: two people of different organisations said so."""


class Said(StrEnum):
    """With what a signer said their own words."""

    RESERVATION = "reservation"
    """To one commitment, by name."""
    STATEMENT = "statement"
    WITHDRAWAL = "withdrawal"


class SignatureState(StrEnum):
    WAITING = "waiting"
    """Recorded from paper; a second person has yet to confirm it. Not public."""
    PUBLIC = "public"
    REFUSED = "refused"
    """The second person sent it back with a note. Not public."""


CAPACITY_WORDS: dict[Capacity, str] = {
    Capacity.CANDIDATE: N_("Si kandidat"),
    Capacity.MAYOR: N_("Si kryetar bashkie"),
    Capacity.COUNCIL: N_("Për këshillin bashkiak"),
    Capacity.ORGANISATION: N_("Për organizatën"),
}
ANSWER_WORDS: dict[Answer, str] = {
    Answer.SIGNED: N_("Nënshkroi"),
    Answer.SIGNED_WITH_RESERVATION: N_("Nënshkroi me rezervë"),
    Answer.DECLINED: N_("Nuk pranoi të nënshkruajë"),
}
STANDS_WORDS: dict[Stands, str] = {
    **{Stands(answer.value): words for answer, words in ANSWER_WORDS.items()},
    Stands.WITHDRAWN: N_("E tërhoqi nënshkrimin"),
    Stands.ANNULLED: N_("Përgjigje e anuluar"),
}
SAID_WORDS: dict[Said, str] = {
    Said.RESERVATION: N_("Rezervë"),
    Said.STATEMENT: N_("Deklaratë"),
    Said.WITHDRAWAL: N_("Pse e tërhoqi"),
}
SIGNATURE_STATE_WORDS: dict[SignatureState, str] = {
    SignatureState.WAITING: N_("Pret konfirmim"),
    SignatureState.PUBLIC: N_("Publike"),
    SignatureState.REFUSED: N_("Kthyer me shënim"),
}


def stands(answer: Answer, withdrawn_at: datetime | None, annulled_at: datetime | None) -> Stands:
    if annulled_at is not None:
        return Stands.ANNULLED
    return Stands.WITHDRAWN if withdrawn_at is not None else Stands(answer.value)
