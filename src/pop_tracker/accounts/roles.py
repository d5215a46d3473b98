"""What a person may do. It imports nothing, so that help can name the roles without the tables."""

from enum import StrEnum


class Role(StrEnum):
    EDITOR = "editor"
    """Records and revises for the municipalities that the organisation covers."""
    REVIEWER = "reviewer"
    """Approves or sends back what another person submitted, of any member organisation."""
    COORDINATOR = "coordinator"
    """Keeps organisations, people, elections; stands in where a municipality has no organisation."""


TRUSTED = frozenset({Role.REVIEWER, Role.COORDINATOR})
"""They decide on what others did, so they are given by two, and who has one has a second factor too."""
