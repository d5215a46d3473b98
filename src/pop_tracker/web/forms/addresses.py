"""A field for a web address. Beside it stands a tick, `NAME_bare`, that takes off what only follows its reader."""

from typing import Any

from wtforms import Field, ValidationError

from pop_tracker.web.addresses import MOST_SIGNS, fault, without_tracking
from pop_tracker.web.forms.base import Max
from pop_tracker.web.forms.fields import LineField
from pop_tracker.web.i18n import N_

WITHOUT_TRACKING = N_("Hiqni nga lidhja pjesët që vetëm ndjekin lexuesin")


class AddressField(LineField):
    """One that is too long is told what in it can be taken off, and is taken once that is."""

    tells_length = False


class WebAddress(Max):
    """A web address that a reader's browser may open. It is kept as it was typed, but for what the tick takes off."""

    def __init__(self) -> None:
        super().__init__(MOST_SIGNS)

    def __call__(self, form: Any, field: Field) -> None:
        if form[f"{field.short_name}_bare"].data:
            field.data = without_tracking(field.data)
        if found := fault(field.data):
            message, values = found
            raise ValidationError(form.said.gettext(message, **values))
