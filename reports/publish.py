#!/usr/bin/env python3
"""Takes results into reports/published and draws what stands there: `publish.py [RESULTS…] [--into DIR]`.

Each RESULTS becomes SUBJECT.jsonl.gz; then the table platforms.md, the list evidence.md and the page comparison.html, all
subjects side by side, and the table of the README are drawn anew. Nothing in the directory is ever edited by hand, but for evidence/."""

from __future__ import annotations

import gc
import gzip
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import comparison, documents, evidence, load, matrix  # noqa: E402
from listencheck_report.command import NOTHING, OK, USAGE, Parser, ends_in_one_line  # noqa: E402
from listencheck_report.model import Results  # noqa: E402

README = HERE.parent / "README.md"
DOCUMENTS = HERE.parent / "suite" / "documents"

# What a subject may be called as the name of a file.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")


def packed(path: str) -> bytes:
    """The same results give the same bytes: no name and no time in the packing."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


def draw(runs: list[Results], into: Path) -> None:
    # Jinja2 is needed for pages only.
    from listencheck_report import compare_html

    (into / "platforms.md").write_text(matrix.write(runs), encoding="utf-8", newline="\n")
    known = documents.read_all(DOCUMENTS)
    if (into / "evidence").is_dir():
        text = evidence.write(into / "evidence", known)
        (into / "evidence.md").write_text(text, encoding="utf-8", newline="\n")
    page = compare_html.write(comparison.compare(runs), "", False, [""] * len(runs), known)
    (into / "comparison.html").write_text(page, encoding="utf-8", newline="\n")


@ends_in_one_line
def main(arguments: list[str]) -> int:
    parser = Parser(
        prog="publish.py", description="Takes results into reports/published and draws what stands there."
    )
    parser.add_argument(
        "results", nargs="*", help="results.jsonl, or the folder that holds it; none: only draw anew"
    )
    parser.add_argument(
        "--into", metavar="DIR", type=Path, default=HERE / "published", help="default: reports/published"
    )
    parser.add_argument(
        "--readme",
        metavar="FILE",
        type=Path,
        help="put the short table between its marks there (default: README.md, where DIR is reports/published)",
    )
    options = parser.parse_args(arguments)
    # Millions of small objects that all live to the end: looking for garbage among them takes longer than reading.
    gc.disable()
    into: Path = options.into
    into.mkdir(parents=True, exist_ok=True)
    for given in options.results:
        path = os.path.join(given, "results.jsonl") if os.path.isdir(given) else given
        results = load.read(path)
        if results.truncated:
            parser.exit(USAGE, f"publish.py: {path}: the run was cut off and is not published\n")
        if not NAME.fullmatch(results.subject):
            parser.exit(USAGE, f"publish.py: {path}: the subject {results.subject!r} is no name for a file\n")
        (into / f"{results.subject}.jsonl.gz").write_bytes(packed(path))
    runs = [load.read(str(path)) for path in sorted(into.glob("*.jsonl.gz"))]
    if not runs:
        parser.exit(NOTHING, f"publish.py: {into}: nothing is published yet\n")
    draw(runs, into)
    readme: Path = options.readme or README
    if options.readme or into.resolve() == HERE / "published":
        page = readme.read_text(encoding="utf-8")
        readme.write_text(matrix.put(matrix.brief(runs), page), encoding="utf-8", newline="\n")
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
