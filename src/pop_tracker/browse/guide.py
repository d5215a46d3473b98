"""The guide for editors: how the commonest work is done, step by step, in the words of the buttons themselves.

Its pictures are of pages of the training site (`bench/guide_pictures.py`); small ones lead to the large ones.
"""

from typing import Any

from litestar import Request, Response

from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@get("/puna/udhezues")
def guide(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "browse/guide.html", {})


HANDLERS: list[Any] = [guide]
