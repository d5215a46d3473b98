"""Browser forms: WTForms, with every message ours and in the reader's language.

Field names and labels are message ids; a form is made with the reader's `Words`. Text that was not valid in
its encoding, or that holds control characters, is refused at its field rather than stored.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from sqlmodel import Session
from wtforms import Field, FileField, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words

# Everything below a space except tab, line feed and carriage return; and what a broken encoding leaves behind.
BROKEN_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_TURNING_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""They turn the direction of writing: Albanian needs none, text pasted from a PDF brings some, and with them words can
be made to read otherwise than they are kept."""

REQUIRED = N_("Plotësojeni këtë fushë.")
TOO_LONG = N_("Shumë e gjatë: më së shumti %(max)d shenja.")
UNREADABLE = N_("Teksti ka shenja që nuk lexohen. Shkruajeni përsëri (kodimi UTF-8).")
NOT_A_CHOICE = N_("Zgjidhni një nga mundësitë e dhëna.")
NOT_A_DATE = N_("Shkruani një datë si 14.05.2023.")


class FormData:
    """What a browser sent: texts as WTForms wants them, `getlist` by name; files apart, in `uploads`, the first of each
    name, and all of them in `getuploads`.

    Anyone can send a file under the name of a text field; there it is as if nothing had come.
    """

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


class Upload:
    """A file as it came: its name and type are the sender's words, not facts."""

    def __init__(self, filename: str, content_type: str, contents: bytes) -> None:
        self.filename = filename
        self.content_type = content_type
        self.contents = contents


class _Translations:
    """WTForms' own messages are all replaced by ours; what still asks is answered in the reader's language."""

    def __init__(self, said: Words) -> None:
        self.said = said

    def gettext(self, message: str) -> str:
        return self.said.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.said.ngettext(one, many, count)


class BaseForm(Form):
    """A form of ours. `form_errors` are the ones that belong to no field; they stand in the summary."""

    refused: int = 0
    """The status of the rule that said no in `attempt`; 0 as long as none did."""

    class Meta:
        def get_translations(self, form: "BaseForm") -> _Translations:
            return _Translations(form.said)

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        self.said = said
        super().__init__(formdata=data if data is not None and len(data) else None, **fields)
        for field in self:
            field.label.text = said.gettext(field.label.text) if field.label.text else ""
            if field.description:
                field.description = said.gettext(field.description)

    @contextmanager
    def attempt(self, session: Session) -> Iterator[None]:
        """What stands inside happens whole or not at all: a rule's no undoes it, is shown, and stays in `refused`."""
        try:
            yield
        except Refusal as refusal:
            session.rollback()
            self.refuse(refusal)
            self.refused = refusal.status

    def refuse(self, refusal: Refusal) -> None:
        """Shows a rule's no at the field it is about, else in the summary."""
        message = self.said.gettext(refusal.message, **refusal.values)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


class Required(InputRequired):
    def __init__(self, message: str = REQUIRED) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        said: Words = form.said
        if not field.raw_data or not (field.raw_data[0].strip() if isinstance(field.raw_data[0], str) else True):
            field.errors = []
            raise StopValidation(said.gettext(self.message or REQUIRED))


class Max(Length):
    def __init__(self, maximum: int) -> None:
        super().__init__(max=maximum)

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.max:
            raise ValidationError(form.said.gettext(TOO_LONG, max=self.max))


def tidy(text: str) -> str:
    """As text is kept: surrounding space and signs that turn the direction of writing go."""
    return _TURNING_SIGNS.sub("", text.replace("\r\n", "\n")).strip()


class _Cleaned:
    """Mixin: surrounding space goes, unreadable signs are refused."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = tidy(str(valuelist[0]))

    def pre_validate(self, form: Any) -> None:
        if self.data and BROKEN_SIGNS.search(self.data):
            self.data = BROKEN_SIGNS.sub("\ufffd", self.data)  # goes back to the browser, which shows where
            raise StopValidation(form.said.gettext(UNREADABLE))


class LineField(_Cleaned, StringField):  # type: ignore[misc]
    """One line of text."""


class TextField(_Cleaned, TextAreaField):  # type: ignore[misc]
    """Several lines of text."""


class UploadField(FileField):
    """A file; `data` is an Upload or None."""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        self.data = formdata.uploads.get(self.name) if formdata is not None else None
        self.raw_data = [self.data] if self.data else []


class UploadsField(FileField):
    """Several files; `data` is a list of Uploads."""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        self.data = formdata.getuploads(self.name) if formdata is not None else []
        self.raw_data = self.data


class DateField(_Cleaned, StringField):  # type: ignore[misc]
    """A day as people write it: 14.05.2023, 14/5/2023 or 2023-05-14. `day` is the date once valid."""

    day: date | None = None

    def process_data(self, value: Any) -> None:
        self.data = f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def post_validate(self, form: Any, stop_validation: bool) -> None:
        if self.data and not stop_validation:
            try:
                self.day = parse_day(self.data)
            except ValueError:
                raise ValidationError(form.said.gettext(NOT_A_DATE)) from None
            self.process_data(self.day)  # one spelling, so that the same day typed otherwise is no change


def parse_day(text: str) -> date:
    """Raises ValueError on anything that is not a real day between 1990 and 2100."""
    if match := re.fullmatch(r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4})", text):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(text)
    if not 1990 <= year <= 2100:
        raise ValueError(text)
    return date(year, month, day)


class ChoiceCheck:
    """For radios, selects and checkboxes made with validate_choice=False: unknown values are refused, in our words."""

    def __call__(self, form: Any, field: Any) -> None:
        allowed = {str(choice[0]) for choice in field.choices or []}
        sent: Sequence[Any] = field.data if isinstance(field.data, list) else [field.data]
        if any(str(value) not in allowed for value in sent if value not in (None, "")):
            raise StopValidation(form.said.gettext(NOT_A_CHOICE))


def new_nonce() -> str:
    """For the hidden field that lets a form sent twice be known (accounts.models.SentForm)."""
    return secrets.token_urlsafe(16)


__all__ = ["BaseForm", "ChoiceCheck", "DateField", "FormData", "LineField", "Max", "Optional", "Required",
           "TextField", "Upload", "UploadField", "UploadsField", "new_nonce", "parse_day",
           "provide_form_data"]  # fmt: skip
