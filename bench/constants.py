"""What the pages are measured against: applications that return a constant, in Litestar and as bare RSGI.

POP_BENCH_SIZES names the sizes in bytes; the first is served at /0, the second at /1, and so on.
"""

import os
from collections.abc import Callable
from typing import Any

from litestar import Litestar, Response, get

BODIES = [b"x" * int(size) for size in os.environ["POP_BENCH_SIZES"].split(",")]


def _constant(number: int, body: bytes) -> Any:
    @get(f"/{number}", name=str(number), sync_to_thread=False)
    def constant() -> Response[bytes]:
        return Response(body, media_type="text/html")

    return constant


def litestar() -> Litestar:
    return Litestar([_constant(number, body) for number, body in enumerate(BODIES)], openapi_config=None)


def rsgi() -> Callable[..., Any]:
    by_path = {f"/{number}": body for number, body in enumerate(BODIES)}

    async def application(scope: Any, protocol: Any) -> None:
        body = by_path[scope.path]
        headers = [("content-type", "text/html"), ("content-length", str(len(body)))]
        protocol.response_bytes(200, headers, body)

    return application
