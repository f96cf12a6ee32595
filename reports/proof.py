#!/usr/bin/env python3
"""Draws the kill matrix from what `./run.sh prove` wrote: `proof.py PROOF [--out FILE] [--sentence]`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import proof  # noqa: E402
from listencheck_report.command import OK, Parser, ends_in_one_line  # noqa: E402


@ends_in_one_line
def main(arguments: list[str]) -> int:
    parser = Parser(prog="proof.py", description="Draws the kill matrix from what `./run.sh prove` wrote.")
    parser.add_argument("proof", help="proof.json")
    parser.add_argument("--out", metavar="FILE", type=Path, help="the page (default: proof.html beside it)")
    parser.add_argument("--sentence", action="store_true", help="print the figures in one line, draw nothing")
    options = parser.parse_args(arguments)
    read = proof.read(options.proof)
    if options.sentence:
        sys.stdout.write(proof.write_sentence(read))
        return OK
    out = options.out or Path(options.proof).with_suffix(".html")
    out.write_text(proof.write_html(read), encoding="utf-8", newline="\n")
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
