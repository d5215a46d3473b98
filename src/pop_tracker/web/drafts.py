"""What is typed into a form stays on the device until the server took it (assets/js/drafts.js).

A copy there is known by a key that says nothing: neither the account nor the secret of a personal link, and another
person at the same browser, or another link, has another key. The form carries the key, from step to step where it has
several, and where it is taken the page that follows names it, so that the copy goes.
"""

import hmac
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from pop_tracker.settings import Settings

FIELD = "_draft"
DAYS = 14
"""A copy that nobody came back to so long goes."""
_KEY = re.compile(r"[0-9a-f]{32}")


def keys_for(request: Request[Any, Any, Any], person_id: int | None) -> Callable[[str], str]:
    """The key of the form that is sent to an address; empty where nobody is known, as before signing in: what is typed
    there is an address of mail, or a code."""
    settings: Settings = request.app.state.settings
    is_known = person_id is not None or bool(request.path_params.get("token"))

    def key(address: str) -> str:
        if not is_known:
            return ""
        where = re.sub(r"^/en(?=/)", "", address)
        return hmac.new(settings.key().encode(), f"draft {person_id} {where}".encode(), sha256).hexdigest()[:32]

    return key


def sent_with(request: Request[Any, Any, Any]) -> list[str]:
    """The keys that came with a form."""
    came = ScopeState.from_scope(request.scope).form
    if request.method != "POST" or came is Empty:
        return []
    sent = FormMultiDict.from_form_data(came).getall(FIELD, [])
    return list(dict.fromkeys(key for key in sent if isinstance(key, str) and _KEY.fullmatch(key)))[:5]
