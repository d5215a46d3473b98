"""The guide for editors: how the commonest work is done, step by step, in the words of the buttons themselves.

Its pictures are drawn from the parts that the pages are made of, so that they cannot show what is there no more.
"""

from typing import Any

from litestar import Request, Response

from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@get("/puna/udhezues")
def guide(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "browse/guide.html", {"statuses": STATUS_WORDS})


HANDLERS: list[Any] = [guide]
