"""What a browser may send to the monitoring doors."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from wtforms import Field, HiddenField, RadioField

from pop_tracker.accounts.pages.proposals import ReturnForm
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.pages.evidence_forms import EvidenceForm, numbers_sent
from pop_tracker.monitoring.scale import GROUND_WORDS, STATUS_WORDS, Ground, Status
from pop_tracker.web.errors import Refusal, Stale
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import DateField, TextField, VersionField
from pop_tracker.web.forms.private_names import DraftForm, NoPrivateName
from pop_tracker.web.i18n import N_, Words

MOST_PIECES = 20
LONGEST_REASON = 4000


class VerdictForm(DraftForm):
    """A verdict with its reason: what is missing keeps it from being sent on, not from being saved."""

    status = RadioField(N_("Vlerësimi"), validators=[ChoiceCheck()], validate_choice=False)
    ground = RadioField(N_("Pse nuk mund të vlerësohet"), validators=[ChoiceCheck()], validate_choice=False)
    reason = TextField(N_("Arsyeja"), validators=[Max(LONGEST_REASON), NoPrivateName()])
    version = HiddenField()

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        self.stands: list[tuple[str, str]] = []
        """What stands there now, after someone else wrote meanwhile."""
        super().__init__(said, data, **fields)
        self.status.choices = [(status.value, said.gettext(words)) for status, words in STATUS_WORDS.items()]
        self.ground.choices = [(ground.value, said.gettext(words)) for ground, words in GROUND_WORDS.items()]
        if not re.fullmatch(r"[0-9]{1,9}", str(self.version.data or "")):
            self.version.data = "0"

    @property
    def verdict(self) -> Status | None:
        return Status(self.status.data) if self.status.data else None

    @property
    def grounded(self) -> Ground | None:
        """What was chosen before another verdict is no ground of that one."""
        return Ground(self.ground.data) if self.ground.data and self.verdict is Status.NOT_ASSESSABLE else None

    @property
    def only_days_wrong(self) -> bool:
        wrong = [field for field in self if field.errors]
        return bool(wrong) and not self.form_errors and all(isinstance(field, DateField) for field in wrong)

    def refuse(self, refusal: Refusal) -> None:
        if isinstance(refusal, Stale):
            status = refusal.current.get("status")
            told = {**refusal.current, "status": self.said.gettext(status) if status else "—"}
            if ground := refusal.current.get("ground"):
                told["ground"] = self.said.gettext(ground)
            self.stands = [(self.said.gettext(_STANDS[name]), told[name]) for name in refusal.current]
        super().refuse(refusal)


_STANDS = {
    "status": N_("Vlerësimi"),
    "ground": N_("Pse nuk mund të vlerësohet"),
    "reason": N_("Arsyeja"),
    "evidence": N_("Provat"),
}


class AssessmentForm(VerdictForm):
    """A verdict with its evidence, on one page. There is always one more empty place for evidence."""

    def __init__(self, said: Words, data: FormData | None = None, **fields: Any) -> None:
        self.evidence: list[EvidenceForm] = []
        super().__init__(said, data, **fields)
        if data is not None:
            self.evidence = [
                EvidenceForm(said, number, data) for number in numbers_sent(data, "evidence")[:MOST_PIECES]
            ]

    def __iter__(self) -> Iterator[Field]:
        """Its own fields, then those of its evidence, so that the summary of errors names them all."""
        yield from super().__iter__()
        for block in self.evidence:
            yield from block

    @classmethod
    def of(cls, said: Words, row: Assessment | None, evidence: Iterable[Evidence], seal: Callable[[str], str]) -> Any:
        """The form as it opens on what stands there."""
        form = cls(said, None, **(row.model_dump() if row else {}))
        for number, piece in enumerate(evidence):
            block = EvidenceForm(said, number, None, **piece.model_dump())
            block.women.data, block.men.data = ("" if n is None else str(n) for n in (piece.women, piece.men))
            block.hold(piece.files, seal)
            form.evidence.append(block)
        form.leave_room()
        return form

    def leave_room(self) -> None:
        if len(self.evidence) < MOST_PIECES and not any(block.is_empty for block in self.evidence):
            self.evidence.append(EvidenceForm(self.said, max((one.number for one in self.evidence), default=-1) + 1))

    @property
    def written(self) -> list[EvidenceForm]:
        return [block for block in self.evidence if not block.is_empty and not block.remove.data]

    @property
    def _given(self) -> list[EvidenceForm]:
        """Of what is written, what the rules are given: a piece of no kind is none yet, and is told so before."""
        return [block for block in self.written if block.evidence_kind.data]

    def check(self, folder: Path | str, seal: Callable[[str], str]) -> bool:
        valid = self.validate()
        for block in self.written:
            valid = block.check(folder, seal) and valid
            self.refused = max(self.refused, block.refused)
        return valid

    def refuse(self, refusal: Refusal) -> None:
        """A rule counts the pieces it was given; here it finds the field that said it."""
        match = re.fullmatch(r"evidence-(\d+)-(\w+)", refusal.field or "")
        if match and int(match[1]) < len(self._given):
            block = self._given[int(match[1])]
            block.refuse(Refusal(refusal.message, field=match[2], **refusal.values))
        elif refusal.field == "evidence":
            if self.written:
                return  # what it lacks is told there
            self.leave_room()
            self.evidence[0].refuse(Refusal(refusal.message, field="description", **refusal.values))
        else:
            super().refuse(refusal)

    @property
    def said_so(self) -> Said:
        return Said(
            status=self.verdict,
            reason=self.reason.data or "",
            evidence=tuple(block.piece for block in self._given),
            ground=self.grounded,
        )


class CorrectionForm(AssessmentForm):
    correction_reason = TextField(N_("Pse ndreqet vlerësimi"), validators=[Max(LONGEST_REASON), NoPrivateName()])

    @classmethod
    def beginning(
        cls, said: Words, old: Assessment, evidence: Iterable[Evidence], seal: Callable[[str], str]
    ) -> "CorrectionForm":
        """As it opens before anybody wrote a correction: with what is in force, so that only what was wrong changes."""
        form: CorrectionForm = cls.of(said, old, evidence, seal)
        form.correction_reason.data, form.version.data = "", "0"
        return form

    @property
    def said_so(self) -> Said:
        return replace(super().said_so, correction_reason=self.correction_reason.data or "")


class VersionForm(BaseForm):
    """A button, with the version of what its sender read."""

    version = VersionField()


class NoteForm(ReturnForm):
    version = VersionField()


class RetractionForm(BaseForm):
    reason = TextField(N_("Pse tërhiqet ndreqja"), validators=[Required(), Max(2000), NoPrivateName()])
