"""The time that a monitoring round looks back on: by months, or by years where its source gives no more."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    first: date
    """First day of its first month; of years, of their first January."""
    last: date
    """First day of its last month; of years, of their last December."""
    in_years: bool = False
    """No month is known, and none is told: the days above are there to be sorted by."""

    @classmethod
    def of_years(cls, first: int, last: int) -> "Period":
        return cls(date(first, 1, 1), date(last, 12, 1), in_years=True)

    @property
    def years(self) -> str:
        """2019–2020"""
        first, last = self.first.year, self.last.year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def edges(self) -> tuple[str, str]:
        """As a form takes them: 08.2019 and 08.2020, or 2019 and 2020."""
        pattern = "%Y" if self.in_years else "%m.%Y"
        return self.first.strftime(pattern), self.last.strftime(pattern)

    @property
    def in_data(self) -> str:
        """2019-08 / 2020-08, or 2019 / 2020."""
        pattern = "%Y" if self.in_years else "%Y-%m"
        return f"{self.first.strftime(pattern)} / {self.last.strftime(pattern)}"

    @property
    def stated(self) -> dict[str, date | str]:
        """As the record keeps it: no month that nobody said."""
        first, last = self.edges if self.in_years else (self.first, self.last)
        return {"period_from": first, "period_until": last}

    def goes_before(self, other: "Period") -> bool:
        """Whether they follow each other, as far as is known. What ends one may begin the next, as from September to
        September, or from 2019 to 2020 and from 2020 to 2021."""
        if self.in_years or other.in_years:
            return self.last.year <= other.first.year
        return self.last <= other.first
