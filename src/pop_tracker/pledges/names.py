"""Names that stand beside each other: an answer and an invitation keep the one they were given with, and the record may
call the same candidate or office holder otherwise by now."""

from pop_tracker.pieces import NAMELESS, is_mark
from pop_tracker.web.albanian import same_name

__all__ = ["NAMELESS", "other_name"]


def other_name(name: str, beside: str) -> str:
    """The name, where it is another than the one it stands beside, but for case, ë and ç; "" else, and where either
    was removed: one must not tell the other."""
    is_other = same_name(name) != same_name(beside)
    return name if is_other and not (is_mark(name) or is_mark(beside)) else ""
