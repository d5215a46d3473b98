"""Kinds of fields: text, files, days, years, numbers and money, as people write them in Albanian."""

import secrets
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import FileField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import StopValidation

from pop_tracker.web.amounts import read_lek
from pop_tracker.web.dates import NO_DAY, NOT_A_DATE, DatePrecision, is_year, parse_day, parse_month
from pop_tracker.web.errors import TOO_LONG, UNREADABLE, WITHOUT_WORDS
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.numbers import LARGEST, NotSure, number_in_words, read_number, write_number
from pop_tracker.web.texts import BROKEN_SIGNS, LONGEST, has_words, is_far_too_long, lines_of, one_line, tidy


class _Cleaned:
    """Mixin: the length is looked at first; what can fit is tidied, and unreadable signs are refused."""

    asks_words = True
    """Whether what is typed has to say something: not a dash alone."""
    tells_length = True
    """Whether it says itself that the text is too long; else a check does that knows what to do about it."""
    _is_too_long = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = str(valuelist[0])
            self._is_too_long = is_far_too_long(self.data, self._longest)
            if not self._is_too_long:
                self.data = self.tidy(self.data)

    def tidy(self, text: str) -> str:
        return tidy(text)

    @property
    def _longest(self) -> int:
        return getattr(self.flags, "maxlength", None) or LONGEST  # type: ignore[attr-defined]

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        if self._is_too_long or (self.tells_length and len(self.data) > self._longest):
            raise StopValidation(form.said.gettext(TOO_LONG, max=self._longest))
        if BROKEN_SIGNS.search(self.data):
            self.data = BROKEN_SIGNS.sub("\ufffd", self.data)  # goes back to the browser, which shows where
            raise StopValidation(form.said.gettext(UNREADABLE))
        if self.asks_words and not has_words(self.data):
            raise StopValidation(form.said.gettext(WITHOUT_WORDS))


