#!/usr/bin/env python3
"""Runs the programs of reports/published/evidence as their own comments say: `confirm.py [NAME…] [--native]`.

A program that needs nothing but the C library is first compiled with all warnings and run on this system, where it must end with
0: what it shows is then the subject's doing. After that the commands of its comment are run, where what they need is here, and
must end as the comment says. Each runs in a network namespace of its own: some change settings, and none shall meet another.
One line a run; exit 1 where one ended otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterator, Optional

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import evidence  # noqa: E402
from listencheck_report.command import DIFFERENT, NOTHING, OK, Parser  # noqa: E402
from listencheck_report.evidence import Program  # noqa: E402

SECONDS = 60
ISOLATE = HERE.parent / "harness" / "conductor" / "isolate.sh"
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
# How often one is tried whose comment says that it depends on time.
AGAIN = 8
# What a shell says of a command that is not there, or may not be run.
ABSENT = (126, 127)


def main(arguments: list[str]) -> int:
    parser = Parser(prog="confirm.py", description="Runs the evidence programs as their own comments say.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="programs, or how their names begin; default: all"
    )
    parser.add_argument(
        "--native", action="store_true", help="only what needs nothing but the C library, on this system"
    )
    parser.add_argument(
        "--from", dest="directory", metavar="DIR", type=Path, default=HERE / "published" / "evidence"
    )
    options = parser.parse_args(arguments)
    chosen = tuple(options.names) or ("",)
    programs = [one for one in evidence.programs(options.directory) if one.path.name.startswith(chosen)]
    if not programs:
        print(f"confirm.py: no program in {options.directory} is called so", file=sys.stderr)
        return NOTHING
    if subprocess.run(["sh", str(ISOLATE), "--check"], capture_output=True, check=False).returncode != 0:
        print("confirm.py: network namespaces are not allowed here; nothing was run", file=sys.stderr)
        return NOTHING
    # A Wine of its own, set up before time counts: nobody's settings are changed.
    with tempfile.TemporaryDirectory(prefix="listencheck.", ignore_cleanup_errors=True) as prefix:
        if (
            shutil.which("wineboot")
            and any(one.path.name.startswith("wine-") for one in programs)
            and not options.native
        ):
            os.environ.update(WINEPREFIX=prefix, WINEDEBUG="-all", WINEDLLOVERRIDES="mscoree,mshtml=")
            subprocess.run(["wineboot", "-i"], capture_output=True, check=False)
        wrong = report(programs, options.native)
    return DIFFERENT if wrong else OK


def report(programs: list[Program], native: bool) -> int:
    """Prints a line for each run; how many ended otherwise than they should."""
    wrong = 0
    for program in programs:
        for line in confirm(program, native):
            wrong += line.startswith("not ok")
            print(line, flush=True)
    return wrong


def confirm(program: Program, native: bool) -> Iterator[str]:
    """Lines that begin with ok, not ok or skip."""
    name = program.path.name
    with tempfile.TemporaryDirectory(prefix="listencheck.") as scratch:
        shutil.copy(program.path, scratch)
        if program.plain:
            yield _native(program, Path(scratch))
        if native:
            return
        if program.outcome is None:
            yield f"not ok {name}: its comment does not say how it ends"
            return
        lacks = _lacking(program)
        if lacks:
            yield f"skip {name}: {lacks} is not here"
            return
        for command in program.commands[:-1]:
            built, text = _run(["sh", "-c", command], Path(scratch))
            if built != 0:
                yield f"skip {name}: cannot be built here: {_last(text)}"
                return
        # Wine's sockets are made by a server of its own, which outlives the program.
        isolated = not program.commands[-1].split()[0].startswith("wine")
        for _ in range(AGAIN if "depends on time" in " ".join(program.comment) else 1):
            code, text = _run(["sh", "-c", program.commands[-1]], Path(scratch), isolated)
            if code == program.outcome:
                break
        if code in ABSENT:
            yield f"skip {name}: cannot be run here: {_last(text)}"
        else:
            word = "ok" if code == program.outcome else "not ok"
            yield f"{word} {name}: ends with {code}, its comment says {program.outcome}: {_last(text)}"


def _native(program: Program, scratch: Path) -> str:
    name = program.path.name
    threads = ["-pthread"] if "-pthread" in " ".join(program.commands) else []
    built, text = _run([os.environ.get("CC", "cc"), *WARNINGS, *threads, "-o", "native", name], scratch)
    if built != 0:
        return f"not ok {name} on this system: does not compile without a warning: {_last(text)}"
    code, text = _run(["./native"], scratch)
    return f"{'not ok' if code else 'ok'} {name} on this system: ends with {code}: {_last(text)}"


def _run(command: list[str], directory: Path, isolated: bool = True) -> tuple[Optional[int], str]:
    """The exit code as a shell tells it, and what was printed; none where it did not end."""
    try:
        done = subprocess.run(
            ["sh", str(ISOLATE), *command] if isolated else command,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"no end within {SECONDS} s"
    code = done.returncode
    return (128 - code if code < 0 else code), done.stdout


def _lacking(program: Program) -> str:
    """The first program its commands call that is not here."""
    for command in program.commands:
        for part in command.split("&&"):
            words = [
                word for word in part.split() if "=" not in word.split("$", 1)[0] and not word.endswith(")")
            ]
            if words and not words[0].startswith(".") and shutil.which(words[0]) is None:
                return words[0]
    return ""


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:160] if lines else "nothing printed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
