"""What became of a document that was kept, as whoever sent it is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pop_tracker.web.documents.traces import Trace, in_words
from pop_tracker.web.i18n import N_, Words


@dataclass(frozen=True)
class Cleared:
    """`gone` is what was taken out of it, `left` what is still in it: because it cannot go, or on purpose."""

    name: str
    gone: tuple[Trace, ...] = ()
    left: tuple[Trace, ...] = ()

    @property
    def packed(self) -> list[Any]:
        return [self.name, [one.packed for one in self.gone], [one.packed for one in self.left]]

    @classmethod
    def unpacked(cls, said: Sequence[Any]) -> "Cleared":
        name, gone, left = said
        return cls(name, tuple(Trace.unpacked(one) for one in gone), tuple(Trace.unpacked(one) for one in left))

    @property
    def without_names(self) -> "Cleared":
        """Shorter, where there is no room for more."""
        gone, left = (tuple(one.without_names for one in traces) for traces in (self.gone, self.left))
        return Cleared(self.name, gone, left)

    def told(self, words: Words) -> list[str]:
        told = []
        if self.gone:
            said = N_("Nga “%(file)s” u hoqën: %(what)s.")
            told.append(words.gettext(said, file=self.name, what=in_words(self.gone, words)))
        if self.left:
            said = N_("Në “%(file)s” mbetën: %(what)s.")
            told.append(words.gettext(said, file=self.name, what=in_words(self.left, words)))
        return told
