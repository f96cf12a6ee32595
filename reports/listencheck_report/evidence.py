"""The list of confirmed deviations: each program of reports/published/evidence says in its first comment what it shows."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .documents import Documents
from .text import listing

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


# How a line of a comment begins that is a command: set in, or after `Build:` and `Run:`.
_COMMAND = re.compile(
    r"^(?:Build:|Run:)?\s{2,}((?:[\w-]*gcc|g\+\+|emcc|cc|LD_PRELOAD=|NODE_PATH=|runsc|wine|wineserver|node|python3|java|qemu-|\./)\S*(?:\s.*?)?)(?:\s{3,}.*)?$"
)
_OUTCOME = re.compile(r"exits (\d+) where this is so|ends by (SIG[A-Z]+) where this is so")
_QUOTED = re.compile(r'"([^"]{12,})"')
_LEFT_OUT = re.compile(r"\.\.\.|…|\[[^\]A-Z]*\]")
# Fewer words than this are no quotation of a document.
_WORDS = 4


@dataclass(frozen=True)
class Program:
    """One program and what its comment says of it."""

    path: Path
    comment: list[str]
    commands: list[str]
    outcome: Optional[int]
    """The exit code, as a shell tells it, where what it shows is so."""

    @property
    def plain(self) -> bool:
        """It needs nothing but the C library of a POSIX system."""
        text = " ".join(self.commands)
        return self.path.suffix == ".c" and not re.search(r"(?:^|\s)-[lI]|-isystem|mingw", text)

    def _promised(self) -> list[str]:
        """The comment without what was observed, where messages may be quoted."""
        lines, observed = [], False
        for line in self.comment:
            if re.match(r"\s*Observed:", line):
                observed = True
            elif not line.strip() or re.match(r"- |Document:", line):
                observed = False
            if not observed:
                lines.append(line)
        return lines

    def quotations(self) -> list[str]:
        """The words of documents it quotes, without what it left out."""
        text = " ".join(" ".join(self._promised()).split())
        parts = [squash(part) for quote in _QUOTED.findall(text) for part in _LEFT_OUT.split(quote)]
        return [part for part in parts if len(part.split()) >= _WORDS]


def programs(directory: Path) -> list[Program]:
    """The programs of a directory, in the order of their names."""
    found = []
    for path in sorted(directory.glob("*.*")):
        if path.suffix == ".md":
            continue
        lines = comment(path.read_text(encoding="utf-8"))
        commands = [match.group(1).strip() for line in lines if (match := _COMMAND.match(line))]
        said = _OUTCOME.search(" ".join(" ".join(lines).split()))
        outcome = None
        if said:
            outcome = int(said.group(1)) if said.group(1) else 128 + int(signal.Signals[said.group(2)])
        found.append(Program(path, lines, commands, outcome))
    return found


def squash(text: str) -> str:
    """Words only, so that neither line ends nor the marks of a page's typesetting matter."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\[\]]", "", text).lower()).split())


def clauses_of(quotation: str, documents: Documents) -> list[str]:
    """The clauses whose quote has these words, or part of it."""
    found = []
    for document in documents.values():
        for clause in document.clauses.values():
            parts = [
                part
                for quote in _LEFT_OUT.split(clause.quote)
                if len((part := squash(quote)).split()) >= _WORDS
            ]
            if any(quotation in part or part in quotation for part in parts):
                found.append(clause.id)
    return found


def write(directory: Path, documents: Documents) -> str:
    """Markdown: a section a program, in the order of their names; the comment as it stands there, and the clauses quoted."""
    found = programs(directory)
    sections = []
    for program in found:
        name = program.path.name
        body = "\n".join(f"    {line}".rstrip() for line in program.comment)
        quoted = dict.fromkeys(
            clause for words in program.quotations() for clause in clauses_of(words, documents)
        )
        cited = f"\nThe words are those of {listing(f'`{clause}`' for clause in quoted)}.\n" if quoted else ""
        sections.append(f"## [{name}](evidence/{name})\n\n{body}\n{cited}")
    head = (
        "# Deviations that a stand-alone program confirms\n\n"
        "Each program needs nothing of this suite. Its first comment, repeated here, names the version, what is called, what is\n"
        "observed, and the document with its words, how it is built and run, and how it ends. `./run.sh publish --check` runs them as the\n"
        f"comments say, those whose subject is installed. {len(sections)} programs.\n"
    )
    return "\n".join([head, *sections])
