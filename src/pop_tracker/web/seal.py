"""Words that lie in the database for others to take away: a link in a letter, the secret of an authenticator.

They are sealed with a key made of the site's own, which the database and its backups do not hold, so that whoever reads
a stolen one opens nothing with it.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pop_tracker.settings import Settings


class BrokenSeal(Exception):
    """The site's key is another one than that which sealed it, or somebody changed the words."""


def seal(settings: Settings, words: str) -> str:
    return _fernet(settings).encrypt(words.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str:
    """Raises BrokenSeal."""
    try:
        return _fernet(settings).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise BrokenSeal from error


def _fernet(settings: Settings) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"pop-tracker seal").derive(settings.key().encode())
    return Fernet(base64.urlsafe_b64encode(key))
