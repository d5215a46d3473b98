"""What a browser may send about the right of reply."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, ValidationError

from pop_tracker.accounts.pages.forms import LANGUAGES
from pop_tracker.monitoring.pages.round_forms import LEAST_REPLY_DAYS, MOST_REPLY_DAYS, Whole
from pop_tracker.monitoring.replies.replies import MOST_FILES, ReplyFile
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import KeptFile
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, TextField, UploadField, UploadsField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.uploads import as_is_field
from pop_tracker.web.i18n import N_, Words

LONGEST_REPLY = 8000


class ReplyLinkForm(BaseForm):
    """To whom the draft round goes; the address is the one that was confirmed as the municipality's."""

    office = LineField(N_("Zyra që përgjigjet"), validators=[Required(), Max(160), NoPrivateName()])
    days = LineField(N_("Ditë pune për përgjigjen"), validators=[Required(), Whole(MOST_REPLY_DAYS, LEAST_REPLY_DAYS)])
    language = RadioField(N_("Gjuha e emailit"), [ChoiceCheck()], validate_choice=False, default="sq")
    phone = LineField(N_("Telefoni juaj"), validators=[Required(), Max(40)])
    nonce = NonceField()

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        self.language.choices = LANGUAGES


class CodeForm(BaseForm):
    """The digits that came to the municipality's mailbox."""

    code = LineField(N_("Kodi nga emaili"), validators=[Required(), Max(40)])
    vendi = HiddenField()


class DisavowalForm(BaseForm):
    """A municipality's letter that says that a reply is not its own."""

    source = LineField(N_("Shkresa e bashkisë"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    file = UploadField(N_("Skanimi i shkresës"), validators=[Required()])
    file_as_is = as_is_field()
    nonce = NonceField()


class ReplyForm(EditForm):
    """The municipality's words on one commitment, or in general; several people there may hold the link. `kept`: files
    that stand there already; `carried`: those that came with words which are not public before they are confirmed."""

    text = TextField(N_("Përgjigjja e bashkisë"), validators=[Max(LONGEST_REPLY), NoPrivateName()])
    without = SelectMultipleField(N_("Hiqni skedarë"), validators=[ChoiceCheck()], validate_choice=False)
    files = UploadsField(N_("Shtoni skedarë"), most=MOST_FILES)
    files_as_is = as_is_field()
    nonce = NonceField()

    def __init__(
        self,
        said: Words,
        kept: list[ReplyFile],
        data: FormData | None = None,
        carried: Sequence[KeptFile] = (),
        **fields: Any,
    ) -> None:
        self.carried = list(carried)
        super().__init__(said, data, **fields)
        self.without.choices = [(str(file.id), file.name) for file in kept]
        self.without.choices += [(file.sha256, file.name) for file in self.carried]

    def validate_files(self, field: Any) -> None:
        if len(field.data) > MOST_FILES:
            raise ValidationError(
                self.said.gettext(N_("Më së shumti %(most)d skedarë për një përgjigje."), most=MOST_FILES)
            )

    def refuse(self, refusal: Refusal) -> None:
        """A file that is refused is one of several here."""
        field = "files" if refusal.field == "file" else refusal.field
        super().refuse(Refusal(refusal.message, field=field, **refusal.values))

    @property
    def taken_away(self) -> frozenset[int]:
        return frozenset(int(identity) for identity in self.without.data or [])

    def carry(self, uploads: list[KeptFile]) -> None:
        """From now on: what was carried and is still wanted, and what came along."""
        away = set(self.without.data or [])
        self.carried = [file for file in self.carried if file.sha256 not in away] + uploads
        self.without.data, self.files.data = [], []
