"""The one spelling of a value, of which digests are taken."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from pop_tracker.web.sources import Sources


def canonical(value: Any) -> str:
    """The one spelling of a value as JSON: sorted keys, no spaces, UTC times to the microsecond.

    A decimal is a number where it is whole, else text: JSON's fractions are not exact. Sources are a list.
    """

    def plain(other: Any) -> Any:
        if isinstance(other, datetime):
            return other.astimezone(UTC).isoformat(timespec="microseconds")
        if isinstance(other, date):
            return other.isoformat()
        if isinstance(other, Enum):
            return other.value
        if isinstance(other, Decimal):
            return int(other) if other == other.to_integral_value() else format(other.normalize(), "f")
        raise TypeError(f"not a plain value: {other!r}")

    return json.dumps(_listed(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)


def _listed(value: Any) -> Any:
    """With sources as the lists that they are: JSON would take them for the text that they are as well."""
    if isinstance(value, Sources):
        return value.as_list
    if isinstance(value, Mapping):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def digest(value: Any) -> str:
    """Of any state, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def salted(salt: str, hands: Any) -> str:
    """The digest of whose hands were in a thing, as the content of its entry holds it."""
    return hashlib.sha256((salt + canonical(hands)).encode()).hexdigest()
