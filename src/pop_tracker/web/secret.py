"""Secrets that let their holder in: of a personal link, of a link that signs in, of a session.

The database keeps their digest alone, so that whoever reads it opens nothing.
"""

import hashlib
import secrets


def new_secret() -> str:
    """One that stands in an address or a cookie, and that nobody guesses."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
