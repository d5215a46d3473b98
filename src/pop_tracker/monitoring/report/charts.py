"""The report's charts, drawn one way for every place: a mark for each commitment in the order of the contract, a bar
where they are more than sixty, and their counts in words.

A page draws them with the macros of `components/figures.html`; here the same shapes and the same words make a picture
for the report's files (`drawing`) and one to take away (`svg`, `png`), which says in itself what it shows, of where and
when, out of how many, from which source, and where it stands. Colours are attributes, no style, so that a picture needs
no leave from the content policy and paper prints it.
"""

import tempfile
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pop_tracker.monitoring.headline import Level
from pop_tracker.monitoring.report.contents import RoundReport
from pop_tracker.monitoring.scale import STATUS_WORDS, Status
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.web.i18n import Words, localized
from pop_tracker.web.invented import INVENTED
from pop_tracker.web.palette import LIGHT
from pop_tracker.web.templates import STATIC, bare_pages

ORDER = tuple(Status)
INKS = dict(zip(ORDER, ("fully", "partly", "not", "unassessed", "unassessed"), strict=True))
"""By the name of the colour."""
MOST_ROWS = 40
"""Of a picture; a taller one says less than a table."""
MOST_DRAWN = 12
"""On a page and in a file: from there on a table says it better."""
MOST_MARKS = 60

NARROW, WIDE = 360, 640
"""Pixels. In a file as wide as a phone, so that its letters are read there at their own size; to take away, wider."""
LETTERS, SMALL = 16, 15
MARK, STEP, IN_A_ROW, BAR = 16, 20, 20, 28


@dataclass(frozen=True)
class Row:
    name: str
    counts: Counts
    order: list[Status]
    """In the order of the contract."""

    @property
    def has_marks(self) -> bool:
        return self.counts.every <= MOST_MARKS


def level_rows(report: RoundReport, said: Words) -> list[Row]:
    """Where every priority is one commitment the two levels are the same, and stand once."""
    names = {Level.PRIORITIES: said.gettext("Prioritete"), Level.COMMITMENTS: said.gettext("Zotime")}
    orders = {
        Level.PRIORITIES: [priority.status for priority in report.priorities if priority.counts.every],
        Level.COMMITMENTS: [part.status for part in report.leaves],
    }
    rows = [Row(names[level], counts, orders[level]) for level, counts in report.at_levels]
    return rows[1:] if all(priority.is_flat for priority in report.priorities) else rows


def priority_rows(report: RoundReport, said: Words) -> list[Row]:
    return [
        Row(
            said.gettext("Prioriteti %(number)s", number=one.number) if one.is_flat else f"{one.number}. {one.title}",
            one.counts,
            one.statuses,
        )
        for one in report.priorities
        if one.counts.every
    ]


def unit_rows(report: RoundReport, said: Words) -> list[Row]:
    return [Row(unit.name, unit.counts, [status for _, status in unit.found]) for unit in report.units]


CHARTS: dict[str, Callable[[RoundReport, Words], list[Row]]] = {
    "statuset": level_rows,
    "prioritetet": priority_rows,
    "njesite": unit_rows,
}
"""By the name in the address."""


def has_chart(report: RoundReport, name: str) -> bool:
    """Units only where commitments name some; priorities only where they hold more than the first chart says."""
    if name == "prioritetet":
        return any(not priority.is_flat for priority in report.priorities) and len(report.priorities) <= MOST_ROWS
    return name == "statuset" or 0 < len(report.units) <= MOST_ROWS


def first_chart(report: RoundReport) -> str | None:
    """The one that a page and a file draw; None: a table says it."""
    name = "prioritetet" if any(not priority.is_flat for priority in report.priorities) else "statuset"
    return name if name == "statuset" or len(report.priorities) <= MOST_DRAWN else None


def chart_title(name: str, said: Words) -> str:
    return {
        "statuset": said.gettext("Statuset në nivel prioriteti dhe zotimi"),
        "prioritetet": said.gettext("Zotimet e çdo prioriteti sipas statusit"),
        "njesite": said.gettext("Zotimet që përmendin çdo njësi, sipas statusit"),
    }[name]


def alt_text(name: str, rows: Sequence[Row], said: Words) -> str:
    """The chart in words, for who does not see it."""
    lines = "; ".join(f"{row.name}: {_in_words(row.counts, said)}" for row in rows)
    return f"{chart_title(name, said)}. {lines}."


def drawing(report: RoundReport, name: str, said: Words) -> bytes:
    """For a file, whose own words say the rest."""
    return _rendered(_Picture(NARROW, 0), report, name, said)


def svg(report: RoundReport, name: str, said: Words, base_url: str, *, is_training: bool = False) -> bytes:
    """To take away: everything that it needs is in it."""
    picture = _Picture(WIDE, 24)
    held = report.held
    picture.say(chart_title(name, said), 20, weight=700)
    period = said.period(held.period)
    where = [f"{report.municipality.name} {report.term}", said.gettext("raundi %(number)s", number=held.number), period]
    picture.say(" · ".join([*where, *([said.said(report.organisation)] if report.organisation else [])]), LETTERS)
    picture.say(_out_of(report, name, said), SMALL)
    if is_training:
        picture.say(said.gettext(INVENTED), SMALL, weight=600)
    picture.space(12)
    return _rendered(
        picture,
        report,
        name,
        said,
        [f"{said.gettext('Burimi:')} {said.said(held.source)}", base_url + localized(report.path, said.language)],
    )


