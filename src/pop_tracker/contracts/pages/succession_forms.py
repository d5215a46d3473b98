"""What a browser may send where a commitment is split or others are merged into it."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, SelectMultipleField

from pop_tracker import history
from pop_tracker.contracts.canonical_text import state_of
from pop_tracker.contracts.pages.forms import kept
from pop_tracker.contracts.points import LONGEST_TEXT
from pop_tracker.contracts.texts import Text
from pop_tracker.web.errors import STALE
from pop_tracker.web.forms.base import BaseForm, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.i18n import N_, Words

PART = Max(LONGEST_TEXT), NoPrivateName()


def _read(text: Text) -> str:
    """A short mark of how a commitment reads."""
    return history.digest(state_of([], [text]))[:8]


class SuccessionForm(BaseForm):
    """What one or several commitments become; it says how each of them read when the form was opened."""

    seen = HiddenField()

    def __init__(self, said: Words, texts: Iterable[Text], data: FormData | None = None, **fields: Any) -> None:
        super().__init__(said, data, **fields)
        self.texts = {text.ref: text for text in texts}
        self.stands: list[tuple[str, str]] = []
        if not self.seen.data:
            self.seen.data = self._now

    @property
    def _now(self) -> str:
        return " ".join(f"{ref}={_read(text)}" for ref, text in self.texts.items())

    def is_of(self, about: Iterable[str]) -> bool:
        """Whether these still read as they did; else it shows how they read now."""
        seen = dict(one.split("=", 1) for one in (self.seen.data or "").split() if "=" in one)
        changed = [one for ref in about if (one := self.texts.get(ref)) and seen.get(ref) != _read(one)]
        if changed:
            self.seen.data = self._now
            self.stands = [(one.ref, one.text) for one in changed]
            self.form_errors.append(self.said.gettext(STALE))
        return not changed


class SplitForm(SuccessionForm):
    part_1 = TextField(N_("Pjesa e parë"), validators=[Required(), *PART], filters=[kept])
    part_2 = TextField(N_("Pjesa e dytë"), validators=[UnlessAsked(), *PART], filters=[kept])
    part_3 = TextField(N_("Pjesa e tretë"), validators=[Optional(), *PART], filters=[kept])
    part_4 = TextField(N_("Pjesa e katërt"), validators=[Optional(), *PART], filters=[kept])
    also = SelectMultipleField(N_("Zotime që janë tashmë dhe marrin një pjesë"), validate_choice=False)
    reason = TextField(N_("Pse ndahet"), validators=[Required(), Max(1000), NoPrivateName()])
    nonce = NonceField()

    @property
    def parts(self) -> list[str]:
        boxes = self.part_1, self.part_2, self.part_3, self.part_4
        return [box.data for box in boxes if box.data]


class MergeForm(SuccessionForm):
    merged = SelectMultipleField(N_("Cilat bashkohen me të"), validate_choice=False)
    text = TextField(
        N_("Teksti pas bashkimit"), validators=[Required(), Max(LONGEST_TEXT), NoPrivateName()], filters=[kept]
    )
    reason = TextField(N_("Pse bashkohen"), validators=[Required(), Max(1000), NoPrivateName()])
    nonce = NonceField()
