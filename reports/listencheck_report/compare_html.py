"""The comparison page: one self-contained HTML file."""

from __future__ import annotations

from typing import Any, Sequence

from markupsafe import Markup

from . import curves, plot, sentences
from .comparison import Comparison
from .curves import Curve
from .html import environment, squeezed
from .rowdata import embed
from .verdicts import LETTERS, SIGNS, Score, scores

SIGN_OF_LETTER = {letter: SIGNS[verdict] for verdict, letter in LETTERS.items()}
COLOURS = 8


def write(comparison: Comparison, document: str, everything: bool, links: Sequence[str]) -> str:
    """links: for each run the page of its own, or nothing."""
    ratios = [{score.id: score for score in scores(results)} for results in comparison.runs]
    context: dict[str, Any] = {
        "comparison": comparison,
        "names": comparison.names,
        "columns": list(zip(comparison.names, links)),
        "summary": sentences.summary(comparison),
        "sentences": sentences.sentences(comparison),
        "areas": comparison.by_area(everything),
        "everything": everything,
        "agreeing": sum(not row.differs for row in comparison.rows),
        "ratios": ratios,
        "apart": [one for one in comparison.documents if _apart(comparison, ratios, one)],
        "alike": [one for one in comparison.documents if not _apart(comparison, ratios, one)],
        "document": document,
        "at": comparison.documents.index(document) if document in comparison.documents else -1,
        "sign": SIGN_OF_LETTER,
        "plots": _plots(comparison),
        "signs": Markup(embed(SIGN_OF_LETTER)),
    }
    return squeezed(environment().get_template("compare.html.j2").render(context))


def _apart(comparison: Comparison, ratios: list[dict[str, Score]], document: str) -> bool:
    """Worth a line of its own: a gated document, or one of which the subjects hold different numbers of clauses."""
    gated = any(document in results.header.gated for results in comparison.runs)
    return gated or len({run[document].ratio if document in run else "" for run in ratios}) > 1


def _plots(comparison: Comparison) -> dict[str, Any]:
    """Overlaid: a panel for each setting with all subjects. Small multiples: a panel for each subject."""
    found = [(number, curve) for number, run in enumerate(comparison.runs) for curve in curves.of(run)]
    if not found:
        return {"overlaid": [], "multiples": []}
    limits = {results.number("somaxconn") for results in comparison.runs}
    shared = plot.axes([curve for _, curve in found], limits.pop() if len(limits) == 1 else None)
    by_setting: dict[tuple[str, str], list[tuple[int, Curve]]] = {}
    for number, curve in found:
        by_setting.setdefault((curve.case, curve.name), []).append((number, curve))
    # Settings whose panels would be equal share one.
    panels: dict[object, list[str]] = {}
    drawn: dict[object, list[tuple[int, Curve]]] = {}
    for (case, name), group in by_setting.items():
        key = (case, tuple((number, curve.shape()) for number, curve in group))
        panels.setdefault(key, []).append(name)
        drawn.setdefault(key, group)
    overlaid = [
        Markup(plot.panel(" = ".join(panels[key]), [_series(comparison, one) for one in group], shared))
        for key, group in drawn.items()
    ]
    multiples = [
        Markup(
            plot.panel(
                f"{comparison.names[number]}: {' = '.join(panels[key])}",
                [_series(comparison, (number, curve))],
                shared,
            )
        )
        for key, group in drawn.items()
        for number, curve in group
    ]
    return {"overlaid": overlaid, "multiples": multiples}


def _series(comparison: Comparison, one: tuple[int, Curve]) -> plot.Series:
    number, curve = one
    return plot.Series(comparison.names[number], number % COLOURS, curve.points)
