#!/usr/bin/env python3
"""Takes results into reports/published and draws what stands there: `publish.py [RESULTS…] [--into DIR]`.

Each RESULTS becomes SUBJECT.jsonl.gz; then the table platforms.md and the list evidence.md are drawn anew. All of them side by
side are a page of many megabytes: `./run.sh compare reports/published/*.jsonl.gz --out DIR` draws it.
Nothing in the directory is ever edited by hand, but for evidence/."""

from __future__ import annotations

import gzip
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import evidence, load, matrix  # noqa: E402
from listencheck_report.command import NOTHING, OK, USAGE, Parser  # noqa: E402
from listencheck_report.model import Results  # noqa: E402

# What a subject may be called as the name of a file.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")


def packed(path: str) -> bytes:
    """The same results give the same bytes: no name and no time in the packing."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


def draw(runs: list[Results], into: Path) -> None:
    (into / "platforms.md").write_text(matrix.write(runs), encoding="utf-8", newline="\n")
    programs = [path for path in (into / "evidence").glob("*.*") if path.suffix != ".md"]
    if programs:
        (into / "evidence.md").write_text(evidence.write(programs), encoding="utf-8", newline="\n")


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
    options = parser.parse_args(arguments)
    into: Path = options.into
    try:
        into.mkdir(parents=True, exist_ok=True)
        for given in options.results:
            path = os.path.join(given, "results.jsonl") if os.path.isdir(given) else given
            results = load.read(path)
            if results.truncated:
                parser.exit(USAGE, f"publish.py: {path}: the run was cut off and is not published\n")
            if not NAME.fullmatch(results.subject):
                parser.exit(
                    USAGE, f"publish.py: {path}: the subject {results.subject!r} is no name for a file\n"
                )
            (into / f"{results.subject}.jsonl.gz").write_bytes(packed(path))
        runs = [load.read(str(path)) for path in sorted(into.glob("*.jsonl.gz"))]
        if not runs:
            parser.exit(NOTHING, f"publish.py: {into}: nothing is published yet\n")
        draw(runs, into)
    except load.Malformed as error:
        print(error, file=sys.stderr)
        return USAGE
    except (load.NothingRun, OSError) as error:
        print(f"publish.py: {error}", file=sys.stderr)
        return NOTHING
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
