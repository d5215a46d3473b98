"""What the record calls a round, its verdicts with their evidence and the replies to it, and their fields."""

from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.telling import Named, State, Titled

_FILE_FIELDS = {
    "original_sha256": N_("Kodi i kontrollit i skedarit siç u dërgua (SHA-256)"),
    "name": N_("Emri"),
    "sha256": N_("Kodi i kontrollit (SHA-256)"),
    "size": N_("Madhësia (bajt)"),
    "type": N_("Lloji"),
}

EVIDENCE_FIELDS = {
    **_FILE_FIELDS,
    "answered_on": N_("Përgjigjur më"),
    "asked_on": N_("Kërkuar më"),
    "caption": N_("Çfarë tregon skedari"),
    "dated_on": N_("Data"),
    "description": N_("Përshkrimi"),
    "due_on": N_("Afati i përgjigjes"),
    "evidence_kind": N_("Lloji i provës"),
    "file_caption": N_("Çfarë tregon skedari"),
    "file_name": N_("Skedari"),
    "file_original_sha256": N_("Kodi i kontrollit i skedarit siç u dërgua (SHA-256)"),
    "file_reduced_from": N_("Madhësia e fotografisë para se të zvogëlohej (pikselë)"),
    "file_sha256": N_("Kodi i kontrollit të skedarit (SHA-256)"),
    "file_size": N_("Madhësia e skedarit (bajt)"),
    "file_type": N_("Lloji i skedarit"),
    "keeps_position": N_("Vendndodhja e fotografisë u ruajt me qëllim"),
    "men": N_("Burra"),
    "more_files": N_("Skedarë të tjerë"),
    "place": N_("Vendi"),
    "reduced_from": N_("Madhësia e fotografisë para se të zvogëlohej (pikselë)"),
    "source": N_("Burimi"),
    "stance": N_("Çfarë tregon"),
    "url": N_("Lidhja"),
    "women": N_("Gra"),
}

VERDICT_FIELDS = {
    **EVIDENCE_FIELDS,
    "before_reply": N_("Vlerësimi para përgjigjes"),
    "correction_reason": N_("Arsyeja e ndreqjes"),
    "corrects_id": N_("Ndreq vlerësimin nr."),
    "evidence": N_("Provat"),
    "ground": N_("Pse nuk mund të vlerësohet"),
    "id": N_("Numri në regjistër"),
    "organisation": N_("Organizata"),
    "reason": N_("Arsyeja"),
    "ref": N_("Referenca"),
    "retracted_at": N_("Tërhequr më"),
    "retraction_reason": N_("Arsyeja e tërheqjes"),
    "reviewed_at": N_("Miratuar më"),
    "source": N_("Burimi"),
    "status": N_("Statusi"),
    "unit": N_("Njësia"),
}

REPLY_FIELDS = {
    **_FILE_FIELDS,
    "reduced_from": N_("Madhësia e fotografisë para se të zvogëlohej (pikselë)"),
    "commitment": N_("Zotimi"),
    "files": N_("Skedarët"),
    "given_at": N_("Dhënë më"),
    "id": N_("Numri në regjistër"),
    "office": N_("Zyra"),
    "text": N_("Teksti"),
}

AGREEMENT_FIELDS = {
    "agreed": N_("Njësoj"),
    "agreement": N_("Sa përputhen dy vlerësuesit"),
    "kappa": N_("Koeficienti kappa i Cohen-it"),
    "n": N_("Sa zotime ose njësi u vlerësuan dy herë"),
    "percent": N_("Përqindja"),
}

SET_ASIDE_FIELDS = {
    "of": N_("Sa do të kishin dhënë dy vlerësues"),
    "ratings": N_("Sa u dorëzuan"),
    "set_aside": N_("Vlerësime të pavarura që nuk llogariten"),
}

ROUND_FIELDS = {
    **VERDICT_FIELDS,
    **REPLY_FIELDS,
    **AGREEMENT_FIELDS,
    **SET_ASIDE_FIELDS,
    "assessments": N_("Vlerësimet"),
    "conflicts_of_interest": N_("Konfliktet e interesit"),
    "contract": N_("Kontrata"),
    "edition": N_("Botimi"),
    "elsewhere_file_name": N_("Dokumenti ku u botua"),
    "elsewhere_file_original_sha256": N_("Kodi i kontrollit i dokumentit siç u dërgua (SHA-256)"),
    "elsewhere_file_sha256": N_("Kodi i kontrollit të dokumentit (SHA-256)"),
    "elsewhere_url": N_("Lidhja e dokumentit ku u botua"),
    "evidence_note": N_("Ku janë provat"),
    "is_double_rated": N_("Vlerësim i dyfishtë i pavarur"),
    "method": N_("Metoda"),
    "number": N_("Numri"),
    "organisation": N_("Organizata"),
    "people": N_("Kush mori pjesë"),
    "period_from": N_("Periudha nga"),
    "period_until": N_("Periudha deri"),
    "published_at": N_("Botuar më"),
    "published_elsewhere": N_("Ku dhe kur u botua"),
    "replies": N_("Përgjigjet e bashkisë"),
    "by": N_("Adresën e shënoi"),
    "confirmed_by": N_("Adresën e konfirmoi"),
    "domain": N_("Domeni i institucionit"),
    "kind": N_("Lloji i adresës"),
    "reply_address": N_("Ku iu dërgua bashkisë"),
    "reply_complete_on": N_("Bashkia tha se përgjigjja është e plotë më"),
    "reply_from": N_("Përgjigja e bashkisë nga"),
    "reply_until": N_("Përgjigja e bashkisë deri më"),
    "source": N_("Burimi"),
}

DISAVOWAL_FIELDS = {
    "by_itself": N_("E tha vetë bashkia"),
    "commitment": N_("Zotimi"),
    "contract": N_("Kontrata"),
    "file_original_sha256": N_("Kodi i kontrollit i skedarit siç u dërgua (SHA-256)"),
    "file_sha256": N_("Kodi i kontrollit të skedarit (SHA-256)"),
    "reply": N_("Përgjigjja nr."),
    "round": N_("Raundi"),
    "said_at": N_("Thënë më"),
    "source": N_("Burimi"),
}

OF_A_ROUND = {
    "contract": N_("Kontrata"),
    "round": N_("Raundi"),
}


def titled_round(number: str) -> Titled:
    """By the field that has the round's number."""

    def titled(state: State, named: Named, words: Words) -> str:
        contract = named("contract", state["contract"])
        return words.gettext(
            N_("Raundi %(number)s i monitorimit: %(contract)s"), number=state[number], contract=contract
        )

    return titled


def titled_correction(state: State, named: Named, words: Words) -> str:
    return words.gettext(
        N_("Ndreqje e vlerësimit të zotimit %(ref)s, raundi %(number)s: %(contract)s"),
        ref=state["ref"], number=state["round"], contract=named("contract", state["contract"]),
    )  # fmt: skip
