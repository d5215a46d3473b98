"""What leaves the training site says that its data are invented: papers and pictures on themselves, all files in
their names.

A page says so at its top; but a file travels on without the page.
"""

import re
from typing import TYPE_CHECKING, Any

from pop_tracker.web.i18n import N_

if TYPE_CHECKING:  # reports are made without a server
    from litestar import Response

INVENTED = N_("Të dhëna të shpikura, për ushtrim")
PREFIX = "te-shpikura-"
_NAMES = re.compile(r"(filename=\"|filename\*=UTF-8'')")


def named_as_invented(response: "Response[Any]") -> "Response[Any]":
    """Every download of the training site, whatever made it: one place, so that none is forgotten."""
    for name in list(response.headers):
        if name.lower() == "content-disposition":
            response.headers[name] = _NAMES.sub(rf"\1{PREFIX}", response.headers[name])
    return response