def png(picture: bytes) -> bytes:
    """The same picture for what takes no SVG, twice as fine."""
    from resvg_py import svg_to_bytes  # imported here: only who makes a file needs it

    return bytes(
        svg_to_bytes(
            svg_string=picture.decode(),
            zoom=2,
            background="#fff",
            skip_system_fonts=True,
            font_files=[_letters()],
        )
    )


def _out_of(report: RoundReport, name: str, said: Words) -> str:
    if name == "njesite":
        count = sum(bool(part.text.units) for part in report.leaves)
        return said.ngettext("%(num)s zotim përmend njësi.", "%(num)s zotime përmendin njësi.", count)
    return " ".join(str(_macros(said.language).counted(report.counts)).split())


def _in_words(counts: Counts, said: Words) -> str:
    return " ".join(str(_macros(said.language).counts_in_words(counts)).split())


@dataclass
class _Picture:
    """Laid out from top to bottom; the template paints it."""

    width: int
    margin: int
    y: float = 0
    texts: list[tuple[float, float, int, int, str, str]] = field(default_factory=list)
    """Left, baseline, size, weight, colour and words."""
    marks: list[tuple[float, float, Status]] = field(default_factory=list)
    parts: list[tuple[float, float, float, int, Status]] = field(default_factory=list)
    """Of bars, and of what explains them: left, top, width, height."""
    rules: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.margin

    @property
    def inside(self) -> int:
        return self.width - 2 * self.margin

    def space(self, height: float) -> None:
        self.y += height

    def say(self, words: str, size: int, weight: int = 400, ink: str = "ink") -> None:
        """In as many lines as it takes, where letters are as wide as they may be in any font that is put for ours."""
        for line in textwrap.wrap(words, int(self.inside / (size * (0.58 if weight > 400 else 0.54)))):
            self.texts.append((self.margin, self.y + size, size, weight, ink, line))
            self.y += round(size * 1.35)

    def draw(self, row: Row) -> None:
        self.space(4)
        if row.has_marks:
            in_a_row = min(IN_A_ROW, self.inside // STEP)
            for place, status in enumerate(row.order):
                line, across = divmod(place, in_a_row)
                self.marks.append((self.margin + across * STEP, self.y + line * STEP, status))
            self.y += STEP * -(-len(row.order) // in_a_row)
        else:
            left = float(self.margin)
            gap = 8 if row.counts.not_assessable else 0
            for status, count in row.counts.by_status.items():
                width = (self.inside - gap) * count / row.counts.every
                if status is Status.NOT_ASSESSABLE:
                    left += gap  # off the bar, whose sum it is not in
                if count:
                    self.parts.append((left, self.y, width, BAR, status))
                left += width
            self.y += BAR + 4

    def explain(self, statuses: Sequence[Status], said: Words) -> None:
        """Every shape that stands in it, and every fill, by its word."""
        across = max(1, self.inside // 190)
        beside = 24 if self.parts else 0
        for place, status in enumerate(statuses):
            line, column = divmod(place, across)
            left = self.margin + column * (self.inside // across)
            self.marks.append((left, self.y + line * 24, status))
            if beside:
                self.parts.append((left + beside, self.y + line * 24, MARK, MARK, status))
            word = said.gettext(STATUS_WORDS[status])
            self.texts.append((left + 24 + beside, self.y + line * 24 + 13, SMALL, 400, "ink", word))
        self.y += 24 * -(-len(statuses) // across)


def _rendered(picture: _Picture, report: RoundReport, name: str, said: Words, foot: Sequence[str] = ()) -> bytes:
    rows = CHARTS[name](report, said)
    for row in rows:
        picture.say(row.name, LETTERS, weight=600)
        picture.draw(row)
        picture.say(_in_words(row.counts, said), SMALL, ink="muted")
        picture.space(12)
    picture.rules.append(picture.y)
    picture.space(12)
    picture.explain([status for status in ORDER if any(row.counts.by_status[status] for row in rows)], said)
    for line in foot:
        picture.space(4)
        picture.say(line, SMALL, ink="muted")
    context: dict[str, Any] = {
        "picture": picture,
        "height": round(picture.y + picture.margin),
        "title": chart_title(name, said),
        "described": alt_text(name, rows, said),
        "palette": LIGHT,
        "inks": INKS,
        "mark": MARK,
    }
    return bare_pages().render(said.language, "report/chart.svg", context).strip().encode()


@cache
def _macros(language: str) -> Any:
    """Counts are said by the macros of pages, so that a picture says them no other way."""
    return bare_pages().environments[language].get_template("components/figures.html").module


@cache
def _letters() -> str:
    """Our letters in a file that what paints the PNG can read; made once in a process, gone with it."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(STATIC / bare_pages().assets["sans.woff2"])
    font.flavor = None
    _kept.append(file := tempfile.NamedTemporaryFile(suffix=".ttf"))  # noqa: SIM115
    font.save(file.name)
    return file.name


_kept: list[Any] = []