class LineField(_Cleaned, StringField):  # type: ignore[misc]
    """One line of text."""

    def tidy(self, text: str) -> str:
        return one_line(text)


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

    def __init__(self, label: str, *, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.most = most

    @property
    def taken(self) -> list[Upload]:
        """None where they are more than `most`: that is told, and nobody waits until hundreds were opened."""
        return self.data if len(self.data) <= self.most else []

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        self.data = formdata.getuploads(self.name) if formdata is not None else []
        self.raw_data = self.data


class DateField(_Cleaned, StringField):  # type: ignore[misc]
    """A day as people write it (`web/dates.py`). `day` is the date once valid.

    `precision` names the field beside it that says how exactly it is known: where that says the month, a month is
    enough.
    """

    day: date | None = None
    asks_words = False

    def __init__(self, label: str, validators: list[Any] | None = None, precision: str = "", **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.precision = precision

    @property
    def known(self) -> date:
        """The day of a required field, once the form is valid."""
        if self.day is None:
            raise LookupError(f"{self.name} is not a valid day")
        return self.day

    def process_data(self, value: Any) -> None:
        self.data = f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def post_validate(self, form: Any, stop_validation: bool) -> None:
        if self.data and not stop_validation:
            try:
                self.day = self.read(form, self.data)
            except ValueError as error:
                raise ValidationError(form.said.gettext(self.wrong(self.data))) from error
            self.process_data(self.day)  # one spelling, so that the same day typed otherwise is no change

    def read(self, form: Any, text: str) -> date:
        """Raises ValueError."""
        if self.precision and form[self.precision].data == DatePrecision.MONTH:
            try:
                return parse_month(text)
            except ValueError:
                return parse_day(text)
        return parse_day(text)

    def wrong(self, text: str) -> str:
        try:
            parse_month(text)
        except ValueError:
            return NOT_A_DATE
        return MONTH_ALONE if self.precision else NO_DAY


MONTH_ALONE = N_("Shkruani edhe ditën; nëse dihet vetëm muaji, zgjidheni këtë te saktësia e datës.")


class Year:
    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not is_year(field.data):
            raise ValidationError(form.said.gettext(N_("Shkruani një vit si 2025.")))


def year_of(field: Any) -> int | None:
    return int(field.data) if field.data else None


A_PART = N_("Njerëzit dhe sendet numërohen me numra të plotë. Konfirmoni këtë numër, ose shkruajeni përsëri.")
IN_TWO_WAYS = N_("Ky numër lexohet në dy mënyra. Zgjidhni cilin keni parasysh, ose shkruajeni përsëri.")
AS_ELSEWHERE = N_(
    "Ky numër është shkruar si në vende të tjera. Zgjidhni çfarë keni parasysh, ose shkruajeni përsëri me pikë mes "
    "mijësheve dhe presje para pjesës dhjetore."
)


class NumberField(LineField):
    """A number as people write it in Albanian; `number` is its value once valid.

    What can be read is spelled in one way, so that the same amount typed otherwise is no change. Where it is not sure
    what is meant, the field comes back with a choice of what it may be (`offered`), and the answer is taken.
    """

    number: Decimal | None = None
    asks_words = False
    read: Callable[[str], Decimal] = staticmethod(read_number)
    least_places = 0
    """Of a fraction, as it is written."""
    said: Words

    def __init__(self, label: str, validators: list[Any], places: int = 4, negative: bool = False, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.places, self.negative = places, negative
        self.offered: tuple[Decimal, ...] = ()
        self.answer = ""

    @property
    def answer_name(self) -> str:
        """The name of the choice that stands below the field when it asks."""
        return f"{self.name}-kuptimi"

    def process(self, formdata: Any, *arguments: Any, **values: Any) -> None:
        self.answer = formdata.get(self.answer_name) if formdata is not None else ""
        super().process(formdata, *arguments, **values)

    @property
    def choices_offered(self) -> list[tuple[str, str, bool]]:
        """As the page asks: what is sent, what is read, and whether it was chosen before."""
        spelled = [(self.spelled(one), number_in_words(one, self.said, self.least_places)) for one in self.offered]
        return [(value, words, value == self.answer) for value, words in spelled]

    def is_meant(self, number: Decimal, *others: Decimal) -> bool:
        """Asks whether this is meant, or one of the others, and says whether it was answered so."""
        self.offered = (number, *others)
        return self.answer == self.spelled(number)

    def spelled(self, number: Decimal | None) -> str:
        return write_number(number, self.least_places)

    def pre_validate(self, form: Any) -> None:
        self.said = form.said
        super().pre_validate(form)

    def process_data(self, value: Any) -> None:
        self.data = self.spelled(Decimal(value)) if isinstance(value, Decimal | int) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.number = self.read(self.data) if self.data else None
        except NotSure as unsure:
            readings = tuple(one for one in unsure.readings if one == round(one, self.places)) or unsure.readings
            self.number = next((one for one in readings if self.is_meant(one)), None)
            self.offered = () if self.number is not None else readings
        except ValueError:
            self.number = None
        if self.number is not None:
            self.data = self.spelled(self.number)

    def post_validate(self, form: Any, stop_validation: bool) -> None:
        if not self.data or stop_validation:
            return
        say = form.said.gettext
        if self.number is None and self.offered:
            raise ValidationError(say(IN_TWO_WAYS if len(self.offered) > 1 else AS_ELSEWHERE))
        if self.number is None:
            raise ValidationError(
                say(N_("Shkruani numrin si 1.200.000,50: pikë mes mijësheve, presje para pjesës dhjetore."))
            )
        if self.number < 0 and not self.negative:
            raise ValidationError(say(N_("Numri nuk mund të jetë negativ.")))
        if abs(self.number) > LARGEST:
            raise ValidationError(say(N_("Numri është shumë i madh.")))
        if self.number != round(self.number, self.places):
            raise ValidationError(say(N_("Më së shumti %(places)d shifra pas presjes."), places=self.places))


class Whole:
    """Of what is counted one by one a part is asked about: "12,5 banorë" is a slip, or a mean."""

    def __init__(self, is_counted: Callable[[Any], bool]) -> None:
        self.is_counted = is_counted
        """Whether the form says so of its number."""

    def __call__(self, form: Any, field: Any) -> None:
        number = field.number
        if number is not None and number != int(number) and self.is_counted(form) and not field.is_meant(number):
            raise StopValidation(form.said.gettext(A_PART))


class LekField(NumberField):
    """Money in lek; qindarka after the comma. "12 milionë" is spelled out."""

    read = staticmethod(read_lek)
    least_places = 2

    def __init__(self, label: str, validators: list[Any], **more: Any) -> None:
        super().__init__(label, validators, places=2, **more)


class NonceField(HiddenField):
    """Known when it comes a second time: each form handed out has one of its own (accounts.sent_forms.SentForm)."""

    def __init__(self, label: str = "", **more: Any) -> None:
        super().__init__(label, default=lambda: secrets.token_urlsafe(16), **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """One that came without is known by none, and not by the fresh one that nobody has."""
        self.data = valuelist[0] if valuelist else ""


class VersionField(HiddenField):
    """Of what its sender read, for what cannot be undone: where it is another by now, that is shown first."""

    @property
    def seen(self) -> int:
        """Where versions are numbers; -1 where nothing readable came, which no version is."""
        sent = str(self.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


class LinesField(TextField):
    """One thing a line; empty lines go."""

    def process_data(self, value: Any) -> None:
        self.data = "\n".join(value) if isinstance(value, list) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = "\n".join(lines_of(self.data))

    @property
    def lines(self) -> list[str]:
        return lines_of(self.data)
