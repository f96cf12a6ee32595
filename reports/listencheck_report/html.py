"""The page of one subject: one self-contained HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from . import changes, curves, deviations, grid, headline, missing, plot, rowdata, table
from .documents import Documents
from .model import Results
from .text import plural
from .verdicts import LETTERS, MEANINGS, SIGNS, scores

# A page larger than this is slow to open; traces of what conforms go first.
MOST_BYTES = 330_000
# Documents with a column of their own in the table; the others share one.
MOST_COLUMNS = 8
# Documents that are not claimed and yet have a bar on the first screen: the closest.
MOST_SHOWN = 6

_PLACE = "\ue000row-data\ue000"


def environment() -> Environment:
    """Templates with escaping always on; the templates themselves are part of the package."""
    directory = Path(__file__).with_name("templates")
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.j2"))}
    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["anchor"] = lambda text: quote(str(text), safe="")
    made.filters["css"] = lambda text: "".join(c for c in str(text) if c.isalnum() or c in "-_.")
    made.globals.update(SIGNS=SIGNS, LETTERS=LETTERS, MEANINGS=MEANINGS, plural=plural)
    for name in ("style.css", "page.css", "page.js", "compare.css", "compare.js"):
        made.globals[name.replace(".", "_")] = Markup(directory.joinpath(name).read_text(encoding="utf-8"))
    return made


def write(results: Results, documents: Documents) -> str:
    """The page; the same results and documents give the same bytes."""
    found = scores(results)
    gated = [score.id for score in found if score.gated]
    others = [score.id for score in found if not score.gated]
    columns = [score.id for score in found if score.gated][:MOST_COLUMNS]
    areas = table.areas(results, columns)
    as_claimed = set(results.header.gated) == set(results.header.claims)
    context: dict[str, Any] = {
        "gated_word": "claimed" if as_claimed else "looked at by the gate",
        "gated_phrase": "what it claims" if as_claimed else "what the gate looks at",
        "results": results,
        "header": results.header,
        "headline": headline.of(results),
        "scores": found,
        "columns": columns,
        "shown": [score for score in found if not score.gated and score.judged][:MOST_SHOWN],
        "folded": [score for score in found if not score.gated and score.judged][MOST_SHOWN:]
        + [score for score in found if not score.gated and not score.judged],
        "documents": documents,
        "gate": results.footer.gate if results.footer else None,
        "cards": deviations.cards(results, gated, documents),
        "other_cards": deviations.cards(results, others, documents),
        "changes": changes.fold(results.footer.gate.changes) if results.footer else [],
        "plots": _plots(results),
        "areas": areas,
        "lacks": missing.lacks(results),
        "untestable": missing.untestable(results, documents),
        "facts": sum(len(instance.facts) for instance in results.instances),
        "row_data": _PLACE,
        "has_grid": any(instance.area == grid.AREA for instance in results.instances),
    }
    templates = environment()
    template = templates.get_template("page.html.j2")
    rows = templates.get_template("rows.html.j2")
    # A tenth of what they are: the script puts each under its area.
    tables = [squeezed(rows.render(area=area, columns=columns)) for area in areas]
    context["tables"] = Markup(rowdata.pack(tables))
    page, data = "", ""
    # What nobody claims goes first: its traces, which a row of the table still has, then its quotes.
    for share in ("traces", "quotes", "brief"):
        page = squeezed(template.render(context, others=share))
        room = MOST_BYTES - len(page.encode("utf-8"))
        for level in rowdata.LEVELS if share == "brief" else rowdata.LEVELS[:2]:
            data = rowdata.encode(areas, documents, level)
            if len(data) <= room:
                return _placed(page, data)
    return _placed(page, "")


def _placed(page: str, data: str) -> str:
    # The last place is the template's own, whatever an agent wrote above it.
    before, _, after = page.rpartition(_PLACE)
    return before + data + after


def _plots(results: Results) -> dict[str, Any]:
    """One panel for each distinct curve, on shared axes."""
    found = curves.of(results)
    if not found:
        return {"panels": [], "curves": []}
    shared = plot.axes(found, results.number("somaxconn"))
    panels = [
        Markup(
            plot.panel(
                " = ".join(curve.name for curve in group),
                [plot.Series(group[0].name, 0, group[0].points)],
                shared,
            )
        )
        for group in curves.together(found)
    ]
    return {"panels": panels, "curves": curves.together(found)}


def squeezed(page: str) -> str:
    """Without the indentation of the templates, which is for their readers."""
    return "\n".join(line for raw in page.split("\n") if (line := raw.strip())) + "\n"
