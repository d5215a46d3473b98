"""What a command says where it cannot do what was asked, and with which status it ends."""


def refusal(error: Exception) -> tuple[str, int]:
    """How a room or the database says no; any other is a fault of ours, and is raised on."""
    from sqlalchemy.exc import DBAPIError

    from pop_tracker.database import LostAtCommit, StandsBy, in_one_line
    from pop_tracker.web.errors import Refusal
    from pop_tracker.web.i18n import words
    from pop_tracker.web.tables.seed_rows import SheetError

    if isinstance(error, Refusal):
        return words("en").gettext(error.message, **error.values), 2
    if isinstance(error, LostAtCommit):
        return f"the connection broke while saving, so look whether it was saved: {in_one_line(error)}", 1
    if isinstance(error, DBAPIError | StandsBy):
        return f"the database refuses: {in_one_line(error)}", 1
    if isinstance(error, SheetError):
        return str(error), 1
    raise error
