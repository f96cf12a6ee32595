"""A comparison as plain text, as Markdown and as CSV."""

from __future__ import annotations

import csv
import io

from . import sentences
from .comparison import Comparison
from .curves import safe_field
from .markdown import code, plain
from .verdicts import scores


def text(comparison: Comparison) -> str:
    lines = [sentences.summary(comparison), *(f"  {one.plain()}" for one in sentences.sentences(comparison))]
    if comparison.one_sided:
        lines.append(f"  {comparison.one_sided:,} facts were obtained on one side only and are not compared.")
    return "\n".join(lines) + "\n"


def markdown(comparison: Comparison, everything: bool = False) -> str:
    blocks = [f"## {plain(sentences.summary(comparison))}\n"]
    head = " | ".join(code(name) for name in comparison.names)
    rule = " | ".join("---:" for _ in comparison.names)
    blocks.append(f"| document | {head} |\n| --- | {rule} |")
    ratios = [{score.id: score.ratio for score in scores(results)} for results in comparison.runs]
    for document in comparison.documents:
        blocks.append(f"| {plain(document)} | {' | '.join(run.get(document, '–') for run in ratios)} |")
    blocks.append(
        f"\n| case | where | fact | {head} |\n| --- | --- | --- | {' | '.join('---' for _ in comparison.names)} |"
    )
    for _, cases in comparison.by_area(everything):
        for case, _, rows in cases:
            for row in rows:
                cells = " | ".join(
                    code(cell.value) if cell.kind != "missing" else plain(cell.value) for cell in row.cells
                )
                where = "; ".join(row.where)
                blocks.append(
                    f"| {code(case)} | {code(where) if where else ''} | {code(row.fact)} | {cells} |"
                )
    if comparison.one_sided:
        blocks.append(
            f"\n{comparison.one_sided:,} facts were obtained on one side only and are not compared."
        )
    return "\n".join(blocks) + "\n"


def table(comparison: Comparison, everything: bool = False) -> str:
    """CSV, one line a folded row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["area", "case", "where", "instances", "fact", "differs", *map(safe_field, comparison.names)]
    )
    for area, cases in comparison.by_area(everything):
        for case, _, rows in cases:
            for row in rows:
                texts = [safe_field(text) for text in (area, case, "; ".join(row.where))]
                values = [safe_field(cell.value) for cell in row.cells]
                differs = "yes" if row.differs else "no"
                writer.writerow([*texts, row.count, safe_field(row.fact), differs, *values])
    return stream.getvalue()
