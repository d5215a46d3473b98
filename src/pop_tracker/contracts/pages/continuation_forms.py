"""What a browser may send to the doors of what a contract asks for again."""

from collections.abc import Iterable, Mapping

from wtforms import SelectField

from pop_tracker.contracts.pages.forms import short
from pop_tracker.contracts.texts import Text
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Required
from pop_tracker.web.forms.fields import NonceField, TextField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.i18n import N_


class ContinuationForm(BaseForm):
    later = SelectField(N_("Zotimi i kësaj kontrate"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    earlier = SelectField(N_("Çfarë u kërkua më parë"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    reason = TextField(N_("Pse është e njëjta kërkesë"), validators=[Required(), Max(1000), NoPrivateName()])
    nonce = NonceField()

    def offer(self, later: Iterable[Text], earlier: Iterable[Text], terms: Mapping[int, str]) -> None:
        """The earlier ones with their contract's years."""
        choose = ("", self.said.gettext(N_("Zgjidhni zotimin")))
        self.later.choices = [choose] + [
            (str(text.commitment_id), short(f"{text.ref} – {text.text}")) for text in later
        ]
        self.earlier.choices = [choose] + [
            (str(text.commitment_id), short(f"{terms[text.contract_id]}, {text.ref} – {text.text}")) for text in earlier
        ]


class ContinuationWithdrawalForm(BaseForm):
    reason = TextField(N_("Pse hiqet"), validators=[Required(), Max(1000), NoPrivateName()])
