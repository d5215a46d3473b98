"""The form that all others are made from, and the checks of their fields.

Field names and labels are message ids; a form is made with the reader's `Words`. Text that was not valid in
its encoding, or that holds control characters, is refused at its field rather than stored.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session
from wtforms import Field, Form, SelectField
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.validators import Optional as OptionalInput

from pop_tracker.web.errors import REQUIRED, TOO_LONG, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.public_names import PublicNames

NOT_A_CHOICE = N_("Zgjidhni një nga mundësitë e dhëna.")


class _Translations:
    """WTForms' own messages are all replaced by ours; what still asks is answered in the reader's language."""

    def __init__(self, said: Words) -> None:
        self.said = said

    def gettext(self, message: str) -> str:
        return self.said.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.said.ngettext(one, many, count)


class BaseForm(Form):
    """A form of ours. `form_errors` are the ones that belong to no field; they stand in the summary, and lead on where
    `ways` names a page at which one is mended."""

    refused: int = 0
    """The status of the rule that said no in `attempt`; 0 as long as none did."""
    asks_names = True
    """Whether fields ask about names in them (`NoPrivateName`): a draft that is only kept is read by nobody yet."""
    has_steps = False
    """Whether it is sent by one of several buttons, to something that is another after each of them. Then what it is
    known by when it comes twice is all that was sent: from the same page the next step may come, or other words."""

    class Meta:
        def get_translations(self, form: "BaseForm") -> _Translations:
            return _Translations(form.said)

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        self.said = said
        self.sent = FormData([]) if data is None else data
        self.ways: dict[str, str] = {}
        super().__init__(formdata=data if data is not None and len(data) else None, **fields)
        for field in self:
            field.label.text = said.gettext(field.label.text) if field.label.text else ""
            if field.description:
                field.description = said.gettext(field.description)

    @property
    def public_names(self) -> PublicNames:
        return self.sent.public_names()

    @property
    def keeps_names(self) -> bool:
        """Whether its sender said of something that looks like a name that it is no private person's."""
        return any(getattr(field, "names_kept", False) for field in self)

    @contextmanager
    def attempt(self, session: Session) -> Iterator[None]:
        """What stands inside happens whole or not at all: a rule's no undoes it, is shown, and stays in `refused`."""
        try:
            yield
        except Refusal as refusal:
            session.rollback()
            for one in refusal.several:
                self.refuse(one)
            self.refused = refusal.status

    def hear(self, session: Session, verb: Callable[[], object]) -> None:
        """What the rules have against a form that is wrong already, so that all is shown at once. The verb is tried on
        what could be read and undone, whatever came of it; what it says of a field that is wrong, or of none, is not
        shown: it may be wrong because of that."""
        try:
            verb()
        except Refusal as refusal:
            found = refusal.several
        except Exception:  # of values that are missing: then it has nothing to say
            found = ()
        else:
            found = ()
        session.rollback()
        wrong = {field.name for field in self if field.errors}
        for one in found:
            is_apart = one.leads_to or (one.field and one.field not in wrong)
            if is_apart and type(one) is Refusal:
                self.refuse(one)

    def refuse(self, refusal: Refusal) -> None:
        """Shows a rule's no at the field it is about, else in the summary."""
        message = self.said.gettext(refusal.message, **refusal.values)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(message)
            if refusal.leads_to:
                self.ways[message] = refusal.leads_to
        else:
            field.errors = [*field.errors, message]


def _is_empty(field: Field) -> bool:
    """By what is left of it once it was tidied: an invisible sign alone is nothing."""
    if not field.raw_data:
        return True
    typed = field.data if isinstance(field.data, str) else field.raw_data[0]
    return not (typed.strip() if isinstance(typed, str) else typed)


class Optional(OptionalInput):
    def __call__(self, form: Any, field: Field) -> None:
        if _is_empty(field):
            field.errors = []
            raise StopValidation


class Required(InputRequired):
    def __init__(self, message: str = REQUIRED) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        if _is_empty(field):
            said: Words = form.said
            field.errors = []
            raise StopValidation(said.gettext(self.message or REQUIRED))


class UnlessAsked(Optional):
    """It may be left empty, unless a rule asks for it because of what else is said: so its label promises nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class Max(Length):
    def __init__(self, maximum: int) -> None:
        super().__init__(max=maximum)

    def __call__(self, form: Any, field: Field) -> None:
        """Before all other checks, which may take long to read what is long."""
        if field.data and len(field.data) > self.max:
            raise StopValidation(form.said.gettext(TOO_LONG, max=self.max))


class ChoiceCheck:
    """For radios, selects and checkboxes made with validate_choice=False: unknown values are refused, in our words.
    So is an empty one that was sent and never offered."""

    def __call__(self, form: Any, field: Any) -> None:
        allowed = {str(choice[0]) for choice in field.choices or []}
        sent: Sequence[Any] = field.data if isinstance(field.data, list) else [field.data]
        silent = () if type(field) is SelectField and field.raw_data else (None, "")
        if any(str(value) not in allowed for value in sent if value not in silent):
            raise StopValidation(form.said.gettext(NOT_A_CHOICE))
