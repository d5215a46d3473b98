"""The door of the copies of links."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.monitoring.assessments import visible_to
from pop_tracker.monitoring.copies import Copy, named
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment
from pop_tracker.web import files
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing

ENDING = ".warc.gz"


@get("/kopjet/{name:str}", opt=guards.OPEN)
def copy_of_link(desk: NamedDependency[Desk], name: FromPath[str]) -> Response[bytes]:
    """A WARC file, as a download and never as a page, to whoever may see evidence that names the link."""
    visible = visible_to(desk.session, desk.viewer)
    seen = named().join(Assessment, col(Assessment.id) == Evidence.assessment_id).where(visible)
    sha256 = name.removesuffix(ENDING)
    found = desk.session.exec(
        select(Copy.id).where(Copy.warc_sha256 == sha256, col(Copy.url).in_(seen)).limit(1)
    ).first()
    contents = files.get(desk.settings.files, sha256) if found and name.endswith(ENDING) else None
    if contents is None:
        raise Missing
    return Response(
        contents,
        media_type="application/gzip",
        headers={"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache"},
    )


HANDLERS: list[Any] = [copy_of_link]
