"""What a browser sent, as forms read it."""

from collections.abc import Callable, Iterable
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

from pop_tracker.web.files import Upload
from pop_tracker.web.public_names import NOBODY, PublicNames


class FormData:
    """What a browser sent: texts as WTForms wants them, `getlist` by name; files apart, in `uploads`, the first of each
    name, and all of them in `getuploads`.

    Anyone can send a file under the name of a text field; there it is as if nothing had come.
    """

    public_names: Callable[[], PublicNames] = staticmethod(lambda: NOBODY)
    """What the record knows by name, for the fields that ask about the names in them: read when one does."""

    def __init__(self, items: Iterable[tuple[str, "str | Upload"]]) -> None:
        self._values: dict[str, list[str]] = {}
        self.uploads: dict[str, Upload] = {}
        self._uploads: dict[str, list[Upload]] = {}
        for name, value in items:
            if isinstance(value, Upload):
                self.uploads.setdefault(name, value)
                self._uploads.setdefault(name, []).append(value)
            else:
                self._values.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values) + len(self.uploads)

    def getlist(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def getuploads(self, name: str) -> "list[Upload]":
        return self._uploads.get(name, [])

    @property
    def all_uploads(self) -> "list[Upload]":
        return [upload for several in self._uploads.values() for upload in several]

    def get(self, name: str, default: str = "") -> str:
        return self.getlist(name)[0] if name in self._values else default


async def provide_form_data(request: Request[Any, Any, Any]) -> FormData:
    """Dependency `form_data`: the body of a POST. Uploads are read here, on the event loop, into memory."""
    if request.method != "POST":
        return FormData([])
    items = (await request.form()).multi_items()
    read: list[tuple[str, str | Upload]] = []
    for name, value in items:
        if isinstance(value, UploadFile):
            if not value.filename:
                continue  # an empty file field
            value = Upload(value.filename, value.content_type, await value.read())
        read.append((name, value))
    return FormData(read)
