"""The list of confirmed deviations: each program of reports/published/evidence says in its first comment what it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterable

_MARK = re.compile(r"^\s*(?:/\*+|\*/|\*|//|#)\s?|\s*\*/\s*$")


def comment(source: str) -> list[str]:
    """The lines of the first comment, without the marks of C, C++, Java, JavaScript or Python."""
    lines: list[str] = []
    for line in source.splitlines():
        if line.startswith("#!"):
            continue
        ends = line.rstrip().endswith("*/")
        if not lines and not line.lstrip().startswith(("/*", "//", "#")):
            break
        if lines and not ends and not line.lstrip().startswith(("*", "//", "#")):
            break
        if line.startswith(("#define", "#include", "#undef", "#ifdef")):
            break
        lines.append(_MARK.sub("", _MARK.sub("", line, count=1), count=1).rstrip())
        if ends:
            break
    while lines and not lines[-1]:
        lines.pop()
    return lines


def write(programs: Iterable[Path]) -> str:
    """Markdown: a section a program, in the order of their names; the comment as it stands there."""
    sections = []
    for path in sorted(programs):
        lines = comment(path.read_text(encoding="utf-8"))
        body = "\n".join(f"    {line}".rstrip() for line in lines)
        sections.append(f"## [{path.name}](evidence/{path.name})\n\n{body}\n")
    head = (
        "# Deviations that a stand-alone program confirms\n\n"
        "Each program needs nothing of this suite. Its first comment, repeated here, names the version, what is called, what is\n"
        f"observed, and the document with its words. {len(sections)} programs.\n"
    )
    return "\n".join([head, *sections])
