"""A small plan to look for commitments in; it stands apart so that another process reads it without the site."""

from pop_tracker.matching.ranking import Wording

PLAN = [
    Wording("1", "Rikonstruksion i shkollës: hidroizolim i mbulesës dhe tharje e mureve.", "fshati Mollaj", "091"),
    Wording("2", "Rikonstruksion i shkollës: hidroizolim i mbulesës.", "fshati Lugajë", "091"),
    Wording("3", "Shtimi i shërbimit të kujdesit për fëmijët 0–3 vjeç me dy grupe.", programme="104"),
    Wording("4", "Rehabilitimi i furnizimit me ujë, me depo të re.", "Njësia administrative Kroibardhë", "063"),
    Wording("5", "Rampa dhe ashensorë në ndërtesat publike për PAK.", programme="101"),
    Wording("6", "Panair i librit në sheshin e qytetit.", "qyteti Shembull", "082"),
    Wording("7", "Vendosja e ndriçuesve LED në lagjet periferike.", programme="064"),
    Wording("8", "Trajnimi i edukatoreve të çerdheve.", programme="104"),
    Wording("9", "Asfaltimi i rrugëve të njësisë.", "Njësia administrative Vërrilë", "045"),
]  # fmt: skip
