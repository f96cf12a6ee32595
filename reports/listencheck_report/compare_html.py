"""The comparison page: one self-contained HTML file. What is long is drawn by its script from packed data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Sequence

from markupsafe import Markup

from . import compare_data, comparison, curves, plot, sentences
from .comparison import Comparison
from .curves import Curve
from .documents import Documents
from .html import environment, squeezed
from .text import listing
from .verdicts import MEANINGS, Score, scores

COLOURS = 8
# So many sentences stand in the page itself, and at first so many of one area.
TOLD = 12
OF_ONE_AREA = 2


@dataclass(frozen=True)
class Distance:
    """How far one subject is from another."""

    differing: int
    compared: int

    @property
    def share(self) -> float:
        return self.differing / self.compared if self.compared else 0.0

    @property
    def text(self) -> str:
        if not self.compared:
            return "–"
        share = self.share * 100
        return f"{share:.0f}" if share >= 0.95 or not share else f"{share:.1f}".removeprefix("0")

    @property
    def shade(self) -> int:
        """0 to 9: how dark the cell is."""
        return min(9, int(self.share * 20 + 0.999)) if self.compared else 0


def write(found: Comparison, document: str, everything: bool, links: Sequence[str], known: Documents) -> str:
    """links: for each run the page of its own, or nothing."""
    ratios = [{score.id: score for score in scores(results)} for results in found.runs]
    told = sentences.sentences(found)
    claimed = {name for results in found.runs for name in results.header.claims}
    shown = claimed or {one for one in found.documents if _apart(found, ratios, one)}
    context: dict[str, Any] = {
        "comparison": found,
        "names": found.names,
        "short": [_short(name) for name in found.names],
        "columns": list(zip(found.names, links)),
        "summary": sentences.summary(found),
        "told": _various(told),
        "untold": max(0, len(told) - TOLD),
        "areas": [area for area, _ in found.by_area(everything)],
        "everything": everything,
        "agreeing": sum(not row.differs for row in found.rows),
        "ratios": ratios,
        "shown": [one for one in found.documents if one in shown],
        "folded": [one for one in found.documents if one not in shown],
        "document": document,
        "distances": _distances(found),
        "panels": _panels(found),
        "data": Markup(compare_data.encode(found, everything, known)),
        "meanings": MEANINGS,
        "dates": _dates(found),
    }
    return squeezed(environment().get_template("compare.html.j2").render(context))


def _short(name: str) -> str:
    """The name with places where a narrow column may break it."""
    return name.replace("-", "-\u200b") if len(name) > 12 else name


def _dates(found: Comparison) -> str:
    days = sorted({day for one in found.runs if (day := one.header.environment.get("date", "")[:10])})
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else ""


def _various(told: Sequence[sentences.Sentence]) -> list[sentences.Sentence]:
    """The most telling, of as many areas and cases as there are places."""
    of_area: dict[str, int] = {}
    seen: set[str] = set()
    chosen: list[sentences.Sentence] = []
    rest: list[sentences.Sentence] = []
    for one in told:
        area = one.case.split(".", 1)[0]
        fresh = one.case not in seen and of_area.get(area, 0) < OF_ONE_AREA
        (chosen if fresh else rest).append(one)
        if fresh:
            seen.add(one.case)
            of_area[area] = of_area.get(area, 0) + 1
    return (chosen + rest)[:TOLD]


def _apart(found: Comparison, ratios: list[dict[str, Score]], document: str) -> bool:
    """Worth a line of its own: a gated document, or one of which the subjects hold different numbers of clauses."""
    gated = any(document in results.header.gated for results in found.runs)
    return gated or len({run[document].ratio if document in run else "" for run in ratios}) > 1


def _distances(found: Comparison) -> list[list[Optional[Distance]]]:
    """A square of subjects; none on its diagonal."""
    pairs = comparison.distances(found)
    count = len(found.runs)
    return [
        [
            None if one == other else Distance(*pairs[min(one, other), max(one, other)])
            for other in range(count)
        ]
        for one in range(count)
    ]


def _panels(found: Comparison) -> list[dict[str, Any]]:
    """One for each setting: the curves of all subjects overlaid, and each by itself. Equal curves are drawn once."""
    numbered = [(number, curve) for number, run in enumerate(found.runs) for curve in curves.of(run)]
    if not numbered:
        return []
    limits = {results.number("somaxconn") for results in found.runs}
    shared = plot.axes([curve for _, curve in numbered], limits.pop() if len(limits) == 1 else None)
    by_setting: dict[tuple[str, str], list[tuple[int, Curve]]] = {}
    for number, curve in numbered:
        by_setting.setdefault((curve.case, curve.name), []).append((number, curve))
    # Settings whose panels would be equal share one.
    titles: dict[object, list[str]] = {}
    drawn: dict[object, list[list[tuple[int, Curve]]]] = {}
    for (case, name), curves_of_setting in by_setting.items():
        groups = curves.drawn_alike(curves_of_setting)
        key = (case, tuple((tuple(number for number, _ in group), group[0][1].shape()) for group in groups))
        titles.setdefault(key, []).append(name)
        drawn.setdefault(key, groups)
    return [_panel(found, " = ".join(titles[key]), groups, shared) for key, groups in drawn.items()]


def _panel(
    found: Comparison, title: str, groups: list[list[tuple[int, Curve]]], shared: plot.Axes
) -> dict[str, Any]:
    few = len(found.names) <= COLOURS
    series = [
        plot.Series(
            listing(found.names[number] for number, _ in group),
            (group[0][0] if few else position) % COLOURS,
            group[0][1].points,
        )
        for position, group in enumerate(groups)
    ]
    exact = len(found.names) <= 2
    return {
        "title": title,
        "whole": Markup((plot.panel if exact else plot.overlay)(title, series, shared)),
        "series": [
            {
                "names": [found.names[number] for number, _ in group],
                "numbers": [number for number, _ in group],
                "colour": one.colour,
                "small": Markup(plot.small(one, series[0].points, shared)),
            }
            for group, one in zip(groups, series)
        ],
    }
