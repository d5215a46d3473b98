"""The report's charts: statuses in all, by priority and by unit. Bars differ by hatching and carry their numbers, so
that they read without colour; the pages and files that show one have a table beside it.

As SVG for readers and as PNG for Word. The SVG holds attributes only, no style, so that it needs no leave from the
content policy; its letters are outlines and look the same everywhere.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from pop_tracker.monitoring.headline import Level
from pop_tracker.monitoring.report.contents import RoundReport
from pop_tracker.monitoring.scale import STATUS_WORDS, VERDICTS, Status
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.web.i18n import Words

ORDER = (*VERDICTS, Status.NOT_ASSESSED)
FACES = {
    Status.FULLY_ADDRESSED: ("#0f6b5c", ""),
    Status.PARTIALLY_ADDRESSED: ("#9fd0c4", "///"),
    Status.NOT_ADDRESSED: ("#f0c9b8", "xx"),
    Status.NOT_ASSESSED: ("#f4f1ea", "--"),
}
"""Colour and hatching of a bar."""
INK = "#1d2a35"
MOST_ROWS = 40
"""A taller chart says less than the table under it."""

Row = tuple[str, Counts]


def level_rows(report: RoundReport, said: Words) -> list[Row]:
    names = {Level.PRIORITIES: said.gettext("Prioritete"), Level.COMMITMENTS: said.gettext("Zotime")}
    return [(names[level], counts) for level, counts in report.at_levels]


def priority_rows(report: RoundReport, said: Words) -> list[Row]:
    return [(said.gettext("Prioriteti %(number)s", number=one.number), one.counts) for one in report.priorities]


def unit_rows(report: RoundReport, said: Words) -> list[Row]:
    return [(unit.name, unit.counts) for unit in report.units]


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


def chart_title(name: str, said: Words) -> str:
    return {
        "statuset": said.gettext("Statuset në nivel prioriteti dhe zotimi"),
        "prioritetet": said.gettext("Zotimet e çdo prioriteti sipas statusit"),
        "njesite": said.gettext("Zotimet që përmendin çdo njësi, sipas statusit"),
    }[name]


def alt_text(name: str, rows: Sequence[Row], said: Words) -> str:
    """The chart in words, for who does not see it."""
    lines = []
    for label, counts in rows:
        numbers = ", ".join(
            f"{counts.by_status[status]} {said.gettext(STATUS_WORDS[status])}"
            for status in ORDER
            if counts.by_status[status]
        )
        lines.append(f"{label}: {numbers}")
    return f"{chart_title(name, said)}. {'; '.join(lines)}."


def inches(rows: Sequence[Row]) -> tuple[float, float]:
    """Width and height. No wider, so that its letters are still read when a phone shows it smaller."""
    return 4.8, 1.1 + 0.4 * len(rows)


def svg(report: RoundReport, name: str, said: Words) -> bytes:
    rows = CHARTS[name](report, said)
    out = io.BytesIO()
    _figure(rows, said).savefig(
        out,
        format="svg",
        metadata={"Date": None, "Creator": None, "Format": None, "Type": None, "Title": chart_title(name, said)},
    )
    return _plain(out.getvalue().decode()).encode()


def png(report: RoundReport, name: str, said: Words) -> bytes:
    out = io.BytesIO()
    _figure(CHARTS[name](report, said), said).savefig(
        out, format="png", dpi=220, facecolor="white", metadata={"Software": None}
    )
    return out.getvalue()


def _figure(rows: Sequence[Row], said: Words) -> Any:
    # Imported here: it takes a second, and only who draws needs it.
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams["svg.hashsalt"] = "pop-tracker"  # the same record draws the same bytes
    matplotlib.rcParams["hatch.linewidth"] = 0.8
    figure = Figure(figsize=inches(rows), layout="constrained", facecolor="none")
    axes = figure.add_subplot(facecolor="none")
    places = list(range(len(rows)))
    left = [0.0] * len(rows)
    for status in ORDER:
        widths = [100 * counts.by_status[status] / counts.total if counts.total else 0.0 for _, counts in rows]
        colour, hatch = FACES[status]
        word = said.gettext(STATUS_WORDS[status])
        bars = axes.barh(places, widths, left=left, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.6,
                         height=0.62, label=word)  # fmt: skip
        for bar, (_, counts), width in zip(bars, rows, widths, strict=True):
            if width:
                paper = colour if hatch else None
                axes.text(
                    bar.get_x() + width / 2, bar.get_y() + bar.get_height() / 2, str(counts.by_status[status]),
                    ha="center", va="center", fontsize=9, fontweight="bold", color=INK if hatch else "white",
                    bbox={"facecolor": paper, "edgecolor": "none", "pad": 1.2} if paper else None,
                )  # fmt: skip
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(places, [label for label, _ in rows], fontsize=9, color=INK)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 25, 50, 75, 100], [said.percent(part) for part in (0, 25, 50, 75, 100)], fontsize=8)
    axes.tick_params(length=0, colors=INK)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    figure.legend(loc="outside lower center", ncols=2, fontsize=8, frameon=False, handleheight=1.2)
    return figure


def _plain(drawn: str) -> str:
    """Styles as attributes, which mean the same and need no leave."""
    drawn = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", drawn, count=1, flags=re.DOTALL)
    drawn = drawn.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)

    def attributes(found: re.Match[str]) -> str:
        pairs = (part.split(":", 1) for part in found[1].split(";") if ":" in part)
        return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in pairs)

    return re.sub(r'style="([^"]*)"', attributes, drawn)
