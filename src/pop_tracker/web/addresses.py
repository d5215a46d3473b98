"""Web addresses as people paste them: what is wrong with one is told in its own words, what only follows its reader is
named, and none is shown that looks like another."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import ada_url

from pop_tracker.web.i18n import N_

MOST_SIGNS = 2_000
"""Of an address, as bytes: what is longer than that browsers and servers of today do not agree on, and PostgreSQL finds
no more than 2,704 at once."""
LONGEST_SOURCE = 2_500
"""Signs of a source: an address, and words that say what stands there."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid?|igsh|mibextid|mc_cid|mc_eid"
    r"|__cft__(\[\d*\])?|__tn__|__xts__(\[\d*\])?|_gl|_ga|_hsenc|_hsmi|mkt_tok|oly_enc_id|oly_anon_id|vero_id|wickedid"
    r"|fb_action_ids|fb_action_types|fb_source|ref_src|ref_url|rdid|share_url|sfnsn|eav|paipv"
)
"""Parameters that senders, advertisers and networks hang on an address to follow who opens it; no page needs them."""


def fault(address: str) -> tuple[str, dict[str, object]] | None:
    """What keeps it from being an address that a reader's browser may open: a message id with its values, or None."""
    if len(address.encode()) > MOST_SIGNS:
        if names := tracking(address):
            return _TOO_LONG_TRACKED, {"most": MOST_SIGNS, "names": ", ".join(names)}
        return _TOO_LONG, {"most": MOST_SIGNS}
    if re.search(r"\s", address):
        return _SPACE, {}
    if re.match(r"(?!https?:)(www\.|[^/:?#]+\.[a-z]{2,}(/|$))", address, re.IGNORECASE):
        return _NO_SCHEME, {"address": f"https://{address}"}
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and ada_url.check_url(address)
        is_address = is_address and (parts.port is None or parts.port > 0)
    except ValueError:  # also of a port that no address has
        return _NONE, {}
    if is_address and "@" in parts.netloc:
        return _NAMED, {}
    return None if is_address else (_NONE, {})


_TOO_LONG = N_("Adresa është tepër e gjatë: më së shumti %(most)d karaktere.")
_TOO_LONG_TRACKED = N_("Adresa është tepër e gjatë: më së shumti %(most)d karaktere. Këto pjesë të saj vetëm ndjekin "
                       "lexuesin dhe mund të hiqen: %(names)s.")  # fmt: skip
_SPACE = N_("Në adresë ka një hapësirë. Kopjojeni edhe një herë nga shfletuesi, pa hapësira; një adresë në çdo fushë.")
_NO_SCHEME = N_("Adresës i mungon fillimi. A është %(address)s?")
_NAMED = N_("Lidhja ka emër përdoruesi ose fjalëkalim.")
_NONE = N_("Shkruani një adresë që nis me https:// ose http://.")


def tracking(address: str) -> list[str]:
    """Names of the parameters in it that only follow its reader, each once."""
    return list(dict.fromkeys(name for name, _, follows in _parameters(address) if follows))


def without_tracking(address: str) -> str:
    """The address without them; all else stays sign by sign as it was."""
    before, mark, rest = address.partition("?")
    if not mark or not tracking(address):
        return address
    kept = "&".join(part for _, part, follows in _parameters(address) if not follows)
    _, hash_, fragment = rest.partition("#")
    return before + (f"?{kept}" if kept else "") + hash_ + fragment


def _parameters(address: str) -> Iterator[tuple[str, str, bool]]:
    """Name, the parameter as it stands, and whether it follows the reader."""
    query = address.partition("#")[0].partition("?")[2]
    for part in query.split("&") if query else ():
        name = unquote(part.partition("=")[0])
        yield name, part, bool(_TRACKING.fullmatch(name))


def shown(address: str) -> str:
    """As it may be shown: a name of a site in Latin letters as it reads (ë, ç), in others in its plain form (xn--…), in
    which no Cyrillic a passes for ours."""
    try:
        host = urlsplit(address).hostname or ""
        plain = ada_url.URL(address).hostname
    except ValueError:
        return address
    if host.isascii() and "xn--" not in host:
        return address
    read = ada_url.idna.decode(plain)
    is_latin = all(sign.isascii() or unicodedata.name(sign, "").startswith("LATIN SMALL LETTER ") for sign in read)
    start = address.lower().find(host, address.find("//"))
    return address if start < 0 else address[:start] + (read if is_latin else plain) + address[start + len(host) :]
