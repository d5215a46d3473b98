"""Every address there is, as the application and as the lists beside this file say; examples of the public ones."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar.handlers import HTTPRouteHandler

from tests.conftest import Site

HERE = Path(__file__).parent
EXAMPLES: dict[str, list[str]] = {
    "/": ["/"],
    "/adresa/{token}": ["/adresa/nuk-ka"],
    "/api": ["/api"],
    "/bashkite": ["/bashkite"],
    "/bashkite/{slug}": ["/bashkite/korce", "/bashkite/fier", "/bashkite/durres", "/bashkite/kukes"],
    "/bashkite/{slug}/mandatet": ["/bashkite/korce/mandatet", "/bashkite/fier/mandatet"],
    "/hyrje": ["/hyrje"],
    "/hyrje/{token}": ["/hyrje/nuk-ka"],
    "/kandidatet": ["/kandidatet"],
    "/konsultimet": ["/konsultimet"],
    "/konsultimet/{slug}": ["/konsultimet/kamez-2024-01-10"],
    "/kontakt": ["/kontakt"],
    "/kontakt/te-dhena-personale": ["/kontakt/te-dhena-personale?faqja=/kontratat/korce-2023"],
    "/kontratat": ["/kontratat"],
    "/kontratat/{slug}": ["/kontratat/korce-2023", "/kontratat/fier-2019", "/kontratat/vlore-2023"],
    "/kontratat/{slug}/botimi/{number}": ["/kontratat/korce-2023/botimi/1"],
    "/kontratat/{slug}/matrica": ["/kontratat/korce-2023/matrica", "/kontratat/vlore-2023/matrica"],
    "/kontratat/{slug}/{ref}": ["/kontratat/korce-2023/1.5", "/kontratat/korce-2023/1.4", "/kontratat/fier-2019/1"],
    "/krahaso": ["/krahaso"],
    "/kujtesa/{secret}": ["/kujtesa/nuk-ka"],
    "/metodologjia": ["/metodologjia"],
    "/ndreqjet": ["/ndreqjet"],
    "/ndryshimet": ["/ndryshimet"],
    "/ndryshimet/{number}": ["/ndryshimet/1", "/ndryshimet/150"],
    "/nenshkrim/{token}": ["/nenshkrim/nuk-ka"],
    "/organizatat": ["/organizatat"],
    "/pergjigje/{token}": ["/pergjigje/nuk-ka"],
    "/planet": ["/planet", "/planet?lloji=social_plan&bashkia=durres"],
    "/planet/{slug}": [
        *(f"/planet/{slug}" for slug in ("durres-2025", "puke-2025", "kamez-2024", "permet-2024")),
        "/planet/kamez-2024?dega=2",
    ],
    "/planet/{slug}/nevojat": ["/planet/puke-2025/nevojat"],
    "/privatesia": ["/privatesia"],
    "/raportet": ["/raportet"],
    "/raportet/{slug}/{number}": ["/raportet/fier-2019/1"],
    "/te-dhenat": ["/te-dhenat"],
    "/zotimet": ["/zotimet", "/zotimet?q=shkolle&bashkia=korce", "/zotimet?q=nukkagjëtillë"],
}


def doors(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, opt) of every handler of ours."""
    litestar = site.app.app.app
    found = []
    for route in litestar.routes:
        for handler in route.route_handlers:
            if isinstance(handler, HTTPRouteHandler):
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    found.append((method, route.path_format, handler.opt))
    return sorted(found, key=lambda door: (door[1], door[0]))


def listed(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def name_of(handler: Any) -> str:
    """As `module.function`."""
    return f"{handler.fn.func.__module__}.{handler.fn.func.__name__}"


def by_address(site: Site) -> Callable[[str], tuple[str, str]]:
    """Of a POST's address: the route, and its handler's name."""
    handlers = {
        route.path_format: name_of(handler)
        for route in site.app.app.app.routes
        for handler in route.route_handlers
        if isinstance(handler, HTTPRouteHandler) and "POST" in handler.http_methods
    }
    # What is spelled out goes before what stands for many.
    in_order = sorted(handlers, key=lambda route: (route.count("{"), route))
    patterns = [(re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(route))), route) for route in in_order]

    def door(address: str) -> tuple[str, str]:
        route = next(route for pattern, route in patterns if pattern.fullmatch(address))
        return route, handlers[route]

    return door
