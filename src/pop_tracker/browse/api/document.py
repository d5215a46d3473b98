"""The API described: the OpenAPI document, made of the handlers themselves, and a page at /api to read it.

The document covers /api/v1 and nothing else, because it is made of an application that holds nothing else.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import NamedDependency, Provide
from litestar.openapi.config import OpenAPIConfig
from sqlmodel import Session, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.api.contents import version_1
from pop_tracker.browse.contract import contract_heads
from pop_tracker.plans.models import Plan
from pop_tracker.plans.needs import NeedsAssessment
from pop_tracker.plans.plan_rows import plans
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, url_for

TITLE = N_("API e pop-tracker")
ABOUT = N_(
    "Regjistri publik i kontratave sociale, për programues. Vetëm për lexim, pa çelës dhe pa llogari, nga çdo faqe "
    "interneti. Të dhënat: CC BY 4.0. Te faqja e ushtrimit, ku të dhënat janë të shpikura, çdo përgjigje ka edhe "
    "fushën invented."
)
_MODULE = re.compile(r"pop_tracker\.[a-z_.]+\.(?=[A-Z])")
_TOLD = {"title", "summary", "description"}


@cache
def document(language: str, base_url: str) -> dict[str, Any]:
    """The OpenAPI document in a language, as plain values."""
    said = Words(language)
    api = Litestar(
        [version_1()],
        dependencies={name: Provide(lambda: None, sync_to_thread=False) for name in ("session", "said")},
        openapi_config=OpenAPIConfig(title=TITLE, version="1", description=ABOUT, path="/described"),
    )
    found: dict[str, Any] = translated(api.openapi_schema.to_schema(), said)
    found["paths"] = {path: what for path, what in found["paths"].items() if path.startswith("/api/v1")}
    found["servers"] = [{"url": base_url + ("/en" if language == "en" else "")}]
    return found


def translated(value: Any, said: Words) -> Any:
    """What is told, in the reader's language. Where a shape lies in our code is no part of its name."""
    if isinstance(value, dict):
        return {
            _MODULE.sub("", key): said.gettext(inner)
            if key in _TOLD and isinstance(inner, str) and inner
            else translated(inner, said)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [translated(one, said) for one in value]
    return _MODULE.sub("", value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Told:
    """A parameter, or a field of an answer, as the page shows it; `depth` is how deep it lies."""

    name: str
    kind: str
    description: str
    depth: int = 0


@dataclass(frozen=True)
class Endpoint:
    path: str
    summary: str
    description: str
    example: str
    parameters: list[Told] = field(default_factory=list)
    fields: list[Told] = field(default_factory=list)


def endpoints(described: dict[str, Any], examples: dict[str, str]) -> list[Endpoint]:
    schemas = described["components"]["schemas"]
    found = []
    for path, methods in described["paths"].items():
        operation = methods["get"]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        found.append(
            Endpoint(
                path,
                operation["summary"],
                operation["description"],
                examples.get(path, path),
                [
                    Told(one["name"], _kind(one["schema"], schemas), one.get("description", ""))
                    for one in operation.get("parameters", ())
                ],
                list(_fields(answer, schemas, 0, ())),
            )
        )
    return found


def _fields(schema: dict[str, Any], schemas: dict[str, Any], depth: int, above: tuple[str, ...]) -> list[Told]:
    """The fields of an answer, those of things inside it after it; a thing that holds its own kind is told once."""
    name, inner = _resolved(schema, schemas)
    if name in above:
        return []
    found: list[Told] = []
    for key, value in inner.get("properties", {}).items():
        found.append(Told(key, _kind(value, schemas), value.get("description", ""), depth))
        found += _fields(value, schemas, depth + 1, (*above, name))
    return found


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The object that a schema is, holds a list of, or may be instead of null; with its name."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return name, schemas[name]
    if "items" in schema:
        return _resolved(schema["items"], schemas)
    for one in (*schema.get("oneOf", ()), *schema.get("allOf", ())):
        name, inner = _resolved(one, schemas)
        if "properties" in inner:
            return name, inner
    return "", schema


def _kind(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """list of object, string or null, ..."""
    if "$ref" in schema:
        return _kind(schemas[schema["$ref"].rsplit("/", 1)[1]], schemas)
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one is not None)
    if "items" in schema:
        return f"[{_kind(schema['items'], schemas)}]"
    if options := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(_kind(one, schemas) for one in options)
    kind = schema.get("type", "object")
    kinds = kind if isinstance(kind, list) else [kind]
    return " | ".join([*kinds, *([schema["format"]] if "format" in schema else [])])


@get("/api", opt=PUBLIC)
def api_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    described = document(said.language, request.app.state.settings.base_url)
    examples = {"/api/v1/commitments": "/api/v1/commitments?limit=5", "/api/v1/changes": "/api/v1/changes?limit=5"}
    for head in contract_heads(session):
        if head.text_known:
            examples["/api/v1/contracts/{slug}"] = f"/api/v1/contracts/{head.slug}"
            examples["/api/v1/contracts/{slug}/assessments"] = f"/api/v1/contracts/{head.slug}/assessments"
            examples["/api/v1/contracts/{slug}/findings"] = f"/api/v1/contracts/{head.slug}/findings"
            break
    for plan in plans(session):
        examples["/api/v1/plans/{slug}"] = f"/api/v1/plans/{plan.slug}"
        break
    for place in [head for head in contract_heads(session) if head.text_known][:1]:
        examples["/api/v1/municipalities/{slug}/continuations"] = (
            f"/api/v1/municipalities/{place.municipality_slug}/continuations"
        )
    if with_needs := session.exec(select(Plan.slug).join(NeedsAssessment)).first():
        examples["/api/v1/plans/{slug}/needs"] = f"/api/v1/plans/{with_needs}/needs"
    return page(
        request,
        "browse/api.html",
        {
            "about": described["info"]["description"],
            "endpoints": endpoints(described, examples),
            "document_address": url_for(request, "/api/v1/openapi.json"),
        },
    )


@get("/openapi.json", include_in_schema=False)
def openapi_document(request: Request[Any, Any, Any], said: NamedDependency[Words]) -> Response[dict[str, Any]]:
    return Response(
        document(said.language, request.app.state.settings.base_url), headers={"Content-Language": said.language}
    )


HANDLERS: list[Any] = [version_1(openapi_document), api_page]
